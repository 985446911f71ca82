package org.heartwood.verification.growth;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.inference.predict.CanopyTable;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.verification.change.ChangeJob;
import org.heartwood.verification.change.Noise;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/**
 * Samples plots of a project and of the comparison area from the canopy cover of a run. A task is a
 * tile; what reaches the driver is a sample of bounded size, the same for any number of tasks.
 */
public final class GrowthPlotsJob {
  /** Edge of a plot, at most; 1.44 ha with pixels of 30 m. VM0047 allows 0.01 to 10 ha. */
  private static final double LARGEST_EDGE_M = 120;

  private static final int MOST_PX = 16;

  /** Plots wanted in the project and outside. */
  private static final double PROJECT_PLOTS = 200;

  private static final double CONTROL_PLOTS = 3000;

  /** Share of a plot of the project that lies inside, as in VM0047. */
  private static final double LEAST_INSIDE = 0.75;

  private static final double WHOLE = 1 - 1e-9;

  private static final String ROW = "row";
  private static final String COL = "col";
  private static final String IN_PROJECT = "in_project";
  private static final String COVER = "cover_pct";

  /** Plots: their place on the grid of plots, and cover at {@link GrowthDates#years}, per cent. */
  static final TableSchema PLOTS =
      TableSchema.of("growth_plots")
          .with(ROW, DataTypes.IntegerType)
          .with(COL, DataTypes.IntegerType)
          .with(IN_PROJECT, DataTypes.BooleanType)
          .with(COVER, DataTypes.createArrayType(DataTypes.DoubleType, false));

  private GrowthPlotsJob() {}

  /**
   * What is sampled.
   *
   * @param dates composites that are read
   * @param projectM2 area of the project on the grid
   * @param comparisonM2 area of the comparison area on the grid
   * @param neighbours other projects, whose land is no control, in the grid's CRS
   * @param seed of the sample
   */
  public record Request(
      GrowthDates dates,
      double projectM2,
      double comparisonM2,
      List<Geometry> neighbours,
      long seed) {
    public Request {
      neighbours = List.copyOf(neighbours);
    }
  }

  /** Edge of a plot: the largest power of two, at most {@value #MOST_PX}, of at most 120 m. */
  public static int plotPx(double pixelM) {
    int edge = 1;
    while (edge < MOST_PX && 2 * edge * pixelM <= LARGEST_EDGE_M) {
      edge *= 2;
    }
    return edge;
  }

  /**
   * Runs the job.
   *
   * @param canopy {@link CanopyTable}
   * @param tileZones {@link org.heartwood.ingest.tile.TileZoneTable}
   * @return plots with cover at all dates, by row and column
   */
  public static List<GrowthPlot> run(
      Dataset<Row> canopy, Dataset<Row> tileZones, TileGrid tiles, Request request) {
    int edge = plotPx(tiles.grid().pixelSize());
    double plotM2 = Math.pow(edge * tiles.grid().pixelSize(), 2);
    Sampler sampler =
        new Sampler(
            tiles,
            request.dates(),
            edge,
            PROJECT_PLOTS * plotM2 / request.projectM2(),
            CONTROL_PLOTS * plotM2 / request.comparisonM2(),
            request.neighbours().stream().map(each -> new WKBWriter().write(each)).toList(),
            request.seed());
    return CanopyTable.SCHEMA
        .require(canopy)
        .filter(functions.col(CanopyTable.YEAR).isInCollection(request.dates().years()))
        .groupByKey((MapFunction<Row, Long>) row -> CanopyTable.key(row).zOrder(), Encoders.LONG())
        .cogroup(
            ChangeJob.zonesByTile(tileZones),
            (CoGroupFunction<Long, Row, Row, Row>)
                (unused, years, zones) -> sampler.plots(years, zones),
            PLOTS.encoder())
        .collectAsList()
        .stream()
        .map(GrowthPlotsJob::plot)
        .sorted(Comparator.comparingInt(GrowthPlot::row).thenComparingInt(GrowthPlot::col))
        .toList();
  }

  private static GrowthPlot plot(Row row) {
    return new GrowthPlot(
        row.<Integer>getAs(ROW),
        row.<Integer>getAs(COL),
        row.<Boolean>getAs(IN_PROJECT),
        row.getList(row.fieldIndex(COVER)));
  }

  static Row row(GrowthPlot plot) {
    return PLOTS.row(plot.row(), plot.col(), plot.inProject(), plot.coverPct().toArray());
  }

  /** What every task needs. */
  private record Sampler(
      TileGrid tiles,
      GrowthDates dates,
      int edge,
      double projectShare,
      double controlShare,
      List<byte[]> neighbours,
      long seed)
      implements Serializable {

    Iterator<Row> plots(Iterator<Row> years, Iterator<Row> zones) throws ParseException {
      Map<Integer, Row> byYear = new TreeMap<>();
      years.forEachRemaining(row -> byYear.put(CanopyTable.year(row), row));
      List<Row> out = new ArrayList<>();
      if (byYear.size() < dates.years().size() || !zones.hasNext()) {
        return out.iterator();
      }
      PixelWindow core = tiles.core(CanopyTable.key(byYear.values().iterator().next()));
      Map<Zone, double[]> coverage = ChangeJob.coverage(zones, tiles, core);
      List<float[]> cover = new ArrayList<>();
      for (Row row : byYear.values()) {
        cover.add(CanopyTable.raster(row, CanopyTable.MEAN_PCT, core).data());
      }
      List<PreparedGeometry> masks = new ArrayList<>();
      for (byte[] neighbour : neighbours) {
        masks.add(PreparedGeometryFactory.prepare(new WKBReader().read(neighbour)));
      }
      for (int top = 0; top + edge <= core.height(); top += edge) {
        for (int left = 0; left + edge <= core.width(); left += edge) {
          PixelWindow plot = new PixelWindow(left, top, edge, edge);
          boolean inside = share(coverage.get(Zone.PROJECT), plot, core) >= LEAST_INSIDE;
          boolean outside = !inside && share(coverage.get(Zone.COMPARISON), plot, core) >= WHOLE;
          int row = (core.row() + top) / edge;
          int col = (core.col() + left) / edge;
          double wanted = inside ? projectShare : outside ? controlShare : 0;
          if (Noise.uniform(seed, 0, 0, row, col) < wanted
              && (inside || !masked(masks, row, col))) {
            add(row, col, inside, plot, core, cover, out);
          }
        }
      }
      return out.iterator();
    }

    private static double share(double @Nullable [] zone, PixelWindow plot, PixelWindow core) {
      return zone == null ? 0 : mean(pixel -> zone[pixel], plot, core);
    }

    /** Mean over the pixels of a plot, which the tile counts row by row. */
    private static double mean(IntToDoubleFunction value, PixelWindow plot, PixelWindow core) {
      double sum = 0;
      for (int row = plot.row(); row < plot.endRow(); row++) {
        for (int col = plot.col(); col < plot.endCol(); col++) {
          sum += value.applyAsDouble(row * core.width() + col);
        }
      }
      return sum / plot.width() / plot.height();
    }

    private boolean masked(List<PreparedGeometry> masks, int row, int col) {
      double side = edge * tiles.grid().pixelSize();
      double west = tiles.grid().x((double) col * edge);
      double north = tiles.grid().y((double) row * edge);
      Geometry square =
          new GeometryFactory().toGeometry(new Envelope(west, west + side, north - side, north));
      return masks.stream().anyMatch(mask -> mask.intersects(square));
    }

    /** A plot that some date does not show as a whole is left out. */
    private static void add(
        int row,
        int col,
        boolean inside,
        PixelWindow plot,
        PixelWindow core,
        List<float[]> cover,
        List<Row> out) {
      List<Double> means = new ArrayList<>();
      for (float[] year : cover) {
        double mean = mean(pixel -> year[pixel], plot, core);
        if (Double.isNaN(mean)) {
          return;
        }
        means.add(mean);
      }
      out.add(row(new GrowthPlot(row, col, inside, means)));
    }
  }
}
