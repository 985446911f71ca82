package org.heartwood.verification.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.layer.LossPatchesJob;
import org.heartwood.verification.layer.Palette;
import org.heartwood.verification.layer.ProjectLayers;
import org.heartwood.verification.layer.RasterLayersJob;
import org.heartwood.verification.report.HtmlReportWriter;
import org.heartwood.verification.report.IntegrityReport;
import org.heartwood.verification.report.JsonReportWriter;
import org.heartwood.verification.report.MapFigure;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/** Writes everything that a run leaves into a folder. */
final class Outputs {
  /** The report's map is never larger than this on either side, pixels. */
  private static final int MAP_PX = 1000;

  private static final float FULL_COVER_PCT = 100;

  private final SparkSession spark;
  private final Assessment assessment;
  private final TileGrid tiles;
  private final Path folder;

  Outputs(SparkSession spark, Assessment assessment, TileGrid tiles, Path folder) {
    this.spark = spark;
    this.assessment = assessment;
    this.tiles = tiles;
    this.folder = folder;
  }

  void write(
      IntegrityReport report, ReadHistory history, Map<Zone, Geometry> zonePolygons, Stages stages)
      throws IOException {
    Path rasters = Files.createDirectories(folder.resolve("rasters"));
    Dataset<Row> change = history.change();
    int[] years = history.settings().years();
    int[] forestYears =
        IntStream.of(years[0], history.settings().startYear(), years[years.length - 1])
            .distinct()
            .toArray();
    history
        .fromImages()
        .ifPresent(
            seen -> {
              RasterLayersJob.canopy(seen.canopy(), tiles, rasters);
              RasterLayersJob.datedChange(seen.detection(), tiles, rasters);
            });
    RasterLayersJob.change(change, tiles, years, forestYears, rasters);

    ProjectLayers.write(
        folder.resolve("layers.gpkg"),
        tiles.grid().crs(),
        zonePolygons,
        report.zoneYears(),
        lossPatches(change, years[0]),
        history.events(),
        assessment.asOf().atStartOfDay().toInstant(ZoneOffset.UTC));

    Path tables = Files.createDirectories(folder.resolve("tables"));
    ResultTables.write(spark, tables, report, history, assessment);

    JsonReportWriter.write(folder.resolve("report.json"), report);
    HtmlReportWriter.write(
        folder.resolve("report.html"), report, map(report, rasters, zonePolygons));
    RunRecord.write(folder.resolve("run.json"), spark, assessment, report, stages.seconds());
    writeManifest();
  }

  static Map<Zone, Geometry> zonePolygons(Dataset<Row> zones) {
    Map<Zone, Geometry> polygons = new EnumMap<>(Zone.class);
    zones
        .collectAsList()
        .forEach(
            row ->
                polygons.put(
                    Zone.ofLabel(row.getAs(ZoneTable.ZONE)),
                    geometry(row.<byte[]>getAs(ZoneTable.GEOMETRY))));
    return polygons;
  }

  private List<ProjectLayers.LossPatch> lossPatches(Dataset<Row> change, int firstYear) {
    return LossPatchesJob.run(change, tiles, firstYear).collectAsList().stream()
        .map(
            row ->
                new ProjectLayers.LossPatch(
                    row.<Integer>getAs(LossPatchesJob.YEAR),
                    geometry(row.<byte[]>getAs(LossPatchesJob.GEOMETRY)).norm()))
        .sorted(
            Comparator.comparingInt(ProjectLayers.LossPatch::year)
                .thenComparing((a, b) -> a.polygon().compareTo(b.polygon())))
        .toList();
  }

  private static Geometry geometry(byte[] wkb) {
    try {
      return new WKBReader().read(wkb);
    } catch (ParseException e) {
      throw new IllegalStateException("a table holds WKB that cannot be read", e);
    }
  }

  private MapFigure map(IntegrityReport report, Path rasters, Map<Zone, Geometry> zones)
      throws IOException {
    int step =
        Math.max(1, (Math.max(tiles.grid().width(), tiles.grid().height()) + MAP_PX - 1) / MAP_PX);
    FloatRaster loss = thinned(rasters.resolve("loss_year.tif"), step);
    FloatRaster cover = cover(report, rasters, step);
    int firstYear = report.period().firstYear();
    int shift = Palette.lossEpoch(firstYear) - firstYear;
    byte[] index = new byte[loss.data().length];
    for (int i = 0; i < index.length; i++) {
      float value = loss.data()[i];
      index[i] = (byte) (Float.isNaN(value) ? 255 : value == 0 ? 0 : (int) value + shift);
    }
    Envelope extent = tiles.grid().envelope();
    int lastYear = report.period().lastYear();
    return new MapFigure(
        MapFigure.render(
            loss.window().width(),
            loss.window().height(),
            index,
            cover.data(),
            firstYear,
            Palette.lossYears(Palette.lossEpoch(firstYear), firstYear + 1, lastYear)),
        new MapFigure.Extent(
            extent.getMinX(), extent.getMinY(), extent.getMaxX(), extent.getMaxY()),
        zones.entrySet().stream()
            .sorted(Map.Entry.<Zone, Geometry>comparingByKey().reversed())
            .map(entry -> MapFigure.Outline.of(entry.getKey(), entry.getValue()))
            .toList());
  }

  /** Canopy cover of the last year, or forest as full cover where a map was read. */
  private static FloatRaster cover(IntegrityReport report, Path rasters, int step)
      throws IOException {
    int year = report.period().lastYear();
    if (report.forestMap() == null) {
      return thinned(rasters.resolve("canopy_" + year + ".tif"), step);
    }
    FloatRaster forest = thinned(rasters.resolve("forest_" + year + ".tif"), step);
    for (int i = 0; i < forest.data().length; i++) {
      forest.data()[i] *= FULL_COVER_PCT;
    }
    return forest;
  }

  private static FloatRaster thinned(Path file, int step) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(file)) {
      return source.thinned(0, step);
    }
  }

  /** Lists every file but the run record, whose times differ from run to run. */
  private void writeManifest() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> sorted =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(folder.resolve("work")))
              .filter(file -> !file.equals(folder.resolve("run.json")))
              .sorted(Comparator.comparing(file -> folder.relativize(file).toString()))
              .toList();
      for (Path file : sorted) {
        lines.add(
            Sha256.of(file) + "  " + folder.relativize(file).toString().replace('\\', '/') + "\n");
      }
    }
    Files.writeString(
        folder.resolve("MANIFEST.sha256"), String.join("", lines), StandardCharsets.UTF_8);
  }
}
