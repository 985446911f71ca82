package org.heartwood.inference.biomass;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.biomass.CanopyCells.Cell;
import org.heartwood.inference.model.HeightPowerLaw;

/**
 * Mean biomass density of an area at two dates and its change, with errors that the two dates
 * share.
 *
 * @param before at the first date
 * @param after at the second date
 * @param change second less first
 */
public record BiomassChange(Spread before, Spread after, Spread change) {

  /**
   * A mean with its error.
   *
   * @param meanTonnesPerHa mean of the draws, Mg/ha
   * @param deviationTonnesPerHa their standard deviation, Mg/ha
   * @param lowTonnesPerHa their 5 % quantile, Mg/ha
   * @param highTonnesPerHa their 95 % quantile, Mg/ha
   */
  public record Spread(
      double meanTonnesPerHa,
      double deviationTonnesPerHa,
      double lowTonnesPerHa,
      double highTonnesPerHa) {
    static Spread of(double[] draws) {
      double[] sorted = draws.clone();
      Arrays.sort(sorted);
      double mean = Arrays.stream(sorted).sum() / sorted.length;
      double squares = 0;
      for (double value : sorted) {
        squares += (value - mean) * (value - mean);
      }
      return new Spread(
          mean,
          Math.sqrt(squares / (sorted.length - 1)),
          sorted[(int) (0.05 * (sorted.length - 1))],
          sorted[(int) Math.ceil(0.95 * (sorted.length - 1))]);
    }
  }

  /** Which errors the two dates have in common. */
  public enum Sharing {
    /** One draw of the model for both dates: the truth is one forest, seen twice. */
    SHARED,
    /** One draw of the model, but each cell's deviation anew at each date. */
    SHARED_BUT_CELLS,
    /** A draw a date: what comes out if it is forgotten that both dates use one model. */
    INDEPENDENT
  }

  /**
   * Draws the model's parameters, the site's deviation, the difference between the map's height and
   * the height of the fit, and each cell's deviation, and averages over cells. {@code SHARED} keeps
   * all four over both dates.
   *
   * @param heightLogDeviation standard error of ln of the ratio between the two heights
   */
  public static BiomassChange of(
      HeightPowerLaw model,
      List<Cell> cells,
      double heightLogDeviation,
      Sharing sharing,
      int draws,
      long seed) {
    Random random = new Random(seed);
    double[] before = new double[draws];
    double[] after = new double[draws];
    double[] change = new double[draws];
    for (int k = 0; k < draws; k++) {
      Draw first = Draw.of(model, heightLogDeviation, cells.size(), random);
      Draw second =
          switch (sharing) {
            case SHARED -> first;
            case SHARED_BUT_CELLS -> first.withCells(model, cells.size(), random);
            case INDEPENDENT -> Draw.of(model, heightLogDeviation, cells.size(), random);
          };
      for (int i = 0; i < cells.size(); i++) {
        before[k] += first.tonnesPerHa(model, cells.get(i).beforeM(), i) / cells.size();
        after[k] += second.tonnesPerHa(model, cells.get(i).afterM(), i) / cells.size();
      }
      change[k] = after[k] - before[k];
    }
    return new BiomassChange(Spread.of(before), Spread.of(after), Spread.of(change));
  }

  /** One possible truth. */
  private static final class Draw {
    private final double logIntercept;
    private final double exponent;
    private final double logHeight;
    private final double[] cells;

    private Draw(double logIntercept, double exponent, double logHeight, double[] cells) {
      this.logIntercept = logIntercept;
      this.exponent = exponent;
      this.logHeight = logHeight;
      this.cells = cells;
    }

    static Draw of(HeightPowerLaw model, double heightLogDeviation, int cells, Random random) {
      HeightPowerLaw.Covariance covariance = model.covariance();
      double[][] root =
          Cholesky.root(
              List.of(
                  List.of(covariance.intercept(), covariance.both()),
                  List.of(covariance.both(), covariance.exponent())));
      double z = random.nextGaussian();
      double intercept = model.logIntercept() + root[0][0] * z;
      double exponent = model.exponent() + root[1][0] * z + root[1][1] * random.nextGaussian();
      double site = model.siteDeviation() * random.nextGaussian();
      double logHeight = heightLogDeviation * random.nextGaussian();
      return new Draw(intercept + site, exponent, logHeight, deviations(model, cells, random));
    }

    private static double[] deviations(HeightPowerLaw model, int cells, Random random) {
      double[] deviations = new double[cells];
      for (int i = 0; i < cells; i++) {
        deviations[i] = model.plotDeviation() * random.nextGaussian();
      }
      return deviations;
    }

    Draw withCells(HeightPowerLaw model, int count, Random random) {
      return new Draw(logIntercept, exponent, logHeight, deviations(model, count, random));
    }

    double tonnesPerHa(HeightPowerLaw model, double heightM, int cell) {
      double x = StrictMath.log(heightM / model.referenceHeightM()) + logHeight;
      return StrictMath.exp(logIntercept + exponent * x + cells[cell]);
    }
  }
}
