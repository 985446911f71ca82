package org.heartwood.inference.applicability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.UNet;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class DissimilarityIndexTest {
  private static final List<String> NAMES = List.of("blue", "green", "nir");
  private static final List<Double> WEIGHTS = List.of(0.5, 0.7, 1.8);
  private static final float[] POINTS = {
    0.02f, 0.05f, 0.30f, 0.03f, 0.06f, 0.28f, 0.05f, 0.09f, 0.35f, 0.04f, 0.08f, 0.33f, 0.10f,
    0.14f, 0.22f, 0.12f, 0.16f, 0.20f, 0.03f, 0.05f, 0.41f, 0.08f, 0.11f, 0.27f, 0.06f, 0.10f,
    0.24f, 0.02f, 0.04f, 0.37f
  };
  private static final int[] FOLDS = {0, 0, 1, 1, 2, 2, 0, 1, 2, 1};

  private static TrainedModel model(ReferencePoints points, List<Double> weights) {
    List<ModelCard.InputBand> inputs =
        NAMES.stream()
            .map(name -> new ModelCard.InputBand(name, "1", "", 0, 1, "", 0.1, 0.1))
            .toList();
    ModelCard card =
        new ModelCard(
            "three-bands",
            "0",
            "none",
            new ModelCard.Status(ModelCard.Standing.DEMONSTRATION, "no weights"),
            new UNet(3, 2, 2, List.of(UNet.Head.GAUSSIAN), -6, 3),
            inputs,
            List.of(new ModelCard.Output("tree cover", "per cent", 0, 100, 50, 25, "")),
            List.of(),
            new ModelCard.Training("none", List.of(), 0, List.of(), "none", "none"),
            List.of(),
            List.of(),
            List.of(points.describe("reference.safetensors", weights)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            "none");
    return new TrainedModel(card, List.of(), Optional.of(points.tensors()));
  }

  private static TrainedModel tenPoints() {
    return model(new ReferencePoints(3, POINTS, FOLDS), WEIGHTS);
  }

  private static float at(DissimilarityIndex index, float... values) {
    return index.of(raster(values)).data()[0];
  }

  /** One band for each value, each of one pixel. */
  private static List<FloatRaster> raster(float... values) {
    List<FloatRaster> bands = new ArrayList<>();
    for (float value : values) {
      bands.add(new FloatRaster(new PixelWindow(0, 0, 1, 1), new float[] {value}));
    }
    return bands;
  }

  /** Worked by brute force in plain Python from the paper's equations, all pairs one by one. */
  @Test
  void tenPointsGiveWhatAnIndependentComputationGives() {
    DissimilarityIndex index = DissimilarityIndex.of(tenPoints()).orElseThrow();

    assertThat(index.meanDistance()).isCloseTo(2.4738018190873867, within(1e-6));
    assertThat(index.threshold()).isCloseTo(0.7912410937000842, within(1e-6));
    assertThat(at(index, 0.03f, 0.05f, 0.30f)).isCloseTo(0.05821186f, within(1e-6f));
    assertThat(at(index, 0.07f, 0.12f, 0.30f)).isCloseTo(0.3337677f, within(1e-6f));
    assertThat(at(index, 0.30f, 0.35f, 0.45f)).isCloseTo(2.570756f, within(1e-6f));
    assertThat(index.nearPoints(new double[] {0.03, 0.05, 0.30})).isEqualTo(7);
    assertThat(index.nearPoints(new double[] {0.07, 0.12, 0.30})).isEqualTo(6);
    assertThat(index.nearPoints(new double[] {0.30, 0.35, 0.45})).isZero();
  }

  /** The same computation on two of the inputs; here the largest index caps the threshold. */
  @Test
  void onSomeInputsDistancesMeanAndThresholdAreThoseOfTheseInputs() {
    DissimilarityIndex index = DissimilarityIndex.of(tenPoints(), List.of("blue", "nir"));

    assertThat(index.inputs()).containsExactly("blue", "nir");
    assertThat(index.meanDistance()).isCloseTo(2.2865028648292145, within(1e-6));
    assertThat(index.threshold()).isCloseTo(0.8486920763296263, within(1e-6));
    assertThat(at(index, 0.03f, 0.30f)).isCloseTo(0.06298029f, within(1e-6f));
    assertThat(at(index, 0.30f, 0.45f)).isCloseTo(1.762402f, within(1e-6f));
  }

  @Test
  void aTrainingPointHasIndexZeroAndMovingAwayRaisesIt() {
    DissimilarityIndex index = DissimilarityIndex.of(tenPoints()).orElseThrow();
    for (int i = 0; i < FOLDS.length; i++) {
      assertThat(at(index, POINTS[3 * i], POINTS[3 * i + 1], POINTS[3 * i + 2])).isZero();
    }
    float before = 0;
    for (float nir = 0.42f; nir < 1; nir += 0.05f) {
      float now = at(index, 0.03f, 0.05f, nir);
      assertThat(now).isGreaterThan(before);
      before = now;
    }
  }

  @Test
  void withoutDataThereIsNoIndex() {
    DissimilarityIndex index = DissimilarityIndex.of(tenPoints()).orElseThrow();

    assertThat(at(index, Float.NaN, 0.05f, 0.3f)).isNaN();
    assertThat(at(index, 0.03f, 0.05f, 1.2f)).isNaN();
    assertThat(at(index, -0.01f, 0.05f, 0.3f)).isNaN();
  }

  @Test
  void anUnknownInputIsNamedAndInputsWithoutWeightAreRefused() {
    assertThatThrownBy(() -> DissimilarityIndex.of(tenPoints(), List.of("swir")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("three-bands has no input swir, only [blue, green, nir]");
    TrainedModel model = model(new ReferencePoints(3, POINTS, FOLDS), List.of(0.0, 1.0, 2.0));
    assertThatThrownBy(() -> DissimilarityIndex.of(model, List.of("blue")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the inputs [blue] carry no weight");
  }

  @Test
  void pointsSurviveTheirFile() {
    ReferencePoints points = new ReferencePoints(3, POINTS, FOLDS);

    assertThat(ReferencePoints.of(points.tensors()).describe("f", WEIGHTS))
        .isEqualTo(points.describe("f", WEIGHTS));
    assertThatThrownBy(() -> new ReferencePoints(3, POINTS, new int[10]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 folds");
  }

  @Test
  void theSearchFindsWhatComparingWithAllPointsFinds() {
    for (int dimensions : new int[] {1, 2, 6}) {
      SplittableRandom random = new SplittableRandom(dimensions);
      double[] points = random.doubles(700L * dimensions).toArray();
      // Some points twice, some in a row: ties and boxes without width.
      System.arraycopy(points, 0, points, 50 * dimensions, 20 * dimensions);
      Arrays.fill(points, 100 * dimensions, 110 * dimensions, 0.5);
      PointStrips strips = new PointStrips(points, dimensions);
      PointStrips.Search search = strips.search();
      for (int query = 0; query < 2000; query++) {
        double[] at = random.doubles(dimensions, -0.2, 1.2).toArray();
        double nearest = Double.POSITIVE_INFINITY;
        int within = 0;
        for (int i = 0; i < 700; i++) {
          double sum = 0;
          for (int d = 0; d < dimensions; d++) {
            sum += Math.pow(points[i * dimensions + d] - at[d], 2);
          }
          nearest = Math.min(nearest, sum);
          within += sum < 0.04 ? 1 : 0;
        }
        assertThat(strips.squaredDistance(at, search.nearest(at))).isEqualTo(nearest);
        assertThat(strips.within(at, 0.04)).isEqualTo(within);
      }
    }
  }

  @Test
  void theSearchByCellsFindsWhatComparingWithAllPointsFinds() {
    for (int dimensions : new int[] {1, 2, 3, 6, 7}) {
      SplittableRandom random = new SplittableRandom(dimensions);
      double[] points = new double[900 * dimensions];
      for (int i = 0; i < points.length; i++) {
        // The inputs of a point go together, as those of pixels do.
        double common = random.nextGaussian();
        points[i] = i % dimensions == 0 ? common : points[i - 1] + 0.2 * random.nextGaussian();
      }
      System.arraycopy(points, 0, points, 50 * dimensions, 20 * dimensions);
      NearestCells.Search search = new NearestCells(points, dimensions).search();
      for (int query = 0; query < 3000; query++) {
        double[] at = new double[dimensions];
        int near = random.nextInt(900) * dimensions;
        // Most near a point, on a point every tenth, some far from all.
        double apart = query % 10 == 0 ? 0 : query % 7 == 0 ? 30 : 0.1;
        for (int d = 0; d < dimensions; d++) {
          at[d] = points[near + d] + apart * random.nextGaussian();
        }
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 900; i++) {
          double sum = 0;
          for (int d = 0; d < dimensions; d++) {
            sum += Math.pow(at[d] - points[i * dimensions + d], 2);
          }
          nearest = Math.min(nearest, sum);
        }
        assertThat(search.squaredDistance(at)).isEqualTo(nearest);
      }
    }
  }

  @Test
  void pointsOnALineOrAllInOnePlaceAreSearchedAsWell() {
    double[] line = new double[300];
    for (int i = 0; i < line.length; i++) {
      line[i] = Math.floorDiv(i, 3);
    }
    NearestCells.Search onLine = new NearestCells(line, 3).search();
    NearestCells.Search one = new NearestCells(new double[30], 3).search();

    assertThat(onLine.squaredDistance(new double[] {41, 41, 42})).isEqualTo(1);
    assertThat(onLine.squaredDistance(new double[] {1e6, 0, 0})).isGreaterThan(1e11);
    assertThat(one.squaredDistance(new double[] {3, 4, 0})).isEqualTo(25);
  }

  @Test
  void aWindowHasTheIndexOfItsPixels() {
    DissimilarityIndex index = DissimilarityIndex.of(tenPoints()).orElseThrow();
    SplittableRandom random = new SplittableRandom(5);
    List<FloatRaster> bands = new ArrayList<>();
    for (int band = 0; band < 3; band++) {
      FloatRaster raster = FloatRaster.empty(new PixelWindow(10, 20, 12, 9));
      for (int i = 0; i < raster.data().length; i++) {
        raster.data()[i] = i == 50 ? Float.NaN : (float) random.nextDouble(0, 0.5);
      }
      bands.add(raster);
    }
    PixelWindow part = new PixelWindow(13, 22, 7, 5);

    assertThat(index.of(bands, part).data()).isEqualTo(index.of(bands).crop(part).data());
  }

  @Test
  void morePointsNeverRaiseTheDistanceToTheNearest() {
    SplittableRandom random = new SplittableRandom(3);
    double[] all = random.doubles(600).toArray();
    PointStrips few = new PointStrips(Arrays.copyOf(all, 300), 3);
    PointStrips many = new PointStrips(all, 3);
    for (int query = 0; query < 500; query++) {
      double[] at = random.doubles(3).toArray();
      assertThat(many.squaredDistance(at, many.search().nearest(at)))
          .isLessThanOrEqualTo(few.squaredDistance(at, few.search().nearest(at)));
    }
  }

  @Test
  void quantilesAreOfTypeSeven() {
    assertThat(WeightedSpace.quantile(new double[] {1, 2, 3, 4}, 0.75)).isEqualTo(3.25);
    assertThat(WeightedSpace.quantile(new double[] {1, 2, 3, 4}, 1)).isEqualTo(4);
  }
}
