package org.heartwood.inference.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.heartwood.inference.accuracy.WindowedPrediction;
import org.heartwood.inference.model.UntrainedModels;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TorchSegmenterTest {
  private static final int SIDE_PX = 64;
  private static final float ROUNDING_PCT = 1e-3f;

  private static TorchSegmenter segmenter;

  @BeforeAll
  static void open() {
    segmenter = TorchSegmenter.open(UntrainedModels.random(4));
  }

  @AfterAll
  static void close() {
    segmenter.close();
  }

  @Test
  void anInputPixelFartherThanTheReceptiveFieldChangesNothing() {
    int reach = 23;
    FloatRaster before = ndvi(new PixelWindow(0, 0, SIDE_PX, SIDE_PX), 1);
    float[] unchanged = predict(before).mean().data();
    int farthest = 0;
    for (int position = 28; position < 36; position++) {
      FloatRaster input = new FloatRaster(before.window(), before.data().clone());
      input.data()[input.index(position, position)] = -0.9f;
      float[] changed = predict(input).mean().data();
      for (int row = 0; row < SIDE_PX; row++) {
        for (int col = 0; col < SIDE_PX; col++) {
          int i = row * SIDE_PX + col;
          int distance = Math.max(Math.abs(row - position), Math.abs(col - position));
          if (changed[i] != unchanged[i]) {
            farthest = Math.max(farthest, distance);
          }
        }
      }
    }

    assertThat(farthest).isLessThanOrEqualTo(reach).isGreaterThan(8);
    assertThat(reach).isLessThan(24);
    assertThat(segmenter.contract().haloPx()).isEqualTo(24);
  }

  @Test
  void predictionsAreMissingExactlyWhereTheInputIs() {
    FloatRaster input = ndvi(new PixelWindow(0, 0, SIDE_PX, SIDE_PX), 1);
    input.data()[5] = Float.NaN;
    input.data()[70] = 7431;
    input.data()[71] = Float.NEGATIVE_INFINITY;

    Prediction prediction = predict(input);

    for (int i = 0; i < input.data().length; i++) {
      boolean missing = i == 5 || i == 70 || i == 71;
      assertThat(Float.isNaN(prediction.mean().data()[i])).isEqualTo(missing);
      assertThat(Float.isNaN(prediction.standardError().data()[i])).isEqualTo(missing);
    }
    assertThat(prediction.mean().data()[6]).isBetween(0f, 100f);
    assertThat(prediction.standardError().data()[6]).isPositive();
  }

  @Test
  void aMissingNeighbourIsNotTheSameAsAnAverageOne() {
    FloatRaster average = ndvi(new PixelWindow(0, 0, SIDE_PX, SIDE_PX), 1);
    average.data()[average.index(30, 30)] = 0.67f;
    FloatRaster missing = new FloatRaster(average.window(), average.data().clone());
    missing.data()[missing.index(30, 30)] = Float.NaN;

    float[] withAverage = predict(average).mean().data();
    float[] withMissing = predict(missing).mean().data();
    int changed = 0;
    for (int i = 0; i < withAverage.length; i++) {
      changed += !Float.isNaN(withMissing[i]) && withMissing[i] != withAverage[i] ? 1 : 0;
    }
    assertThat(changed).isPositive();
  }

  @Test
  void aWindowWithoutAnyDataPredictsNothing() {
    Prediction prediction =
        predict(FloatRaster.empty(new PixelWindow(100_000, -100_000, SIDE_PX, SIDE_PX)));

    assertThat(prediction.mean().data()).containsOnly(Float.NaN);
    assertThat(prediction.standardError().data()).containsOnly(Float.NaN);
  }

  @Test
  void aBatchEqualsItsWindowsOneByOne() {
    List<List<FloatRaster>> windows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      windows.add(List.of(ndvi(new PixelWindow(i * SIDE_PX, 0, SIDE_PX, SIDE_PX), i)));
    }

    List<Prediction> batch = segmenter.predict(windows);

    for (int i = 0; i < windows.size(); i++) {
      Prediction single = segmenter.predict(List.of(windows.get(i))).get(0);
      assertThat(batch.get(i).mean().window()).isEqualTo(windows.get(i).get(0).window());
      assertThat(batch.get(i).mean().data())
          .containsExactly(single.mean().data(), within(ROUNDING_PCT));
      assertThat(batch.get(i).standardError().data())
          .containsExactly(single.standardError().data(), within(ROUNDING_PCT));
    }
  }

  @Test
  void twoThreadsGetWhatOneGets() throws InterruptedException, ExecutionException {
    FloatRaster input = ndvi(new PixelWindow(0, 0, 128, 128), 3);
    float[] alone = predict(input).mean().data();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Prediction>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(threads.submit(() -> predict(input)));
      }
      for (Future<Prediction> result : results) {
        assertThat(result.get().mean().data()).isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void windowsReadWithTheHaloShowNoSeam() {
    PixelWindow area = new PixelWindow(3, 5, 300, 60);
    FloatRaster scene = ndvi(new PixelWindow(-40, -40, 400, 140), 4);

    Prediction windowed =
        WindowedPrediction.of(segmenter, area, window -> List.of(scene.crop(window)));
    Prediction whole = predict(scene).crop(area);

    assertThat(windowed.mean().window()).isEqualTo(area);
    assertThat(windowed.mean().data()).containsExactly(whole.mean().data(), within(ROUNDING_PCT));
  }

  @Test
  void windowsThatTheNetworkCannotHalveTwiceAreRefused() {
    FloatRaster odd = FloatRaster.empty(new PixelWindow(0, 0, 64, 62));

    assertThatThrownBy(() -> predict(odd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples of 4 px");
  }

  @Test
  void aWindowWithTooManyBandsIsRefused() {
    FloatRaster band = FloatRaster.empty(new PixelWindow(0, 0, 8, 8));

    assertThatThrownBy(() -> segmenter.predict(List.of(List.of(band, band))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("random needs 1 bands, was given 2");
  }

  private static Prediction predict(FloatRaster input) {
    return segmenter.predict(List.of(List.of(input))).get(0);
  }

  private static FloatRaster ndvi(PixelWindow window, long seed) {
    Random random = new Random(seed);
    FloatRaster raster = FloatRaster.empty(window);
    for (int i = 0; i < raster.data().length; i++) {
      raster.data()[i] = 0.3f + 0.5f * random.nextFloat();
    }
    return raster;
  }
}
