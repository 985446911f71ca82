package org.heartwood.verification.change;

import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a canopy map repeats itself, by cover: readings of dense canopy hardly move between two
 * composites, those of half-open land do (METHOD.md §4.2).
 *
 * @param transientFraction share of the whole map's error variance that is new in every composite,
 *     0–1
 * @param classes by cover, ascending; at least one
 */
public record Repeatability(double transientFraction, List<CoverClass> classes)
    implements Serializable {
  /**
   * The map's error at a cover; between two classes it is interpolated.
   *
   * @param coverPct middle of the class, per cent
   * @param errorPct root mean square of the model's standard error, per cent of cover
   * @param passingPct standard deviation of the part that is new in every composite, per cent of
   *     cover; no more than {@code errorPct}
   */
  public record CoverClass(double coverPct, double errorPct, double passingPct)
      implements Serializable {
    public CoverClass {
      if (!(errorPct >= 0 && passingPct >= 0 && passingPct <= errorPct)) {
        throw new IllegalArgumentException(
            "the passing error must lie between 0 and the whole, was "
                + passingPct
                + " of "
                + errorPct);
      }
    }
  }

  public Repeatability {
    if (!(transientFraction >= 0 && transientFraction <= 1)) {
      throw new IllegalArgumentException(
          "transientFraction must lie between 0 and 1, was " + transientFraction);
    }
    classes = List.copyOf(classes);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("at least one class of cover is needed");
    }
  }

  /** The same error at every cover. */
  public static Repeatability even(double errorPct, double transientFraction) {
    return new Repeatability(
        transientFraction,
        List.of(new CoverClass(50, errorPct, errorPct * Math.sqrt(transientFraction))));
  }

  /** Standard error at a cover, per cent. */
  double errorPct(double coverPct) {
    return at(coverPct, CoverClass::errorPct);
  }

  /** Standard deviation of its passing part at a cover, per cent. */
  double passingPct(double coverPct) {
    return at(coverPct, CoverClass::passingPct);
  }

  /** Asked for every reading of a map: nothing is allocated. */
  private double at(double coverPct, ToDoubleFunction<CoverClass> value) {
    int above = 0;
    while (above < classes.size() && classes.get(above).coverPct() < coverPct) {
      above++;
    }
    if (above == 0 || above == classes.size()) {
      return value.applyAsDouble(classes.get(Math.min(above, classes.size() - 1)));
    }
    CoverClass lower = classes.get(above - 1);
    CoverClass upper = classes.get(above);
    double weight = (coverPct - lower.coverPct()) / (upper.coverPct() - lower.coverPct());
    double from = value.applyAsDouble(lower);
    return from + weight * (value.applyAsDouble(upper) - from);
  }
}
