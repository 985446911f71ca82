package org.heartwood.verification.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.boundary.FirePerimeters;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.AreaRole;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.verification.baseline.RegionBalance;
import org.heartwood.verification.change.AreaBlock;
import org.heartwood.verification.change.AreaLossJob;
import org.heartwood.verification.change.AreaLossJob.NamedArea;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.change.StratumCount;
import org.heartwood.verification.event.FirePerimeter;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.report.IntegrityReport;
import org.heartwood.verification.rule.FireRule;
import org.heartwood.verification.rule.RunEvidence;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.geom.util.PolygonExtracter;
import org.locationtech.jts.operation.union.UnaryUnionOp;

/** The areas beside the zones that rules look at: reference region, declared belt, fires. */
final class RuleAreas {
  private static final String BELT = "belt";
  private static final String BEYOND = "beyond";
  private static final String REGION = "region";
  private static final String LANDSCAPE = "landscape";
  private static final String FIRE = "fire ";

  /** Segments a quarter circle, as the zones are drawn. */
  private static final int QUAD_SEGMENTS = 32;

  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private final Assessment assessment;
  private final TileGrid tiles;
  private final List<Geometry> declaredRegion;
  private final List<Geometry> declaredBelt;
  private final List<FirePerimeter> fires;

  private RuleAreas(Assessment assessment, TileGrid tiles) {
    this.assessment = assessment;
    this.tiles = tiles;
    this.declaredRegion = polygons(AreaRole.REFERENCE_REGION);
    this.declaredBelt = polygons(AreaRole.LEAKAGE_BELT);
    this.fires = readFires();
  }

  /**
   * Reads what a dossier declares.
   *
   * @throws org.heartwood.ingest.issue.InputException if a file cannot be used
   */
  static RuleAreas read(Assessment assessment, TileGrid tiles) {
    return new RuleAreas(assessment, tiles);
  }

  /** Perimeters in the CRS of the grid, by date. */
  List<FirePerimeter> fires() {
    return fires;
  }

  private List<Geometry> polygons(AreaRole role) {
    MapProjection projection = MapProjection.of(assessment.grid().crs());
    return assessment.file().dossier().sources().areas(role).stream()
        .map(this::checked)
        .map(path -> projection.project(BoundaryReader.read(path).multiPolygonLonLat()))
        .toList();
  }

  /** The file of an area, if it is the one that was meant. */
  private Path checked(Dossier.AreaReference area) {
    return assessment.file().resolve(area.path(), area.sha256());
  }

  /** The files that rules read beside imagery and boundary, with their digests. */
  static List<IntegrityReport.Input> inputs(Assessment assessment) {
    Dossier.Sources sources = assessment.file().dossier().sources();
    List<IntegrityReport.Input> inputs = new ArrayList<>();
    for (Dossier.AreaReference area : sources.areas()) {
      add(inputs, assessment, "area " + area.id(), area.path(), area.origin());
    }
    for (Dossier.MapReference map : sources.maps()) {
      add(inputs, assessment, "map " + map.id(), map.path(), map.origin());
    }
    return inputs;
  }

  /** A map that is missing keeps a rule from answering, which says so: it did not go in. */
  private static void add(
      List<IntegrityReport.Input> inputs,
      Assessment assessment,
      String role,
      String name,
      @Nullable String origin) {
    Path path = assessment.file().resolve(name);
    try {
      if (Files.isRegularFile(path)) {
        inputs.add(new IntegrityReport.Input(role, name, Sha256.of(path), origin));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<FirePerimeter> readFires() {
    MapProjection projection = MapProjection.of(assessment.grid().crs());
    List<FirePerimeter> perimeters = new ArrayList<>();
    for (Dossier.AreaReference area : assessment.file().dossier().sources().areas(AreaRole.FIRES)) {
      for (FirePerimeters.Fire fire : FirePerimeters.read(checked(area), area.dateProperty())) {
        perimeters.add(
            new FirePerimeter(
                fire.name(), fire.date(), projection.project(fire.perimeterLonLat())));
      }
    }
    return List.copyOf(perimeters);
  }

  /** Reads forest and loss inside the areas. */
  RunEvidence.Areas sum(
      Dataset<Row> change,
      ChangeSettings settings,
      Measurements measured,
      Map<Zone, Geometry> zones,
      List<StratumCount> strata) {
    int blockPx = assessment.file().dossier().method().blockSizePx();
    Geometry project = assessment.projectOnGrid();
    List<NamedArea> areas = new ArrayList<>();
    Geometry belt =
        declaredBelt.isEmpty()
            ? zones.getOrDefault(Zone.BELT, GEOMETRIES.createPolygon())
            : polygonal(UnaryUnionOp.union(declaredBelt).difference(project));
    add(areas, BELT, belt);
    add(areas, BEYOND, ring(project, belt));
    Geometry region =
        declaredRegion.isEmpty()
            ? GEOMETRIES.createPolygon()
            : polygonal(UnaryUnionOp.union(declaredRegion).difference(project));
    Geometry shown = polygonal(region.intersection(landscape(zones)));
    add(areas, REGION, shown);
    if (!declaredRegion.isEmpty()) {
      add(areas, LANDSCAPE, landscape(zones));
    }
    List<Geometry> burned = burned(project);
    for (int i = 0; i < burned.size(); i++) {
      add(areas, FIRE + i, burned.get(i));
    }
    List<AreaBlock> blocks = AreaLossJob.run(change, tiles, settings.years(), areas, blockPx);
    return new RunEvidence.Areas(
        AreaLossJob.of(blocks, BELT),
        declaredBelt.isEmpty()
            ? String.format(
                Locale.ROOT,
                "the belt of %.0f m",
                assessment.file().dossier().method().leakageBeltWidthM())
            : "the declared belt",
        AreaLossJob.of(blocks, BEYOND),
        AreaLossJob.of(blocks, REGION),
        region.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(shown.getArea() / region.getArea()),
        AreaLossJob.of(blocks, LANDSCAPE),
        shown.isEmpty() ? List.of() : balance(strata, shown, blockPx),
        burnedAreas(blocks, measured));
  }

  private static void add(List<NamedArea> areas, String name, Geometry polygons) {
    if (!polygons.isEmpty()) {
      areas.add(new NamedArea(name, polygons));
    }
  }

  /** All land around the project that is read. */
  private static Geometry landscape(Map<Zone, Geometry> zones) {
    List<Geometry> parts = new ArrayList<>();
    for (Zone zone : List.of(Zone.BELT, Zone.COMPARISON)) {
      Geometry polygons = zones.get(zone);
      if (polygons != null) {
        parts.add(polygons);
      }
    }
    return parts.isEmpty() ? GEOMETRIES.createPolygon() : polygonal(UnaryUnionOp.union(parts));
  }

  /** A ring of the belt's width around project and belt, within the imagery. */
  private Geometry ring(Geometry project, Geometry belt) {
    if (belt.isEmpty()) {
      return belt;
    }
    Geometry core = UnaryUnionOp.union(List.of(project, belt));
    Geometry imagery = GEOMETRIES.toGeometry(assessment.grid().envelope());
    double widthM = assessment.file().dossier().method().leakageBeltWidthM();
    return polygonal(core.buffer(widthM, QUAD_SEGMENTS).difference(core).intersection(imagery));
  }

  /** Perimeters inside the project; land that burned before counts for its first fire alone. */
  private List<Geometry> burned(Geometry project) {
    List<Geometry> parts = new ArrayList<>();
    Geometry seen = GEOMETRIES.createPolygon();
    for (FirePerimeter fire : fires) {
      parts.add(polygonal(fire.perimeter().intersection(project).difference(seen)));
      seen =
          fire.date().isBefore(assessment.file().dossier().project().startDate())
              ? seen
              : seen.union(fire.perimeter());
    }
    return parts;
  }

  private List<RunEvidence.BurnedArea> burnedAreas(List<AreaBlock> blocks, Measurements measured) {
    List<RunEvidence.BurnedArea> burned = new ArrayList<>();
    for (int i = 0; i < fires.size(); i++) {
      FirePerimeter fire = fires.get(i);
      List<AreaBlock> inside = AreaLossJob.of(blocks, FIRE + i);
      FireRule.Composites years =
          FireRule.Composites.of(measured.of(Zone.PROJECT), measured, fire.date());
      double forestHa = inside.stream().mapToDouble(b -> b.forestHa(years.before())).sum();
      int last =
          years.after().isEmpty() ? years.before() : years.after().get(years.after().size() - 1);
      burned.add(
          new RunEvidence.BurnedArea(
              fire.name(),
              fire.date(),
              forestHa,
              years.after().isEmpty()
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(
                      Math.min(
                          forestHa,
                          inside.stream()
                              .mapToDouble(block -> block.lossHa(years.before(), last))
                              .sum()))));
    }
    return burned;
  }

  /** Blocks whose centre lies in the region stand for it. */
  private List<RegionBalance.Difference> balance(
      List<StratumCount> strata, Geometry region, int blockPx) {
    PreparedGeometry prepared = PreparedGeometryFactory.prepare(region);
    Grid grid = tiles.grid();
    double half = blockPx / 2.0 * grid.pixelSize();
    return RegionBalance.of(
        strata,
        count ->
            prepared.contains(
                GEOMETRIES.createPoint(
                    new Coordinate(
                        grid.x(count.blockCol() * blockPx) + half,
                        grid.y(count.blockRow() * blockPx) - half))));
  }

  /** The polygons of a geometry; lines and points of touching edges are dropped. */
  private static Geometry polygonal(Geometry geometry) {
    List<?> polygons = PolygonExtracter.getPolygons(geometry);
    return GEOMETRIES.createMultiPolygon(polygons.toArray(Polygon[]::new));
  }
}
