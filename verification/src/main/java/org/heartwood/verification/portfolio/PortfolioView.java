package org.heartwood.verification.portfolio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.rule.RuleCard;
import org.jspecify.annotations.Nullable;

/**
 * Findings of many projects. Flags are ranked by {@code max(0, size) · P(size > 0)}, the
 * probability that of a normal number with the size's 90 % interval; a size without interval is
 * certain, a flag without size weighs nothing and comes last. The order of equals is that of
 * projects and rules.
 *
 * @param projects number of projects
 * @param causes what the rules found, most tonnes first
 * @param ranking the flags, heaviest first
 */
public record PortfolioView(int projects, List<Cause> causes, List<Ranked> ranking) {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  public PortfolioView {
    causes = List.copyOf(causes);
    ranking = List.copyOf(ranking);
  }

  /**
   * A project's findings.
   *
   * @param id the project
   */
  public record Checked(String id, List<Finding> findings) {
    public Checked {
      findings = List.copyOf(findings);
    }
  }

  /**
   * What one rule found in all projects: the same defect has the same cause.
   *
   * @param rule identifier of the rule
   * @param flags projects that it flags, in their order
   * @param noFlags number of projects that it does not
   * @param cannotTell number of projects of which it cannot tell
   * @param co2eTonnes sizes above 0 of its flags, added up
   * @param weightedCo2eTonnes the same, each times its confidence
   * @param unsized number of flags without a size
   */
  public record Cause(
      String rule,
      String title,
      CauseClass cause,
      String addressee,
      List<String> flags,
      int noFlags,
      int cannotTell,
      double co2eTonnes,
      double weightedCo2eTonnes,
      int unsized) {
    public Cause {
      flags = List.copyOf(flags);
    }
  }

  /**
   * A flag with its weight.
   *
   * @param confidence probability that its size is above 0
   * @param weightedCo2eTonnes size above 0 times confidence
   */
  public record Ranked(
      String project, Finding finding, double confidence, double weightedCo2eTonnes) {}

  /**
   * Puts findings together.
   *
   * @param cards of the rules, for their titles
   */
  public static PortfolioView of(List<Checked> projects, List<RuleCard> cards) {
    List<Ranked> ranking = new ArrayList<>();
    Map<String, List<Ranked>> flags = new TreeMap<>();
    Map<String, int[]> others = new TreeMap<>();
    for (Checked project : projects) {
      for (Finding finding : project.findings()) {
        String rule = finding.standing().ruleId();
        int[] counts = others.computeIfAbsent(rule, any -> new int[2]);
        if (finding.verdict() == Verdict.FLAG) {
          Ranked ranked = ranked(project.id(), finding);
          ranking.add(ranked);
          flags.computeIfAbsent(rule, any -> new ArrayList<>()).add(ranked);
        } else {
          counts[finding.verdict() == Verdict.NO_FLAG ? 0 : 1]++;
        }
      }
    }
    // The sort is stable: equals keep their order.
    ranking.sort(Comparator.comparingDouble(Ranked::weightedCo2eTonnes).reversed());
    List<Cause> causes = new ArrayList<>();
    others.forEach(
        (rule, counts) ->
            causes.add(cause(rule, cards, flags.getOrDefault(rule, List.of()), counts)));
    causes.sort(
        Comparator.comparingDouble(Cause::weightedCo2eTonnes)
            .thenComparingInt(each -> each.flags().size())
            .reversed());
    return new PortfolioView(projects.size(), causes, ranking);
  }

  private static Cause cause(String rule, List<RuleCard> cards, List<Ranked> flags, int[] others) {
    RuleCard card =
        cards.stream()
            .filter(each -> each.id().equals(rule))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no card of rule " + rule));
    return new Cause(
        rule,
        card.title(),
        card.cause(),
        card.cause().addressee(),
        flags.stream().map(Ranked::project).toList(),
        others[0],
        others[1],
        flags.stream().mapToDouble(flag -> size(flag.finding())).sum(),
        flags.stream().mapToDouble(Ranked::weightedCo2eTonnes).sum(),
        (int) flags.stream().filter(flag -> flag.finding().sizeCo2eTonnes() == null).count());
  }

  private static double size(Finding finding) {
    Quantity size = finding.sizeCo2eTonnes();
    return size == null ? 0 : Math.max(0, size.value());
  }

  private static Ranked ranked(String project, Finding finding) {
    double confidence = confidence(finding.sizeCo2eTonnes());
    return new Ranked(project, finding, confidence, size(finding) * confidence);
  }

  /** Probability that a size is above 0; 0 where there is none. */
  static double confidence(@Nullable Quantity size) {
    if (size == null) {
      return 0;
    }
    double width =
        size.ci90Low() == null || size.ci90High() == null
            ? 0
            : Objects.requireNonNull(size.ci90High()) - Objects.requireNonNull(size.ci90Low());
    if (!(width > 0)) {
      return size.value() > 0 ? 1 : 0;
    }
    return NORMAL.cumulativeProbability(size.value() / (width / (2 * Estimate.Z90)));
  }
}
