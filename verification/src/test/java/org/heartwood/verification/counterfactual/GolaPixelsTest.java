package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.Noise;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sampled pixels of VCS 1201 (data-samples/gola): a project set without any candidates. */
final class GolaPixelsTest {
  /** Edge of a pixel of the map. */
  private static final double PIXEL_DEG = 0.00027;

  private static final Timeline TIMELINE =
      new Timeline(IntStream.rangeClosed(2002, 2021).boxed().toList(), 10);
  private static final List<MatchingCovariate> COVARIATES =
      List.of(
          new MatchingCovariate("elevation", "m", 200),
          new MatchingCovariate("slope", "degrees", 2.5),
          new MatchingCovariate("access", "min", 10),
          new MatchingCovariate("cpc0_u", "share", 0.1),
          new MatchingCovariate("cpc0_d", "share", 0.1),
          new MatchingCovariate("cpc5_u", "share", 0.1),
          new MatchingCovariate("cpc5_d", "share", 0.1),
          new MatchingCovariate("cpc10_u", "share", 0.1),
          new MatchingCovariate("cpc10_d", "share", 0.1));
  private static PixelSet pixels = PixelSet.joined(COVARIATES.size(), List.of());

  @BeforeAll
  static void read() {
    SparkSession spark = SparkSessions.open("local[2]");
    List<Row> rows =
        spark
            .read()
            .parquet(Path.of("..", "data-samples", "gola", "pixels.parquet").toString())
            .collectAsList();
    int d = COVARIATES.size();
    long[] keys = new long[rows.size()];
    int[] hard = new int[rows.size()];
    float[] values = new float[rows.size() * d];
    byte[] lostBy = new byte[rows.size()];
    for (int i = 0; i < keys.length; i++) {
      Row row = rows.get(i);
      // A pixel of the map is 0.00027 degrees wide.
      keys[i] =
          PixelSet.key(
              (int) Math.round((90 - number(row, "lat")) / PIXEL_DEG),
              (int) Math.round((180 + number(row, "lng")) / PIXEL_DEG));
      hard[i] =
          (int)
              (1000 * number(row, "luc_2012")
                  + 100 * number(row, "luc_2007")
                  + 10 * number(row, "luc_2002"));
      for (int c = 0; c < d; c++) {
        values[i * d + c] = (float) number(row, COVARIATES.get(c).name());
      }
      lostBy[i] = (byte) TIMELINE.dates();
      for (int date = TIMELINE.dates() - 1; date > TIMELINE.startIndex(); date--) {
        if (number(row, "luc_" + TIMELINE.years().get(date)) == 3) {
          lostBy[i] = (byte) date;
        }
      }
    }
    pixels = new PixelSet(d, keys, hard, values, lostBy);
  }

  private static double number(Row row, String column) {
    return ((Number) row.get(row.fieldIndex(column))).doubleValue();
  }

  private static EffectEstimate matched(PixelSet treated, PixelSet candidates) {
    return PixelMatching.with(MatchingSettings.pact(42))
        .estimate(
            Study.of(
                "VCS1201",
                treated,
                new CandidateIndex(COVARIATES, candidates),
                new BitSet(),
                new CellPanel(
                    TIMELINE,
                    480,
                    COVARIATES,
                    new int[0],
                    new int[0],
                    new long[0],
                    new double[0],
                    new int[0]),
                new BitSet(),
                new BitSet(),
                42));
  }

  @Test
  void withoutCandidatesItCannotTell() {
    EffectEstimate estimate = matched(pixels, pixels.chosen(new int[0]));

    assertThat(pixels.size()).isEqualTo(16_307);
    assertThat(estimate.cannotTell()).contains("no candidates").contains("16307");
    assertThat(estimate.unmatchedFraction()).isEqualTo(1);
  }

  @Test
  void halvesOfTheProjectAvoidedNothingBesideEachOther() {
    PixelSet even = half(0);
    PixelSet odd = half(1);

    EffectEstimate estimate = matched(even, odd);

    Estimate effect = Objects.requireNonNull(estimate.avoidedPerYear());
    assertThat(effect.ci90Low()).isLessThanOrEqualTo(0);
    assertThat(effect.ci90High()).isGreaterThanOrEqualTo(0);
    assertThat(estimate.unmatchedFraction()).isLessThan(0.2);
    assertThat(estimate.maxSmd()).isLessThan(0.25);
  }

  private static PixelSet half(int rest) {
    return pixels.chosen(
        IntStream.range(0, pixels.size())
            .filter(i -> Math.floorMod(Noise.mix(pixels.key(i)), 2) == rest)
            .toArray());
  }
}
