package org.heartwood.verification.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.TDistribution;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.MeasuredCarbon;
import org.heartwood.ingest.project.Dossier.MeasuredValue;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.verification.carbon.BiomassPlots;
import org.heartwood.verification.carbon.BiomassTrees;
import org.heartwood.verification.carbon.BiomassWindow;
import org.heartwood.verification.carbon.CarbonDensity;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.carbon.IpccTables;
import org.heartwood.verification.carbon.MapMean;
import org.heartwood.verification.carbon.PlotMean;
import org.heartwood.verification.carbon.PoolDensity;
import org.heartwood.verification.report.IntegrityReport;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * Above-ground biomass of a hectare of the project's forest from the one source that its dossier
 * declares: plots, trees, a map, a cited value, or else the tables.
 *
 * @param method parameters of the dossier
 * @param plots mean of the plots, where they or their trees are declared
 * @param treeRemarks how the plots' biomass was made of trees; empty if it was not
 * @param map pixels of the map, where one is declared
 * @param mapMean its mean: over the project's land, or over its forest once that is known
 * @param seenFraction share of that ground on which the map has a value and an error, 0–1
 */
record AboveGround(
    Dossier.Method method,
    Optional<PlotMean> plots,
    List<String> treeRemarks,
    Optional<BiomassWindow> map,
    Optional<MapMean> mapMean,
    double seenFraction) {
  /** Fewer plots do not tell whether their spread is that of the forest. */
  private static final int FEW_PLOTS = 10;

  /**
   * Reads the declared source.
   *
   * @throws org.heartwood.ingest.issue.InputException if it cannot be used
   */
  static AboveGround open(DossierFile file, Geometry landLonLat) {
    Dossier.Method method = file.dossier().method();
    Dossier.BiomassSource declared = method.biomass();
    Dossier.BiomassPlots plots = declared == null ? null : declared.plots();
    Dossier.BiomassTrees trees = declared == null ? null : declared.trees();
    Dossier.BiomassMap map = declared == null ? null : declared.map();
    Optional<BiomassWindow> window =
        Optional.ofNullable(map).map(named -> window(file, named, landLonLat));
    Optional<BiomassTrees> listed =
        Optional.ofNullable(trees)
            .map(
                named ->
                    BiomassTrees.read(
                        file.resolve(named.path(), named.sha256()),
                        named,
                        landLonLat,
                        method.seed()));
    return new AboveGround(
        method,
        Optional.ofNullable(plots)
            .map(named -> BiomassPlots.mean(file.resolve(named.path(), named.sha256()), landLonLat))
            .or(() -> listed.map(BiomassTrees::mean)),
        listed.map(BiomassTrees::remarks).orElse(List.of()),
        window,
        window.map(BiomassWindow::overLand),
        window.map(BiomassWindow::seenLandFraction).orElse(0.0));
  }

  private static BiomassWindow window(
      DossierFile file, Dossier.BiomassMap named, Geometry landLonLat) {
    Dossier.MapReference map = file.dossier().sources().map(named.id());
    return BiomassWindow.read(
        file.resolve(map.path(), map.sha256()),
        file.resolve(errors(map)),
        map.product(),
        named.errorRangeM(),
        landLonLat);
  }

  private static String errors(Dossier.MapReference map) {
    String errors = map.errorPath();
    if (errors == null) {
      throw new IllegalStateException(map.id() + " without errors should have been refused");
    }
    return errors;
  }

  /** The source's files. */
  static List<BasisFile> files(Dossier dossier) {
    Dossier.BiomassSource declared = dossier.method().biomass();
    List<BasisFile> files = new ArrayList<>();
    if (declared == null) {
      return files;
    }
    Dossier.BiomassPlots plots = declared.plots();
    if (plots != null) {
      files.add(new BasisFile("plots of biomass", plots.path()));
    }
    Dossier.BiomassTrees trees = declared.trees();
    if (trees != null) {
      files.add(new BasisFile("trees of plots", trees.path()));
    }
    Dossier.BiomassMap map = declared.map();
    if (map != null) {
      Dossier.MapReference reference = dossier.sources().map(map.id());
      files.add(new BasisFile("biomass map", reference.path()));
      files.add(new BasisFile("its standard error", errors(reference)));
    }
    return files;
  }

  /** The same with the map's mean over forest alone. */
  AboveGround overForest(double[] forest) {
    return new AboveGround(
        method,
        plots,
        treeRemarks,
        map,
        map.map(window -> window.overForest(forest)),
        map.map(window -> window.seenFraction(forest)).orElse(0.0));
  }

  /** What the dossier's carbon is with the source in place of the tables. */
  private @Nullable MeasuredCarbon measured() {
    MeasuredCarbon cited = method.measuredCarbon();
    Optional<MeasuredValue> value = value();
    if (value.isEmpty()) {
      return cited;
    }
    return cited == null
        ? new MeasuredCarbon(value.get(), null, null, null, null)
        : new MeasuredCarbon(
            value.get(),
            cited.rootShootRatio(),
            cited.deadWoodCarbonTonnesPerHa(),
            cited.litterCarbonTonnesPerHa(),
            cited.soilCarbonTonnesPerHa());
  }

  private Optional<MeasuredValue> value() {
    return plots
        .map(
            mean ->
                new MeasuredValue(
                    mean.tonnesPerHa(),
                    mean.standardErrorTonnesPerHa(),
                    mean.plots() + " plots: " + plotSource()))
        .or(
            () ->
                mapMean.map(
                    mean ->
                        new MeasuredValue(
                            mean.tonnesPerHa(),
                            mean.standardErrorTonnesPerHa(),
                            "biomass map " + mapName() + ", " + mean.pixels() + " pixels")));
  }

  private String plotSource() {
    Dossier.BiomassSource declared = method.biomass();
    if (declared == null) {
      return "";
    }
    Dossier.BiomassPlots named = declared.plots();
    Dossier.BiomassTrees trees = declared.trees();
    return named != null ? named.source() : trees != null ? trees.source() : "";
  }

  private String mapName() {
    return map.map(BiomassWindow::name).orElse("");
  }

  /** Carbon of a hectare. */
  CarbonDensity density() {
    return CarbonDensity.of(method.definedCarbon(), measured(), new IpccTables());
  }

  /** Carbon of a hectare by pool, with the factors behind it. */
  PoolDensity pools(String stratum) {
    PoolDensity pools =
        PoolDensity.of(stratum, method.definedCarbon(), measured(), new IpccTables());
    return plots
        .map(mean -> pools.withPlots(stratum, mean))
        .or(() -> mapMean.map(mean -> pools.withMap(stratum, mean)))
        .orElse(pools);
  }

  /** The declared source on one line. */
  String words() {
    return label()
        + value()
            .map(
                found ->
                    String.format(
                        Locale.ROOT,
                        ", %.1f t/ha of dry matter (standard error %.1f t/ha), %s",
                        found.value(),
                        found.standardError(),
                        found.source()))
            .orElse("")
        + treeRemarks.stream().map(remark -> "; " + remark).collect(Collectors.joining());
  }

  /** What the report says of it, with the table's row beside it. */
  IntegrityReport.DensityBasis basis() {
    IpccTables.Entry used = density().aboveGround();
    Dossier.CarbonFactors rows = method.definedCarbon();
    IpccTables.Entry ipcc =
        new IpccTables().aboveGroundBiomass(rows.ecologicalZone(), rows.continent(), rows.status());
    return new IntegrityReport.DensityBasis(
        label(),
        used.row(),
        used.mean(),
        used.standardDeviation(),
        ipcc.row(),
        ipcc.mean(),
        ipcc.standardDeviation(),
        remarks());
  }

  private String label() {
    if (plots.isPresent()) {
      return treeRemarks.isEmpty() ? "plots in the project" : "trees on plots in the project";
    }
    if (map.isPresent()) {
      return "biomass map";
    }
    MeasuredCarbon cited = method.measuredCarbon();
    return cited != null && cited.aboveGroundTonnesPerHa() != null
        ? "value cited in the dossier"
        : "IPCC default";
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>(treeRemarks);
    plots.ifPresent(
        mean -> {
          remarks.add(
              String.format(
                  Locale.ROOT,
                  "standard error %.1f t/ha from sampling and %.1f t/ha that the plots share;"
                      + " plots count as drawn at random from the project's forest",
                  mean.samplingErrorTonnesPerHa(),
                  mean.sharedErrorTonnesPerHa()));
          if (mean.plots() < FEW_PLOTS) {
            remarks.add(
                String.format(
                    Locale.ROOT,
                    "%d plots are few: by Student's t the interval of sampling would be %.1f times"
                        + " as wide",
                    mean.plots(),
                    new TDistribution(null, mean.plots() - 1).inverseCumulativeProbability(0.95)
                        / Estimate.Z90));
          }
        });
    mapMean.ifPresent(
        mean ->
            remarks.add(
                String.format(
                    Locale.ROOT,
                    "the map has values on %.0f %% of the project's forest, and its mean stands for"
                        + " all of it; standard error with the errors of neighbours correlated,"
                        + " were they independent it would be %.2f t/ha",
                    100 * seenFraction,
                    mean.independentErrorTonnesPerHa())));
    return remarks;
  }
}
