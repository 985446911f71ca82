package org.heartwood.inference.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.landscape.Split;
import org.heartwood.inference.train.Batch;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileSamplerTest {
  private static final int SIDE = 128;
  private static final int CROP = 64;
  private static final int BORDER = 8;
  private static final double HELD_OUT = 0.02;

  @TempDir private Path folder = Path.of("");

  /** Without disturbance; scaled as read, so that planted values can be found again. */
  private TileSpec undisturbed() throws IOException {
    Path file = folder.resolve("training.json");
    Files.writeString(
        file,
        MadeUpTiles.tiny()
            .replaceAll("(Spread|(?<!Norm)Max|smoothingFraction)\": [0-9.]+", "$1\": 0")
            .replaceAll("\"cropBorderPx\": \\d+", "\"cropBorderPx\": " + BORDER)
            .replaceAll("\"mean\": \\d+", "\"mean\": 0")
            .replaceAll("\"deviation\": \\d+", "\"deviation\": 1"));
    return TileSpec.read(file);
  }

  /** The value tells row and column of its pixel, and whether it is forest. */
  private static double planted(int pixel) {
    return (pixel / SIDE + pixel % SIDE) % 200;
  }

  private static float[] forest() {
    float[] forest = new float[SIDE * SIDE];
    for (int i = 0; i < forest.length; i++) {
      forest[i] = planted(i) >= 100 ? 1 : 0;
    }
    return forest;
  }

  @Test
  void labelsGoWithTheirPixelsHoweverACropIsTurned() throws IOException {
    TileSpec spec = undisturbed();
    ForestTile tile = MadeUpTiles.tile("a", SIDE, TileSamplerTest::planted, forest());
    TileSampler sampler = new TileSampler(spec, List.of(tile), MadeUpTiles.inputs(spec));
    Random random = new Random(3);
    int pixels = CROP * CROP;

    for (int draw = 0; draw < 8; draw++) {
      Batch batch = sampler.next(random);
      int counted = 0;
      for (int crop = 0; crop < 2; crop++) {
        for (int i = 0; i < pixels; i++) {
          int at = crop * pixels + i;
          boolean border =
              Math.min(Math.min(i / CROP, i % CROP), CROP - 1 - Math.max(i / CROP, i % CROP))
                  < BORDER;
          assertThat(batch.inputs()[crop * 4 * pixels + 3 * pixels + i]).isEqualTo(1);
          if (batch.target(0).weights()[at] > 0) {
            counted++;
            assertThat(border).isFalse();
            assertThat(batch.target(0).labels()[at])
                .isEqualTo(batch.inputs()[crop * 4 * pixels + i] >= 100 ? 1 : 0);
          }
        }
      }
      double inside = 2.0 * (CROP - 2 * BORDER) * (CROP - 2 * BORDER);
      assertThat(counted / inside).isBetween(1 - 2 * HELD_OUT, 1 - HELD_OUT / 2);
    }
  }

  @Test
  void labelsThatAreHeldOutOrMissingNeverCount() throws IOException {
    TileSpec spec = undisturbed();
    float[] forest = new float[CROP * CROP];
    for (int i = 0; i < forest.length; i++) {
      // A crop as large as the tile holds all of it: only held-out labels are forest.
      forest[i] = Split.heldOut(i % CROP, i / CROP, HELD_OUT) ? 1 : i % 2 == 0 ? 0 : Float.NaN;
    }
    ForestTile tile = MadeUpTiles.tile("a", CROP, i -> 50, forest);
    Batch batch =
        new TileSampler(spec, List.of(tile), MadeUpTiles.inputs(spec)).next(new Random(1));

    float counted = 0;
    for (float weight : batch.target(0).weights()) {
      counted += weight;
    }
    assertThat(counted).isPositive().isLessThan(CROP * CROP);
    assertThat(batch.target(0).labels()).containsOnly(0);
  }

  @Test
  void pixelsWithoutAnImageStayWithoutWhateverTheDisturbance() throws IOException {
    Path file = folder.resolve("training.json");
    Files.writeString(file, MadeUpTiles.tiny());
    TileSpec spec = TileSpec.read(file);
    float[] band = new float[CROP * CROP];
    Arrays.fill(band, 0, 2000, 250);
    Arrays.fill(band, 2000, band.length, 1);
    band[100] = Float.NaN;
    float[] other = band.clone();

    new TileDisturber(spec.disturbance(), spec.imagery())
        .disturb(List.of(band, other), CROP, new Random(7));
    float[] again = new float[CROP * CROP];
    Arrays.fill(again, 0, 2000, 250);
    Arrays.fill(again, 2000, again.length, 1);
    again[100] = Float.NaN;
    new TileDisturber(spec.disturbance(), spec.imagery())
        .disturb(List.of(again, again.clone()), CROP, new Random(7));

    assertThat(band[100]).isNaN();
    assertThat(again).isEqualTo(band);
    assertThat(other).isNotEqualTo(band);
    for (int i = 0; i < band.length; i++) {
      if (i != 100) {
        assertThat(band[i]).isBetween(0f, 255f);
      }
    }
  }

  @Test
  void aCropLargerThanATileIsRefused() throws IOException {
    TileSpec spec = undisturbed();
    ForestTile tile = MadeUpTiles.tile("small", 32, i -> 1, new float[32 * 32]);

    assertThatThrownBy(() -> new TileSampler(spec, List.of(tile), MadeUpTiles.inputs(spec)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must fit into small of 32 × 32 px, was 64");
  }
}
