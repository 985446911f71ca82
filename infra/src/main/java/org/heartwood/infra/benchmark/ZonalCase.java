package org.heartwood.infra.benchmark;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.verification.layer.CogBand;
import org.heartwood.verification.layer.CogLayout;
import org.heartwood.verification.layer.CogPixels;
import org.heartwood.verification.layer.CogTile;
import org.heartwood.verification.layer.CogWriter;
import org.heartwood.verification.layer.Srs;

/**
 * Made-up polygons on a made-up raster, always the same: stars of random radius at random places,
 * and canopy cover of 0 to 100 that is a smooth field with noise, a fiftieth of it without data.
 */
enum ZonalCase {
  /** Sample plots of 50 to 500 m. */
  PLOTS(2000, 50, 500, 32),
  /** Parcels of 1.5 to 4.5 km. */
  PARCELS(1000, 1500, 4500, 64),
  /** Projects of 15 to 45 km, which together cover as many pixels as the raster has. */
  PROJECTS(50, 15_000, 45_000, 512);

  private static final int SIZE_PX = 10_000;
  private static final double PIXEL_M = 30;
  private static final double WEST_M = 500_000;
  private static final double NORTH_M = 5_000_000;
  private static final int BLOCK_PX = 512;
  private static final int FIELD_NODES = 101;
  private static final int NO_DATA = 255;
  private static final long SEED = 12345;
  private static final Grid GRID =
      new Grid("EPSG:32633", WEST_M, NORTH_M, PIXEL_M, SIZE_PX, SIZE_PX);

  private final int count;
  private final double leastRadiusM;
  private final double mostRadiusM;
  private final int vertices;

  ZonalCase(int count, double leastRadiusM, double mostRadiusM, int vertices) {
    this.count = count;
    this.leastRadiusM = leastRadiusM;
    this.mostRadiusM = mostRadiusM;
    this.vertices = vertices;
  }

  int count() {
    return count;
  }

  /** The case's file of polygons in a folder. */
  Path polygons(Path folder) {
    return folder.resolve(name().toLowerCase(Locale.ROOT) + ".geojson");
  }

  /** The raster of all cases in a folder. */
  static Path raster(Path folder) {
    return folder.resolve("canopy.tif");
  }

  /** Makes what a folder does not hold yet. */
  static void make(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.exists(raster(folder))) {
      CogLayout layout =
          new CogLayout(
              GRID,
              Srs.of(GRID.crs()),
              BLOCK_PX,
              new CogPixels.Counted(NO_DATA),
              List.of(new CogBand("synthetic canopy cover", "per cent")),
              Map.of());
      CogWriter.write(raster(folder), layout, tiles(layout));
    }
    for (ZonalCase each : values()) {
      if (!Files.exists(each.polygons(folder))) {
        each.write(each.polygons(folder));
      }
    }
  }

  private static Iterator<CogTile> tiles(CogLayout layout) {
    double[] field = new SplittableRandom(SEED).doubles(FIELD_NODES * FIELD_NODES).toArray();
    int across = layout.tileCols();
    return IntStream.range(0, layout.tileRows() * across)
        .mapToObj(
            tile ->
                new CogTile(
                    tile / across,
                    tile % across,
                    List.of(canopy(layout.window(tile / across, tile % across), field, tile))))
        .iterator();
  }

  private static FloatRaster canopy(PixelWindow window, double[] field, int tile) {
    SplittableRandom random = new SplittableRandom(SEED + 1 + tile);
    FloatRaster raster = FloatRaster.empty(window);
    for (int row = window.row(); row < window.endRow(); row++) {
      for (int col = window.col(); col < window.endCol(); col++) {
        double value = 90 * smooth(field, row, col) + 10 * random.nextDouble();
        if (random.nextDouble() >= 0.02) {
          raster.data()[raster.index(col, row)] = (float) Math.floor(value);
        }
      }
    }
    return raster;
  }

  private static double smooth(double[] field, int row, int col) {
    double y = row * (FIELD_NODES - 1.0) / SIZE_PX;
    double x = col * (FIELD_NODES - 1.0) / SIZE_PX;
    int west = (int) x;
    int top = (int) y;
    int at = top * FIELD_NODES + west;
    double dx = x - west;
    double dy = y - top;
    double north = field[at] * (1 - dx) + field[at + 1] * dx;
    double south = field[at + FIELD_NODES] * (1 - dx) + field[at + FIELD_NODES + 1] * dx;
    return north * (1 - dy) + south * dy;
  }

  private void write(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED + count);
    double edgeM = SIZE_PX * PIXEL_M;
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(
          "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":"
              + "{\"name\":\"urn:ogc:def:crs:EPSG::32633\"}},\"features\":[\n");
      for (int id = 0; id < count; id++) {
        double radiusM = random.nextDouble(leastRadiusM, mostRadiusM);
        double x = WEST_M + random.nextDouble(radiusM, edgeM - radiusM);
        double y = NORTH_M - random.nextDouble(radiusM, edgeM - radiusM);
        out.write(id == 0 ? "" : ",\n");
        out.write("{\"type\":\"Feature\",\"properties\":{\"id\":" + id + "},\"geometry\":");
        out.write("{\"type\":\"Polygon\",\"coordinates\":[[");
        out.write(star(random, x, y, radiusM) + "]]}}");
      }
      out.write("]}\n");
    }
  }

  private String star(SplittableRandom random, double x, double y, double radiusM) {
    double[] angles = random.doubles(vertices, 0, 2 * Math.PI).sorted().toArray();
    String[] ring = new String[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      double at = radiusM * (0.6 + 0.4 * random.nextDouble());
      ring[i] =
          String.format(
              Locale.ROOT,
              "[%.3f,%.3f]",
              x + at * Math.cos(angles[i]),
              y + at * Math.sin(angles[i]));
    }
    ring[vertices] = ring[0];
    return String.join(",", Arrays.asList(ring));
  }
}
