package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.heartwood.verification.finding.Verdict;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * Runs all estimators on a project, on the zones around it, and on pseudo-projects where nothing
 * happened. The landscape is read once; what reaches the driver are its cells, the sampled pixels
 * of the areas, and their candidates.
 */
public final class CounterfactualJob {
  private static final long PLACEMENT = 0x504C4143;

  private CounterfactualJob() {}

  /**
   * What is asked.
   *
   * @param access opens the maps
   * @param landscape the maps
   * @param others projects that are masked with the buffer, in the grid's CRS
   * @param partitions tasks that read
   */
  public record Request(
      DataAccess access,
      CounterfactualConfig config,
      Landscape landscape,
      List<Geometry> others,
      int partitions) {
    public Request {
      others = List.copyOf(others);
    }
  }

  /**
   * Runs the job.
   *
   * @param projects polygons in the grid's CRS; each is a project of its own
   */
  public static List<ProjectResult> run(
      SparkSession spark, Request request, List<ZonePolygon> projects) {
    Dataset<Row> tiles =
        LandscapeJob.run(spark, request.access(), request.landscape(), request.partitions())
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      CellPanel panel = LandscapeJob.panel(tiles, request.landscape());
      long missing = LandscapeJob.missing(tiles);
      return projects.stream()
          .map(project -> new OneProject(spark, request, tiles, panel, project, missing).result())
          .toList();
    } finally {
      tiles.unpersist();
    }
  }

  /** An area and what may not be its control. */
  private record Area(String name, double fromM, double toM, Geometry shape, Geometry excluded) {}

  /** The run of one project. */
  private static final class OneProject {
    private final SparkSession spark;
    private final Request request;
    private final CounterfactualConfig config;
    private final Grid grid;
    private final Dataset<Row> tiles;
    private final CellPanel panel;
    private final ZonePolygon project;
    private final Geometry masked;
    private final double unitsPerM;
    private final long missing;

    OneProject(
        SparkSession spark,
        Request request,
        Dataset<Row> tiles,
        CellPanel panel,
        ZonePolygon project,
        long missing) {
      this.spark = spark;
      this.request = request;
      this.config = request.config();
      this.grid = request.landscape().grid();
      this.tiles = tiles;
      this.panel = panel;
      this.project = project;
      this.missing = missing;
      this.unitsPerM = grid.pixelSize() / LandscapeJob.groundPixelM(grid);
      Geometry all = buffered(project.polygons(), config.bufferM());
      for (Geometry other : request.others()) {
        all = all.union(buffered(other, config.bufferM()));
      }
      this.masked = all;
    }

    private Geometry buffered(Geometry shape, double metres) {
      return metres == 0 ? shape : shape.buffer(metres * unitsPerM, 16);
    }

    ProjectResult result() {
      Area itself = new Area(project.id(), 0, 0, project.polygons(), masked);
      List<Area> rings = rings();
      List<Area> belts = widerBelts();
      PseudoProjects.Placed placed =
          PseudoProjects.placed(
              project.polygons(),
              masked,
              panel,
              grid,
              config.cellPx(),
              config.placebos(),
              config.matching().seed() ^ PLACEMENT);
      List<Area> pseudo = pseudo(placed.shapes());
      List<Area> all = new ArrayList<>(List.of(itself));
      all.addAll(rings);
      all.addAll(belts);
      all.addAll(pseudo);
      PixelSet sampled =
          CandidatesJob.sampled(
              tiles,
              grid,
              all.stream().map(Area::shape).toList(),
              request.landscape().matched().size(),
              config.matching().sampleStepPx());
      CandidateIndex candidates =
          CandidatesJob.candidates(
              tiles,
              grid,
              List.of(masked),
              sampled,
              request.landscape().matched(),
              config.matching());
      List<Estimator> main = main();
      Study own = study(itself, sampled, candidates);
      List<EffectEstimate> estimates =
          IntStream.range(0, specifications().size())
              .parallel()
              .mapToObj(i -> specifications().get(i).estimate(own))
              .toList();
      long forestPx = forest(own);
      List<List<Placebo.Trial>> trials =
          IntStream.range(0, pseudo.size())
              .parallel()
              .mapToObj(
                  i -> {
                    Study study = study(pseudo.get(i), sampled, candidates);
                    return main.stream()
                        .map(
                            estimator ->
                                new Placebo.Trial(estimator.estimate(study), forest(study)))
                        .toList();
                  })
              .toList();
      List<Placebo> ranked = ranked(estimates.subList(0, main.size()), forestPx, trials);
      List<AreaResult> ringResults = zones(rings, sampled, candidates, ranked);
      List<AreaResult> beltResults =
          Stream.concat(
                  ringResults.stream().limit(1), zones(belts, sampled, candidates, ranked).stream())
              .toList();
      return new ProjectResult(
          project.id(),
          config.illustrative(),
          panel.timeline().startYear(),
          panel.timeline().years().get(panel.timeline().dates() - 1),
          pixelHa(),
          new AreaResult(
              project.id(),
              0,
              0,
              forestPx,
              EvidenceRule.additional(ProjectResult.witnesses(estimates, forestPx, ranked)),
              estimates),
          ranked,
          ringResults,
          beltResults,
          riskMap(itself, pseudo),
          turn(beltResults),
          warnings(placed, own));
    }

    /**
     * The estimates of the project among those of pseudo-projects.
     *
     * @param trials by pseudo-project, then by estimator
     */
    private static List<Placebo> ranked(
        List<EffectEstimate> estimates, long forestPx, List<List<Placebo.Trial>> trials) {
      return IntStream.range(0, estimates.size())
          .mapToObj(
              i ->
                  Placebo.of(
                      estimates.get(i),
                      forestPx,
                      trials.stream().map(each -> each.get(i)).toList()))
          .toList();
    }

    private RiskMap riskMap(Area itself, List<Area> pseudo) {
      Timeline timeline = panel.timeline();
      int blockPx = config.matching().blockPx();
      if (timeline.prePeriods() == 0) {
        return RiskMap.cannotTell(blockPx, "no map is older than the start");
      }
      RiskMapJob.Counted counted =
          RiskMapJob.run(
              spark,
              request.access(),
              request.landscape(),
              LandscapeJob.groundPixelM(grid),
              masked,
              Stream.concat(Stream.of(itself), pseudo.stream()).map(Area::shape).toList(),
              blockPx,
              request.partitions());
      if (counted == null) {
        return RiskMap.cannotTell(blockPx, "nothing was lost before the start");
      }
      RiskEstimates risk =
          new RiskEstimates(
              timeline,
              counted.landscape(),
              counted.outside(),
              config.matching().resamples(),
              config.matching().seed());
      RiskCounts counts = counted.areas().get(0);
      List<EffectEstimate> own = risk.ofProject(counts);
      List<List<Placebo.Trial>> trials =
          counted.areas().stream()
              .skip(1)
              .map(
                  place ->
                      risk.ofPlace(place).stream()
                          .map(estimate -> new Placebo.Trial(estimate, place.forestAtStartPx()))
                          .toList())
              .toList();
      int middle = RiskMapJob.middle(timeline);
      return new RiskMap(
          counted.thresholdM(),
          blockPx,
          own,
          ranked(own, counts.forestAtStartPx(), trials),
          timeline.prePeriods() < 2
              ? List.of()
              : risk.errors(
                  timeline.span(0, middle),
                  timeline.span(middle, timeline.startIndex()),
                  pixelHa()),
          null);
    }

    private static long forest(Study study) {
      return study.forestPx(Role.TREATED, study.timeline().startIndex());
    }

    private double pixelHa() {
      double y = project.polygons().getCentroid().getY();
      int row = (int) Math.floor((grid.originY() - y) / grid.pixelSize());
      return PixelArea.pixelM2(grid, grid.width() / 2, row) / 10_000;
    }

    private List<Area> rings() {
      List<Area> rings = new ArrayList<>();
      double from = 0;
      for (double to : config.ringsM()) {
        rings.add(zone(from, to));
        from = to;
      }
      return rings;
    }

    /** All belts but the innermost, which is the innermost ring. */
    private List<Area> widerBelts() {
      List<Area> belts = new ArrayList<>();
      config.ringsM().stream().skip(1).forEach(to -> belts.add(zone(0, to)));
      if (config.beltM() > 0) {
        belts.add(zone(0, config.beltM()));
      }
      return belts;
    }

    private Area zone(double fromM, double toM) {
      Geometry outer = buffered(project.polygons(), toM);
      String name =
          String.format(Locale.ROOT, "%s: %.0f to %.0f m around", project.id(), fromM, toM);
      return new Area(
          name,
          fromM,
          toM,
          outer.difference(buffered(project.polygons(), fromM)),
          outer.union(masked));
    }

    private List<Area> pseudo(List<Geometry> shapes) {
      List<Area> areas = new ArrayList<>();
      for (Geometry shape : shapes) {
        areas.add(
            new Area(
                "pseudo-project " + (areas.size() + 1),
                0,
                0,
                shape,
                buffered(shape, config.bufferM()).union(masked)));
      }
      return areas;
    }

    private Study study(Area area, PixelSet sampled, CandidateIndex candidates) {
      CandidatesJob.Inside inside = new CandidatesJob.Inside(List.of(area.shape()), grid);
      CandidatesJob.Inside excluded = new CandidatesJob.Inside(List.of(area.excluded()), grid);
      int[] treated =
          IntStream.range(0, sampled.size())
              .filter(i -> inside.test(sampled.row(i), sampled.col(i)))
              .toArray();
      PixelSet pixels = candidates.pixels();
      BitSet excludedPixels = new BitSet(pixels.size());
      for (int i = 0; i < pixels.size(); i++) {
        excludedPixels.set(i, excluded.test(pixels.row(i), pixels.col(i)));
      }
      BitSet inArea = new BitSet(panel.size());
      BitSet notControl = new BitSet(panel.size());
      for (int cell = 0; cell < panel.size(); cell++) {
        inArea.set(cell, inside.test(panel.row(cell), panel.col(cell), config.cellPx()));
        notControl.set(cell, excluded.test(panel.row(cell), panel.col(cell), config.cellPx()));
      }
      return Study.of(
          area.name(),
          sampled.chosen(treated),
          candidates,
          excludedPixels,
          panel,
          inArea,
          notControl,
          config.cells().seed());
    }

    private List<AreaResult> zones(
        List<Area> areas, PixelSet sampled, CandidateIndex candidates, List<Placebo> ranked) {
      List<Estimator> main = main();
      return IntStream.range(0, areas.size())
          .parallel()
          .mapToObj(
              i -> {
                Area area = areas.get(i);
                Study study = study(area, sampled, candidates);
                List<EffectEstimate> estimates =
                    main.stream().map(estimator -> estimator.estimate(study)).toList();
                long forestPx = forest(study);
                return new AreaResult(
                    area.name(),
                    area.fromM(),
                    area.toM(),
                    forestPx,
                    EvidenceRule.displaced(ProjectResult.witnesses(estimates, forestPx, ranked)),
                    estimates);
              })
          .toList();
    }

    private static @Nullable Double turn(List<AreaResult> belts) {
      if (belts.isEmpty()) {
        return null;
      }
      List<AreaResult> byWidth =
          belts.stream().sorted((a, b) -> Double.compare(a.toM(), b.toM())).toList();
      Verdict narrowest = byWidth.get(0).answer().verdict();
      for (AreaResult belt : byWidth) {
        if (belt.answer().verdict() != narrowest) {
          return belt.toM();
        }
      }
      return null;
    }

    /** The estimators that are ranked among placebos and carry the verdict. */
    private List<Estimator> main() {
      return List.of(
          PixelMatching.with(config.matching()),
          DifferenceInDifferences.with(config.cells()),
          DoublyRobust.with(config.cells()),
          SyntheticControl.with(config.cells()),
          InteractiveFixedEffects.with(config.cells()));
    }

    /** The main ones first, then the same with other choices. */
    private List<Estimator> specifications() {
      List<Estimator> all = new ArrayList<>(main());
      List<MatchingCovariate> matched = request.landscape().matched();
      int maps = request.landscape().covariates().size();
      List<String> terrain =
          matched.subList(0, maps).stream().map(MatchingCovariate::name).toList();
      List<String> around =
          matched.subList(maps, matched.size()).stream().map(MatchingCovariate::name).toList();
      PixelMatching matching = PixelMatching.with(config.matching());
      all.add(matching.narrowed(0.5));
      if (!terrain.isEmpty()) {
        all.add(matching.nearestIn("terrain and access", terrain));
      }
      all.add(matching.nearestIn("surroundings", around));
      all.add(DifferenceInDifferences.with(config.cells()).afterPrePeriods(1));
      all.add(DoublyRobust.with(config.cells()).givenTheRateBefore());
      all.add(SyntheticControl.with(config.cells()).onOutcomesAlone());
      return all;
    }

    private List<String> warnings(PseudoProjects.Placed placed, Study own) {
      List<String> warnings = new ArrayList<>();
      if (missing > 0) {
        warnings.add(
            missing + " pixels of forest at the start were left out: a covariate has no value");
      }
      if (placed.shapes().size() < config.placebos()) {
        warnings.add(
            "only "
                + placed.shapes().size()
                + " of "
                + config.placebos()
                + " pseudo-projects found a place with three quarters of the project's forest");
      }
      if (placed.areaShare() < 1) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "too few places of the project's size are left outside; pseudo-projects have 1/%.0f"
                    + " of its area, and ranks among them are cautious",
                1 / placed.areaShare()));
      }
      double places =
          (double) own.forestPx(Role.CONTROL, own.timeline().startIndex())
              / Math.max(1, forest(own));
      warnings.add(
          String.format(
              Locale.ROOT,
              "the forest outside is %.1f times that of the project: pseudo-projects overlap, and"
                  + " are worth no more than about that many independent ones",
              places));
      return warnings;
    }
  }
}
