package org.heartwood.verification.carbon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A carbon total as a sum of products of uncertain factors, tCO2e:
 *
 * <pre>
 * Y      = Σ_i c_i · Π_{f ∈ i} f
 * E Y    = Σ_i c_i · Π E f
 * Var Y  = Σ_i Σ_j c_i c_j (E[Π_i Π_j] − E[Π_i] E[Π_j]),  a shared f entering with E f² = μ² + σ²
 * V_f    = (Σ_{i ∋ f} c_i Π_{g ≠ f} E g)² · σ_f²           variance of E[Y | f]
 * S_f    = V_f / Var Y                                     Sobol's first-order share
 * </pre>
 *
 * <p>Factors are independent and stand in a product at most once, so Y is linear in each and these
 * are exact; no sampling is needed for them. What Σ S_f lacks to 1 is the share of interactions.
 * Intervals come from draws, in which a factor has one draw wherever it stands: the difference of
 * two totals is as uncertain as what they do not share makes it. Source of the shares: Saltelli et
 * al. 2010, doi:10.1016/j.cpc.2009.09.018, equations 1 and 2.
 */
public final class CarbonSum {
  private final List<CarbonTerm> terms;
  private final Map<String, Factor> factors;

  private CarbonSum(List<CarbonTerm> terms) {
    this.terms = List.copyOf(terms);
    this.factors = factors(this.terms);
  }

  /**
   * A sum.
   *
   * @throws IllegalArgumentException if one name stands for two different factors
   */
  public static CarbonSum of(Collection<CarbonTerm> terms) {
    return new CarbonSum(List.copyOf(terms));
  }

  private static Map<String, Factor> factors(List<CarbonTerm> terms) {
    Map<String, Factor> factors = new LinkedHashMap<>();
    for (CarbonTerm term : terms) {
      for (Factor factor : term.factors()) {
        Factor known = factors.putIfAbsent(factor.name(), factor);
        if (known != null && !known.equals(factor)) {
          throw new IllegalArgumentException(
              factor.name() + " must be one factor, was " + known + " and " + factor);
        }
      }
    }
    return factors;
  }

  /**
   * A share of the variance.
   *
   * @param fraction 0–1
   */
  public record Share(String label, double fraction) {}

  /** Its products. */
  public List<CarbonTerm> terms() {
    return terms;
  }

  /** Both together; factors of one name are one. */
  public CarbonSum plus(CarbonSum other) {
    List<CarbonTerm> all = new ArrayList<>(terms);
    all.addAll(other.terms);
    return new CarbonSum(all);
  }

  /** This less another; what they share cancels. */
  public CarbonSum minus(CarbonSum other) {
    return plus(other.times(-1));
  }

  /** This, times an exact number. */
  public CarbonSum times(double factor) {
    return new CarbonSum(terms.stream().map(term -> term.times(factor)).toList());
  }

  /** The part in one pool. */
  public CarbonSum in(Pool pool) {
    return new CarbonSum(terms.stream().filter(term -> term.pool() == pool).toList());
  }

  /** Best estimate, exact. */
  public double mean() {
    return terms.stream().mapToDouble(CarbonTerm::mean).sum();
  }

  /** Variance, exact. */
  public double variance() {
    return covariance(this);
  }

  /** Covariance with another sum, exact: of the factors that both hold. */
  public double covariance(CarbonSum other) {
    double covariance = 0;
    for (CarbonTerm a : terms) {
      for (CarbonTerm b : other.terms) {
        covariance += a.productMean(b) - a.mean() * b.mean();
      }
    }
    return covariance;
  }

  /**
   * First-order shares of the variance by cause, largest first, then the share of interactions; no
   * shares where nothing is uncertain.
   */
  public List<Share> shares() {
    double variance = variance();
    if (!(variance > 0)) {
      return List.of();
    }
    Map<Factor.Cause, Double> byCause = new EnumMap<>(Factor.Cause.class);
    for (Factor factor : factors.values()) {
      double slope = terms.stream().mapToDouble(term -> term.slope(factor)).sum();
      double part = slope * slope * factor.standardDeviation() * factor.standardDeviation();
      byCause.merge(factor.cause(), part / variance, Double::sum);
    }
    double sum = byCause.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Share> shares = new ArrayList<>();
    byCause.forEach((cause, fraction) -> shares.add(new Share(cause.label(), fraction)));
    shares.removeIf(share -> share.fraction() == 0);
    shares.sort((a, b) -> Double.compare(b.fraction(), a.fraction()));
    shares.add(new Share("interactions", Math.max(0, 1 - sum)));
    return List.copyOf(shares);
  }

  /**
   * The total with its interval.
   *
   * @param draws at least 20
   * @return exact mean and standard error; the interval is that of the draws
   */
  public Estimate estimate(int draws, long seed) {
    double[] sorted = draw(draws, seed);
    Arrays.sort(sorted);
    double mean = mean();
    double low = sorted[(int) Math.floor(0.05 * (draws - 1))];
    double high = sorted[(int) Math.ceil(0.95 * (draws - 1))];
    return new Estimate(mean, Math.sqrt(Math.max(0, variance())), low, high);
  }

  /**
   * Draws of the total. A factor's stream depends on the seed and its name alone, so draw k of two
   * sums belongs to one truth.
   */
  double[] draw(int draws, long seed) {
    if (draws < 20) {
      throw new IllegalArgumentException("draws must be at least 20, was " + draws);
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    factors.forEach(
        (name, factor) -> {
          SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
          double[] drawn = new double[draws];
          for (int k = 0; k < draws; k++) {
            drawn[k] = factor.drawn(random.nextGaussian());
          }
          values.put(name, drawn);
        });
    double[] totals = new double[draws];
    for (CarbonTerm term : terms) {
      List<double[]> columns =
          term.factors().stream()
              .map(factor -> values.getOrDefault(factor.name(), new double[0]))
              .toList();
      for (int k = 0; k < draws; k++) {
        double product = term.coefficient();
        for (double[] column : columns) {
          product *= column[k];
        }
        totals[k] += product;
      }
    }
    return totals;
  }
}
