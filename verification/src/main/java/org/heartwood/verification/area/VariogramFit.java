package org.heartwood.verification.area;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.heartwood.inference.model.ResidualComponent;

/**
 * Fits a {@link Variogram} by weighted least squares.
 *
 * <p>For a given range, nugget and sill are linear and follow from two normal equations, neither
 * below zero; the range is searched. To the lags of an {@link EmpiricalVariogram} the weights are
 * those of Cressie 1985 (doi:10.1007/BF01032109), pairs / γ(h)² with the γ of the round before; to
 * variances of block means they are blocks / V², the variance of a variance of independent blocks.
 */
public final class VariogramFit {
  private static final int ROUNDS = 4;
  private static final int STEPS = 60;
  private static final int REFINEMENTS = 40;
  private static final double GOLDEN = 0.6180339887498949;
  private static final double TINY = 1e-12;

  private VariogramFit() {}

  /**
   * Variance of the mean residual over square blocks, as a model's card has it.
   *
   * @param sidePx edge of the blocks, pixels
   * @param blocks how many
   * @param variance of their means
   */
  public record BlockVariance(int sidePx, long blocks, double variance) {}

  /**
   * Fits to pairs.
   *
   * @return cannot tell with fewer than four lags, or without any variance
   */
  public static Outcome<Variogram> toLags(EmpiricalVariogram empirical, Variogram.Shape shape) {
    List<EmpiricalVariogram.Lag> lags = empirical.lags();
    if (lags.size() < 4) {
      return new Outcome.CannotTell<>(
          "a variogram needs residuals at 4 distances or more, has " + lags.size());
    }
    double farthest = lags.get(lags.size() - 1).distanceM();
    int n = lags.size();
    double[] observed = lags.stream().mapToDouble(EmpiricalVariogram.Lag::semivariance).toArray();
    double[] count = lags.stream().mapToDouble(EmpiricalVariogram.Lag::pairs).toArray();
    return fit(
        shape,
        observed,
        count,
        lags.get(0).distanceM() / 2,
        3 * farthest,
        range -> {
          double[][] basis = new double[n][];
          for (int i = 0; i < n; i++) {
            basis[i] = new double[] {1, 1 - shape.correlation(lags.get(i).distanceM() / range)};
          }
          return basis;
        });
  }

  /**
   * Fits to the residuals of a model's card: ground that its training never saw.
   *
   * @param residuals spread of block means
   * @param pixelM edge of a pixel of that ground, m
   * @return variances in per cent of cover, squared; cannot tell where the card has too few sizes
   */
  public static Outcome<Variogram> toCard(
      List<ResidualComponent> residuals, double pixelM, Variogram.Shape shape) {
    return toBlocks(
        residuals.stream()
            .map(
                component ->
                    new BlockVariance(
                        component.blockSidePx(),
                        component.blocks(),
                        Math.pow(component.standardDeviationPct(), 2)))
            .toList(),
        pixelM,
        shape);
  }

  /**
   * Fits to the spread of block means.
   *
   * @param blocks three sides or more, the first of one pixel
   * @param pixelM edge of a pixel, m
   */
  public static Outcome<Variogram> toBlocks(
      List<BlockVariance> blocks, double pixelM, Variogram.Shape shape) {
    if (blocks.size() < 3) {
      return new Outcome.CannotTell<>(
          "a variogram needs the spread of residuals over blocks of 3 sizes or more, has "
              + blocks.size()
              + "; evaluate the model again");
    }
    int n = blocks.size();
    double[] observed = blocks.stream().mapToDouble(BlockVariance::variance).toArray();
    double[] count = blocks.stream().mapToDouble(BlockVariance::blocks).toArray();
    int largest = blocks.stream().mapToInt(BlockVariance::sidePx).max().orElseThrow();
    return fit(
        shape,
        observed,
        count,
        pixelM / 2,
        10 * largest * pixelM,
        range -> {
          double[][] basis = new double[n][];
          Variogram shared = new Variogram(shape, 0, 1, range);
          for (int i = 0; i < n; i++) {
            int side = blocks.get(i).sidePx();
            basis[i] =
                new double[] {1.0 / ((double) side * side), shared.blockVariance(side, pixelM)};
          }
          return basis;
        });
  }

  @FunctionalInterface
  private interface Basis {
    /** Factors of nugget and sill in each observation, at a range. */
    double[][] at(double rangeM);
  }

  /** Nugget, sill and the weighted squares that they leave. */
  private record Linear(double nugget, double sill, double squares) {}

  private static Outcome<Variogram> fit(
      Variogram.Shape shape,
      double[] observed,
      double[] count,
      double nearest,
      double farthest,
      Basis basis) {
    double level = Arrays.stream(observed).max().orElse(0);
    if (!(level > 0) || Double.isInfinite(level)) {
      return new Outcome.CannotTell<>("the residuals do not vary; nothing can be fitted to them");
    }
    double[] expected = observed.clone();
    double range = nearest;
    Linear best = new Linear(level, 0, 0);
    for (int round = 0; round < ROUNDS; round++) {
      double[] weight = new double[observed.length];
      for (int i = 0; i < weight.length; i++) {
        double scale = Math.max(expected[i], 1e-3 * level);
        weight[i] = count[i] / (scale * scale);
      }
      range = bestRange(nearest, farthest, r -> linear(observed, weight, basis.at(r)).squares());
      double[][] at = basis.at(range);
      best = linear(observed, weight, at);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = best.nugget() * at[i][0] + best.sill() * at[i][1];
      }
    }
    return new Outcome.Known<>(new Variogram(shape, best.nugget(), best.sill(), range), List.of());
  }

  /** A grid in the logarithm of the range, then a golden section around its best step. */
  private static double bestRange(double nearest, double farthest, DoubleUnaryOperator squares) {
    double from = Math.log(nearest);
    double step = (Math.log(farthest) - from) / STEPS;
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= STEPS; i++) {
      double found = squares.applyAsDouble(Math.exp(from + i * step));
      if (found < least) {
        least = found;
        best = i;
      }
    }
    double low = from + Math.max(0, best - 1) * step;
    double high = from + Math.min(STEPS, best + 1) * step;
    for (int i = 0; i < REFINEMENTS; i++) {
      double one = high - GOLDEN * (high - low);
      double two = low + GOLDEN * (high - low);
      if (squares.applyAsDouble(Math.exp(one)) < squares.applyAsDouble(Math.exp(two))) {
        high = two;
      } else {
        low = one;
      }
    }
    return Math.exp((low + high) / 2);
  }

  private static Linear linear(double[] observed, double[] weight, double[][] basis) {
    double aa = 0;
    double ab = 0;
    double bb = 0;
    double ay = 0;
    double by = 0;
    for (int i = 0; i < observed.length; i++) {
      aa += weight[i] * basis[i][0] * basis[i][0];
      ab += weight[i] * basis[i][0] * basis[i][1];
      bb += weight[i] * basis[i][1] * basis[i][1];
      ay += weight[i] * basis[i][0] * observed[i];
      by += weight[i] * basis[i][1] * observed[i];
    }
    double determinant = aa * bb - ab * ab;
    double nugget = determinant > TINY * aa * bb ? (bb * ay - ab * by) / determinant : -1;
    double sill = determinant > TINY * aa * bb ? (aa * by - ab * ay) / determinant : -1;
    if (nugget < 0 || sill < 0) {
      Linear own = left(observed, weight, basis, aa > 0 ? ay / aa : 0, 0);
      Linear shared = left(observed, weight, basis, 0, bb > 0 ? by / bb : 0);
      return own.squares() < shared.squares() ? own : shared;
    }
    return left(observed, weight, basis, nugget, sill);
  }

  private static Linear left(
      double[] observed, double[] weight, double[][] basis, double nugget, double sill) {
    double squares = 0;
    for (int i = 0; i < observed.length; i++) {
      double off = observed[i] - nugget * basis[i][0] - sill * basis[i][1];
      squares += weight[i] * off * off;
    }
    return new Linear(nugget, sill, squares);
  }
}
