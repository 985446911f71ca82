package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistrationJobTest {
  private static final Grid GRID = new Grid("EPSG:32636", 0, 0, 30, 600, 300);

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("local[2]");
  }

  /** A made landscape; image i shows it {@code shifts[i]} pixels further east. */
  @SuppressWarnings("ArrayRecordComponent") // a closure's payload, never compared
  private record Landscape(double[] shifts) implements Imagery {
    @Override
    public View read(int[] images, PixelWindow window) {
      return new View(
          IntStream.of(images).mapToObj(image -> image(shifts[image], window)).toList(), List.of());
    }

    private static FloatRaster image(double shift, PixelWindow window) {
      FloatRaster raster = FloatRaster.empty(window);
      for (int row = window.row(); row < window.endRow(); row++) {
        for (int col = window.col(); col < window.endCol(); col++) {
          raster.data()[raster.index(col, row)] =
              Double.isNaN(shift) ? 0.5f : (float) height(col - shift, row);
        }
      }
      return raster;
    }

    private static double height(double x, double y) {
      double sum = 0;
      for (int wave = 1; wave <= 12; wave++) {
        double angle = wave * 2.4;
        double length = 6 + 3.7 * wave;
        sum +=
            Math.sin(
                2 * Math.PI * (x * Math.cos(angle) + y * Math.sin(angle)) / length + wave * wave);
      }
      return sum;
    }
  }

  private static List<RegistrationJob.Shift> shifts(int partitions, double... shifts) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.sql.leafNodeDefaultParallelism", partitions);
    return RegistrationJob.run(
        session,
        GRID,
        new Landscape(shifts),
        List.of(
            new CompositeJob.YearImages(2001, IntStream.range(0, shifts.length).toArray()),
            new CompositeJob.YearImages(2002, new int[] {0})));
  }

  @Test
  void everyImageIsComparedWithTheOneBeforeItInItsSeason() {
    List<RegistrationJob.Shift> found = shifts(2, 0, 0.2, 1.1);
    assertThat(found).hasSize(2);
    assertThat(found).allMatch(shift -> shift.year() == 2001 && shift.tiles() == 2);
    assertThat(found.get(0).colPx()).isCloseTo(0.2, within(0.05));
    assertThat(found.get(0).rowPx()).isCloseTo(0, within(0.05));
    assertThat(found.get(0).isMisregistered()).isFalse();
    assertThat(found.get(1).reference()).isEqualTo(1);
    assertThat(found.get(1).colPx()).isCloseTo(0.9, within(0.05));
    assertThat(found.get(1).isMisregistered()).isTrue();
  }

  @Test
  void anImageWithoutTextureHasNoShift() {
    assertThat(shifts(2, 0, Double.NaN)).isEmpty();
  }

  @Test
  void partitionsDoNotChangeABit() {
    assertThat(shifts(1, 0, 0.3, 0.8)).isEqualTo(shifts(7, 0, 0.3, 0.8));
  }
}
