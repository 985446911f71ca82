package org.heartwood.ingest.warp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.locationtech.jts.densify.Densifier;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * Chooses the one grid that all scenes of a project are brought to.
 *
 * <ol>
 *   <li>Coordinate reference system: the scenes' own where more than half of them share one and it
 *       is projected, so that most pixels are copied and not resampled. Else the UTM zone (WGS 84)
 *       of the boundary's middle, by the plain rule of 6° (without the exceptions for Norway and
 *       Svalbard). Outside 80° S to 84° N, or where the boundary is wider than {@value
 *       #MAX_UTM_WIDTH_DEG}° (one and a half zones), the equal-area EPSG:6933 (WGS 84 / NSIDC
 *       EASE-Grid 2.0 Global).
 *   <li>Pixel size and lattice: those that most scenes in that system share, to the thousandth of a
 *       pixel ({@link Grid#alignedWith}); of equal numbers the finer, then the one further
 *       south-west in its pixel. So Landsat scenes keep their corners at odd multiples of 15 m.
 *   <li>No scene in that system: the commonest pixel size, degrees as the metres of a degree of
 *       latitude, and corners at multiples of it.
 * </ol>
 *
 * <p>The outcome does not depend on the order of the scenes.
 */
public final class AnalysisGrid {
  static final double MAX_UTM_WIDTH_DEG = 9;

  private static final String EQUAL_AREA = "EPSG:6933";
  private static final double UTM_SOUTH_DEG = -80;
  private static final double UTM_NORTH_DEG = 84;

  /** Length of a degree of the meridian on WGS 84, on average: 10,001,965.729 m / 90. */
  private static final double METRES_PER_DEGREE = 111_132.953;

  /** Between vertices this close a straight edge leaves its curve on the map by decimetres. */
  private static final double VERTEX_SPACING_DEG = 0.01;

  /** What {@link org.heartwood.ingest.grid.TileKey} can number in tiles of 256. */
  private static final double MAX_SIDE_PX = 1 << 24;

  private AnalysisGrid() {}

  /**
   * The grid of a project.
   *
   * @param boundaryLonLat the project's boundary (and whatever else must lie on the grid),
   *     longitude and latitude on WGS 84; parts on both sides of the antimeridian are taken as
   *     neighbours
   * @param scenes grids of the scenes at full resolution, at least one
   * @param marginM metres that the grid reaches beyond the boundary on each side, ≥ 0
   * @return a grid of whole pixels around the boundary and the margin
   * @throws InputException if the boundary is empty or too large, or crosses the antimeridian and
   *     is too wide for a UTM zone
   */
  public static Grid choose(Geometry boundaryLonLat, List<Grid> scenes, double marginM) {
    if (scenes.isEmpty()) {
      throw new IllegalArgumentException("a grid is chosen from at least one scene");
    }
    if (!(marginM >= 0)) {
      throw new IllegalArgumentException("marginM must be ≥ 0 m, was " + marginM);
    }
    if (boundaryLonLat.isEmpty()) {
      throw new InputException(Reason.EMPTY, "the boundary is empty; no grid can be laid over it");
    }
    String crs =
        sharedCrs(scenes).orElseGet(() -> crsFor(unwrapped(boundaryLonLat).getEnvelopeInternal()));
    return around(projected(boundaryLonLat, crs, marginM), lattice(crs, scenes));
  }

  private static Optional<String> sharedCrs(List<Grid> scenes) {
    return scenes.stream()
        .map(Grid::crs)
        .distinct()
        .filter(
            crs ->
                2 * scenes.stream().filter(grid -> grid.crs().equals(crs)).count() > scenes.size())
        .filter(crs -> !isGeographic(crs))
        .findAny();
  }

  /** Whether coordinates are degrees: then one unit east on the equator is one degree. */
  private static boolean isGeographic(String crs) {
    return Math.abs(MapProjection.of(crs).inverse(1, 0).getX() - 1) < 0.1;
  }

  private static String crsFor(Envelope lonLat) {
    if (lonLat.getWidth() <= MAX_UTM_WIDTH_DEG
        && lonLat.getMinY() >= UTM_SOUTH_DEG
        && lonLat.getMaxY() <= UTM_NORTH_DEG) {
      double lonDeg = Math.IEEEremainder(lonLat.centre().getX(), 360);
      int zone = Math.floorMod((int) Math.floor((lonDeg + 180) / 6), 60) + 1;
      int hemisphere = lonLat.centre().getY() < 0 ? 327 : 326;
      return String.format(Locale.ROOT, "EPSG:%d%02d", hemisphere, zone);
    }
    if (lonLat.getMaxX() > 180) {
      throw new InputException(
          Reason.GEOMETRY,
          String.format(
              Locale.ROOT,
              "the boundary crosses the antimeridian and is %.1f° wide, more than the %.0f° that"
                  + " one UTM zone can show; split the project at the antimeridian",
              lonLat.getWidth(),
              MAX_UTM_WIDTH_DEG));
    }
    return EQUAL_AREA;
  }

  /** Where a boundary lies on both sides of the antimeridian, its west part moves to over 180°. */
  private static Geometry unwrapped(Geometry lonLat) {
    if (lonLat.getEnvelopeInternal().getWidth() <= 180) {
      return lonLat;
    }
    Geometry moved = lonLat.copy();
    moved.apply(
        new CoordinateSequenceFilter() {
          @Override
          public void filter(CoordinateSequence vertices, int i) {
            double lonDeg = vertices.getX(i);
            vertices.setOrdinate(i, CoordinateSequence.X, lonDeg < 0 ? lonDeg + 360 : lonDeg);
          }

          @Override
          public boolean isDone() {
            return false;
          }

          @Override
          public boolean isGeometryChanged() {
            return true;
          }
        });
    return moved.getEnvelopeInternal().getWidth() < lonLat.getEnvelopeInternal().getWidth()
        ? moved
        : lonLat;
  }

  private static Envelope projected(Geometry boundary, String crs, double marginM) {
    Densifier densifier = new Densifier(boundary);
    densifier.setDistanceTolerance(VERTEX_SPACING_DEG);
    densifier.setValidate(false);
    Envelope extent =
        MapProjection.of(crs).project(densifier.getResultGeometry()).getEnvelopeInternal();
    extent.expandBy(marginM);
    return extent;
  }

  /** A grid of one pixel that stands for the lattice that its corners belong to. */
  private static Grid lattice(String crs, List<Grid> scenes) {
    List<Grid> there = scenes.stream().filter(grid -> grid.crs().equals(crs)).toList();
    List<Grid> candidates = new ArrayList<>();
    for (Grid grid : there.isEmpty() ? scenes : there) {
      candidates.add(there.isEmpty() ? atMultiples(crs, pixelM(grid)) : corner(grid));
    }
    return candidates.stream()
        .max(
            Comparator.<Grid>comparingLong(grid -> sharing(grid, candidates))
                .thenComparing(Grid::pixelSize, Comparator.reverseOrder())
                .thenComparing(Grid::originX, Comparator.reverseOrder())
                .thenComparing(Grid::originY, Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static long sharing(Grid lattice, List<Grid> candidates) {
    return candidates.stream().filter(lattice::alignedWith).count();
  }

  /** The lattice of a scene, its origin the corner next to (0, 0). */
  private static Grid corner(Grid scene) {
    double size = scene.pixelSize();
    return new Grid(
        scene.crs(),
        scene.originX() - Math.floor(scene.originX() / size + 1e-6) * size,
        scene.originY() - Math.floor(scene.originY() / size + 1e-6) * size,
        size,
        1,
        1);
  }

  private static Grid atMultiples(String crs, double size) {
    return new Grid(crs, 0, 0, size, 1, 1);
  }

  /** Edge of a grid's pixels, m; degrees count as metres of the meridian. */
  public static double pixelM(Grid grid) {
    return isGeographic(grid.crs()) ? grid.pixelSize() * METRES_PER_DEGREE : grid.pixelSize();
  }

  private static Grid around(Envelope extent, Grid lattice) {
    double size = lattice.pixelSize();
    double west = Math.floor((extent.getMinX() - lattice.originX()) / size);
    double east = Math.ceil((extent.getMaxX() - lattice.originX()) / size);
    double south = Math.floor((extent.getMinY() - lattice.originY()) / size);
    double north = Math.ceil((extent.getMaxY() - lattice.originY()) / size);
    if (!(east - west < MAX_SIDE_PX && north - south < MAX_SIDE_PX)) {
      throw new InputException(
          Reason.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "the grid over the boundary would have %.0f × %.0f pixels of %s m, at most %.0f a"
                  + " side are possible; check the boundary's coordinates, or split the project",
              east - west,
              north - south,
              size,
              MAX_SIDE_PX));
    }
    return new Grid(
        lattice.crs(),
        lattice.originX() + west * size,
        lattice.originY() + north * size,
        size,
        (int) Math.max(1, east - west),
        (int) Math.max(1, north - south));
  }
}
