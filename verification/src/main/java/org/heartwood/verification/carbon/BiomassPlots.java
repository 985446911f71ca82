package org.heartwood.verification.carbon;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.table.CsvTable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Point;

/**
 * A table of plots inside a project, one row a plot: {@code plot}, {@code lon}, {@code lat}
 * (degrees), {@code tonnes_per_ha} (above-ground dry matter) and {@code shared_se_tonnes_per_ha},
 * the part of its standard error that all plots share: allometry, height curve, wood density. Other
 * columns are not read.
 */
public final class BiomassPlots {
  private static final List<String> COLUMNS =
      List.of("plot", "lon", "lat", "tonnes_per_ha", "shared_se_tonnes_per_ha");
  private static final long LARGEST_BYTES = 16 << 20;
  private static final double MOST_TONNES_PER_HA = 3000;
  private static final double METRES_PER_DEGREE = 111_195;

  private BiomassPlots() {}

  /**
   * The mean of the plots.
   *
   * @param landLonLat the project's land, degrees: every plot must lie in it
   * @throws InputException naming the first row that is not right, its value and what to do
   */
  public static PlotMean mean(Path file, Geometry landLonLat) {
    List<CsvTable.Row> rows =
        CsvTable.read(file, "the table of plots", LARGEST_BYTES)
            .require(
                COLUMNS,
                "biomass must be in tonnes of dry matter per hectare, and degrees in lon and lat")
            .requireUnique("plot", "keep one: a plot counted twice makes the mean look surer")
            .rows();
    requireEnough(file, rows.size());
    rows.forEach(row -> requireInside(row, landLonLat));
    return PlotMean.of(
        rows.stream().mapToDouble(row -> tonnes(row, "tonnes_per_ha")).toArray(),
        rows.stream().mapToDouble(row -> tonnes(row, "shared_se_tonnes_per_ha")).toArray());
  }

  private static double tonnes(CsvTable.Row row, String column) {
    return row.number(column, 0, MOST_TONNES_PER_HA);
  }

  /** Refuses a table whose spread says nothing. */
  static void requireEnough(Path file, int plots) {
    if (plots < 2) {
      throw new InputException(
          Reason.EMPTY,
          file
              + ": has "
              + plots
              + " plots; a sampling error needs at least 2, give more or cite the density as"
              + " measuredCarbon with its error");
    }
  }

  /** Refuses a plot, in {@code plot}, {@code lon} and {@code lat}, that is not the project's. */
  static void requireInside(CsvTable.Row row, Geometry landLonLat) {
    double lon = row.number("lon", -180, 180);
    double lat = row.number("lat", -90, 90);
    Point point = new GeometryFactory().createPoint(new Coordinate(lon, lat));
    if (!landLonLat.covers(point)) {
      throw row.refused(
          Reason.OUTSIDE_AREA,
          String.format(
              Locale.ROOT,
              "plot %s at %.6f, %.6f lies %.0f m outside of the project; take it out, or correct"
                  + " its place",
              row.text("plot"),
              lon,
              lat,
              landLonLat.distance(point) * METRES_PER_DEGREE));
    }
  }
}
