package org.heartwood.inference.biomass;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was read of one inventory.
 *
 * @param spec where it came from
 * @param rows rows in the table
 * @param trees the trees that count, in the order of the table
 * @param plots every plot named in the table, also one without a tree that counts
 * @param leftOut rows left out, by reason
 */
public record TreeList(
    TreeListSpec spec,
    int rows,
    List<Tree> trees,
    SortedSet<String> plots,
    Map<LeftOut, Integer> leftOut) {
  public TreeList {
    trees = List.copyOf(trees);
    plots = Collections.unmodifiableSortedSet(new TreeSet<>(plots));
    leftOut = Map.copyOf(leftOut);
  }

  /** Rows left out for one reason. */
  public int leftOut(LeftOut reason) {
    return leftOut.getOrDefault(reason, 0);
  }
}
