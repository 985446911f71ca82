package org.heartwood.verification.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.verification.area.MapErrorSample.Pixel;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

/** Areas of a map whose errors go together where they are near. */
final class CorrelatedErrorTest {
  private static final double PIXEL_M = 30;
  private static final double RANGE_M = 360;

  /**
   * A random field of variance 1 with correlation exp(−3 h / range), as a sum of waves whose
   * frequencies are drawn from that correlation's spectrum (Shinozuka 1971).
   */
  private static final class Field {
    private static final int WAVES = 200;
    private final double[] kx = new double[WAVES];
    private final double[] ky = new double[WAVES];
    private final double[] phase = new double[WAVES];

    Field(double rangeM, SplittableRandom random) {
      double scale = rangeM / 3;
      for (int i = 0; i < WAVES; i++) {
        double u = 1 - random.nextDouble();
        double frequency = Math.sqrt(1 / (u * u) - 1) / scale;
        double angle = 2 * Math.PI * random.nextDouble();
        kx[i] = frequency * Math.cos(angle);
        ky[i] = frequency * Math.sin(angle);
        phase[i] = 2 * Math.PI * random.nextDouble();
      }
    }

    double at(double x, double y) {
      double sum = 0;
      for (int i = 0; i < WAVES; i++) {
        sum += Math.cos(kx[i] * x + ky[i] * y + phase[i]);
      }
      return Math.sqrt(2.0 / WAVES) * sum;
    }
  }

  private static FloatRaster raster(int side, Field field) {
    FloatRaster raster = FloatRaster.empty(new PixelWindow(0, 0, side, side));
    for (int i = 0; i < side * side; i++) {
      raster.data()[i] = (float) field.at(i % side * PIXEL_M, Math.floorDiv(i, side) * PIXEL_M);
    }
    return raster;
  }

  private static List<Pixel> zone(int side) {
    List<Pixel> pixels = new ArrayList<>();
    for (int i = 0; i < side * side; i++) {
      pixels.add(new Pixel(i % side * PIXEL_M, Math.floorDiv(i, side) * PIXEL_M, 50, 10));
    }
    return pixels;
  }

  /** The mean over several pieces of held-out ground, as a card would average them. */
  private static Variogram fitted(SplittableRandom random) {
    List<EmpiricalVariogram> pieces = new ArrayList<>();
    for (int piece = 0; piece < 8; piece++) {
      pieces.add(
          EmpiricalVariogram.ofRaster(
              raster(40, new Field(RANGE_M, random)), PIXEL_M, 24, 12, 20_000, piece));
    }
    List<EmpiricalVariogram.Lag> lags = new ArrayList<>();
    for (int lag = 0; lag < 12; lag++) {
      int index = lag;
      lags.add(
          new EmpiricalVariogram.Lag(
              pieces.stream().mapToDouble(p -> p.lags().get(index).distanceM()).sum() / 8,
              pieces.stream().mapToDouble(p -> p.lags().get(index).semivariance()).sum() / 8,
              pieces.stream().mapToLong(p -> p.lags().get(index).pairs()).sum()));
    }
    return VariogramFit.toLags(new EmpiricalVariogram(lags), Variogram.Shape.EXPONENTIAL)
        .found()
        .orElseThrow();
  }

  @Test
  void intervalsHoldTheTruthUnderCorrelatedErrorsAndIndependenceDoesNot() {
    SplittableRandom random = new SplittableRandom(11);
    Variogram known = Variogram.exponential(RANGE_M);
    Variogram fitted = fitted(random);
    MapErrorSample sample = new MapErrorSample(zone(16), 256);
    Estimate withKnown = sample.mean(known);
    Estimate withFitted = sample.mean(fitted);
    double independent = Estimate.Z90 * Math.sqrt(sample.variance(known).independent());
    int held = 0;
    int heldFitted = 0;
    int heldIndependent = 0;
    int draws = 1500;
    for (int draw = 0; draw < draws; draw++) {
      Field field = new Field(RANGE_M, random);
      double error = 0;
      for (Pixel pixel : sample.pixels()) {
        error += pixel.standardError() * field.at(pixel.x(), pixel.y());
      }
      double truth = 50 + error / 256;
      held += withKnown.ci90Low() <= truth && truth <= withKnown.ci90High() ? 1 : 0;
      heldFitted += withFitted.ci90Low() <= truth && truth <= withFitted.ci90High() ? 1 : 0;
      heldIndependent += Math.abs(truth - 50) <= independent ? 1 : 0;
    }
    assertThat((double) held / draws).isBetween(0.88, 0.92);
    assertThat((double) heldFitted / draws).isBetween(0.88, 0.92);
    assertThat((double) heldIndependent / draws).isLessThan(0.4);
    assertThat(sample.variance(known).ratio()).isGreaterThan(20);
  }

  /** Held-out ground gives the spread of block means of what is really there, as a card has it. */
  private static Variogram ofBlocks(double probability, double threshold, SplittableRandom random) {
    int[] sides = {1, 8, 16, 32};
    double[] squares = new double[4];
    long[] blocks = new long[4];
    for (int piece = 0; piece < 150; piece++) {
      FloatRaster truth = raster(32, new Field(RANGE_M, random));
      for (int k = 0; k < 4; k++) {
        int side = sides[k];
        for (int block = 0; block < 32 / side * (32 / side); block++) {
          double sum = 0;
          for (int i = 0; i < side * side; i++) {
            int col = block % (32 / side) * side + i % side;
            int row = Math.floorDiv(block, 32 / side) * side + Math.floorDiv(i, side);
            sum += truth.data()[row * 32 + col] > threshold ? 1 : 0;
          }
          squares[k] += Math.pow(sum / (side * side) - probability, 2);
          blocks[k]++;
        }
      }
    }
    List<VariogramFit.BlockVariance> variances = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      variances.add(new VariogramFit.BlockVariance(sides[k], blocks[k], squares[k] / blocks[k]));
    }
    return VariogramFit.toBlocks(variances, PIXEL_M, Variogram.Shape.EXPONENTIAL)
        .found()
        .orElseThrow();
  }

  @Test
  void theAreaOfARareClassHoldsTheTruthUnderCorrelatedErrors() {
    SplittableRandom random = new SplittableRandom(5);
    double probability = 0.06;
    double threshold = 1.5547735945968535; // P(N > threshold) = 0.06
    int side = 40;
    Variogram variogram = ofBlocks(probability, threshold, random);
    List<Pixel> pixels = new ArrayList<>();
    for (int i = 0; i < side * side; i++) {
      pixels.add(
          Pixel.ofProbability(i % side * PIXEL_M, Math.floorDiv(i, side) * PIXEL_M, probability));
    }
    AreaEstimate area =
        new MapErrorSample(pixels, pixels.size())
            .area("loss", 144, 8, variogram)
            .found()
            .orElseThrow();
    double independent =
        Estimate.Z90 * 144 * Math.sqrt(probability * (1 - probability) / pixels.size());
    int draws = 600;
    int held = 0;
    int heldIndependent = 0;
    double squaresOfTruth = 0;
    for (int draw = 0; draw < draws; draw++) {
      Field field = new Field(RANGE_M, random);
      double truth = 0;
      for (Pixel pixel : pixels) {
        truth += field.at(pixel.x(), pixel.y()) > threshold ? 144.0 / pixels.size() : 0;
      }
      squaresOfTruth += Math.pow(truth - 144 * probability, 2);
      held += area.areaHa().ci90Low() <= truth && truth <= area.areaHa().ci90High() ? 1 : 0;
      heldIndependent += Math.abs(truth - 144 * probability) <= independent ? 1 : 0;
    }
    String spread =
        variogram + ", " + area.areaHa() + ", truth varies by " + Math.sqrt(squaresOfTruth / draws);
    assertThat((double) held / draws).as(spread).isBetween(0.87, 0.93);
    assertThat((double) heldIndependent / draws).isLessThan(0.4);
    assertThat(area.estimator().designBased()).isFalse();
  }

  @Test
  void aSampleOfPixelsGivesTheVarianceOfAllWithinItsStatedError() {
    List<Pixel> all = zone(64);
    Variogram variogram = new Variogram(Variogram.Shape.EXPONENTIAL, 0.3, 0.7, 600);
    double exact = new MapErrorSample(all, all.size()).variance(variogram).correlated();
    SplittableRandom random = new SplittableRandom(3);
    int within = 0;
    for (int trial = 0; trial < 40; trial++) {
      List<Pixel> some = new ArrayList<>(all);
      Collections.shuffle(some, new Random(random.nextLong()));
      MapErrorSample.Variance found =
          new MapErrorSample(some.subList(0, 400), all.size()).variance(variogram);
      assertThat(found.samplingError()).isGreaterThan(0).isLessThan(0.1 * exact);
      within += Math.abs(found.correlated() - exact) <= 2 * found.samplingError() ? 1 : 0;
    }
    assertThat(within).isGreaterThanOrEqualTo(33);
  }

  @Test
  void aPlantedVariogramComesBackFromPairsAndFromBlocks() {
    for (Variogram.Shape shape : Variogram.Shape.values()) {
      Variogram planted = new Variogram(shape, 40, 60, 500);
      List<EmpiricalVariogram.Lag> lags = new ArrayList<>();
      for (int i = 1; i <= 15; i++) {
        lags.add(new EmpiricalVariogram.Lag(60.0 * i, planted.semivariance(60.0 * i), 1000));
      }
      Variogram found =
          VariogramFit.toLags(new EmpiricalVariogram(lags), shape).found().orElseThrow();
      assertThat(found.rangeM()).isCloseTo(500, within(1.0));
      assertThat(found.nugget()).isCloseTo(40, within(0.1));
      assertThat(found.sill()).isCloseTo(60, within(0.1));
      List<VariogramFit.BlockVariance> blocks = new ArrayList<>();
      for (int side : new int[] {1, 8, 32, 64}) {
        blocks.add(new VariogramFit.BlockVariance(side, 100, planted.blockVariance(side, PIXEL_M)));
      }
      Variogram fromBlocks = VariogramFit.toBlocks(blocks, PIXEL_M, shape).found().orElseThrow();
      assertThat(fromBlocks.rangeM()).isCloseTo(500, within(5.0));
      assertThat(fromBlocks.nugget()).isCloseTo(40, within(1.0));
    }
  }

  @Test
  void blockVarianceIsThatOfTheSumOverAllPairs() {
    Variogram variogram = new Variogram(Variogram.Shape.SPHERICAL, 30, 70, 200);
    List<Pixel> pixels = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      pixels.add(new Pixel(i % 8 * PIXEL_M, Math.floorDiv(i, 8) * PIXEL_M, 0, 10));
    }
    assertThat(variogram.blockVariance(8, PIXEL_M))
        .isCloseTo(new MapErrorSample(pixels, 64).variance(variogram).correlated(), within(1e-9));
  }

  @Test
  void theResidualsOfACardSayHowMuchIndependenceUnderstates() {
    // Card of canopy-ndvi-landsat: blocks of 1, 8, 32 and 64 pixels.
    Variogram variogram =
        VariogramFit.toCard(
                List.of(
                    new ResidualComponent(1, 279682, 10.2843),
                    new ResidualComponent(8, 4353, 5.2692),
                    new ResidualComponent(32, 249, 3.8873),
                    new ResidualComponent(64, 53, 3.0244)),
                PIXEL_M,
                Variogram.Shape.EXPONENTIAL)
            .found()
            .orElseThrow();
    assertThat(Math.sqrt(variogram.blockVariance(1, PIXEL_M))).isCloseTo(10.28, within(0.3));
    assertThat(Math.sqrt(variogram.blockVariance(32, PIXEL_M))).isCloseTo(3.89, within(0.6));
    MapErrorSample zone = new MapErrorSample(zone(80), 6400);
    assertThat(zone.variance(variogram).ratio()).isGreaterThan(100);
  }

  @Test
  void whatCannotBeFittedSaysSo() {
    assertThat(
            VariogramFit.toLags(new EmpiricalVariogram(List.of()), Variogram.Shape.SPHERICAL)
                .remarks()
                .get(0))
        .contains("4 distances or more, has 0");
    List<VariogramFit.BlockVariance> still =
        List.of(
            new VariogramFit.BlockVariance(1, 9, 0),
            new VariogramFit.BlockVariance(8, 9, 0),
            new VariogramFit.BlockVariance(32, 9, 0));
    assertThat(VariogramFit.toBlocks(still, 30, Variogram.Shape.SPHERICAL).remarks().get(0))
        .contains("do not vary");
    assertThat(
            new MapErrorSample(
                    List.of(Pixel.ofProbability(0, 0, 1), Pixel.ofProbability(30, 0, 0)), 2)
                .area("loss", 1, 1, Variogram.exponential(100))
                .remarks()
                .get(0))
        .contains("which no model may");
    assertThatThrownBy(() -> new MapErrorSample(List.of(), 1))
        .hasMessageContaining("pixels must be 2 to");
  }
}
