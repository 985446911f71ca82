package org.heartwood.inference.challenge;

import java.io.Serializable;

/**
 * One node of a pointer decision list. Version {@code v} of a list is its first {@code v} nodes;
 * version 0 is the base model alone. A node decides pixels of one accepted group; all others go on
 * to the version before it.
 *
 * @param kind what it does with a pixel of the group
 * @param group which accepted submission the group is that of, counted from 0
 * @param version for {@code UPDATE} the version whose prediction the submission calls {@code
 *     prediction}; for {@code REPAIR} the version that predicts the group's pixels
 */
public record DecisionNode(Kind kind, int group, int version) implements Serializable {
  public DecisionNode {
    if (group < 0 || version < 0) {
      throw new IllegalArgumentException(
          "group and version of a node must be >= 0, were " + group + " and " + version);
    }
  }

  /** What a node does. */
  public enum Kind {
    /** The submission's model predicts. */
    UPDATE,
    /** An older version of the list predicts, the one that did best for the group. */
    REPAIR
  }
}
