package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.geom.util.AffineTransformation;

/**
 * Areas of a project's size and shape where nothing happened: its outline turned by a multiple of a
 * quarter and moved to a cell of forest, both addressed by a seed. A place is taken when it stays
 * clear of what is masked and holds at least three quarters of the project's forest at the start.
 * They may overlap each other: on a small landscape there are fewer different places than
 * pseudo-projects, and ranks among them are coarser than their number says.
 *
 * <p>Where too few of the project's size find room, all of them are of half its area, a quarter,
 * and so on down to a sixteenth. The mean loss of a part of an area varies more than that of the
 * whole, so that ranks among smaller pseudo-projects are cautious.
 */
final class PseudoProjects {
  private static final int TRIES_EACH = 200;
  private static final double MIN_FOREST_SHARE = 0.75;
  private static final double SMALLEST_AREA_SHARE = 1.0 / 16;

  /**
   * Pseudo-projects.
   *
   * @param shapes their outlines
   * @param areaShare area of each as a share of the project's, above 0 to 1
   */
  record Placed(List<Geometry> shapes, double areaShare) {
    Placed {
      shapes = List.copyOf(shapes);
    }
  }

  private PseudoProjects() {}

  /**
   * Places pseudo-projects.
   *
   * @param masked the project, other projects and their buffers
   * @param count wanted; fewer come back where there is not enough room
   */
  static Placed placed(
      Geometry project,
      Geometry masked,
      CellPanel panel,
      Grid grid,
      int cellPx,
      int count,
      long seed) {
    Placed best = new Placed(List.of(), 1);
    for (double share = 1; share >= SMALLEST_AREA_SHARE; share /= 2) {
      Point centre = project.getCentroid();
      double scale = Math.sqrt(share);
      Geometry shape =
          AffineTransformation.scaleInstance(scale, scale, centre.getX(), centre.getY())
              .transform(project);
      List<Geometry> shapes = ofSize(shape, masked, panel, grid, cellPx, count, seed);
      if (shapes.size() > best.shapes().size()) {
        best = new Placed(shapes, share);
      }
      if (best.shapes().size() >= Math.min(count, Placebo.MIN_PLACEBOS)) {
        break;
      }
    }
    return best;
  }

  private static List<Geometry> ofSize(
      Geometry project,
      Geometry masked,
      CellPanel panel,
      Grid grid,
      int cellPx,
      int count,
      long seed) {
    Map<Long, Integer> cells = new HashMap<>();
    for (int cell = 0; cell < panel.size(); cell++) {
      cells.put(PixelSet.key(panel.row(cell), panel.col(cell)), cell);
    }
    PreparedGeometry mask = PreparedGeometryFactory.prepare(masked);
    double needed = MIN_FOREST_SHARE * forest(project, panel, grid, cellPx, cells);
    List<Geometry> placed = new ArrayList<>();
    for (int t = 0; t < TRIES_EACH * count && placed.size() < count && panel.size() > 0; t++) {
      Geometry moved = moved(project, panel, grid, cellPx, seed, t);
      if (!mask.intersects(moved) && forest(moved, panel, grid, cellPx, cells) >= needed) {
        placed.add(moved);
      }
    }
    return placed;
  }

  private static Geometry moved(
      Geometry project, CellPanel panel, Grid grid, int cellPx, long seed, int t) {
    int cell = AddressedRandom.below(panel.size(), seed, t, 0);
    int quarters = AddressedRandom.below(4, seed, t, 1);
    Point centre = project.getCentroid();
    return AffineTransformation.rotationInstance(
            quarters * Math.PI / 2, centre.getX(), centre.getY())
        .compose(
            AffineTransformation.translationInstance(
                grid.x((panel.col(cell) + 0.5) * cellPx) - centre.getX(),
                grid.y((panel.row(cell) + 0.5) * cellPx) - centre.getY()))
        .transform(project);
  }

  private static double forest(
      Geometry area, CellPanel panel, Grid grid, int cellPx, Map<Long, Integer> cells) {
    CandidatesJob.Inside inside = new CandidatesJob.Inside(List.of(area), grid);
    PixelWindow window = grid.covering(area.getEnvelopeInternal());
    int start = panel.timeline().startIndex();
    double sum = 0;
    for (int row = Math.floorDiv(window.row(), cellPx); row * cellPx < window.endRow(); row++) {
      for (int col = Math.floorDiv(window.col(), cellPx); col * cellPx < window.endCol(); col++) {
        Integer cell = cells.get(PixelSet.key(row, col));
        if (cell != null && inside.test(row, col, cellPx)) {
          sum += panel.forestPx(cell, start);
        }
      }
    }
    return sum;
  }
}
