package org.heartwood.verification.standard;

import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.verification.standard.StandardRule.Status;

/**
 * Permanence of the PACT tropical moist forest methodology: what one year adds, what is expected to
 * be released, and how much of a permanent credit that leaves.
 *
 * <pre>
 * C(t)  = (A − L)(t) − (A − L)(t−1)                                       net sequestration
 * R     = (C(t) − C(t−n)) / n                                             release a year
 * Cadj  = C(t) − Σ releases that earlier years scheduled for t
 * V     = Cadj · SCC(t),   D = Σ_k |R(t+k)| · SCC(t+k) / (1 + δ)^k         value, damage
 * EP    = (V − D) / V                                                     equivalent permanence
 * </pre>
 *
 * <p>A and L are cumulative additionality and leakage by year, in tCO2e.
 */
public final class PactPermanence {
  /** The rule. */
  public static final StandardRule RULE =
      new StandardRule(
          "PACT-7",
          "PACT tropical moist forest methodology",
          "v2",
          "net sequestration, release and equivalent permanence",
          Status.VERIFIED,
          "reference implementation quantifyearth/tmf-implementation");

  /** Yearly discount of the reference implementation. */
  public static final double DISCOUNT = 0.03;

  private final List<Double> net;

  private PactPermanence(List<Double> net) {
    this.net = net;
  }

  /**
   * Series by year, equally long, one value a year.
   *
   * @throws IllegalArgumentException if their lengths differ
   */
  public static PactPermanence of(List<Double> additionality, List<Double> leakage) {
    if (additionality.size() != leakage.size()) {
      throw new IllegalArgumentException(
          "additionality and leakage must have the same years, had "
              + additionality.size()
              + " and "
              + leakage.size());
    }
    return new PactPermanence(
        IntStream.range(0, additionality.size())
            .mapToObj(t -> additionality.get(t) - leakage.get(t))
            .toList());
  }

  /** Net sequestration of a year, counted from 0; the first year has none. */
  public double netSequestration(int year) {
    if (year < 1 || year >= net.size()) {
      throw new IllegalArgumentException("year must be 1 to " + (net.size() - 1) + ", was " + year);
    }
    return net.get(year) - net.get(year - 1);
  }

  /** Mean yearly change of net sequestration over the years before one. */
  public double release(int endYear, int years) {
    return (netSequestration(endYear) - netSequestration(endYear - years)) / years;
  }

  /**
   * Net sequestration less the releases that earlier years scheduled for this year.
   *
   * @param scheduled for this year, one value for each earlier year that scheduled
   */
  public double adjusted(int year, List<Double> scheduled) {
    return netSequestration(year) - scheduled.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Damage of the releases scheduled from a year on.
   *
   * @param releases of this year and those after it, as many as pass until all is released
   * @param socialCost of a tonne in the same years
   */
  public static double damage(List<Double> releases, List<Double> socialCost, double discount) {
    double damage = 0;
    double factor = 1;
    for (int k = 0; k < releases.size(); k++) {
      damage += Math.abs(releases.get(k)) * socialCost.get(k) / factor;
      factor *= 1 + discount;
    }
    return damage;
  }

  /**
   * Share of a permanent credit.
   *
   * @param adjusted adjusted net sequestration, &gt; 0
   * @param socialCostNow of a tonne this year
   */
  public static double equivalentPermanence(double adjusted, double socialCostNow, double damage) {
    double value = adjusted * socialCostNow;
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "equivalent permanence needs a value above 0, was " + value);
    }
    return (value - damage) / value;
  }

  /**
   * Carbon density of a land cover class from its above-ground biomass: a fifth more for roots and
   * 11 % for dead wood and litter, 47 % carbon.
   *
   * @return tonnes of carbon per hectare
   */
  public static double carbonTonnesPerHa(double aboveGroundTonnesPerHa) {
    return aboveGroundTonnesPerHa * (1 + 0.2 + 0.11) * 0.47;
  }
}
