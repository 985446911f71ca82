package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.jspecify.annotations.Nullable;

/**
 * Credits of a year that do not follow from its own numbers:
 *
 * <pre>
 * credits = B − P − L − s·(B − P)      buffer on the change of stocks, or
 * credits = (B − P − L)·(1 − s)        buffer on what is left after leakage
 * </pre>
 *
 * <p>Programmes differ in the base of the buffer, so that either is accepted; the answer names the
 * one that fits. What is missing to the more generous of the two is flagged.
 */
public final class VintageSumRule implements Rule {
  private static final double TOLERANCE_FRACTION = 0.001;
  private static final double ROUNDING_CO2E_TONNES = 1;

  private static final RuleCard CARD =
      new RuleCard(
          "C01",
          "1.0",
          "credits of a year do not add up",
          Question.ACCOUNTING,
          CauseClass.RECORD,
          List.of("claims.vintages"),
          "credits above baseline less project, leakage and buffer by more than 0.1 % and 1 tCO2e",
          "arithmetic of the claims");

  private record Sum(Vintage vintage, double issued, double onStocks, double afterLeakage) {
    double mostCo2eTonnes() {
      return Math.max(onStocks, afterLeakage);
    }

    double beyondCo2eTonnes() {
      return issued - mostCo2eTonnes();
    }

    double tolerance() {
      return Math.max(ROUNDING_CO2E_TONNES, TOLERANCE_FRACTION * Math.abs(mostCo2eTonnes()));
    }
  }

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    List<Vintage> vintages = project.dossier().claims().vintages();
    if (vintages.isEmpty()) {
      return Optional.empty();
    }
    List<Sum> sums = new ArrayList<>();
    for (Vintage vintage : vintages) {
      Sum sum = sum(vintage);
      if (sum != null) {
        sums.add(sum);
      }
    }
    List<Quantity> quantities = new ArrayList<>();
    for (Sum sum : sums) {
      quantities.add(
          Quantity.exact(
              "issued beyond the sum, " + sum.vintage().year(),
              "tCO2e",
              sum.beyondCo2eTonnes(),
              "claims.vintages"));
    }
    List<Sum> wrong = sums.stream().filter(s -> s.beyondCo2eTonnes() > s.tolerance()).toList();
    if (!wrong.isEmpty()) {
      double beyond = wrong.stream().mapToDouble(Sum::beyondCo2eTonnes).sum();
      return Optional.of(
          CARD.flag(
              String.format(
                  Locale.ROOT,
                  "In %d of %d years more credits were issued than the claims add up to, %,.0f"
                      + " tCO2e in all.",
                  wrong.size(),
                  vintages.size(),
                  beyond),
              "Baseline less project, leakage and buffer gives less, whichever way the buffer is"
                  + " taken.",
              Quantity.exact("issued beyond the sum", "tCO2e", beyond, "claims.vintages"),
              quantities));
    }
    if (sums.size() < vintages.size()) {
      return Optional.of(
          CARD.cannotTell(
              "Whether the credits add up cannot be told for all years.",
              (vintages.size() - sums.size())
                  + " of "
                  + vintages.size()
                  + " years lack baseline, project emissions, leakage, buffer or credits.",
              "All numbers of every year.",
              quantities));
    }
    return Optional.of(
        CARD.noFlag(
            "The credits of all " + sums.size() + " years follow from their numbers.",
            buffer(sums),
            quantities));
  }

  private static @Nullable Sum sum(Vintage vintage) {
    Double baseline = vintage.baselineCo2eTonnes();
    Double emitted = vintage.projectCo2eTonnes();
    Double leakage = vintage.leakageDeductionCo2eTonnes();
    Double share = vintage.bufferShareFraction();
    Double issued = vintage.issuedCreditsCo2eTonnes();
    if (baseline == null || emitted == null || leakage == null || share == null || issued == null) {
      return null;
    }
    double change = baseline - emitted;
    return new Sum(
        vintage,
        issued,
        change - leakage - share * Math.max(0, change),
        (change - leakage) * (1 - share));
  }

  private static String buffer(List<Sum> sums) {
    boolean after =
        sums.stream()
            .allMatch(sum -> Math.abs(sum.issued() - sum.afterLeakage()) <= sum.tolerance());
    boolean stocks =
        sums.stream().allMatch(sum -> Math.abs(sum.issued() - sum.onStocks()) <= sum.tolerance());
    if (stocks) {
      return "The buffer is taken of the change of stocks.";
    }
    return after
        ? "The buffer is taken of what is left after leakage; VCS takes it of the change of stocks."
        : "In some years fewer were issued than the claims allow.";
  }
}
