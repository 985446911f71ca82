package org.heartwood.verification.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.harmonise.HarmoniseJob;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.inference.predict.ApplicabilityJob;
import org.heartwood.inference.predict.PredictCanopyJob;
import org.heartwood.ingest.boundary.BoundaryCheck;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.boundary.Portfolio;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.project.ZonesJob;
import org.heartwood.ingest.tile.CompositeJob;
import org.heartwood.ingest.tile.ImageUseJob;
import org.heartwood.ingest.tile.RegistrationJob;
import org.heartwood.ingest.tile.TileZonesJob;
import org.heartwood.verification.additionality.AdditionalityAssessment;
import org.heartwood.verification.additionality.VintageSupport;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.change.ChangeJob;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.change.ForestRule;
import org.heartwood.verification.change.ForestRulesJob;
import org.heartwood.verification.change.ForestShareJob;
import org.heartwood.verification.change.RepeatabilityJob;
import org.heartwood.verification.change.StratumCount;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.change.ZoneTotalsJob;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.event.Event;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.leakage.LeakageAssessment;
import org.heartwood.verification.report.IntegrityReport;
import org.heartwood.verification.reversal.LedgerBuilder;
import org.heartwood.verification.reversal.ReversalAssessment;
import org.heartwood.verification.rule.CheckedProject;
import org.heartwood.verification.rule.MapReading;
import org.heartwood.verification.rule.RuleBook;
import org.heartwood.verification.rule.RunEvidence;
import org.heartwood.verification.rule.RunFacts;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;

/**
 * The whole chain for one project: zones → composites → one radiometry → canopy → history → areas →
 * comparisons → verdicts → report and layers. Every stage leaves a table on disk and the next one
 * reads it; the result is written beside its place and published by one rename.
 */
public final class AssessmentRun {
  private static final double PIXEL_M2_PER_HA = 1e4;

  private final SparkSession spark;
  private final Assessment assessment;
  private final Stages stages;
  private final TileGrid tiles;

  private AssessmentRun(SparkSession spark, Assessment assessment, Stages stages) {
    this.spark = spark;
    this.assessment = assessment;
    this.stages = stages;
    this.tiles = new TileGrid(assessment.grid(), method().tileSizePx());
  }

  /**
   * What a run leaves.
   *
   * @param folder {@code OUT/PROJECT/AS-OF}
   * @param report the report
   */
  public record Result(Path folder, IntegrityReport report) {}

  /**
   * Assesses a project.
   *
   * @param out folder under which {@code PROJECT/AS-OF} is written; an earlier result of the same
   *     name is replaced
   * @throws InputException if the imagery shows nothing that can be assessed; nothing is then left
   */
  public static Result run(SparkSession spark, Assessment assessment, Path out, Progress progress)
      throws IOException {
    String project = assessment.file().dossier().project().id();
    Path target = out.resolve(project).resolve(assessment.asOf().toString());
    try (Publication publication = Publication.begin(target)) {
      Stages stages = new Stages(spark, publication.folder().resolve("work"), progress);
      AssessmentRun run = new AssessmentRun(spark, assessment, stages);
      IntegrityReport report = run.write(Optional.of(publication.folder()));
      stages.delete();
      publication.publish();
      return new Result(target, report);
    }
  }

  /**
   * Assesses a project without layers, tables and pages: for simulations, which look at the
   * findings alone.
   *
   * @param scratch folder for what is under way; removed in the end
   * @throws InputException as {@link #run}
   */
  public static IntegrityReport report(
      SparkSession spark, Assessment assessment, Path scratch, Progress progress)
      throws IOException {
    Stages stages = new Stages(spark, Files.createDirectories(scratch), progress);
    try {
      return new AssessmentRun(spark, assessment, stages).write(Optional.empty());
    } finally {
      stages.delete();
    }
  }

  private Dossier.Method method() {
    return assessment.file().dossier().method();
  }

  /** Nominal area of a pixel in the plane of the grid. */
  private double pixelHa() {
    return Math.pow(assessment.grid().pixelSize(), 2) / PIXEL_M2_PER_HA;
  }

  /**
   * @param target where layers, tables and report go; empty if they are not wanted
   */
  private IntegrityReport write(Optional<Path> target) throws IOException {
    Dossier.Method method = method();
    // First, so that a boundary or map that cannot be read ends the run before its long steps.
    Land land = land();
    Counterfactuals.requireMaps(assessment);
    RuleAreas ruleAreas = RuleAreas.read(assessment, tiles);
    int haloPx = PredictCanopyJob.haloPx(assessment.card().contract().haloPx());

    Dataset<Row> zones =
        stages.table(
            "zones",
            "drawing project, belt and comparison area",
            () ->
                ZonesJob.run(
                    spark,
                    new ZonesJob.Request(
                        assessment.projectOnGrid(),
                        assessment.grid(),
                        method.leakageBeltWidthM(),
                        method.comparisonRadiusM())));
    Dataset<Row> tileZones =
        stages.table(
            "tile_zones", "joining tiles and zones", () -> TileZonesJob.run(spark, tiles, zones));
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
    Optional<String> modelOutside = Applicability.reasonAgainst(assessment, outside);
    ErrorStructure errors =
        stages.step(
            "measuring the map's repeatability",
            () ->
                errorStructure(
                    assessment.card().residuals(),
                    RepeatabilityJob.transientFraction(canopy, tiles)));
    ChangeSettings settings = settings(harmonised.lines(), errors);
    Dataset<Row> change =
        stages.table(
            "change",
            "reading the history of every pixel",
            () -> ChangeJob.run(canopy, tileZones, tiles, settings));
    DatedChanges dated = new DatedChanges(assessment, tiles, ruleAreas.fires());
    Dataset<Row> detection =
        stages.table("detection", "dating change in every pixel", () -> dated.detect(spark));
    List<Event> events =
        stages.step("joining changes to events", () -> dated.events(detection, change, settings));
    Map<Zone, Geometry> zonePolygons = Outputs.zonePolygons(zones);
    List<ForestRule> rules = ForestRule.beside(ownDefinition());
    List<ForestRulesJob.RuleYear> byRule =
        stages.step(
            "reading other forest definitions",
            () -> ForestRulesJob.run(canopy, tileZones, tiles, settings, rules, pixelHa()));
    AreaBasis areas =
        stages.step(
            "adding up areas",
            () ->
                AreaBasis.of(
                    assessment,
                    ZoneTotalsJob.areas(change, errors, pixelHa(), method.seed()),
                    ReportContent.usablePeriod(assessment, harmonised.lines())));
    ZoneTotals totals = areas.totals();
    Assessment weighed = overForest(change, tileZones, settings);
    List<StratumCount> strata = stages.step("counting strata", () -> ZoneTotalsJob.strata(change));
    List<MatchedComparison> comparisons =
        stages.step(
            "comparing with like pixels outside",
            () ->
                List.of(
                    comparison(strata, settings, Zone.PROJECT),
                    comparison(strata, settings, Zone.BELT)));
    Counterfactuals counterfactuals =
        new Counterfactuals(
            spark, assessment, settings, land.neighbours(), target.orElse(stages.folder()));
    ProjectResult counterfactual =
        stages.step(
            "asking what would have been lost without the project",
            () -> counterfactuals.run(change, tiles));
    Measurements measured =
        new Measurements(assessment.file().dossier(), totals, weighed.density(), modelOutside);
    MapScale scale = areas.scale(Zone.COMPARISON);
    List<Finding> findings =
        Stream.of(
                AdditionalityAssessment.assess(measured, counterfactual, scale, comparisons.get(0)),
                LeakageAssessment.assess(measured, counterfactual, scale, comparisons.get(1)),
                ReversalAssessment.assess(measured))
            .map(finding -> finding.weighed(measured.dossier().claims()))
            .toList();
    RunEvidence evidence =
        stages.step(
            "reading the areas that rules compare",
            () ->
                new RunEvidence(
                    measured,
                    errors,
                    pixelHa(),
                    settings.startYear(),
                    ruleAreas.sum(change, settings, measured, zonePolygons, strata),
                    LedgerBuilder.build(
                        measured,
                        settings.startYear(),
                        DatedChanges.projectLosses(events, zonePolygons),
                        assessment.asOf())));
    IntegrityReport report =
        ReportContent.of(
            weighed,
            images,
            harmonised,
            errors,
            new Observed(
                areas,
                Observed.definitions(rules, byRule),
                dated.summary(detection, events, zonePolygons),
                evidence.ledger(),
                dated.issues()),
            comparisons,
            new IntegrityReport.Counterfactual(
                counterfactual, scale, VintageSupport.of(measured, counterfactual, scale)),
            findings,
            checks(land, outside, evidence),
            modelOutside);
    if (target.isEmpty()) {
      return report;
    }
    stages.step(
        "writing layers, tables and report",
        () -> {
          counterfactuals.write(counterfactual);
          new Outputs(spark, assessment, tiles, target.get())
              .write(
                  report,
                  settings,
                  zonePolygons,
                  canopy,
                  change,
                  detection,
                  events,
                  strata,
                  images,
                  stages);
          return target.get();
        });
    return report;
  }

  /** A biomass map counts where the project's forest stood at the start, not on open land. */
  private Assessment overForest(
      Dataset<Row> change, Dataset<Row> tileZones, ChangeSettings settings) throws IOException {
    if (assessment.aboveGround().map().isEmpty()) {
      return assessment;
    }
    Grid biomass = assessment.aboveGround().map().get().grid();
    return stages.step(
        "weighing the biomass map by forest",
        () ->
            assessment.overForest(
                ForestShareJob.forestHa(change, tileZones, tiles, settings, biomass)));
  }

  /** The project's boundary, and what it shares with the neighbours that the dossier names. */
  private record Land(
      BoundaryReport boundary, List<Portfolio.Overlap> overlaps, List<MultiPolygon> neighbours) {}

  private Land land() {
    Dossier dossier = assessment.file().dossier();
    Dossier.Project project = dossier.project();
    BoundaryReport boundary = boundary(dossier.definedBoundary().path(), dossier.claims().areaHa());
    List<Portfolio.Member> neighbours = new ArrayList<>();
    for (Dossier.NeighbourReference neighbour : dossier.sources().neighbours()) {
      MultiPolygon land = boundary(neighbour.path(), null).dissolvedLonLat();
      if (land != null) {
        neighbours.add(
            new Portfolio.Member(
                neighbour.id(), land, neighbour.startDate(), neighbour.creditingPeriodEnd()));
      }
    }
    MultiPolygon own = boundary.dissolvedLonLat();
    return new Land(
        boundary,
        own == null
            ? List.of()
            : Portfolio.overlaps(
                new Portfolio.Member(
                    project.id(), own, project.startDate(), project.creditingPeriodEnd()),
                neighbours),
        neighbours.stream().map(Portfolio.Member::boundaryLonLat).toList());
  }

  /**
   * The rule book's answers. The worst year stands for the model's applicability; a model without a
   * known area of applicability has none.
   */
  private List<Finding> checks(Land land, Map<Integer, Double> outside, RunEvidence evidence) {
    OptionalDouble worst =
        Double.isNaN(dissimilarityThreshold())
            ? OptionalDouble.empty()
            : outside.values().stream().mapToDouble(Double::doubleValue).max();
    return RuleBook.check(
        new CheckedProject(
            assessment.file().dossier(),
            Optional.of(land.boundary()),
            land.overlaps(),
            land.neighbours().size(),
            maps(land),
            new RunFacts(worst, List.of(), Optional.of(evidence)),
            assessment.asOf()));
  }

  private List<MapReading> maps(Land land) {
    MultiPolygon own = land.boundary().dissolvedLonLat();
    return own == null ? List.of() : MapReading.of(assessment.file(), own);
  }

  private BoundaryReport boundary(String path, @Nullable Double claimedHa) {
    return BoundaryCheck.check(
        BoundaryReader.document(assessment.file().resolve(path)), claimedHa, null);
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

  private ChangeSettings settings(List<RadiometricLine> lines, ErrorStructure errors) {
    Dossier.Method method = method();
    Dossier.ForestDefinition forest = assessment.file().dossier().project().definedForest();
    int[] years = lines.stream().mapToInt(RadiometricLine::year).toArray();
    IntegrityReport.Period period = ReportContent.usablePeriod(assessment, lines);
    return new ChangeSettings(
        years,
        period.startYear(),
        period.claimsEndYear(),
        100 * forest.minCanopyCoverFraction(),
        (int) Math.max(1, Math.ceil(forest.minAreaHa() / pixelHa() - 1e-9)),
        method.annualLossProbability(),
        method.annualRegrowthProbability(),
        errors,
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
