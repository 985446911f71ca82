package org.heartwood.verification.report;

import static org.heartwood.verification.report.PageTable.number;
import static org.heartwood.verification.report.PageTable.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.additionality.VintageSupport;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.AreaEvidence;
import org.heartwood.verification.counterfactual.AreaResult;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.Placebo;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.counterfactual.RiskMap;

/** The section of a page on what would have been lost without a project. */
final class CounterfactualSection {
  private static final double M_PER_KM = 1000;

  private final ProjectResult result;
  private final double forestHa;
  private final List<VintageSupport> vintages;

  private CounterfactualSection(
      ProjectResult result, double forestHa, List<VintageSupport> vintages) {
    this.result = result;
    this.forestHa = forestHa;
    this.vintages = vintages;
  }

  static CounterfactualSection of(IntegrityReport report) {
    ProjectResult result = report.counterfactual().result();
    return new CounterfactualSection(
        result,
        report.zoneYears().stream()
            .filter(row -> row.zone() == Zone.PROJECT && row.year() == result.startYear())
            .mapToDouble(row -> row.forestHa().mean())
            .sum(),
        report.counterfactual().vintages());
  }

  /** Of a run over a map, which knows no claims; forest is what its pixels add up to. */
  static CounterfactualSection of(ProjectResult result) {
    return new CounterfactualSection(
        result, result.result().forestAtStartPx() * result.pixelHa(), List.of());
  }

  public String curve() {
    return CounterfactualFigures.specificationCurveOnPage(result, "curve-" + anchor());
  }

  /** What names the project in links; letters and digits alone. */
  public String anchor() {
    return "project-" + result.project().replaceAll("[^A-Za-z0-9]+", "-");
  }

  /** One plot an estimator that matches on covariates. */
  public List<String> lovePlots() {
    List<String> plots = new ArrayList<>();
    for (Witness witness : result.witnesses(result.result())) {
      if (!witness.estimate().balance().isEmpty()) {
        plots.add(
            CounterfactualFigures.lovePlotOnPage(
                witness.estimate(), "love-" + anchor() + "-" + plots.size()));
      }
    }
    return plots;
  }

  public List<String> warnings() {
    return result.warnings();
  }

  public PageTable estimators() {
    PageTable table =
        PageTable.of(
            "Avoided loss as mapped, "
                + result.startYear()
                + " to "
                + result.endYear()
                + " in hectares by estimator, with 90 % intervals",
            text("Estimator"),
            number("By its own resampling"),
            number("Widened by placebos"),
            number("Placebos"),
            number("Rank, avoided"),
            number("Rank, excess"),
            number("Unmatched"),
            text("May carry a verdict"));
    double scale = forestHa * result.years();
    for (Witness witness : result.witnesses(result.result())) {
      EffectEstimate estimate = witness.estimate();
      Estimate own = estimate.avoidedPerYear();
      Optional<Estimate> widened = witness.widened();
      int placebos = witness.placebo() == null ? 0 : witness.placebo().avoidedPerYear().size();
      table =
          table.row(
              estimate.specification(),
              own == null ? "cannot tell" : NumberText.of(own.times(scale), "ha"),
              widened.map(e -> NumberText.of(e.times(scale), "ha")).orElse(""),
              NumberText.count(placebos),
              widened.isEmpty() ? "" : NumberText.rounded(witness.rankAvoided(), 2),
              widened.isEmpty() ? "" : NumberText.rounded(witness.rankExcess(), 2),
              own == null ? "" : NumberText.percent(estimate.unmatchedFraction()),
              estimate
                  .reasonAgainst()
                  .map(reason -> "no: " + reason)
                  .orElse(widened.isPresent() ? "yes" : "no: too few placebos"));
    }
    return table;
  }

  /** Rings beside each other, then belts from the boundary outwards. */
  public List<PageTable> zones() {
    List<PageTable> tables = new ArrayList<>();
    if (!result.rings().isEmpty()) {
      tables.add(
          zones("Rings around the project: excess loss as mapped, in hectares", result.rings()));
    }
    if (!result.belts().isEmpty()) {
      tables.add(
          zones(
              "Belts from the boundary outwards: excess loss as mapped, in hectares",
              result.belts()));
    }
    return tables;
  }

  private PageTable zones(String caption, List<AreaResult> areas) {
    PageTable table =
        PageTable.of(
            caption,
            text("From and to, km"),
            number("Forest at the start, ha"),
            number("Excess loss"),
            text("By"),
            text("Answer"));
    for (AreaResult area : areas) {
      double forestHa = area.forestAtStartPx() * result.pixelHa();
      AreaEvidence evidence =
          new AreaEvidence(result.witnesses(area), forestHa, result.years(), MapScale.NONE);
      Optional<Witness> speaker = evidence.speaker();
      table =
          table.row(
              NumberText.rounded(area.fromM() / M_PER_KM, 1)
                  + " to "
                  + NumberText.rounded(area.toM() / M_PER_KM, 1),
              NumberText.rounded(forestHa, 0),
              speaker
                  .flatMap(evidence::avoidedHa)
                  .map(ha -> NumberText.of(ha.negated(), "ha"))
                  .orElse("cannot tell"),
              speaker
                  .map(
                      witness ->
                          witness.estimate().specification()
                              + (witness.isHeard() ? "" : ", which carries no verdict"))
                  .orElse(""),
              area.answer().verdict().label());
    }
    return table;
  }

  /** The risk map in words. */
  public String risk() {
    RiskMap map = result.riskMap();
    Double thresholdM = map.thresholdM();
    return thresholdM == null
        ? "No risk map: " + map.cannotTell() + "."
        : "Classes of distance to the forest's edge as VT0007 draws them; loss is negligible beyond"
            + " "
            + NumberText.rounded(thresholdM, 0)
            + " m (99.5 % of the loss before the start lies nearer). The map carries no verdict: it"
            + " looks at nothing but that distance.";
  }

  /** What the risk map says of the project; none without a map. */
  public List<PageTable> riskTables() {
    RiskMap map = result.riskMap();
    if (map.estimates().isEmpty()) {
      return List.of();
    }
    PageTable effects =
        PageTable.of(
            "Avoided loss by the risk map, as mapped, in hectares, with 90 % intervals",
            text("Rates"),
            number("By resampling squares"),
            number("Placebos"),
            number("Rank, avoided"),
            number("Rank, excess"));
    double scale = forestHa * result.years();
    for (int i = 0; i < map.estimates().size(); i++) {
      Estimate own = map.estimates().get(i).avoidedPerYear();
      Placebo placebo = map.placebos().get(i);
      effects =
          effects.row(
              map.estimates().get(i).specification(),
              own == null ? "cannot tell" : NumberText.of(own.times(scale), "ha"),
              NumberText.count(placebo.avoidedPerYear().size()),
              own == null ? "" : NumberText.rounded(placebo.rankAvoided(), 2),
              own == null ? "" : NumberText.rounded(placebo.rankExcess(), 2));
    }
    return map.errors().isEmpty() ? List.of(effects) : List.of(effects, errors(map));
  }

  private static PageTable errors(RiskMap map) {
    PageTable table =
        PageTable.of(
            "How far maps of risk are from what was lost before the start, by squares of "
                + map.blockPx()
                + " pixels, in hectares",
            text("Map"),
            number("Fit: median error"),
            number("Fit: root mean square"),
            number("Prediction: median error"),
            number("Prediction: root mean square"));
    for (RiskMap.MapError error : map.errors()) {
      table =
          table.row(
              error.map(),
              NumberText.rounded(error.fit().medianAbsoluteHa(), 2),
              NumberText.rounded(error.fit().weightedRootMeanSquareHa(), 2),
              NumberText.rounded(error.prediction().medianAbsoluteHa(), 2),
              NumberText.rounded(error.prediction().weightedRootMeanSquareHa(), 2));
    }
    return table;
  }

  /** Where the answer turns with the width of the belt, in words. */
  public String turn() {
    Double at = result.verdictTurnsAtM();
    return result.belts().isEmpty()
        ? "No belt could be compared: the imagery does not reach beyond it."
        : at == null
            ? "The answer is the same for every width of the belt."
            : "The answer first changes for a belt of "
                + NumberText.rounded(at / M_PER_KM, 1)
                + " km.";
  }

  public PageTable vintages() {
    PageTable table =
        PageTable.of(
            "Avoided emissions from the start to the end of each vintage, in tCO2e",
            text("To the end of"),
            number("Claimed"),
            number("Estimated"),
            number("Claimed without support"));
    for (VintageSupport row : vintages) {
      table =
          table.row(
              Integer.toString(row.year()),
              NumberText.of(row.claimedCo2eTonnes(), "tCO2e"),
              NumberText.of(row.avoidedCo2eTonnes(), "tCO2e"),
              NumberText.of(row.overCreditedCo2eTonnes(), "tCO2e"));
    }
    return table;
  }
}
