package org.heartwood.inference.challenge;

import java.io.Serializable;
import java.util.List;

/**
 * The deployed predictor: a base model and the pointer decision list over it, as {@code
 * decisions.json} holds it.
 *
 * @param challenge name of the challenge
 * @param challengeSha256 digest of its file
 * @param baseModel the base model
 * @param baseSha256 digest of its weights
 * @param accepted the accepted submissions, in order; files they name are relative to the registry
 * @param nodes the list, oldest first
 */
public record Decisions(
    String challenge,
    String challengeSha256,
    String baseModel,
    String baseSha256,
    List<Submission> accepted,
    List<DecisionNode> nodes)
    implements Serializable {
  /** Its name in a registry. */
  public static final String FILE = "decisions.json";

  public Decisions {
    accepted = List.copyOf(accepted);
    nodes = List.copyOf(nodes);
    int groups = 0;
    for (int i = 0; i < nodes.size(); i++) {
      DecisionNode node = nodes.get(i);
      boolean update = node.kind() == DecisionNode.Kind.UPDATE;
      if (node.version() > i || (update ? node.group() != groups : node.group() >= groups)) {
        throw new IllegalArgumentException(
            "node " + i + " may point to earlier versions and groups only, was " + node);
      }
      groups += update ? 1 : 0;
    }
    if (groups != accepted.size()) {
      throw new IllegalArgumentException(
          "the nodes are of " + groups + " submissions, the list has " + accepted.size());
    }
  }
}
