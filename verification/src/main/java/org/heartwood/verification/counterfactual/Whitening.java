package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns covariates into coordinates in which the squared Euclidean distance is Mahalanobis' {@code
 * (x − y)ᵀ S⁻¹ (x − y)}: with {@code S = L Lᵀ} (Cholesky), {@code z = L⁻¹ x}.
 */
final class Whitening {
  /** A pivot of the correlation matrix below this means that a covariate repeats others. */
  private static final double SMALLEST_PIVOT = 1e-8;

  private final int[] used;
  private final double[][] inverse;
  private final List<String> constant;
  private final @Nullable String singular;

  private Whitening(
      int[] used, double[][] inverse, List<String> constant, @Nullable String singular) {
    this.used = used;
    this.inverse = inverse;
    this.constant = constant;
    this.singular = singular;
  }

  /** Which of the values of a set count. */
  interface Chosen {
    boolean test(int i);
  }

  /**
   * From the covariance of some pixels.
   *
   * @param covariates names, in the order of the values
   * @param wanted covariates that are to count
   */
  static Whitening of(
      PixelSet pixels, List<MatchingCovariate> covariates, int[] wanted, Chosen chosen) {
    double[] means = new double[wanted.length];
    double[][] covariance = covariance(pixels, wanted, chosen, means);
    List<String> constant = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int a = 0; a < wanted.length; a++) {
      double scale = Math.max(Math.abs(means[a]), covariates.get(wanted[a]).caliper());
      if (covariance[a][a] > 1e-12 * scale * scale) {
        kept.add(a);
      } else {
        constant.add(covariates.get(wanted[a]).name());
      }
    }
    int n = kept.size();
    int[] used = new int[n];
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      used[i] = wanted[kept.get(i)];
      double sdI = Math.sqrt(covariance[kept.get(i)][kept.get(i)]);
      for (int j = 0; j <= i; j++) {
        double sdJ = Math.sqrt(covariance[kept.get(j)][kept.get(j)]);
        double sum = covariance[kept.get(i)][kept.get(j)] / (sdI * sdJ);
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j && sum < SMALLEST_PIVOT) {
          return new Whitening(used, lower, constant, covariates.get(used[i]).name());
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    double[][] inverse = inverse(lower);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        inverse[i][j] /= Math.sqrt(covariance[kept.get(j)][kept.get(j)]);
      }
    }
    return new Whitening(used, inverse, constant, null);
  }

  private static double[][] covariance(
      PixelSet pixels, int[] wanted, Chosen chosen, double[] means) {
    int n = wanted.length;
    long count = 0;
    for (int i = 0; i < pixels.size(); i++) {
      if (chosen.test(i)) {
        count++;
        for (int a = 0; a < n; a++) {
          means[a] += pixels.value(i, wanted[a]);
        }
      }
    }
    for (int a = 0; a < n; a++) {
      means[a] /= Math.max(1, count);
    }
    double[][] sums = new double[n][n];
    double[] line = new double[n];
    for (int i = 0; i < pixels.size(); i++) {
      if (chosen.test(i)) {
        for (int a = 0; a < n; a++) {
          line[a] = pixels.value(i, wanted[a]) - means[a];
          for (int b = 0; b <= a; b++) {
            sums[a][b] += line[a] * line[b];
          }
        }
      }
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b <= a; b++) {
        sums[a][b] /= Math.max(1, count - 1);
        sums[b][a] = sums[a][b];
      }
    }
    return sums;
  }

  private static double[][] inverse(double[][] lower) {
    int n = lower.length;
    double[][] inverse = new double[n][n];
    for (int j = 0; j < n; j++) {
      inverse[j][j] = 1 / lower[j][j];
      for (int i = j + 1; i < n; i++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum -= lower[i][k] * inverse[k][j];
        }
        inverse[i][j] = sum / lower[i][i];
      }
    }
    return inverse;
  }

  /** Covariates left out because they do not vary. */
  List<String> constant() {
    return constant;
  }

  /** The covariate that others determine, so that there is no distance; null if none. */
  @Nullable String singular() {
    return singular;
  }

  /** Number of coordinates. */
  int dimensions() {
    return used.length;
  }

  /** Coordinates of all pixels of a set, {@code size × dimensions()}. */
  float[] coordinates(PixelSet pixels) {
    int n = used.length;
    float[] out = new float[pixels.size() * n];
    for (int i = 0; i < pixels.size(); i++) {
      for (int a = 0; a < n; a++) {
        double sum = 0;
        for (int b = 0; b <= a; b++) {
          sum += inverse[a][b] * pixels.value(i, used[b]);
        }
        out[i * n + a] = (float) sum;
      }
    }
    return out;
  }
}
