package org.heartwood.verification.carbon;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A product of uncertain factors that adds to a carbon total, tCO2e.
 *
 * @param pool where the carbon is
 * @param stratum whose it is
 * @param coefficient exact factor: 44/12, a sign, years
 * @param factors each at most once; an empty list is the coefficient alone
 */
public record CarbonTerm(Pool pool, String stratum, double coefficient, List<Factor> factors) {
  public CarbonTerm {
    factors = List.copyOf(factors);
    Set<String> names = new HashSet<>();
    for (Factor factor : factors) {
      if (!names.add(factor.name())) {
        throw new IllegalArgumentException(
            "a product may hold a factor once, held " + factor.name() + " twice");
      }
    }
    if (!Double.isFinite(coefficient)) {
      throw new IllegalArgumentException("coefficient must be finite, was " + coefficient);
    }
  }

  CarbonTerm times(double factor) {
    return new CarbonTerm(pool, stratum, coefficient * factor, factors);
  }

  double mean() {
    double mean = coefficient;
    for (Factor factor : factors) {
      mean *= factor.mean();
    }
    return mean;
  }

  /** E[this · other]: a factor in both enters with its second moment. */
  double productMean(CarbonTerm other) {
    double product = coefficient * other.coefficient;
    for (Factor factor : factors) {
      product *=
          other.holds(factor)
              ? factor.mean() * factor.mean()
                  + factor.standardDeviation() * factor.standardDeviation()
              : factor.mean();
    }
    for (Factor factor : other.factors) {
      product *= holds(factor) ? 1 : factor.mean();
    }
    return product;
  }

  boolean holds(Factor factor) {
    return factors.stream().anyMatch(each -> each.name().equals(factor.name()));
  }

  /** Derivative of the mean by a factor: what multiplies it; 0 where it is not held. */
  double slope(Factor by) {
    if (!holds(by)) {
      return 0;
    }
    double slope = coefficient;
    for (Factor factor : factors) {
      slope *= factor.name().equals(by.name()) ? 1 : factor.mean();
    }
    return slope;
  }
}
