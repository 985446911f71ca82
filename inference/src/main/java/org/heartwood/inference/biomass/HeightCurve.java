package org.heartwood.inference.biomass;

import java.util.List;

/**
 * Tree height from diameter: {@code ln H = f(D) + offset + e}, e normal. The mean height of trees
 * of one diameter is {@code exp(f(D) + offset + deviation²/2)}: without the last term a curve that
 * was fitted to logarithms is too low.
 *
 * @param form the function f
 * @param parameters of f, in the order of {@link Form}
 * @param covariance of the parameters, row by row
 * @param logDeviation residual standard deviation of ln H
 * @param leaveOneOutLogError root mean square error of ln H, each tree predicted from the others
 * @param trees trees it was fitted to
 * @param offset how much this site's ln H lies above f; 0 where f is the site's own
 * @param offsetDeviation standard error of the offset; where a site has no heights, the spread of
 *     sites
 * @param origin how the site came to this curve
 */
public record HeightCurve(
    Form form,
    List<Double> parameters,
    List<List<Double>> covariance,
    double logDeviation,
    double leaveOneOutLogError,
    int trees,
    double offset,
    double offsetDeviation,
    Origin origin) {
  public HeightCurve {
    parameters = List.copyOf(parameters);
    covariance = covariance.stream().map(List::copyOf).toList();
  }

  /** How a site came to its curve. */
  public enum Origin {
    /** Fitted to the site's own heights. */
    SITE,
    /** The curve of all sites, moved to this site's heights, which span too few diameters. */
    SHIFTED,
    /** The curve of all sites; this one has no heights. */
    POOLED,
    /** A published curve; this site has no heights. */
    PUBLISHED
  }

  /** The function of diameter D, cm, that gives ln H, H in m. */
  public enum Form {
    /** {@code a + b·ln D + c·(ln D)²}. */
    LOG_QUADRATIC(3) {
      @Override
      double logHeight(double[] p, double diameterCm) {
        double x = StrictMath.log(diameterCm);
        return p[0] + x * (p[1] + x * p[2]);
      }

      @Override
      double[] gradient(double[] p, double diameterCm) {
        double x = StrictMath.log(diameterCm);
        return new double[] {1, x, x * x};
      }

      @Override
      double[] start() {
        return new double[] {0.5, 1, -0.05};
      }
    },
    /** Michaelis–Menten, {@code H = a·D / (b + D)}, with parameters ln a and ln b. */
    MICHAELIS_MENTEN(2) {
      @Override
      double logHeight(double[] p, double diameterCm) {
        return p[0] + StrictMath.log(diameterCm / (StrictMath.exp(p[1]) + diameterCm));
      }

      @Override
      double[] gradient(double[] p, double diameterCm) {
        double half = StrictMath.exp(p[1]);
        return new double[] {1, -half / (half + diameterCm)};
      }

      @Override
      double[] start() {
        return new double[] {3.9, 3.4};
      }
    },
    /** {@code H = a·(1 − exp(−(D/b)^c))}, with parameters ln a, ln b and ln c. */
    WEIBULL(3) {
      @Override
      double logHeight(double[] p, double diameterCm) {
        return p[0] + StrictMath.log(-StrictMath.expm1(-power(p, diameterCm)));
      }

      @Override
      double[] gradient(double[] p, double diameterCm) {
        double power = power(p, diameterCm);
        double slope = power / StrictMath.expm1(power);
        double exponent = StrictMath.exp(p[2]);
        double logRatio = StrictMath.log(diameterCm) - p[1];
        return new double[] {1, -slope * exponent, slope * exponent * logRatio};
      }

      private double power(double[] p, double diameterCm) {
        return StrictMath.exp(StrictMath.exp(p[2]) * (StrictMath.log(diameterCm) - p[1]));
      }

      @Override
      double[] start() {
        return new double[] {3.7, 3.4, -0.2};
      }
    };

    private final int size;

    Form(int size) {
      this.size = size;
    }

    /** Number of parameters. */
    int size() {
      return size;
    }

    abstract double logHeight(double[] p, double diameterCm);

    /** Derivatives of {@link #logHeight} by its parameters. */
    abstract double[] gradient(double[] p, double diameterCm);

    /** Parameters of a tropical forest to begin a fit with. */
    abstract double[] start();
  }

  /** Expected ln H at a diameter, cm. */
  public double logHeight(double diameterCm) {
    return form.logHeight(array(), diameterCm) + offset;
  }

  /** Mean height of trees of one diameter, m. */
  public double meanHeightM(double diameterCm) {
    return StrictMath.exp(logHeight(diameterCm) + logDeviation * logDeviation / 2);
  }

  double[] array() {
    return parameters.stream().mapToDouble(Double::doubleValue).toArray();
  }

  HeightCurve moved(double offset, double deviation, Origin origin) {
    return new HeightCurve(
        form,
        parameters,
        covariance,
        logDeviation,
        leaveOneOutLogError,
        trees,
        offset,
        deviation,
        origin);
  }
}
