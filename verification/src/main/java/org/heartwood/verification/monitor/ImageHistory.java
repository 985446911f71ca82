package org.heartwood.verification.monitor;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.harmonise.HarmoniseJob;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.inference.predict.ApplicabilityJob;
import org.heartwood.inference.predict.PredictCanopyJob;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.tile.CompositeJob;
import org.heartwood.ingest.tile.ImageUseJob;
import org.heartwood.ingest.tile.RegistrationJob;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.change.ChangeJob;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.change.ForestRule;
import org.heartwood.verification.change.ForestRulesJob;
import org.heartwood.verification.change.Repeatability;
import org.heartwood.verification.change.RepeatabilityJob;
import org.heartwood.verification.change.StratumCount;
import org.heartwood.verification.change.ZoneTotalsJob;
import org.heartwood.verification.event.Event;
import org.heartwood.verification.event.FirePerimeter;
import org.heartwood.verification.report.IntegrityReport;

/**
 * Reads the history of the forest from images: composites → one radiometry → canopy → history →
 * dated change → areas → comparison with like pixels.
 */
final class ImageHistory {
  private final SparkSession spark;
  private final Assessment assessment;
  private final Stages stages;
  private final TileGrid tiles;

  ImageHistory(SparkSession spark, Assessment assessment, Stages stages, TileGrid tiles) {
    this.spark = spark;
    this.assessment = assessment;
    this.stages = stages;
    this.tiles = tiles;
  }

  private Dossier.Method method() {
    return assessment.file().dossier().method();
  }

  /**
   * Reads it.
   *
   * @param tileZones {@link org.heartwood.ingest.tile.TileZoneTable}
   * @param fires perimeters of fires, in the CRS of the grid
   * @throws InputException if the images show nothing that can be assessed
   */
  ReadHistory read(Dataset<Row> tileZones, List<FirePerimeter> fires) throws IOException {
    Dossier.Method method = method();
    int haloPx = PredictCanopyJob.haloPx(assessment.card().contract().haloPx());

    Dataset<Row> composites =
        stages.table(
            "composites",
            "making yearly composites",
            () ->
                CompositeJob.run(
                    spark, tiles, haloPx, assessment.imagery(), assessment.yearImages()));
    List<RegistrationJob.Shift> shifts =
        stages.step(
            "checking that images lie on each other",
            () ->
                RegistrationJob.run(
                    spark, assessment.grid(), assessment.imagery(), assessment.yearImages()));
    List<ImageRow> images =
        stages.step(
            "counting what each image gave",
            () -> ImageRow.of(assessment, ImageUseJob.run(composites), shifts));
    HarmoniseJob.Result harmonised =
        stages.step(
            "bringing the years to one radiometry",
            () -> HarmoniseJob.run(composites, tiles, haloPx, assessment.referenceYear()));
    requireReference(harmonised);
    Dataset<Row> canopy =
        stages.table(
            "canopy",
            "predicting canopy cover",
            () ->
                PredictCanopyJob.run(
                    composites,
                    new PredictCanopyJob.Request(
                        method.model(), tiles, haloPx, harmonised.lines())));
    Map<Integer, Double> outside =
        stages.step(
            "checking that the model applies",
            () ->
                ApplicabilityJob.outsideFraction(
                    canopy, tileZones, tiles, Zone.PROJECT, dissimilarityThreshold()));
    Optional<String> against = Applicability.reasonAgainst(assessment, outside);
    Repeatability repeatability =
        stages.step("measuring the map's repeatability", () -> RepeatabilityJob.run(canopy, tiles));
    ErrorStructure errors =
        errorStructure(assessment.card().residuals(), repeatability.transientFraction());
    IntegrityReport.Period period = ReportContent.usablePeriod(assessment, harmonised.lines());
    ChangeSettings settings = settings(harmonised.lines(), period, errors, repeatability);
    Dataset<Row> change =
        stages.table(
            "change",
            "reading the history of every pixel",
            () -> ChangeJob.run(canopy, tileZones, tiles, settings));
    DatedChanges dated = new DatedChanges(assessment, tiles, fires);
    Dataset<Row> detection =
        stages.table("detection", "dating change in every pixel", () -> dated.detect(spark));
    Dataset<Row> indices =
        stages.table(
            "index_change",
            "looking for burns and water",
            () -> dated.indices(detection, change, settings));
    List<Event> events =
        stages.step(
            "joining changes to events", () -> dated.events(detection, change, indices, settings));
    List<ForestRule> rules = ForestRule.beside(ownDefinition());
    List<ForestRulesJob.RuleYear> byRule =
        stages.step(
            "reading other forest definitions",
            () ->
                ForestRulesJob.run(
                    canopy, tileZones, tiles, settings, rules, assessment.pixelHa()));
    AreaBasis areas =
        stages.step(
            "adding up areas",
            () ->
                AreaBasis.of(
                    assessment,
                    ZoneTotalsJob.areas(change, errors, assessment.pixelHa(), method.seed()),
                    period));
    List<StratumCount> strata = stages.step("counting strata", () -> ZoneTotalsJob.strata(change));
    List<MatchedComparison> comparisons =
        stages.step(
            "comparing with like pixels outside",
            () ->
                List.of(
                    comparison(strata, settings, Zone.PROJECT),
                    comparison(strata, settings, Zone.BELT)));
    return new ReadHistory(
        change,
        settings,
        period,
        areas,
        against,
        strata,
        comparisons,
        Optional.of(
            new ReadHistory.FromImages(
                images,
                harmonised,
                errors,
                canopy,
                detection,
                events,
                dated,
                worst(outside),
                Observed.definitions(rules, byRule))));
  }

  /**
   * The worst year stands for the model's applicability; a model without a known area of
   * applicability has none.
   */
  private OptionalDouble worst(Map<Integer, Double> outside) {
    return Double.isNaN(dissimilarityThreshold())
        ? OptionalDouble.empty()
        : outside.values().stream().mapToDouble(Double::doubleValue).max();
  }

  private ForestRule ownDefinition() {
    Dossier.ForestDefinition forest = assessment.file().dossier().project().definedForest();
    Double height = forest.minHeightM();
    return new ForestRule(
        "of this dossier",
        100 * forest.minCanopyCoverFraction(),
        forest.minAreaHa(),
        height == null ? 0 : height);
  }

  /** NaN, which nothing exceeds, if the model's area of applicability is not known. */
  private double dissimilarityThreshold() {
    return assessment.card().applicability().stream()
        .mapToDouble(ModelCard.Applicability::threshold)
        .findFirst()
        .orElse(Double.NaN);
  }

  private void requireReference(HarmoniseJob.Result harmonised) {
    int reference = assessment.referenceYear();
    boolean usable =
        harmonised.lines().stream().anyMatch(line -> line.year() == reference && line.pixels() > 0);
    if (!usable) {
      throw new InputException(
          assessment.series().source()
              + ": no valid pixel around the project in the composite of "
              + reference
              + "; choose another method.referenceYear, or imagery that shows the project");
    }
    if (harmonised.lines().size() < 2) {
      throw new InputException(
          assessment.series().source()
              + ": no year besides "
              + reference
              + " could be brought to its radiometry (unusable: "
              + harmonised.unusableYears()
              + "); add imagery");
    }
  }

  private ChangeSettings settings(
      List<RadiometricLine> lines,
      IntegrityReport.Period period,
      ErrorStructure errors,
      Repeatability repeatability) {
    Dossier.Method method = method();
    Dossier.ForestDefinition forest = assessment.file().dossier().project().definedForest();
    int[] years = lines.stream().mapToInt(RadiometricLine::year).toArray();
    return new ChangeSettings(
        years,
        period.startYear(),
        period.claimsEndYear(),
        100 * forest.minCanopyCoverFraction(),
        (int) Math.max(1, Math.ceil(forest.minAreaHa() / assessment.pixelHa() - 1e-9)),
        method.annualLossProbability(),
        method.annualRegrowthProbability(),
        errors,
        repeatability,
        method.mapErrorDraws(),
        method.blockSizePx(),
        method.seed());
  }

  /** Splits the model's error by the spread of its block means on ground it had not seen. */
  static ErrorStructure errorStructure(List<ResidualComponent> residuals, double transientShare) {
    double pixel = variance(residuals, 1);
    double block = variance(residuals, ErrorStructure.BLOCK_PX);
    double common = variance(residuals, 64);
    double commonShare = Math.min(1, common / pixel);
    double blockShare = Math.min(1 - commonShare, Math.max(0, (block - common) / pixel));
    return new ErrorStructure(
        commonShare, blockShare, 1 - commonShare - blockShare, transientShare);
  }

  private static double variance(List<ResidualComponent> residuals, int sidePx) {
    return residuals.stream()
        .filter(component -> component.blockSidePx() == sidePx)
        .mapToDouble(component -> Math.pow(component.standardDeviationPct(), 2))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "the model's card lacks the spread of residuals over blocks of "
                        + sidePx
                        + " px; evaluate the model again"));
  }

  private MatchedComparison comparison(
      List<StratumCount> strata, ChangeSettings settings, Zone zone) {
    return MatchedComparison.of(
        strata,
        zone,
        settings.startYear(),
        settings.endYear(),
        method().bootstrapDraws(),
        method().seed());
  }
}
