package org.heartwood.verification.area;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.heartwood.verification.area.AreaEstimate.Estimator;
import org.heartwood.verification.area.ProportionInterval.Limits;
import org.heartwood.verification.area.ProportionInterval.Share;
import org.heartwood.verification.carbon.Estimate;

/**
 * Areas and accuracies from a stratified random sample.
 *
 * <p>Every quantity is a ratio of two totals of indicators y ≤ x (Stehman 2014,
 * doi:10.1080/01431161.2014.930207, equations 2, 25 and 27 with strata that need not be the map's
 * classes), W<sub>h</sub> a stratum's share of the area:
 *
 * <pre>
 *   R̂  = Σ W ȳ / Σ W x̄
 *   V   = Σ W² (1 − n/N) (s²(y) + R̂² s²(x) − 2 R̂ s(x,y)) / n  /  (Σ W x̄)²
 * </pre>
 *
 * With x = 1 it is an area share or the overall accuracy; with x "mapped so" the user's, with x
 * "truly so" the producer's accuracy. Where the strata are the map's classes and points were drawn
 * (n/N = 0), these are equations 2 to 7 and 9 to 11 of Olofsson et al. 2014
 * (doi:10.1016/j.rse.2014.02.015), digit for digit.
 *
 * <p>Standard errors are these. Intervals are those of {@link ProportionInterval}, with {@code n/(1
 * − n/N)} for n: a stratum without an event widens them although its estimated variance is zero. A
 * stratum of one point has no variance estimate; the greatest that a share can have, 1/4, stands
 * in. Without a point in a stratum that matters, the answer is that nobody can tell.
 */
public final class StratifiedEstimator {
  private static final double GREATEST_VARIANCE = 0.25;

  private final StratifiedSample sample;

  public StratifiedEstimator(StratifiedSample sample) {
    this.sample = sample;
  }

  /**
   * Area of a class of the reference.
   *
   * @param className a class of the legend
   */
  public Outcome<AreaEstimate> area(String className) {
    Outcome<Estimate> share =
        ratio(tally -> is(tally.referenceClass(), className), tally -> true, stratum -> true);
    Estimator estimator =
        sample.strata().size() == 1 ? Estimator.SIMPLE_RANDOM : Estimator.STRATIFIED;
    if (share instanceof Outcome.Known<Estimate> known) {
      return new Outcome.Known<>(
          new AreaEstimate(
              estimator,
              className,
              known.value().times(sample.areaHa()),
              sample.mappedHa(className),
              sample.points()),
          known.cautions());
    }
    return new Outcome.CannotTell<>(share.remarks().get(0));
  }

  /** Share of the area where map and reference agree, 0–1. */
  public Outcome<Estimate> overallAccuracy() {
    return ratio(
        tally -> is(tally.mapClass(), tally.referenceClass()), tally -> true, stratum -> true);
  }

  /** Of what is mapped as a class, the share that is that class, 0–1. */
  public Outcome<Estimate> usersAccuracy(String className) {
    return ratio(
        tally -> is(tally.referenceClass(), className),
        tally -> is(tally.mapClass(), className),
        stratum -> stratum.mapClasses().contains(className));
  }

  /** Of what is a class, the share that is mapped as that class, 0–1. */
  public Outcome<Estimate> producersAccuracy(String className) {
    return ratio(
        tally -> is(tally.mapClass(), className),
        tally -> is(tally.referenceClass(), className),
        stratum -> true);
  }

  /** Share of the area that is mapped as one class and is another, 0–1. */
  public Outcome<Estimate> cell(String mapClass, String referenceClass) {
    return ratio(
        tally -> is(tally.mapClass(), mapClass) && is(tally.referenceClass(), referenceClass),
        tally -> true,
        stratum -> true);
  }

  private static boolean is(String one, String other) {
    return one.equals(other);
  }

  /** What a stratum's points say of one quantity. */
  private record Counted(Stratum stratum, double weight, long n, long y, long x) {
    double top() {
      return (double) y / n;
    }

    double all() {
      return (double) x / n;
    }

    double unsampledFraction() {
      return stratum.units().isPresent() ? 1 - (double) n / stratum.units().getAsLong() : 1;
    }

    double effectivePoints() {
      double left = unsampledFraction();
      return left > 0 ? n / left : Double.POSITIVE_INFINITY;
    }

    /** Variance of the stratum's mean of {@code y − ratio · x}. */
    double variance(double ratio) {
      if (n == 1) {
        return unsampledFraction() * GREATEST_VARIANCE;
      }
      double yy = top() * (1 - top());
      double xx = all() * (1 - all());
      double xy = top() * (1 - all());
      return unsampledFraction() * Math.max(0, yy + ratio * ratio * xx - 2 * ratio * xy) / (n - 1);
    }
  }

  private Outcome<Estimate> ratio(
      Predicate<Tally> numerator, Predicate<Tally> denominator, Predicate<Stratum> matters) {
    List<Counted> counted = new ArrayList<>();
    for (Stratum stratum : sample.strata()) {
      if (matters.test(stratum)) {
        counted.add(counted(stratum, numerator, denominator));
      }
    }
    List<String> empty =
        counted.stream().filter(c -> c.n() == 0).map(c -> c.stratum().name()).toList();
    if (!empty.isEmpty()) {
      return new Outcome.CannotTell<>(
          "no reference point in "
              + String.join(", ", empty)
              + ", which has an area; label points there");
    }
    double below = counted.stream().mapToDouble(c -> c.weight() * c.all()).sum();
    if (!(below > 0)) {
      return new Outcome.CannotTell<>(
          "no reference point of the class that the share is taken of; label more points");
    }
    double value = counted.stream().mapToDouble(c -> c.weight() * c.top()).sum() / below;
    double variance =
        counted.stream().mapToDouble(c -> c.weight() * c.weight() * c.variance(value)).sum();
    List<Share> shares =
        counted.stream()
            .map(
                c ->
                    new Share(
                        c.weight(), c.effectivePoints(), c.top(), (double) (c.x() - c.y()) / c.n()))
            .toList();
    boolean ofAll = counted.stream().allMatch(c -> c.x() == c.n());
    boolean whole = counted.size() == sample.strata().size();
    Limits limits =
        ofAll && whole ? ProportionInterval.sum(shares) : ProportionInterval.ratio(shares, value);
    return new Outcome.Known<>(
        new Estimate(
            value,
            Math.sqrt(variance) / below,
            Math.min(value, limits.low()),
            Math.max(value, Math.min(1, limits.high()))),
        cautions(counted));
  }

  private Counted counted(
      Stratum stratum, Predicate<Tally> numerator, Predicate<Tally> denominator) {
    long n = 0;
    long x = 0;
    long y = 0;
    for (Tally tally : sample.tallies()) {
      if (tally.stratum().equals(stratum.name())) {
        n += tally.points();
        if (denominator.test(tally)) {
          x += tally.points();
          y += numerator.test(tally) ? tally.points() : 0;
        }
      }
    }
    return new Counted(stratum, stratum.areaHa() / sample.areaHa(), n, y, x);
  }

  private static List<String> cautions(List<Counted> counted) {
    List<String> cautions = new ArrayList<>();
    for (Counted stratum : counted) {
      if (stratum.n() == 1) {
        cautions.add(
            "stratum "
                + stratum.stratum().name()
                + " has one point: its variance is not known and taken as the greatest possible");
      }
    }
    return cautions;
  }
}
