package org.heartwood.verification.carbon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.EsaCciBiomass;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.warp.AnalysisGrid;
import org.locationtech.jts.geom.Geometry;

/** The pixels of a biomass map, with their standard errors, around a project. */
public final class BiomassWindow {
  /** Beyond it the correlation of errors takes too long. */
  private static final int MOST_PIXELS = 250_000;

  private static final double MOST_TONNES_PER_HA = 10_000;

  private final String name;
  private final Grid grid;
  private final double[] values;
  private final double[] errors;
  private final double rangeM;
  private final double[] landShare;

  private BiomassWindow(
      String name, Grid grid, double[] values, double[] errors, double rangeM, double[] landShare) {
    this.name = name;
    this.grid = grid;
    this.values = values;
    this.errors = errors;
    this.rangeM = rangeM;
    this.landShare = landShare;
  }

  /**
   * Reads a map around a project.
   *
   * @param map above-ground dry matter, tonnes per hectare
   * @param errors standard errors of the same pixels
   * @param product how both files are encoded
   * @param rangeM see {@link MapMean#of}
   * @throws InputException if the map does not reach the project, the errors do not lie on its
   *     pixels, or a value cannot be one
   */
  public static BiomassWindow read(
      Path map, Path errors, Product product, double rangeM, Geometry landLonLat) {
    try (GeoTiffSource values = GeoTiffSource.open(map);
        GeoTiffSource deviations = GeoTiffSource.open(errors)) {
      Grid all = values.grid();
      if (!deviations.grid().equals(all)) {
        throw new InputException(
            Reason.INCONSISTENT,
            errors + ": does not have the pixels of " + map + "; an error must lie on its pixel");
      }
      Geometry land = MapProjection.of(all.crs()).project(landLonLat);
      PixelWindow around = all.covering(land.getEnvelopeInternal());
      if (!around.intersects(all.window())) {
        throw new InputException(
            Reason.OUTSIDE_AREA, map + ": shows nothing of the project; give a map that does");
      }
      PixelWindow window = around.intersection(all.window());
      long pixels = (long) window.width() * window.height();
      if (pixels > MOST_PIXELS) {
        throw new InputException(
            Reason.TOO_LARGE,
            map
                + ": has "
                + pixels
                + " pixels around the project, more than "
                + MOST_PIXELS
                + "; give the map and its error at a coarser resolution, as its producer publishes"
                + " them");
      }
      double[] share = Coverage.fractions(land, all, window);
      return new BiomassWindow(
          String.valueOf(map.getFileName()),
          all.crop(window),
          numbers(values, product, window, map),
          numbers(deviations, product, window, errors),
          rangeM,
          share);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(
      GeoTiffSource source, Product product, PixelWindow window, Path file) {
    FloatRaster raw = source.read(new int[] {0}, window).get(0);
    float[] data = product == Product.ESA_CCI_BIOMASS ? decoded(raw, file) : raw.data();
    double[] numbers = new double[data.length];
    for (int i = 0; i < data.length; i++) {
      numbers[i] = data[i];
      if (data[i] < 0 || data[i] > MOST_TONNES_PER_HA) {
        throw new InputException(
            Reason.VALUE,
            file
                + ": holds "
                + data[i]
                + " t/ha; biomass and its error lie between 0 and "
                + MOST_TONNES_PER_HA
                + ": check unit, scale and no-data value");
      }
    }
    return numbers;
  }

  private static float[] decoded(FloatRaster raw, Path file) {
    var decoded = EsaCciBiomass.mgPerHa(raw);
    if (decoded.unknownPx() > 0) {
      throw new InputException(
          Reason.VALUE,
          file
              + ": holds codes that the product does not have: "
              + decoded.unknownCodes().keySet()
              + "; give the file as published");
    }
    return decoded.values().data();
  }

  /** Pixels around the project. */
  public Grid grid() {
    return grid;
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /**
   * Mean over all of the project's land.
   *
   * @throws InputException if no pixel of it has a value and an error
   */
  public MapMean overLand() {
    return mean(landShare, "land");
  }

  /**
   * Mean over forest.
   *
   * @param forest area of forest in each pixel of {@link #grid()}, row-major, any one unit
   * @throws InputException if no pixel with forest has a value and an error
   */
  public MapMean overForest(double[] forest) {
    return mean(forest, "forest");
  }

  /**
   * Share of the forest on which the map has a value and an error, 0–1.
   *
   * @param forest see {@link #overForest}
   */
  public double seenFraction(double[] forest) {
    double seen = 0;
    double all = 0;
    for (int i = 0; i < forest.length; i++) {
      all += forest[i];
      seen += Double.isNaN(values[i]) || Double.isNaN(errors[i]) ? 0 : forest[i];
    }
    return all > 0 ? seen / all : 0;
  }

  /** As {@link #seenFraction(double[])}, of all of the project's land. */
  public double seenLandFraction() {
    return seenFraction(landShare);
  }

  private MapMean mean(double[] weights, String what) {
    boolean any = false;
    boolean sure = true;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0 && !Double.isNaN(values[i]) && !Double.isNaN(errors[i])) {
        any = true;
        sure &= errors[i] == 0;
      }
    }
    if (!any) {
      throw new InputException(
          Reason.EMPTY,
          name
              + ": no pixel of the project's "
              + what
              + " has a value and a standard error; give a map that shows it");
    }
    if (sure) {
      throw new InputException(
          Reason.VALUE,
          name
              + ": the standard error is 0 in every pixel of the project; no map is that sure, give"
              + " its error layer");
    }
    return MapMean.of(values, errors, weights, grid.width(), AnalysisGrid.pixelM(grid), rangeM);
  }
}
