package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Breaks of one Landsat pixel as USGS LCMAP's pyccd 2018.10.17 finds them, run on the test data of
 * its repository (lcmap-pyccd, test/resources/test_3657_3610_observations.csv, commit 2eaf9933, The
 * Unlicense), which lie beside this test.
 */
class CcdcValidationTest {
  /** Days from year 1, as the file has them, at 1970-01-01. */
  private static final int EPOCH = 719163;

  @Test
  void theSegmentsOfALandsatPixelAreThoseOfTheReference() {
    List<double[]> rows = clear();
    double[] days = rows.stream().mapToDouble(row -> row[0]).toArray();
    double[][] bands = new double[5][];
    for (int band = 0; band < 5; band++) {
      int column = band + 2;
      bands[band] = rows.stream().mapToDouble(row -> row[column]).toArray();
    }
    List<Ccdc.Segment> segments = Ccdc.segments(days, bands);
    assertThat(
            segments.stream()
                .filter(Ccdc.Segment::changed)
                .map(one -> LocalDate.ofEpochDay((long) one.breakDay() - EPOCH).toString()))
        .containsExactly("1993-06-17", "2003-07-23", "2010-03-28", "2013-05-23");
    assertThat(segments.stream().map(Ccdc.Segment::observations))
        .containsExactly(65, 76, 46, 35, 23);
    assertThat(segments.get(4).changed()).isFalse();
  }

  @Test
  void aShortSeriesHasNoSegments() {
    assertThat(Ccdc.segments(new double[12], new double[5][12])).isEmpty();
  }

  /**
   * Clear or water, unsaturated, temperatures possible, the first of a day: as the reference does.
   */
  private static List<double[]> clear() {
    List<double[]> rows = new ArrayList<>();
    try (InputStream in = CcdcValidationTest.class.getResourceAsStream("landsat_3657_3610.csv")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .sorted(Comparator.comparingDouble(row -> row[0]))
          .filter(row -> row[8] <= 1)
          .filter(row -> Arrays.stream(row, 1, 7).allMatch(value -> value > 0 && value < 10000))
          .filter(row -> row[7] * 10 - 27315 > -9320 && row[7] * 10 - 27315 < 7070)
          .filter(row -> rows.isEmpty() || rows.get(rows.size() - 1)[0] != row[0])
          .forEach(rows::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
