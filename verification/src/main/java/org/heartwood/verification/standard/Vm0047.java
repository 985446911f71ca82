package org.heartwood.verification.standard;

import java.util.Arrays;
import java.util.Optional;
import org.heartwood.ingest.project.Statements.StatedBenchmark;
import org.heartwood.verification.standard.StandardRule.Status;
import org.jspecify.annotations.Nullable;

/**
 * Removals under VM0047, area-based (F-20 to F-25): control plots, performance benchmark,
 * uncertainty and crediting.
 *
 * <pre>
 * W   = e^(−MD) / Σ e^(−MD)                                     weight of a control plot
 * SDM = |x̄p − x̄c| / √((s²p + s²c) / 2) ≤ 0.25                   balance
 * Z   = (ΔSIp − ΔSIc) / √(SE²p + SE²c)                          |Z| &lt; 1.96 → PB = 1
 * PB  = ΔSIc / ΔSIp, ΔSIc = 0 where it is not significant or negative
 * UNC = min(1, max(0, T·√(SE₀² + SEt² − 2ρ·SE₀·SEt) / ΔC − 0.10))
 * CR  = min(ΔC, ΔC·(1 − PB))·(1 − UNC) − PE − LK, less the same of the verification before
 * </pre>
 *
 * <p>The text calls the weight an inverse distance but prints an exponential: both are here, and a
 * result says which was used.
 */
public final class Vm0047 {
  /** Control plots and their weights. */
  public static final StandardRule WEIGHTS = rule("F-21", "weights of control plots");

  /** The benchmark. */
  public static final StandardRule BENCHMARK = rule("F-23", "performance benchmark");

  /** Crediting. */
  public static final StandardRule CREDITING = rule("F-25", "credits of a verification");

  /** |Z| from which project and controls differ: two-sided 5 %. */
  public static final double SIGNIFICANT_Z = 1.96;

  /** Bound of the standardised difference of means (F-22). */
  public static final double MAX_STANDARDISED_DIFFERENCE = 0.25;

  private static final double FREE_BAND = 0.10;

  private Vm0047() {}

  private static StandardRule rule(String id, String title) {
    return new StandardRule(
        id, "VCS VM0047", "v1.1", title, Status.PARTLY_RECONSTRUCTED, "cross-checked with v1.0");
  }

  /** How distance becomes weight. */
  public enum Kernel {
    /** e^(−MD), as the equation is printed. */
    EXPONENTIAL,
    /** 1/MD, as the text says and VM0045 prints. */
    INVERSE
  }

  /**
   * The benchmark and what it rests on.
   *
   * @param z standardised difference between project and controls
   * @param benchmark share of the project's growth that the controls show too, 0–1; 1 = no credits
   */
  public record Benchmark(double z, double benchmark) {
    /** Whether project and controls differ. */
    public boolean significant() {
      return Math.abs(z) >= SIGNIFICANT_Z;
    }
  }

  /**
   * Weights of control plots, summing to 1. Controls at no distance share all of the inverse
   * weight.
   *
   * @param distances Mahalanobis distances, ≥ 0, at least one
   */
  public static double[] weights(double[] distances, Kernel kernel) {
    if (distances.length == 0 || Arrays.stream(distances).anyMatch(distance -> !(distance >= 0))) {
      throw new IllegalArgumentException(
          "there must be at least one distance, all >= 0, were " + Arrays.toString(distances));
    }
    double nearest = Arrays.stream(distances).min().orElseThrow();
    double[] weights =
        Arrays.stream(distances)
            .map(
                distance ->
                    switch (kernel) {
                      // Taking the nearest off changes no weight and keeps far plots from 0 / 0.
                      case EXPONENTIAL -> StrictMath.exp(nearest - distance);
                      case INVERSE -> nearest > 0 ? 1 / distance : distance == 0 ? 1 : 0;
                    })
            .toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /** Absolute difference of two means over the root of their mean variance. */
  public static double standardisedDifference(double[] project, double[] control) {
    return Math.abs(mean(project) - mean(control))
        / Math.sqrt((variance(project) + variance(control)) / 2);
  }

  /**
   * The performance benchmark. A change on control plots that is negative, or within {@value
   * #SIGNIFICANT_Z} standard errors of zero, counts as none in it.
   *
   * @param projectChange mean change of the stocking index on the project's plots
   * @param projectStandardError its standard error, ≥ 0
   * @param controlChange weighted mean change on control plots
   * @param controlStandardError its standard error, ≥ 0, not both 0
   */
  public static Benchmark benchmark(
      double projectChange,
      double projectStandardError,
      double controlChange,
      double controlStandardError) {
    double spread = Math.hypot(projectStandardError, controlStandardError);
    if (!(spread > 0)) {
      throw new IllegalArgumentException("one standard error must be > 0, both were 0");
    }
    double z = (projectChange - controlChange) / spread;
    if (Math.abs(z) < SIGNIFICANT_Z || !(projectChange > 0)) {
      return new Benchmark(z, 1);
    }
    boolean grown = controlChange > 0 && controlChange >= SIGNIFICANT_Z * controlStandardError;
    return new Benchmark(z, grown ? Math.min(1, controlChange / projectChange) : 0);
  }

  /**
   * The benchmark of what a project states.
   *
   * @return empty if it states none, or no standard error above 0
   */
  public static Optional<Benchmark> stated(@Nullable StatedBenchmark stated) {
    return stated == null
            || !(Math.hypot(stated.projectStandardError(), stated.controlStandardError()) > 0)
        ? Optional.empty()
        : Optional.of(
            benchmark(
                stated.projectChange(),
                stated.projectStandardError(),
                stated.controlChange(),
                stated.controlStandardError()));
  }

  /**
   * Half-width of the interval of a change over the change (F-24).
   *
   * @param changeCo2eTonnes change of the stock, &gt; 0
   * @param correlation of the errors of the two dates, −1 to 1
   * @param t two-tailed 90 % point of Student's distribution
   */
  public static double halfWidthFraction(
      double changeCo2eTonnes,
      double firstStandardError,
      double secondStandardError,
      double correlation,
      double t) {
    double variance =
        firstStandardError * firstStandardError
            + secondStandardError * secondStandardError
            - 2 * correlation * firstStandardError * secondStandardError;
    return t * Math.sqrt(Math.max(0, variance)) / changeCo2eTonnes;
  }

  /**
   * Share taken off for a half-width, 0–1; 1 where it is above 100 %, which earns no credits.
   *
   * @param halfWidthFraction half-width of the 90 % interval over the change, ≥ 0
   */
  public static double deductionFraction(double halfWidthFraction) {
    return halfWidthFraction > 1 ? 1 : Math.min(1, Math.max(0, halfWidthFraction - FREE_BAND));
  }

  /**
   * Credits since the start, tCO2e; those of a verification are the difference to the one before.
   *
   * @param changeCo2eTonnes change of the stock since the start
   * @param benchmark 0–1
   * @param deductionFraction for uncertainty, 0–1
   * @param projectEmissionsCo2eTonnes ≥ 0
   * @param leakageCo2eTonnes ≥ 0
   */
  public static double creditsCo2eTonnes(
      double changeCo2eTonnes,
      double benchmark,
      double deductionFraction,
      double projectEmissionsCo2eTonnes,
      double leakageCo2eTonnes) {
    return Math.min(changeCo2eTonnes, changeCo2eTonnes * (1 - benchmark)) * (1 - deductionFraction)
        - projectEmissionsCo2eTonnes
        - leakageCo2eTonnes;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }
}
