package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Dossier.ClassAccuracy;
import org.heartwood.ingest.project.Dossier.MapAccuracy;
import org.heartwood.ingest.project.Dossier.NoData;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.project.ZonesJob;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.tile.TileZonesJob;
import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;

/** A part of the map of Guadeloupe (data-samples/guadeloupe), read as a history. */
final class MappedHistoryJobTest {
  private static final Path SAMPLE = Path.of("..", "data-samples", "guadeloupe");
  private static final List<Integer> YEARS = List.of(2000, 2005, 2010, 2015, 2020);
  private static final List<Integer> CODES = List.of(1, 2, 3, 4, 5);
  private static final PixelWindow PART = new PixelWindow(300, 1700, 210, 170);
  private static final PixelWindow PROJECT = new PixelWindow(60, 50, 80, 70);
  private static final MapAccuracy RIGHT =
      new MapAccuracy(
          new ClassAccuracy(0, 0, 0, 0), new ClassAccuracy(0, 0, 0, 0), "made up for a test");

  private final SparkSession spark = SparkSessions.open("local[2]");
  private final Grid grid;
  private final float[] codes;

  MappedHistoryJobTest() throws IOException {
    try (GeoTiffSource map = GeoTiffSource.open(SAMPLE.resolve("fcc12345.tif"))) {
      this.grid = map.grid().crop(PART);
      this.codes = map.read(new int[] {0}, PART).get(0).data();
    }
  }

  private static MappedHistory history(
      List<Integer> years, NoData noData, MappedHistory.@Nullable Mask within) {
    return new MappedHistory(
        DataAccess.standard(),
        SAMPLE.resolve("fcc12345.tif").toString(),
        PART.col(),
        PART.row(),
        years,
        CODES,
        noData,
        within);
  }

  private Dataset<Row> change(MappedHistory history, int tilePx, int partitions) {
    TileGrid tiles = new TileGrid(grid, tilePx);
    Envelope land = grid.envelope(PROJECT);
    Dataset<Row> zones =
        ZonesJob.run(
            spark, new ZonesJob.Request(new GeometryFactory().toGeometry(land), grid, 300, 1000));
    return MappedHistoryJob.run(
            spark, TileZonesJob.run(spark, tiles, zones).repartition(partitions), tiles, history)
        .localCheckpoint();
  }

  private static ZoneAreas areas(Dataset<Row> change, MapAccuracy accuracy) {
    return ZoneTotalsJob.areas(change, accuracy, 200, 7);
  }

  /** Hectares of the project's pixels whose code is one of some, pixel by pixel. */
  private double ha(List<Integer> wanted) {
    double m2 = 0;
    for (int row = PROJECT.row(); row < PROJECT.endRow(); row++) {
      for (int col = PROJECT.col(); col < PROJECT.endCol(); col++) {
        if (wanted.contains((int) codes[row * PART.width() + col])) {
          m2 += PixelArea.pixelM2(grid, col, row);
        }
      }
    }
    return m2 / 1e4;
  }

  private static List<MappedArea> project(ZoneAreas areas) {
    return areas.mapped().stream().filter(row -> row.zone() == Zone.PROJECT).toList();
  }

  @Test
  void areasAreThoseOfThePixelsCountedOneByOne() {
    List<MappedArea> rows =
        project(areas(change(history(YEARS, NoData.NO_FOREST, null), 64, 2), RIGHT));
    assertThat(rows).extracting(MappedArea::year).containsExactlyElementsOf(YEARS);
    for (int t = 0; t < YEARS.size(); t++) {
      assertThat(rows.get(t).forestHa())
          .isCloseTo(ha(CODES.subList(t, CODES.size())), within(1e-6));
      assertThat(rows.get(t).lossHa())
          .isCloseTo(t == 0 ? 0 : ha(List.of(CODES.get(t - 1))), within(1e-6));
    }
    assertThat(rows.get(0).forestHa()).isGreaterThan(100);
    assertThat(rows.stream().mapToDouble(MappedArea::lossHa).sum()).isGreaterThan(1);
  }

  @Test
  void partitionsDoNotShowAndTilesAreBelowASquareCentimetre() {
    MappedHistory history = history(YEARS, NoData.NO_FOREST, null);
    ZoneAreas once = areas(change(history, 64, 1), RIGHT);
    assertThat(areas(change(history, 64, 5), RIGHT)).isEqualTo(once);
    List<MappedArea> other = project(areas(change(history, 128, 2), RIGHT));
    for (int t = 0; t < YEARS.size(); t++) {
      assertThat(other.get(t).forestHa()).isCloseTo(project(once).get(t).forestHa(), within(1e-8));
    }
  }

  @Test
  void whatIsLostAfterTheLastDateReadIsForestOnIt() {
    List<MappedArea> rows =
        project(areas(change(history(YEARS.subList(0, 4), NoData.NO_FOREST, null), 64, 2), RIGHT));
    assertThat(rows).hasSize(4);
    assertThat(rows.get(3).forestHa()).isCloseTo(ha(List.of(4, 5)), within(1e-6));
  }

  @Test
  void landWithoutDataIsUnknownOrNoForestAsTheDossierSays() {
    ZoneYear open =
        areas(change(history(YEARS, NoData.NO_FOREST, null), 64, 2), RIGHT)
            .estimated()
            .of(Zone.PROJECT)
            .get(0);
    ZoneYear unknown =
        areas(change(history(YEARS, NoData.UNKNOWN, null), 64, 2), RIGHT)
            .estimated()
            .of(Zone.PROJECT)
            .get(0);
    assertThat(open.observedFraction()).isEqualTo(1);
    assertThat(unknown.observedHa()).isCloseTo(ha(CODES), within(1e-6));
    assertThat(unknown.observedFraction()).isBetween(0.5, 0.999);
    assertThat(unknown.forestHa()).isEqualTo(open.forestHa());
  }

  @Test
  void aMaskSaysWhatWasForestAtTheFirstDate() {
    String file = SAMPLE.resolve("fcc12345.tif").toString();
    List<MappedArea> rows =
        project(
            areas(
                change(history(YEARS, NoData.NO_FOREST, new MappedHistory.Mask(file, 4)), 64, 2),
                RIGHT));
    assertThat(rows.get(0).forestHa()).isCloseTo(ha(List.of(4, 5)), within(1e-6));
    assertThat(rows.get(3).lossHa()).isZero();
  }

  @Test
  void anAreaIsWhatTheMapHasRightOverWhatItFinds() {
    // Delta method: SE(f) = f · √((se_c / (1 − c))² + (se_o / (1 − o))²).
    MapAccuracy accuracy =
        new MapAccuracy(
            new ClassAccuracy(0.2, 0.04, 0.1, 0.03),
            new ClassAccuracy(0.05, 0.01, 0.02, 0.01),
            "-");
    Dataset<Row> change = change(history(YEARS, NoData.NO_FOREST, null), 64, 2);
    ZoneAreas areas = areas(change, accuracy);
    double mappedHa = project(areas).get(3).lossHa();
    Estimate loss = areas.estimated().of(Zone.PROJECT).get(3).lossHa();
    double factor = 0.9 / 0.8;
    assertThat(loss.mean()).isCloseTo(factor * mappedHa, within(1e-9));
    double relative = Math.hypot(0.03 / 0.9, 0.04 / 0.8);
    assertThat(loss.standardError() / loss.mean()).isCloseTo(relative, within(0.05 * relative));
  }

  @Test
  void theErrorOfAnAccuracyDoesNotAverageOutOverDates() {
    MapAccuracy accuracy =
        new MapAccuracy(
            new ClassAccuracy(0.2, 0.04, 0.1, 0.03), new ClassAccuracy(0, 0, 0, 0), "-");
    ZoneAreas areas = areas(change(history(YEARS, NoData.NO_FOREST, null), 64, 2), accuracy);
    Estimate all = areas.estimated().lossHa(Zone.PROJECT, year -> true);
    double sum =
        areas.estimated().of(Zone.PROJECT).stream()
            .mapToDouble(row -> row.lossHa().standardError())
            .sum();
    assertThat(all.standardError()).isCloseTo(sum, within(1e-9));
  }

  @Test
  void aHistoryWithoutACodeForEveryDateIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new MappedHistory(
                    DataAccess.standard(),
                    "x.tif",
                    0,
                    0,
                    YEARS,
                    List.of(1, 2),
                    NoData.UNKNOWN,
                    null))
        .withMessageContaining("a code for each");
  }
}
