package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.tile.Imagery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageMediansJobTest {
  private static final Grid GRID = new Grid("EPSG:32636", 800_000, 850_000, 30, 61, 47);
  private static final List<Integer> IMAGES = IntStream.range(0, 20).boxed().toList();

  private final SparkSession spark = SparkSessions.open("local[2]");

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** Image k lies around k/20; image 7 shows one pixel in a hundred, image 9 none. */
  private static final Imagery IMAGERY =
      (images, window) ->
          new Imagery.View(
              IntStream.of(images).mapToObj(k -> image(k, window)).toList(), List.of());

  private static FloatRaster image(int image, PixelWindow window) {
    FloatRaster raster = FloatRaster.empty(window);
    for (int row = window.row(); row < window.endRow(); row++) {
      for (int col = window.col(); col < window.endCol(); col++) {
        SplittableRandom random = new SplittableRandom(1_000_003L * image + 1000L * row + col);
        boolean seen = image != 9 && (image != 7 || random.nextInt(100) == 0);
        float value = image / 20f + (float) (random.nextDouble() - 0.5) / 5;
        raster.data()[raster.index(col, row)] = seen ? value : Float.NaN;
      }
    }
    return raster;
  }

  private Map<Integer, Float> medians(int tileSizePx) {
    return ImageMediansJob.run(spark, new TileGrid(GRID, tileSizePx), IMAGERY, IMAGES, 0.1);
  }

  @Test
  void mediansAreRightToHalfABinAndTheSameForAnyTiling() {
    Map<Integer, Float> medians = medians(32);
    assertThat(medians).hasSize(18).doesNotContainKeys(7, 9).isEqualTo(medians(16));
    medians.forEach(
        (image, median) -> {
          float[] values = image(image, GRID.window()).data();
          Arrays.sort(values);
          assertThat(median).isCloseTo(values[values.length / 2], within(0.005f));
        });
  }

  @Test
  void levelledImagesLieAroundZeroAndOneWithoutAMedianShowsNothing() throws IOException {
    LevelledImagery levelled = new LevelledImagery(IMAGERY, Map.of(3, 0.15f));
    List<FloatRaster> images = levelled.read(new int[] {3, 7}, GRID.window()).images();
    double mean = 0;
    for (float value : images.get(0).data()) {
      mean += value / images.get(0).data().length;
    }
    assertThat(mean).isCloseTo(0, within(0.01));
    for (float value : images.get(1).data()) {
      assertThat(value).isNaN();
    }
  }
}
