package org.heartwood.verification.counterfactual;

import java.io.Serializable;

/**
 * A quantity in which partners must be alike.
 *
 * @param name what it is
 * @param unit its unit
 * @param caliper largest difference between partners, in its unit, > 0
 */
public record MatchingCovariate(String name, String unit, double caliper) implements Serializable {
  public MatchingCovariate {
    if (!(caliper > 0)) {
      throw new IllegalArgumentException(
          "caliper of " + name + " must be > 0 " + unit + ", was " + caliper);
    }
  }
}
