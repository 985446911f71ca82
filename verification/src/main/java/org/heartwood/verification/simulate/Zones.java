package org.heartwood.verification.simulate;

import java.util.SplittableRandom;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;

/**
 * The project and the belt around it, in metres on the grid, with the hectares of every pixel that
 * each covers.
 */
final class Zones {
  private static final int CORNERS = 48;

  private final Polygon project;
  private final Geometry handedIn;
  private final double[] projectHa;
  private final double[] beltHa;

  private Zones(Polygon project, Geometry handedIn, double[] projectHa, double[] beltHa) {
    this.project = project;
    this.handedIn = handedIn;
    this.projectHa = projectHa;
    this.beltHa = beltHa;
  }

  /**
   * Draws a project of about a thirtieth of the grid, well inside it, so that there is room for
   * pseudo-projects of its size.
   *
   * @param beltWidthM width of the belt around the boundary that is handed in
   * @param shiftM how far east that boundary lies of the true one
   */
  static Zones draw(Grid grid, double beltWidthM, double shiftM, SplittableRandom random) {
    double side = grid.pixelSize() * grid.width();
    double radius = 0.1 * side;
    double x = grid.originX() + side * (0.4 + 0.2 * random.nextDouble());
    double y = grid.originY() - side * (0.4 + 0.2 * random.nextDouble());
    double[] phases = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
    Coordinate[] ring = new Coordinate[CORNERS + 1];
    for (int i = 0; i < CORNERS; i++) {
      double angle = 2 * Math.PI * i / CORNERS;
      double r = radius;
      for (int wave = 0; wave < phases.length; wave++) {
        r += 0.12 * radius * StrictMath.sin((wave + 2) * angle + 2 * Math.PI * phases[wave]);
      }
      ring[i] = new Coordinate(x + r * StrictMath.cos(angle), y + r * StrictMath.sin(angle));
    }
    ring[CORNERS] = ring[0].copy();
    Polygon project = new GeometryFactory().createPolygon(ring);
    Geometry handedIn = AffineTransformation.translationInstance(shiftM, 0).transform(project);
    return new Zones(
        project,
        handedIn,
        hectares(handedIn, grid),
        hectares(handedIn.buffer(beltWidthM).difference(handedIn), grid));
  }

  private static double[] hectares(Geometry zone, Grid grid) {
    double[] fractions = Coverage.fractions(zone, grid, grid.window());
    double[] pixelM2 = PixelArea.window(grid, grid.window());
    for (int i = 0; i < fractions.length; i++) {
      fractions[i] *= pixelM2[i] / 1e4;
    }
    return fractions;
  }

  /** Where the project works. */
  Polygon project() {
    return project;
  }

  /** The boundary that reviewers get. */
  Geometry handedIn() {
    return handedIn;
  }

  /** Hectares of each pixel inside the boundary that is handed in. */
  double[] projectHa() {
    return projectHa;
  }

  /** Hectares of each pixel in the belt around it. */
  double[] beltHa() {
    return beltHa;
  }
}
