package org.heartwood.verification.standard;

import java.util.OptionalDouble;
import org.heartwood.verification.standard.StandardRule.Status;

/** Improved forest management under VM0045 v1.2 (10 July 2025): leakage, density, uncertainty. */
public final class Vm0045 {
  /** The leakage factor. */
  public static final StandardRule LEAKAGE = rule("F-32", "leakage factor");

  /** Relative density of a plot. */
  public static final StandardRule RELATIVE_DENSITY = rule("F-31", "relative density");

  private static final double FREE_BAND = 0.15;

  private Vm0045() {}

  private static StandardRule rule(String id, String title) {
    return new StandardRule(
        id, "VCS VM0045", "v1.2", title, Status.VERIFIED, "the methodology itself");
  }

  /**
   * Leakage factor, 0–1: 0.10 without a permanent reduction of harvest, else by the ratio of
   * merchantable biomass, national over project: 0.70 below 0.85, 0.40 to 1.15, 0.20 above.
   *
   * @param merchantableRatio needed where harvest is reduced for good
   * @return empty where it is needed and absent
   */
  public static OptionalDouble leakageFactor(
      HarvestReduction reduction, OptionalDouble merchantableRatio) {
    if (reduction == HarvestReduction.NONE_PERMANENT) {
      return OptionalDouble.of(0.10);
    }
    if (merchantableRatio.isEmpty()) {
      return OptionalDouble.empty();
    }
    double ratio = merchantableRatio.getAsDouble();
    if (ratio < 0.85) {
      return OptionalDouble.of(0.70);
    }
    return OptionalDouble.of(ratio <= 1.15 ? 0.40 : 0.20);
  }

  /** Whether a project harvests less for good. */
  public enum HarvestReduction {
    /** It does not. */
    NONE_PERMANENT,
    /** It does. */
    PERMANENT
  }

  /**
   * Relative density of one tree per acre (F-31): {@code 2.47·(0.00015 + 0.00218·SG)·(d/10)^1.6}.
   *
   * @param specificGravity of the wood
   * @param diameter at breast height, in the unit of the plots that the methodology uses (inches in
   *     those of the US Forest Service)
   */
  public static double relativeDensity(double specificGravity, double diameter) {
    return 2.47 * (0.00015 + 0.00218 * specificGravity) * StrictMath.pow(diameter / 10, 1.6);
  }

  /**
   * Share taken off for uncertainty (F-33): {@code min(1, max(0, T95·√|s²wp/n + (1/n²)·ΣΣ W²·s²bsl|
   * / (ER + CR) − 0.15))}.
   *
   * @param t two-tailed 95 % point of Student's distribution
   * @param projectVariance variance between the project's plots, s²wp
   * @param plots number of plots, n
   * @param matchedVariance ΣΣ W²·s² over the matched plots of all project plots
   * @param benefitCo2eTonnes reductions and removals, &gt; 0, in the unit of the variances' root
   */
  public static double deductionFraction(
      double t,
      double projectVariance,
      int plots,
      double matchedVariance,
      double benefitCo2eTonnes) {
    double variance =
        Math.abs(projectVariance / plots + matchedVariance / ((double) plots * plots));
    return Math.min(1, Math.max(0, t * Math.sqrt(variance) / benefitCo2eTonnes - FREE_BAND));
  }
}
