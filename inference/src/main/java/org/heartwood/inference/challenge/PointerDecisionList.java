package org.heartwood.inference.challenge;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.challenge.DecisionNode.Kind;

/**
 * A pointer decision list that grows on a holdout, by the algorithm of Globus-Harris, Kearns and
 * Roth 2022 (arXiv:2201.10408). A submission (group g, model h) is accepted if {@code μ(g)·(L(f, g)
 * − L(h, g))} passes the {@link AcceptanceRule}, where μ(g) is the group's share of the holdout and
 * L the mean loss over it. After an update every group accepted before is looked at: while for one
 * of them {@code μ(g_j)·(L(f, g_j) − best L of any version for g_j) > α}, its pixels go back to the
 * version that was best for it, the group accepted first before later ones.
 *
 * <p>Each update lowers the overall loss by α or more and each repair by more than α. With losses
 * in 0 to 1 at most 1/α submissions can be accepted, repairs come to an end, and after every update
 * {@code μ(g_j)·(L(f, g_j) − best L)} ≤ α for every accepted group: its share times what it lost.
 *
 * <p>Not safe for several threads.
 */
final class PointerDecisionList {
  private final Holdout holdout;
  private final Loss loss;
  private final AcceptanceRule rule;
  private final List<DecisionNode> nodes = new ArrayList<>();
  private final List<boolean[]> groups = new ArrayList<>();
  private final List<Best> best = new ArrayList<>();

  /** Predictions of every version. */
  private final List<double[]> versions = new ArrayList<>();

  /** The version at which a group did best, and its mean loss then. */
  private record Best(int version, double loss) {}

  /**
   * @param holdout what was observed, and where
   * @param base predictions of the base model, one a pixel of the holdout
   */
  PointerDecisionList(Holdout holdout, Loss loss, AcceptanceRule rule, double[] base) {
    this.holdout = holdout;
    this.loss = loss;
    this.rule = rule;
    versions.add(holdout.requireSize(base).clone());
  }

  /**
   * Grows a list by nodes that were accepted before.
   *
   * @param accepted the nodes
   * @param members the group of each accepted submission
   * @param predicted what each version of the list predicts, the base first; one more than nodes
   */
  static PointerDecisionList resumed(
      Holdout holdout,
      Loss loss,
      AcceptanceRule rule,
      List<DecisionNode> accepted,
      List<boolean[]> members,
      List<double[]> predicted) {
    PointerDecisionList list = new PointerDecisionList(holdout, loss, rule, predicted.get(0));
    for (int i = 0; i < accepted.size(); i++) {
      DecisionNode node = accepted.get(i);
      list.nodes.add(node);
      list.versions.add(holdout.requireSize(predicted.get(i + 1)).clone());
      if (node.kind() == Kind.UPDATE) {
        list.addGroup(members.get(node.group()));
      }
      list.remember();
    }
    return list;
  }

  /** The nodes, oldest first. */
  List<DecisionNode> nodes() {
    return List.copyOf(nodes);
  }

  /** Predictions of the list as it is now. */
  double[] predictions() {
    return newest().clone();
  }

  private double[] newest() {
    return versions.get(versions.size() - 1);
  }

  /** Number of accepted submissions. */
  int accepted() {
    return groups.size();
  }

  /** Mean loss over the whole holdout. */
  double overallLoss() {
    return holdout.meanLoss(loss, newest(), null);
  }

  /** Mean loss over a group. */
  double loss(boolean[] group) {
    return holdout.meanLoss(loss, newest(), group);
  }

  /** {@code μ(g_j)·(L(f, g_j) − best L)} of an accepted group: what later updates cost it. */
  double regret(int group) {
    boolean[] members = groups.get(group);
    return holdout.share(members) * (loss(members) - best.get(group).loss());
  }

  /** Looks at a submission without changing the list. */
  Certificate check(boolean[] group, double[] proposed) {
    return Certificate.of(holdout, loss, rule, group, newest(), proposed);
  }

  /**
   * Adds a submission whose certificate passed, and repairs.
   *
   * @return accepted groups that were repaired, in order
   * @throws IllegalArgumentException if the certificate does not pass
   */
  List<Integer> accept(boolean[] group, double[] proposed) {
    Certificate certificate = check(group, proposed);
    if (!certificate.passes()) {
      throw new IllegalArgumentException("the submission does not pass: " + certificate);
    }
    nodes.add(new DecisionNode(Kind.UPDATE, groups.size(), nodes.size()));
    versions.add(merged(newest(), group, proposed));
    addGroup(group);
    remember();
    List<Integer> repaired = new ArrayList<>();
    for (int j = worst(); j >= 0; j = worst()) {
      int version = best.get(j).version();
      nodes.add(new DecisionNode(Kind.REPAIR, j, version));
      versions.add(merged(newest(), groups.get(j), versions.get(version)));
      repaired.add(j);
      remember();
    }
    return repaired;
  }

  private void addGroup(boolean[] group) {
    groups.add(holdout.requireSize(group).clone());
    best.add(new Best(versions.size() - 1, loss(group)));
  }

  /** Notes for which groups the newest version is the best so far. */
  private void remember() {
    for (int j = 0; j < groups.size(); j++) {
      double now = loss(groups.get(j));
      if (now < best.get(j).loss()) {
        best.set(j, new Best(versions.size() - 1, now));
      }
    }
  }

  /** The first accepted group that lost more than α, −1 if none did. */
  private int worst() {
    for (int j = 0; j < groups.size(); j++) {
      if (regret(j) > rule.alpha()) {
        return j;
      }
    }
    return -1;
  }

  private static double[] merged(double[] before, boolean[] group, double[] inGroup) {
    double[] out = before.clone();
    for (int i = 0; i < out.length; i++) {
      if (group[i]) {
        out[i] = inGroup[i];
      }
    }
    return out;
  }
}
