package org.heartwood.verification.carbon;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.table.CsvLine;
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

  private final Path file;
  private final Geometry landLonLat;
  private final GeometryFactory geometries = new GeometryFactory();
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Double> tonnesPerHa = new ArrayList<>();
  private final List<Double> sharedErrors = new ArrayList<>();

  private BiomassPlots(Path file, Geometry landLonLat) {
    this.file = file;
    this.landLonLat = landLonLat;
  }

  /**
   * The mean of the plots.
   *
   * @param landLonLat the project's land, degrees: every plot must lie in it
   * @throws InputException naming the first row that is not right, its value and what to do
   */
  public static PlotMean mean(Path file, Geometry landLonLat) {
    BiomassPlots plots = new BiomassPlots(file, landLonLat);
    plots.rows(plots.text());
    if (plots.tonnesPerHa.size() < 2) {
      throw new InputException(
          Reason.EMPTY,
          file
              + ": has "
              + plots.tonnesPerHa.size()
              + " plots; a sampling error needs at least 2, give more or cite the density as"
              + " measuredCarbon with its error");
    }
    return PlotMean.of(
        plots.tonnesPerHa.stream().mapToDouble(Double::doubleValue).toArray(),
        plots.sharedErrors.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private List<String> text() {
    if (!Files.isRegularFile(file)) {
      throw new InputException(Reason.MISSING, file + ": no such file; give the table of plots");
    }
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new InputException(
            Reason.TOO_LARGE,
            file + ": must have at most " + LARGEST_BYTES + " bytes, was " + Files.size(file));
      }
      return Files.readString(file).replace("\uFEFF", "").lines().toList();
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": expected text in UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private void rows(List<String> rows) {
    List<String> header = rows.isEmpty() ? List.of() : fields(1, rows.get(0));
    for (String column : COLUMNS) {
      if (header.indexOf(column) != header.lastIndexOf(column)) {
        throw refused(1, "has the column " + column + " twice; keep one");
      }
      if (!header.contains(column)) {
        throw refused(
            1,
            "has no column "
                + column
                + ", found "
                + header
                + "; biomass must be in tonnes of dry matter per hectare, and degrees in lon and"
                + " lat");
      }
    }
    for (int i = 1; i < rows.size(); i++) {
      if (!rows.get(i).isBlank()) {
        List<String> fields = fields(i + 1, rows.get(i));
        if (fields.size() != header.size()) {
          throw refused(i + 1, "expected " + header.size() + " fields, found " + fields.size());
        }
        row(i + 1, header, fields);
      }
    }
  }

  private void row(int line, List<String> header, List<String> fields) {
    String plot = fields.get(header.indexOf("plot"));
    Integer before = lines.put(plot, line);
    if (before != null) {
      throw refused(
          line,
          "plot "
              + JsonFault.quoted(plot)
              + " stands in row "
              + before
              + " as well; keep one: a plot counted twice makes the mean look surer");
    }
    double lon = number(line, "lon", header, fields, -180, 180);
    double lat = number(line, "lat", header, fields, -90, 90);
    Point point = geometries.createPoint(new Coordinate(lon, lat));
    if (!landLonLat.covers(point)) {
      throw new InputException(
          Reason.OUTSIDE_AREA,
          String.format(
              Locale.ROOT,
              "%s: row %d: plot %s at %.6f, %.6f lies %.0f m outside of the project; take it out,"
                  + " or correct its place",
              file,
              line,
              plot,
              lon,
              lat,
              landLonLat.distance(point) * METRES_PER_DEGREE));
    }
    tonnesPerHa.add(number(line, "tonnes_per_ha", header, fields, 0, MOST_TONNES_PER_HA));
    sharedErrors.add(
        number(line, "shared_se_tonnes_per_ha", header, fields, 0, MOST_TONNES_PER_HA));
  }

  private double number(
      int line, String column, List<String> header, List<String> fields, double low, double high) {
    String text = fields.get(header.indexOf(column));
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refused(line, "expected a number in " + column + ", found " + JsonFault.quoted(text));
    }
    if (!(value >= low && value <= high)) {
      throw refused(
          line,
          column
              + " must lie between "
              + low
              + " and "
              + high
              + ", was "
              + text
              + "; correct it, and check its unit");
    }
    return value;
  }

  private List<String> fields(int line, String text) {
    return CsvLine.fields(text)
        .orElseThrow(() -> refused(line, "has a quote that does not end on the line"));
  }

  private InputException refused(int line, String what) {
    return new InputException(Reason.VALUE, file + ": row " + line + ": " + what);
  }
}
