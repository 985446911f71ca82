package org.heartwood.verification.event;

import java.util.HashMap;
import java.util.Map;

/** Sets that are joined and never parted; a set is named by its smallest member. */
final class DisjointSets {
  private final Map<Long, Long> parents = new HashMap<>();

  /** The name of a member's set; a member that was never joined is a set of its own. */
  long find(long member) {
    long root = member;
    for (Long up = parents.get(root); up != null && up != root; up = parents.get(root)) {
      root = up;
    }
    long at = member;
    while (at != root) {
      Long next = parents.put(at, root);
      at = next == null ? root : next;
    }
    return root;
  }

  void join(long one, long other) {
    long a = find(one);
    long b = find(other);
    if (a != b) {
      parents.put(Math.max(a, b), Math.min(a, b));
    }
  }

  /** The sets of all members that were joined, by member. */
  Map<Long, Long> roots() {
    Map<Long, Long> roots = new HashMap<>();
    for (Long member : parents.keySet().toArray(Long[]::new)) {
      roots.put(member, find(member));
    }
    return roots;
  }
}
