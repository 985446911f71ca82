package org.heartwood.verification.report;

import static org.heartwood.verification.report.NumberText.count;
import static org.heartwood.verification.report.NumberText.exact;
import static org.heartwood.verification.report.NumberText.exactPercent;

import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.project.Dossier;
import org.jspecify.annotations.Nullable;

/** Every parameter of the assessment, in words, with its name in the dossier. */
final class MethodTable {
  private PageTable table =
      PageTable.of(
          "Parameters of this assessment",
          PageTable.text("Parameter"),
          PageTable.text("Value"),
          PageTable.code("Name in the dossier"));

  private MethodTable() {}

  static PageTable of(Dossier.Method method) {
    MethodTable rows = new MethodTable();
    rows.year("First year", method.firstYear(), "firstYear");
    rows.year("Last year", method.lastYear(), "lastYear");
    rows.year("Year of the reference radiometry", method.referenceYear(), "referenceYear");
    rows.add("First month of the season", month(method.seasonFirstMonth()), "seasonFirstMonth");
    rows.add("Last month of the season", month(method.seasonLastMonth()), "seasonLastMonth");
    rows.add(
        "Width of the leakage belt", exact(method.leakageBeltWidthM()) + " m", "leakageBeltWidthM");
    rows.add(
        "Comparison pixels lie no farther than",
        exact(method.comparisonRadiusM()) + " m",
        "comparisonRadiusM");
    rows.add("Edge of a tile", count(method.tileSizePx()) + " pixels", "tileSizePx");
    rows.add("Model", method.model(), "model");
    rows.add(
        "Ecological zone (IPCC)", method.definedCarbon().ecologicalZone(), "carbon.ecologicalZone");
    rows.add("Continent, biomass table", method.definedCarbon().continent(), "carbon.continent");
    rows.add("Condition of the forest", method.definedCarbon().status(), "carbon.status");
    rows.add(
        "Continent, root-to-shoot table",
        method.definedCarbon().rootShootContinent(),
        "carbon.rootShootContinent");
    rows.add("Biomass taken from", biomass(method.biomass()), "biomass");
    rows.add("Carbon measured or cited", cited(method.measuredCarbon()), "measuredCarbon");
    rows.add(
        "Chance that a forest pixel is lost in a year",
        exactPercent(method.annualLossProbability()),
        "annualLossProbability");
    rows.add(
        "Chance that an open pixel becomes forest in a year",
        exactPercent(method.annualRegrowthProbability()),
        "annualRegrowthProbability");
    rows.add("Draws of the map's error", count(method.mapErrorDraws()), "mapErrorDraws");
    rows.add("Bootstrap draws", count(method.bootstrapDraws()), "bootstrapDraws");
    rows.add("Monte Carlo draws of carbon", count(method.carbonDraws()), "carbonDraws");
    rows.add("Edge of a bootstrap block", count(method.blockSizePx()) + " pixels", "blockSizePx");
    rows.add(
        "Leakage matters from this share of the claimed benefit",
        exactPercent(method.leakageMaterialityFraction()),
        "leakageMaterialityFraction");
    rows.add(
        "A reversal matters from this share of issued credits",
        exactPercent(method.reversalMaterialityFraction()),
        "reversalMaterialityFraction");
    rows.add("Seed of random draws", Long.toString(method.seed()), "seed");
    rows.add(
        "Maps in which partners must be alike, and by how much",
        covariates(method.counterfactual()),
        "counterfactual.covariates");
    rows.add(
        "Class maps in which partners must agree",
        listed(method.counterfactual().classes()),
        "counterfactual.classes");
    rows.add(
        "Outer edges of the rings, m",
        listed(method.counterfactual().ringsM().stream().map(NumberText::exact).toList()),
        "counterfactual.ringsM");
    rows.add(
        "Pseudo-projects wanted",
        count(method.counterfactual().placebos()),
        "counterfactual.placebos");
    return rows.table;
  }

  private static String covariates(Dossier.Counterfactual counterfactual) {
    return listed(
        counterfactual.covariates().stream()
            .map(covariate -> covariate.map() + " within " + exact(covariate.caliper()))
            .toList());
  }

  private static String listed(List<String> values) {
    return values.isEmpty() ? "none" : String.join("; ", values);
  }

  private static String biomass(Dossier.@Nullable BiomassSource declared) {
    if (declared == null) {
      return "the tables, or what is measured or cited";
    }
    Dossier.BiomassMap map = declared.map();
    Dossier.BiomassPlots plots = declared.plots();
    return map != null
        ? "map "
            + map.id()
            + ", errors alike within "
            + exact(map.errorRangeM())
            + " m (correlation 5 %)"
        : "plots: " + (plots == null ? "" : plots.source());
  }

  /** What takes the place of the tables or stands beside them, with its sources. */
  private static String cited(Dossier.@Nullable MeasuredCarbon carbon) {
    if (carbon == null) {
      return "none: from the tables";
    }
    List<String> parts = new ArrayList<>();
    cite(parts, "above-ground biomass, t/ha", carbon.aboveGroundTonnesPerHa());
    cite(parts, "root-to-shoot ratio", carbon.rootShootRatio());
    cite(parts, "dead wood, t C/ha", carbon.deadWoodCarbonTonnesPerHa());
    cite(parts, "litter, t C/ha", carbon.litterCarbonTonnesPerHa());
    cite(parts, "soil, t C/ha", carbon.soilCarbonTonnesPerHa());
    return parts.isEmpty() ? "none: from the tables" : String.join("; ", parts);
  }

  private static void cite(List<String> parts, String name, Dossier.@Nullable MeasuredValue value) {
    if (value != null) {
      parts.add(
          name
              + " "
              + exact(value.value())
              + " ± "
              + exact(value.standardError())
              + " ("
              + value.source()
              + ")");
    }
  }

  private void year(String words, @Nullable Integer year, String name) {
    add(words, year == null ? "not set: chosen from the imagery" : year.toString(), name);
  }

  private void add(String words, String value, String name) {
    table = table.row(words, value, "method." + name);
  }

  private static String month(int month) {
    return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }
}
