package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.Test;

class ChangeJobTest {
  private static final double PIXEL_HA = 0.09;

  private final SparkSession spark = SparkSessions.open("local[2]");
  private final SyntheticLandscape landscape = SyntheticLandscape.withClearings();

  private Dataset<Row> change(SyntheticLandscape of, int tileSizePx, int partitions) {
    TileGrid tiles = new TileGrid(SyntheticLandscape.GRID, tileSizePx);
    return ChangeJob.run(
            of.canopy(spark, tiles).repartition(partitions),
            SyntheticLandscape.tileZones(spark, tiles).repartition(partitions),
            tiles,
            SyntheticLandscape.settings())
        .repartition(partitions);
  }

  private static List<ZoneYear> totals(Dataset<Row> change) {
    return areas(change).estimated().zoneYears();
  }

  private static ZoneAreas areas(Dataset<Row> change) {
    return ZoneTotalsJob.areas(change, SyntheticLandscape.settings().errors(), PIXEL_HA, 1);
  }

  private static List<String> strata(Dataset<Row> change) {
    return ZoneTotalsJob.strata(change).stream().map(ChangeJobTest::words).toList();
  }

  private static String words(StratumCount count) {
    return count.zone()
        + " "
        + List.of(count.blockRow(), count.blockCol(), count.stratum(), count.pixels())
        + Arrays.toString(count.lostPixels())
        + Arrays.toString(count.covariateSums())
        + Arrays.toString(count.covariateSquares());
  }

  @Test
  void areasAreThosePlantedWhateverThePartitionsAndTiles() {
    Dataset<Row> change = change(landscape, 64, 1).persist();
    List<ZoneYear> totals = totals(change);
    assertThat(totals).hasSize(3 * SyntheticLandscape.YEARS.length);
    for (MappedArea row : areas(change).mapped()) {
      assertThat(row.lossHa())
          .as("%s %d", row.zone(), row.year())
          .isCloseTo(landscape.plantedHa(row.zone(), row.year()), within(1e-6));
      assertThat(row.gainHa()).isZero();
    }
    for (ZoneYear row : totals) {
      double planted = landscape.plantedHa(row.zone(), row.year());
      assertThat(row.lossHa().mean())
          .as("%s %d", row.zone(), row.year())
          .isCloseTo(planted, within(0.02 * planted + 0.002 * row.forestHa().mean()));
      assertThat(row.observedHa()).isCloseTo(landscape.plantedHa(row.zone(), 0), within(1e-6));
      assertThat(row.gainHa()).isLessThan(0.002 * row.zoneHa());
      assertThat(row.validDates()).isCloseTo(3, within(1e-3));
    }
    assertThat(totals.stream().mapToDouble(row -> row.lossHa().mean()).sum()).isGreaterThan(40);
    double gridHa =
        Arrays.stream(PixelArea.window(SyntheticLandscape.GRID, SyntheticLandscape.GRID.window()))
                .sum()
            / 1e4;
    assertThat(
            totals.stream().filter(row -> row.year() == 2003).mapToDouble(ZoneYear::zoneHa).sum())
        .isCloseTo(gridHa, within(1e-6));

    Dataset<Row> inSeven = change(landscape, 64, 7).persist();
    assertThat(totals(inSeven)).isEqualTo(totals);
    assertThat(strata(inSeven)).isEqualTo(strata(change));

    Dataset<Row> inLargeTiles = change(landscape, 128, 2).persist();
    List<ZoneYear> large = totals(inLargeTiles);
    for (int i = 0; i < totals.size(); i++) {
      assertThat(large.get(i).forestHa().mean())
          .isCloseTo(totals.get(i).forestHa().mean(), within(1e-6));
      assertThat(large.get(i).lossHa().mean())
          .isCloseTo(totals.get(i).lossHa().mean(), within(1e-6));
      assertThat(large.get(i).lossHa().standardError())
          .isCloseTo(totals.get(i).lossHa().standardError(), within(1e-6));
    }
    assertThat(strata(inLargeTiles)).isEqualTo(strata(change));
  }

  @Test
  void aSeriesWithoutChangeHasNone() {
    Dataset<Row> change = change(new SyntheticLandscape(List.of()), 64, 2).persist();
    assertThat(areas(change).mapped()).allMatch(row -> row.lossHa() == 0 && row.gainHa() == 0);
    assertThat(totals(change))
        .allMatch(row -> row.lossHa().mean() < 0.002 * row.zoneHa())
        .allMatch(row -> row.lossHa().ci90Low() == 0);
    long[] codes = new long[256];
    for (Row row : change.collectAsList()) {
      for (byte code : row.<byte[]>getAs(ChangeTable.LOSS_YEAR)) {
        codes[code & 0xFF]++;
      }
    }
    long unseen = (long) SyntheticLandscape.UNSEEN.width() * SyntheticLandscape.UNSEEN.height();
    assertThat(codes[ChangeTable.UNKNOWN]).isEqualTo(unseen);
    assertThat(codes[0]).isEqualTo(LongStream.of(codes).sum() - unseen);
    assertThat(ZoneTotalsJob.strata(change))
        .isNotEmpty()
        .allMatch(count -> count.lostPixels()[0] == 0);
    ZoneYear comparison =
        totals(change).stream()
            .filter(row -> row.zone() == Zone.COMPARISON)
            .findFirst()
            .orElseThrow();
    assertThat(comparison.zoneHa() - comparison.observedHa())
        .isCloseTo(unseen * PIXEL_HA, within(0.02));
  }

  @Test
  void refusesTilesSmallerThanTheirMargin() {
    assertThatThrownBy(() -> change(landscape, 16, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tileSizePx must be at least the context of 24 px, was 16");
  }
}
