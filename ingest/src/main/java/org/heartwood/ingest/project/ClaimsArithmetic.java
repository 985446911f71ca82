package org.heartwood.ingest.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier.PoolStocks;
import org.heartwood.ingest.project.Dossier.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the credits of the first reporting period of an improved forest management project
 * under California's protocol from the stocks that the project reports, in t CO2e:
 *
 * <pre>credits = (L + D)·(1 − c) − (L₀ + D₀) + 0.8·[(U − U₀) + (F − F₀)] + min(0, S)</pre>
 *
 * <p>with the standing live trees L (IFM-1), standing dead trees D (IFM-3), wood products in use U
 * (IFM-7) and in landfill F (IFM-8) of the project, the same of the baseline with index 0, the
 * confidence deduction c and the secondary effects S, which never add credits. The 0.8 stands for
 * the harvest that others take over. Source: California Air Resources Board, Compliance Offset
 * Protocol U.S. Forest Projects, as in {@code get_arbocs} of CarbonPlan's forest-offsets (Badgley
 * et al. 2021, doi:10.5281/zenodo.4630684). That code also says: a project that harvests more than
 * its baseline leaves the products in landfill out (protocol of 2015, equation C.8), which the
 * reported stocks alone do not tell; {@link Recomputed#withoutLandfillCo2eTonnes} is for them.
 */
public final class ClaimsArithmetic {

  /** Share of a change in wood products that is not made up for elsewhere. */
  private static final double WOOD_PRODUCTS_SHARE = 0.8;

  /** Claims count as reproduced within this share of the credits issued. */
  public static final double TOLERANCE_FRACTION = 0.001;

  private final List<String> missing = new ArrayList<>();
  private final List<String> zeros = new ArrayList<>();

  private ClaimsArithmetic() {}

  /**
   * Credits recomputed and issued.
   *
   * @param co2eTonnes recomputed
   * @param withoutLandfillCo2eTonnes recomputed without the wood products in landfill
   * @param issuedCo2eTonnes issued, &gt; 0
   * @param countedAsZero what the record does not report and the sum therefore does without
   */
  public record Recomputed(
      double co2eTonnes,
      double withoutLandfillCo2eTonnes,
      double issuedCo2eTonnes,
      List<String> countedAsZero) {
    public Recomputed {
      countedAsZero = List.copyOf(countedAsZero);
    }

    /** Recomputed less issued, t CO2e. */
    public double differenceCo2eTonnes() {
      return co2eTonnes - issuedCo2eTonnes;
    }

    /** Recomputed less issued, as a share of the issued. */
    public double differenceFraction() {
      return co2eTonnes / issuedCo2eTonnes - 1;
    }

    /** Within 0.1 % of the credits issued. */
    public boolean reproduced() {
      return Math.abs(differenceFraction()) <= TOLERANCE_FRACTION;
    }

    /** Not reproduced, but within 0.1 % once the products in landfill are left out. */
    public boolean reproducedWithoutLandfill() {
      return !reproduced()
          && Math.abs(withoutLandfillCo2eTonnes / issuedCo2eTonnes - 1) <= TOLERANCE_FRACTION;
    }
  }

  /**
   * What came of a reporting period.
   *
   * @param recomputed absent when something that cannot be done without is not reported
   * @param missing what that is, in words
   */
  public record Result(@Nullable Recomputed recomputed, List<String> missing) {
    public Result {
      missing = List.copyOf(missing);
    }

    /** The numbers, if there are any. */
    public Optional<Recomputed> numbers() {
      return Optional.ofNullable(recomputed);
    }
  }

  /**
   * Recomputes a project's first reporting period. The live trees of project and baseline, the
   * confidence deduction and credits above 0 must be reported; the other pools and the secondary
   * effects count as 0 where they are not, which the result tells.
   */
  public static Result firstPeriod(ReportingPeriod period) {
    return new ClaimsArithmetic().result(period);
  }

  private Result result(ReportingPeriod period) {
    PoolStocks baseline = period.baseline() == null ? PoolStocks.NONE : period.baseline();
    PoolStocks project = period.project() == null ? PoolStocks.NONE : period.project();
    double issued = required(period.issuedCreditsCo2eTonnes(), "credits issued");
    if (missing.isEmpty() && !(issued > 0)) {
      missing.add("credits issued above 0");
    }
    double deduction = required(period.confidenceDeductionFraction(), "confidence deduction");
    double live =
        required(project.standingLiveCo2eTonnes(), "standing live trees of the project (IFM-1)")
                * (1 - deduction)
            - required(
                baseline.standingLiveCo2eTonnes(), "standing live trees of the baseline (IFM-1)");
    double dead =
        orZero(project.standingDeadCo2eTonnes(), "standing dead trees of the project (IFM-3)")
                * (1 - deduction)
            - orZero(
                baseline.standingDeadCo2eTonnes(), "standing dead trees of the baseline (IFM-3)");
    double inUse =
        orZero(project.productsInUseCo2eTonnes(), "wood products in use of the project (IFM-7)")
            - orZero(
                baseline.productsInUseCo2eTonnes(), "wood products in use of the baseline (IFM-7)");
    double landfill =
        orZero(
                project.productsInLandfillCo2eTonnes(),
                "wood products in landfill of the project (IFM-8)")
            - orZero(
                baseline.productsInLandfillCo2eTonnes(),
                "wood products in landfill of the baseline (IFM-8)");
    double secondary =
        Math.min(0, orZero(period.secondaryEffectsCo2eTonnes(), "secondary effects"));
    if (!missing.isEmpty()) {
      return new Result(null, missing);
    }
    double withoutLandfill = live + dead + WOOD_PRODUCTS_SHARE * inUse + secondary;
    return new Result(
        new Recomputed(
            withoutLandfill + WOOD_PRODUCTS_SHARE * landfill, withoutLandfill, issued, zeros),
        List.of());
  }

  private double required(@Nullable Double value, String words) {
    if (value == null) {
      missing.add(words);
      return Double.NaN;
    }
    return value;
  }

  private double orZero(@Nullable Double value, String words) {
    if (value == null) {
      zeros.add(words);
      return 0;
    }
    return value;
  }
}
