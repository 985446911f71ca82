package org.heartwood.verification.area;

import java.util.List;
import org.heartwood.verification.carbon.Estimate;

/**
 * 90 % limits of proportions and of sums of them that keep their coverage where samples are small
 * and events rare.
 *
 * <p>A proportion has Wilson's score limits (Wilson 1927, doi:10.1080/01621459.1927.10502953). A
 * weighted sum of independent proportions has the limits of Zou and Donner 2008
 * (doi:10.1002/sim.3095, "MOVER"), which Yan and Su 2010 (Statistics in Biopharmaceutical Research
 * 2, 329–335) recommend for strata:
 *
 * <pre>
 *   low  = Σ w p̂ − √ Σ w² (p̂ − l)²        high = Σ w p̂ + √ Σ w² (u − p̂)²
 * </pre>
 *
 * A stratum in which no event was seen has {@code l = p̂ = 0} but {@code u = z²/(n + z²)}: it adds
 * nothing to the standard error, and still widens the interval upwards. The usual interval, value ±
 * z · SE, calls such a stratum certain, and misses the truth far more often than its name says.
 */
public final class ProportionInterval {
  /** Normal quantile of a two-sided 90 % interval. */
  static final double Z = Estimate.Z90;

  private static final double Z2 = Z * Z;
  private static final int BISECTIONS = 60;

  private ProportionInterval() {}

  /** Both ends of an interval. */
  public record Limits(double low, double high) {}

  /**
   * Events of a stratum.
   *
   * @param weight share of the area that the stratum holds, or its area
   * @param points effective number of points, > 0; infinite after a census
   * @param numerator share of the points that count above the line, 0 to 1
   * @param rest share of the points that count below it alone
   */
  record Share(double weight, double points, double numerator, double rest) {}

  /**
   * Wilson's limits of a share.
   *
   * @param p share of the points, 0 to 1
   * @param n number of points, > 0; need not be whole, infinite after a census
   */
  public static Limits wilson(double p, double n) {
    if (Double.isInfinite(n)) {
      return new Limits(p, p);
    }
    double centre = centre(p, n);
    double half = Z / (1 + Z2 / n) * Math.sqrt(p * (1 - p) / n + Z2 / (4 * n * n));
    return new Limits(
        p == 0 ? 0 : Math.max(0, centre - half), p == 1 ? 1 : Math.min(1, centre + half));
  }

  private static double centre(double p, double n) {
    return Double.isInfinite(n) ? p : (p + Z2 / (2 * n)) / (1 + Z2 / n);
  }

  /** Limits of {@code Σ weight · numerator}. */
  static Limits sum(List<Share> shares) {
    double value = 0;
    double below = 0;
    double above = 0;
    for (Share share : shares) {
      Limits limits = wilson(share.numerator(), share.points());
      value += share.weight() * share.numerator();
      below += square(share.weight() * (share.numerator() - limits.low()));
      above += square(share.weight() * (limits.high() - share.numerator()));
    }
    return new Limits(Math.max(0, value - Math.sqrt(below)), value + Math.sqrt(above));
  }

  /**
   * Limits of {@code R = Σ w p / Σ w (p + q)}, {@code p} the numerator and {@code q} the rest: all
   * {@code R} for which the limits of {@code Σ w ((1 − R) p − R q)} hold zero (Fieller 1954's
   * inversion). Within a stratum p and q exclude each other; their correlation enters the limits as
   * in Zou 2007 (doi:10.1037/1082-989X.12.4.399).
   *
   * @param value the estimate of R
   */
  static Limits ratio(List<Share> shares, double value) {
    double low = 0;
    if (difference(shares, 0).low() > 0) {
      double outside = 0;
      low = value;
      for (int i = 0; i < BISECTIONS; i++) {
        double middle = (outside + low) / 2;
        if (difference(shares, middle).low() > 0) {
          outside = middle;
        } else {
          low = middle;
        }
      }
    }
    double high = 1;
    if (difference(shares, 1).high() < 0) {
      double outside = 1;
      high = value;
      for (int i = 0; i < BISECTIONS; i++) {
        double middle = (outside + high) / 2;
        if (difference(shares, middle).high() < 0) {
          outside = middle;
        } else {
          high = middle;
        }
      }
    }
    return new Limits(low, high);
  }

  private static Limits difference(List<Share> shares, double ratio) {
    double value = 0;
    double below = 0;
    double above = 0;
    for (Share share : shares) {
      double n = share.points();
      Limits top = wilson(share.numerator(), n);
      Limits rest = wilson(share.rest(), n);
      double correlation = -correlation(centre(share.numerator(), n), centre(share.rest(), n));
      double up = 1 - ratio;
      value += share.weight() * (up * share.numerator() - ratio * share.rest());
      below +=
          square(share.weight())
              * spread(
                  up * (share.numerator() - top.low()),
                  ratio * (rest.high() - share.rest()),
                  correlation);
      above +=
          square(share.weight())
              * spread(
                  up * (top.high() - share.numerator()),
                  ratio * (share.rest() - rest.low()),
                  correlation);
    }
    return new Limits(value - Math.sqrt(below), value + Math.sqrt(above));
  }

  private static double spread(double one, double other, double correlation) {
    return Math.max(0, one * one + other * other - 2 * correlation * one * other);
  }

  /** Size of the correlation of two shares of a multinomial. */
  private static double correlation(double p, double q) {
    double rest = (1 - p) * (1 - q);
    return rest > 0 ? Math.min(1, Math.sqrt(p * q / rest)) : 0;
  }

  private static double square(double value) {
    return value * value;
  }
}
