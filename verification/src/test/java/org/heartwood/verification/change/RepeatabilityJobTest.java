package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.predict.CanopyTable;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A made series whose error is planted: a lasting and a passing part of a known variance. */
class RepeatabilityJobTest {
  private static final TileGrid TILES =
      new TileGrid(new Grid("EPSG:32636", 600_000, 800_000, 30, 128, 64), 64);
  private static final double ERROR_PCT = 8;

  private final SparkSession spark = SparkSessions.open("local[2]");

  private Dataset<Row> canopy(double transientFraction, int years, int clearedPixels) {
    Random random = new Random(9);
    List<Row> rows = new ArrayList<>();
    for (int tile = 0; tile < 2; tile++) {
      TileKey key = new TileKey(0, tile);
      double[] lasting = new double[64 * 64];
      Arrays.setAll(
          lasting, i -> Math.sqrt(1 - transientFraction) * ERROR_PCT * random.nextGaussian());
      for (int year = 0; year < years; year++) {
        FloatRaster mean = FloatRaster.empty(TILES.core(key));
        FloatRaster error = FloatRaster.empty(TILES.core(key));
        for (int i = 0; i < lasting.length; i++) {
          double truth = i < clearedPixels && year >= years / 2 ? 10 : 60;
          mean.data()[i] =
              (float)
                  (truth
                      + lasting[i]
                      + Math.sqrt(transientFraction) * ERROR_PCT * random.nextGaussian());
          error.data()[i] = (float) ERROR_PCT;
        }
        rows.add(
            RowFactory.create(
                0,
                tile,
                2001 + year,
                mean.toBytes(),
                error.toBytes(),
                error.toBytes(),
                new byte[0]));
      }
    }
    return spark.createDataFrame(rows, CanopyTable.SCHEMA.type());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.8})
  void findsThePlantedShareThoughSomePixelsAreCleared(double planted) {
    assertThat(RepeatabilityJob.run(canopy(planted, 5, 200), TILES).transientFraction())
        .isCloseTo(planted, within(0.15 * planted));
  }

  @Test
  void aSeriesThatRepeatsItselfKeepsTheLeastShare() {
    assertThat(RepeatabilityJob.run(canopy(0, 3, 0), TILES).transientFraction()).isEqualTo(0.05);
  }

  @Test
  void aSingleYearCountsAsAllNew() {
    assertThat(RepeatabilityJob.run(canopy(0.3, 1, 0), TILES).transientFraction()).isEqualTo(1);
  }

  @Test
  void theErrorIsToldByCover() {
    Repeatability found = RepeatabilityJob.run(canopy(0.3, 5, 2000), TILES);
    // Covers of 60 and 10 with a lasting error of 6.7: classes of 10 % with few pixels are left
    // out.
    assertThat(found.classes()).extracting(each -> each.coverPct()).contains(5.0, 15.0, 55.0, 65.0);
    for (double cover : new double[] {10, 60}) {
      assertThat(found.errorPct(cover)).isCloseTo(ERROR_PCT, within(0.01));
      assertThat(found.passingPct(cover)).isCloseTo(Math.sqrt(0.3) * ERROR_PCT, within(0.5));
    }
    assertThat(found.passingPct(0)).isEqualTo(found.classes().get(0).passingPct());
    assertThat(found.passingPct(100))
        .isEqualTo(found.classes().get(found.classes().size() - 1).passingPct());
  }
}
