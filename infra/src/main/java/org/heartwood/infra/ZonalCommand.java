package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.tiff.TiffFile;
import org.heartwood.ingest.tile.ZonalJob;
import org.heartwood.ingest.tile.ZonalStatisticsTable;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZonalStatistics;
import org.heartwood.ingest.zonal.ZonalTable;
import org.heartwood.ingest.zonal.ZoneFeatures;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heartwood zonal}: exact statistics of a raster inside polygons. */
@Command(
    name = "zonal",
    description = "Exact statistics of a GeoTIFF inside polygons, as CSV or JSON.",
    mixinStandardHelpOptions = true)
final class ZonalCommand implements Callable<Integer> {
  private static final int TILE_PX = 512;
  private static final int TASKS_PER_CORE = 4;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-r", "--raster"},
      required = true,
      paramLabel = "RASTER",
      description = "GeoTIFF: a path or an address")
  private String raster = "raster.tif";

  @Option(
      names = {"-p", "--polygons"},
      required = true,
      paramLabel = "POLYGONS",
      description =
          "GeoJSON (longitude and latitude, or the system that its crs member names), GeoPackage,"
              + " zipped Shapefile, KML, KMZ or GeoParquet")
  private Path polygons = Path.of("polygons.geojson");

  @Option(
      names = {"-s", "--stats"},
      defaultValue = "count,area_ha,mean",
      paramLabel = "LIST",
      description =
          "some of count, nodata_count, area_m2, area_ha, nodata_area_ha, sum, mean, variance,"
              + " stdev, stderr, min, max, median, q05 (any percentile), majority, minority,"
              + " variety, histogram, weighted_mean, weighted_sum (default: ${DEFAULT-VALUE})")
  private String statistics = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "file to write (default: standard output)")
  private @Nullable Path output;

  @Option(
      names = "--id",
      paramLabel = "FIELD",
      description = "property that names a polygon (default: the feature's id or place)")
  private @Nullable String idField;

  @Option(
      names = "--weights",
      paramLabel = "RASTER",
      description = "GeoTIFF of weights, first band, on the same pixels")
  private @Nullable String weights;

  @Option(
      names = "--band",
      defaultValue = "1",
      paramLabel = "N",
      description = "band of the raster, from 1 (default: ${DEFAULT-VALUE})")
  private int band = 1;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "threads; their number changes no digit (default: ${DEFAULT-VALUE})")
  private int threads = 1;

  @Option(names = "--json", description = "write JSON instead of CSV")
  private boolean json;

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description =
          "run on this Spark master, such as local[4] or spark://…, with the same digits; -o then"
              + " names a folder for Parquet")
  private @Nullable String master;

  @Mixin private AccessOptions accessOptions = new AccessOptions();

  @Override
  public Integer call() throws IOException {
    List<Operation> operations = Operation.parseList(statistics);
    requireWeights(operations);
    if (!(threads > 0)) {
      throw new InputException(Reason.VALUE, "--threads must be at least 1, was " + threads);
    }
    Grid grid = grid();
    List<ZonePolygon> zones = zones(MapProjection.of(grid.crs()));
    tellWhatLiesOutside(zones, grid);
    return master == null ? here(zones, operations) : onSpark(master, zones, operations);
  }

  private int here(List<ZonePolygon> zones, List<Operation> operations) throws IOException {
    Supplier<BlockRaster> weighting = weights == null ? null : source(weights, 1);
    ZonalTable table =
        new ZonalTable(
            zones,
            ZonalStatistics.compute(source(raster, band), weighting, zones, operations, threads),
            operations);
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      write(table, out);
      out.flush();
    } else {
      try (Writer out = Files.newBufferedWriter(output)) {
        write(table, out);
      }
    }
    return 0;
  }

  private List<ZonePolygon> zones(MapProjection projection) {
    String name = polygons.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".geojson") || name.endsWith(".json")) {
      return ZoneFeatures.read(polygons, projection, idField);
    }
    if (idField != null) {
      throw new InputException(
          Reason.UNSUPPORTED,
          "--id names a property of GeoJSON; features of other formats are called as in the file");
    }
    return ZoneFeatures.of(BoundaryReader.document(polygons), projection);
  }

  /** Writes {@link ZonalStatisticsTable}; zones that cannot be used have a row that says so. */
  private int onSpark(String sparkMaster, List<ZonePolygon> zones, List<Operation> operations)
      throws IOException {
    if (output == null) {
      throw new InputException(
          Reason.MISSING, "--master writes Parquet; name its folder with -o FOLDER");
    }
    try (SparkSession spark = SparkSessions.open(sparkMaster)) {
      ZonalJob.RasterBand weighting = weights == null ? null : new ZonalJob.RasterBand(weights, 0);
      Dataset<Row> statistics =
          ZonalJob.run(
                  spark,
                  new ZonalJob.Request(
                      accessOptions.access(),
                      new ZonalJob.RasterBand(raster, band - 1),
                      weighting,
                      operations,
                      TILE_PX,
                      TASKS_PER_CORE * spark.sparkContext().defaultParallelism()),
                  ZoneTable.of(spark, zones))
              .cache();
      statistics.write().mode(SaveMode.Overwrite).parquet(output.toString());
      long faults =
          statistics
              .where(statistics.col(ZonalStatisticsTable.STATUS).notEqual(ZonalStatisticsTable.OK))
              .count();
      PrintWriter out = spec.commandLine().getOut();
      out.println(zones.size() + " zones, " + faults + " without statistics: " + output);
      out.flush();
      return faults == 0 ? 0 : Heartwood.PARTIAL;
    }
  }

  private void requireWeights(List<Operation> operations) {
    for (Operation operation : operations) {
      if (weights == null && operation.measure().isWeighted()) {
        throw new InputException(
            Reason.MISSING, operation.name() + " needs a raster of weights; give --weights");
      }
    }
  }

  private Grid grid() throws IOException {
    try (BlockRaster opened = source(raster, band).get()) {
      return opened.grid();
    }
  }

  /** Polygons off the raster have empty statistics; all of them off it are a mistake. */
  private void tellWhatLiesOutside(List<ZonePolygon> zones, Grid grid) {
    Envelope extent = grid.envelope();
    List<String> outside =
        zones.stream()
            .filter(zone -> !extent.intersects(zone.polygons().getEnvelopeInternal()))
            .map(ZonePolygon::id)
            .toList();
    if (outside.size() == zones.size()) {
      Envelope all = new Envelope();
      zones.forEach(zone -> all.expandToInclude(zone.polygons().getEnvelopeInternal()));
      throw new InputException(
          Reason.OUTSIDE_AREA,
          polygons
              + ": no polygon lies on "
              + raster
              + ": they cover "
              + Grid.shown(all)
              + " in "
              + grid.crs()
              + ", it covers "
              + Grid.shown(extent)
              + "; check that both belong together");
    }
    if (!outside.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "warning: "
              + outside.size()
              + " of "
              + zones.size()
              + " polygons lie outside of "
              + raster
              + " and have no statistics, the first is "
              + JsonFault.quoted(outside.get(0)));
    }
  }

  /**
   * @param band from 1, as people count them
   */
  private Supplier<BlockRaster> source(String location, int band) {
    DataAccess access = accessOptions.access();
    return () -> TiffFile.open(access.open(location)).band(band - 1);
  }

  private void write(ZonalTable table, Writer out) throws IOException {
    if (json) {
      table.writeJson(out);
    } else {
      table.writeCsv(out);
    }
  }
}
