package org.heartwood.verification.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.FDistribution;

/**
 * A yearly series as straight segments between vertices, after LandTrendr: spikes are damped,
 * vertices are added where the series is farthest from the line and taken away where they turn
 * least, each number of segments is fitted through its vertices, and the one with the fewest
 * segments among those whose p of F is near the best is taken. The quantity must <em>fall</em> with
 * loss.
 *
 * <p>Source: Kennedy, Yang and Cohen 2010, doi:10.1016/j.rse.2010.07.008, section 2.3, with the
 * defaults of Google Earth Engine's {@code ee.Algorithms.TemporalSegmentation.LandTrendr}. It
 * follows the paper's steps and not that code: vertices take the values of the damped series (no
 * regression between anchors), so that its segments need not be the same.
 */
public final class YearlySegments {
  private static final double SPIKE = 0.9;
  private static final double RECOVERY = 0.25;
  private static final double P_OF_F = 0.1;
  private static final double BEST_PROPORTION = 0.75;
  private static final int OVERSHOOT = 3;
  private static final int MIN_YEARS = 6;

  private YearlySegments() {}

  /**
   * The largest loss of a series.
   *
   * @param year first year in which it shows
   * @param magnitude how far the quantity falls, > 0
   * @param durationYears how long it falls, > 0
   * @param pOfF of the segmentation, 0 to 1
   */
  public record Loss(int year, double magnitude, int durationYears, double pOfF) {}

  private record Model(List<Integer> vertices, double pOfF) {}

  /**
   * The largest loss.
   *
   * @param years ascending, those with data alone
   * @param values one a year, finite
   * @param maxSegments 1 to 10; 6 is usual
   * @return empty if there are fewer than six years, no segmentation is significant, or none falls
   */
  public static Optional<Loss> largestLoss(int[] years, double[] values, int maxSegments) {
    if (years.length != values.length || maxSegments < 1 || maxSegments > 10) {
      throw new IllegalArgumentException(
          "as many values as years and 1 to 10 segments are needed, were "
              + values.length
              + ", "
              + years.length
              + " and "
              + maxSegments);
    }
    if (years.length < MIN_YEARS) {
      return Optional.empty();
    }
    double[] damped = damped(values);
    return best(years, damped, maxSegments).flatMap(model -> loss(years, damped, model));
  }

  /** Moves a year that its neighbours do not share towards their mean, the worst first. */
  private static double[] damped(double[] values) {
    double[] out = values.clone();
    for (int round = 0; round < values.length; round++) {
      int worst = -1;
      double share = SPIKE;
      for (int i = 1; i < out.length - 1; i++) {
        double middle = 0.5 * (out[i - 1] + out[i + 1]);
        double spike = Math.abs(out[i] - middle);
        double across = Math.abs(out[i - 1] - out[i + 1]);
        double now = spike == 0 ? 0 : 1 - across / spike;
        if (now > share) {
          share = now;
          worst = i;
        }
      }
      if (worst < 0) {
        break;
      }
      out[worst] = 0.5 * (out[worst - 1] + out[worst + 1]);
    }
    return out;
  }

  private static Optional<Model> best(int[] years, double[] values, int maxSegments) {
    List<Integer> vertices = vertices(years, values, maxSegments + OVERSHOOT);
    while (vertices.size() > maxSegments + 1) {
      vertices.remove(straightest(years, values, vertices));
    }
    List<Model> models = new ArrayList<>();
    while (vertices.size() >= 2) {
      if (recoversSlowly(years, values, vertices)) {
        models.add(new Model(List.copyOf(vertices), pOfF(years, values, vertices)));
      }
      if (vertices.size() == 2) {
        break;
      }
      vertices.remove(straightest(years, values, vertices));
    }
    double least = models.stream().mapToDouble(Model::pOfF).min().orElse(1);
    if (least > P_OF_F) {
      return Optional.empty();
    }
    // The most segments among those nearly as good as the best, as the algorithm has it.
    return models.stream().filter(model -> model.pOfF() <= least / BEST_PROPORTION).findFirst();
  }

  private static List<Integer> vertices(int[] years, double[] values, int most) {
    List<Integer> vertices = new ArrayList<>(List.of(0, years.length - 1));
    while (vertices.size() < most) {
      int farthest = -1;
      double distance = 1e-12;
      for (int k = 0; k + 1 < vertices.size(); k++) {
        for (int i = vertices.get(k) + 1; i < vertices.get(k + 1); i++) {
          double apart =
              Math.abs(values[i] - line(years, values, vertices.get(k), vertices.get(k + 1), i));
          if (apart > distance) {
            distance = apart;
            farthest = i;
          }
        }
      }
      if (farthest < 0) {
        break;
      }
      vertices.add(farthest);
      vertices.sort(Integer::compare);
    }
    return vertices;
  }

  private static double line(int[] years, double[] values, int from, int to, int at) {
    double share = (years[at] - years[from]) / (double) (years[to] - years[from]);
    return values[from] + share * (values[to] - values[from]);
  }

  /** Place of the inner vertex whose removal raises the squared error least. */
  private static int straightest(int[] years, double[] values, List<Integer> vertices) {
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 1; k < vertices.size() - 1; k++) {
      List<Integer> without = new ArrayList<>(vertices);
      without.remove(k);
      double squares = squares(years, values, without);
      if (squares < least) {
        least = squares;
        best = k;
      }
    }
    return best;
  }

  private static double squares(int[] years, double[] values, List<Integer> vertices) {
    double sum = 0;
    for (int k = 0; k + 1 < vertices.size(); k++) {
      for (int i = vertices.get(k) + 1; i < vertices.get(k + 1); i++) {
        double apart = values[i] - line(years, values, vertices.get(k), vertices.get(k + 1), i);
        sum += apart * apart;
      }
    }
    return sum;
  }

  /** Whether no segment rises by more than a quarter of the range a year. */
  private static boolean recoversSlowly(int[] years, double[] values, List<Integer> vertices) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    for (int k = 0; k + 1 < vertices.size(); k++) {
      int from = vertices.get(k);
      int to = vertices.get(k + 1);
      double rate = (values[to] - values[from]) / (years[to] - years[from]);
      if (rate > RECOVERY * (high - low)) {
        return false;
      }
    }
    return true;
  }

  private static double pOfF(int[] years, double[] values, List<Integer> vertices) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double total = 0;
    for (double value : values) {
      total += (value - mean) * (value - mean);
    }
    int parameters = 2 * (vertices.size() - 1);
    int free = values.length - parameters - 1;
    if (total == 0 || free < 1) {
      return 1;
    }
    double error = Math.max(squares(years, values, vertices), 1e-12 * total);
    double f = (total - error) / parameters / (error / free);
    return f <= 0 ? 1 : 1 - new FDistribution(null, parameters, free).cumulativeProbability(f);
  }

  private static Optional<Loss> loss(int[] years, double[] values, Model model) {
    Optional<Loss> largest = Optional.empty();
    List<Integer> vertices = model.vertices();
    for (int k = 0; k + 1 < vertices.size(); k++) {
      int from = vertices.get(k);
      int to = vertices.get(k + 1);
      double fall = values[from] - values[to];
      if (fall > largest.map(Loss::magnitude).orElse(0.0)) {
        largest =
            Optional.of(new Loss(years[from] + 1, fall, years[to] - years[from], model.pOfF()));
      }
    }
    return largest;
  }
}
