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
import org.heartwood.ingest.tile.TileZonesJob;
import org.heartwood.verification.additionality.AdditionalityAssessment;
import org.heartwood.verification.additionality.GrowthAssessment;
import org.heartwood.verification.additionality.VintageSupport;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.change.ForestShareJob;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.ProjectResult;
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
 * The whole chain for one project: zones → history of the forest, from images or from a map → loss
 * without the project → verdicts → report and layers. Every stage leaves a table on disk and the
 * next one reads it; the result is written beside its place and published by one rename.
 */
public final class AssessmentRun {
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
      Stages stages = stages(spark, assessment, publication.folder().resolve("work"), progress);
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
    Stages stages = stages(spark, assessment, Files.createDirectories(scratch), progress);
    try {
      return new AssessmentRun(spark, assessment, stages).write(Optional.empty());
    } finally {
      stages.delete();
    }
  }

  private static Stages stages(
      SparkSession spark, Assessment assessment, Path folder, Progress progress) {
    return new Stages(
        spark,
        folder,
        progress,
        assessment.lossMap().isPresent() ? Stages.WITH_A_MAP : Stages.WITH_IMAGES);
  }

  private Dossier.Method method() {
    return assessment.file().dossier().method();
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
    Map<Zone, Geometry> zonePolygons = Outputs.zonePolygons(zones);
    ReadHistory history =
        assessment.lossMap().isPresent()
            ? new MapHistory(spark, assessment, stages, tiles).read(tileZones)
            : new ImageHistory(spark, assessment, stages, tiles).read(tileZones, ruleAreas.fires());
    Dataset<Row> change = history.change();
    ChangeSettings settings = history.settings();
    Assessment weighed = overForest(change, tileZones, settings);
    Counterfactuals counterfactuals =
        new Counterfactuals(
            spark, assessment, settings, land.neighbours(), target.orElse(stages.folder()));
    ProjectResult counterfactual =
        stages.step(
            "asking what would have been lost without the project",
            () -> counterfactuals.run(change, tiles));
    Measurements measured =
        new Measurements(
            assessment.file().dossier(),
            history.areas().totals(),
            weighed.density(),
            history.outside());
    MapScale scale = history.areas().scale(Zone.COMPARISON);
    boolean growthIsClaimed = assessment.file().dossier().project().activity().claimsGrowth();
    Optional<Growth> growth =
        growthIsClaimed
            ? stages.step(
                "comparing growth with like land outside",
                () -> Growth.of(assessment, history, tileZones, tiles, land.neighbours()))
            : Optional.empty();
    List<Finding> findings =
        Stream.of(
                growthIsClaimed
                    ? GrowthAssessment.assess(measured, growth.map(Growth::result))
                    : AdditionalityAssessment.assess(
                        measured, counterfactual, scale, history.comparison(Zone.PROJECT)),
                LeakageAssessment.assess(
                    measured, counterfactual, scale, history.comparison(Zone.BELT)),
                ReversalAssessment.assess(measured))
            .map(finding -> finding.weighed(measured.dossier().claims()))
            .toList();
    RunEvidence evidence =
        stages.step(
            "reading the areas that rules compare",
            () ->
                new RunEvidence(
                    measured,
                    history.fromImages().map(ReadHistory.FromImages::errors),
                    assessment.pixelHa(),
                    settings.startYear(),
                    ruleAreas.sum(change, settings, measured, zonePolygons, history.strata()),
                    LedgerBuilder.build(
                        measured,
                        settings.startYear(),
                        DatedChanges.projectLosses(history.events(), zonePolygons),
                        assessment.asOf())));
    IntegrityReport report =
        ReportContent.of(
            weighed,
            history,
            Observed.of(assessment, history, zonePolygons, evidence.ledger()),
            new IntegrityReport.Counterfactual(
                counterfactual,
                scale,
                growthIsClaimed ? List.of() : VintageSupport.of(measured, counterfactual, scale),
                growth.map(Growth::result).orElse(null)),
            findings,
            checks(land, history, evidence));
    if (target.isEmpty()) {
      return report;
    }
    stages.step(
        "writing layers, tables and report",
        () -> {
          counterfactuals.write(counterfactual, growth.map(Growth::plots).orElse(List.of()));
          new Outputs(spark, assessment, tiles, target.get())
              .write(report, history, zonePolygons, stages);
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

  /** The rule book's answers. */
  private List<Finding> checks(Land land, ReadHistory history, RunEvidence evidence) {
    OptionalDouble worst =
        history
            .fromImages()
            .map(ReadHistory.FromImages::worstOutsideFraction)
            .orElse(OptionalDouble.empty());
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
}
