package org.heartwood.inference.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.tiff.TiffMetadata;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;

/** A raster of predictions: band 1 the mean, band 2 its standard error. */
final class PredictionRaster implements AutoCloseable {
  /** Share of a polygon that must have data. */
  private static final double LEAST_COVERED_FRACTION = 0.5;

  private static final long MOST_PIXELS_OF_A_PLOT = 4_000_000;
  private static final double METRES_PER_DEGREE = 111_320;

  private final GeoTiffSource source;
  private final TiffMetadata metadata;

  private PredictionRaster(GeoTiffSource source) {
    this.source = source;
    this.metadata = source.metadata();
  }

  /**
   * Opens a raster.
   *
   * @throws InputException if it is no GeoTIFF or has not two bands of one unit
   */
  static PredictionRaster open(Path file) {
    GeoTiffSource source = GeoTiffSource.open(file);
    PredictionRaster raster = new PredictionRaster(source);
    String problem = raster.problem();
    if (!problem.isEmpty()) {
      raster.close();
      throw new InputException(Reason.UNSUPPORTED, file + ": " + problem);
    }
    return raster;
  }

  private String problem() {
    boolean named =
        source.bands() > 2 && source.bandNames().get(1).startsWith("standard error of ");
    if (source.bands() != 2 && !named) {
      return "has "
          + source.bands()
          + " bands; expected the mean and its standard error, as heartwood predict writes them";
    }
    String first = metadata.units().getOrDefault(0, "");
    String second = metadata.units().getOrDefault(1, first);
    return Measure.of(first).equals(Measure.of(second))
        ? ""
        : "mean and standard error must have one unit, were " + first + " and " + second;
  }

  MapProjection projection() {
    return MapProjection.of(source.grid().crs());
  }

  /** Unit of the values, if the file states it. */
  Optional<Measure> unit() {
    return Optional.ofNullable(metadata.units().get(0)).map(Measure::of);
  }

  /** What the file says about itself; empty if it does not say. */
  String item(String name) {
    return metadata.items().getOrDefault(name, "");
  }

  /**
   * Plots beside their predictions.
   *
   * @param compared plots with a prediction, in the file's order
   * @param leftOut the others
   */
  record Comparison(List<ComparedPlot> compared, List<LeftOutPlot> leftOut) {
    Comparison {
      compared = List.copyOf(compared);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Looks plots up. A point has the value of the pixel it lies in. A polygon has the mean of its
   * pixels, weighted by the share of each that it covers, and the weighted mean of their standard
   * errors: as if the errors inside went together fully, which never makes it look surer than it
   * is. A plot in the very place of an earlier one with the same value is a duplicate.
   *
   * @param blockSideM side of the blocks of ground within which errors may go together, metres
   * @throws InputException if two plots in one place have different values, or no plot has a
   *     prediction
   */
  Comparison compare(List<ReferencePlot> plots, double blockSideM) {
    List<ComparedPlot> compared = new ArrayList<>();
    List<LeftOutPlot> leftOut = new ArrayList<>();
    Map<Geometry, ReferencePlot> seen = new HashMap<>();
    Map<String, Integer> blocks = new HashMap<>();
    for (ReferencePlot plot : plots) {
      ReferencePlot twin = seen.putIfAbsent(plot.shape().norm(), plot);
      if (twin != null && twin.observed() != plot.observed()) {
        throw new InputException(
            Reason.VALUE,
            plot.place()
                + ": lies where "
                + twin.place()
                + " lies, but was observed as "
                + plot.observed()
                + " instead of "
                + twin.observed()
                + "; keep one, or their mean");
      }
      Sample sample = twin == null ? sample(plot.shape()) : Sample.none("same as " + twin.place());
      if (sample.fault().isEmpty()) {
        Coordinate at = plot.shape().getCentroid().getCoordinate();
        double side = projection().isLonLat() ? blockSideM / METRES_PER_DEGREE : blockSideM;
        String key =
            (long) Math.floor(at.getX() / side) + " " + (long) Math.floor(at.getY() / side);
        int block = blocks.computeIfAbsent(key, unseen -> blocks.size());
        compared.add(
            new ComparedPlot(
                plot.id(), block, plot.observed(), sample.mean(), sample.standardError()));
      } else {
        leftOut.add(new LeftOutPlot(plot.id(), plot.place(), sample.fault()));
      }
    }
    if (compared.isEmpty()) {
      throw new InputException(
          Reason.OUTSIDE_AREA,
          "none of "
              + plots.size()
              + " plots has a prediction in "
              + source.file()
              + ", which covers "
              + Grid.shown(source.grid().envelope())
              + " in "
              + source.grid().crs()
              + "; the first, "
              + leftOut.get(0).place()
              + ", "
              + leftOut.get(0).why());
    }
    return new Comparison(compared, leftOut);
  }

  /** What the raster says of a plot, or why it says nothing. */
  private record Sample(double mean, double standardError, String fault) {
    static Sample none(String fault) {
      return new Sample(Double.NaN, Double.NaN, fault);
    }
  }

  private Sample sample(Geometry shape) {
    Grid grid = source.grid();
    Envelope extent = shape.getEnvelopeInternal();
    if (!grid.envelope().contains(extent)) {
      return Sample.none("lies outside the predictions, wholly or in part");
    }
    PixelWindow window;
    if (shape instanceof Point point) {
      int col = (int) Math.floor((point.getX() - grid.originX()) / grid.pixelSize());
      int row = (int) Math.floor((grid.originY() - point.getY()) / grid.pixelSize());
      window =
          new PixelWindow(Math.min(col, grid.width() - 1), Math.min(row, grid.height() - 1), 1, 1);
    } else {
      window = grid.covering(extent);
    }
    if ((long) window.width() * window.height() > MOST_PIXELS_OF_A_PLOT) {
      return Sample.none("is larger than " + MOST_PIXELS_OF_A_PLOT + " pixels");
    }
    double[] weights =
        shape instanceof Point ? new double[] {1} : Coverage.fractions(shape, grid, window);
    return weighted(source.read(new int[] {0, 1}, window), weights);
  }

  private static Sample weighted(List<FloatRaster> bands, double[] weights) {
    double all = 0;
    double weight = 0;
    double mean = 0;
    double error = 0;
    for (int i = 0; i < weights.length; i++) {
      float value = bands.get(0).data()[i];
      float spread = bands.get(1).data()[i];
      all += weights[i];
      if (Float.isFinite(value) && spread > 0) {
        weight += weights[i];
        mean += weights[i] * value;
        error += weights[i] * spread;
      }
    }
    return weight > 0 && weight >= LEAST_COVERED_FRACTION * all
        ? new Sample(mean / weight, error / weight, "")
        : Sample.none("has no prediction, or one without standard error, on more than half of it");
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
