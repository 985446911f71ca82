package org.heartwood.verification.report;

import static org.heartwood.verification.report.PageTable.number;
import static org.heartwood.verification.report.PageTable.text;

import java.util.Optional;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
import org.heartwood.verification.growth.GrowthEstimate;
import org.heartwood.verification.growth.GrowthResult;

/** The part of a page on the growth of planted land beside like land outside. */
final class GrowthSection {
  private final GrowthResult growth;

  GrowthSection(GrowthResult growth) {
    this.growth = growth;
  }

  /** What was compared, in words. */
  public String summary() {
    return String.format(
        "%s plots of the project and %s outside, of %s ha each, are seen in the composites of %s.",
        NumberText.count(growth.projectPlots()),
        NumberText.count(growth.outsidePlots()),
        NumberText.rounded(growth.plotHa(), 2),
        String.join(", ", growth.dates().years().stream().map(String::valueOf).toList()));
  }

  public PageTable estimators() {
    PageTable table =
        PageTable.of(
            "Canopy cover gained from "
                + growth.dates().start()
                + " to "
                + growth.dates().end()
                + ", in points of cover, with 90 % intervals",
            text("Estimator"),
            number("In the project"),
            number("In controls"),
            number("Beyond them"),
            number("Widened by placebos"),
            number("Placebos"),
            number("Rank, more"),
            number("Rank, less"),
            number("Z"),
            number("Benchmark"),
            text("May carry a verdict"));
    for (int i = 0; i < growth.estimates().size(); i++) {
      Optional<Witness> witness =
          i < growth.placebos().size() ? Optional.of(growth.witnesses().get(i)) : Optional.empty();
      table = row(table, growth.estimates().get(i), witness);
    }
    return table;
  }

  private PageTable row(PageTable table, GrowthEstimate estimate, Optional<Witness> witness) {
    EffectEstimate effect = estimate.effect();
    Estimate own = effect.avoidedPerYear();
    GrowthEstimate.Gains gains = estimate.gains();
    Optional<Estimate> widened = witness.flatMap(Witness::widened);
    return table.row(
        effect.specification(),
        own == null ? "" : points(-effect.lastYear().observedLossFraction()),
        own == null ? "" : points(-effect.lastYear().counterfactualLossFraction()),
        own == null ? "cannot tell" : interval(own),
        widened.map(this::interval).orElse(""),
        witness
            .map(Witness::placebo)
            .map(placebo -> NumberText.count(placebo.avoidedPerYear().size()))
            .orElse(""),
        widened.isEmpty() ? "" : NumberText.rounded(witness.orElseThrow().rankAvoided(), 2),
        widened.isEmpty() ? "" : NumberText.rounded(witness.orElseThrow().rankExcess(), 2),
        gains == null ? "" : NumberText.rounded(gains.z(), 1),
        gains == null ? "" : NumberText.rounded(gains.benchmark(), 2),
        effect
            .reasonAgainst()
            .map(reason -> "no: " + reason)
            .orElse(
                witness.isEmpty()
                    ? "no: another choice of the first"
                    : widened.isPresent() ? "yes" : "no: too few placebos"));
  }

  private static String points(double fraction) {
    return NumberText.rounded(100 * fraction, 1);
  }

  private String interval(Estimate perYear) {
    Estimate points = perYear.times(100.0 * growth.dates().span());
    return NumberText.rounded(points.mean(), 1)
        + " ("
        + NumberText.rounded(points.ci90Low(), 1)
        + " to "
        + NumberText.rounded(points.ci90High(), 1)
        + ")";
  }

  /** How alike the plots of the project and their controls were before. */
  public PageTable balance() {
    PageTable table =
        PageTable.of(
            "Cover before: the project's plots, those matched to them, and all outside",
            text("Date"),
            number("Project, %"),
            number("Matched, %"),
            number("All outside, %"),
            number("SMD"),
            number("SMD before matching"));
    for (Balance row : growth.estimates().get(0).effect().balance()) {
      table =
          table.row(
              row.covariate(),
              NumberText.rounded(row.treatedMean(), 1),
              NumberText.rounded(row.controlMean(), 1),
              NumberText.rounded(row.rawControlMean(), 1),
              NumberText.rounded(row.smd(), 2),
              NumberText.rounded(row.rawSmd(), 2));
    }
    return table;
  }
}
