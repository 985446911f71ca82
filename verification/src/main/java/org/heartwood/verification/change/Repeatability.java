package org.heartwood.verification.change;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

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
    return at(coverPct, classes.stream().mapToDouble(CoverClass::errorPct).toArray());
  }

  /** Standard deviation of its passing part at a cover, per cent. */
  double passingPct(double coverPct) {
    return at(coverPct, classes.stream().mapToDouble(CoverClass::passingPct).toArray());
  }

  private double at(double coverPct, double[] values) {
    double[] covers = classes.stream().mapToDouble(CoverClass::coverPct).toArray();
    int found = Arrays.binarySearch(covers, coverPct);
    int above = found >= 0 ? found : -found - 1;
    if (above == 0 || above == covers.length) {
      return values[Math.min(above, covers.length - 1)];
    }
    double weight = (coverPct - covers[above - 1]) / (covers[above] - covers[above - 1]);
    return values[above - 1] + weight * (values[above] - values[above - 1]);
  }
}
