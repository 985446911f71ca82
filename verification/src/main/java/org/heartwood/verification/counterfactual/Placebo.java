package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.heartwood.verification.carbon.Estimate;

/**
 * What an estimator finds where nothing happened: the same code on pseudo-projects of the project's
 * size and shape.
 *
 * <p>The less forest an area has, the further its mean loss lies from what is expected by chance
 * alone. The variance of such errors is {@code A + B / forest} (Ferman and Pinto 2019,
 * doi:10.1162/rest_a_00759); a place with more forest than the area that is ranked therefore counts
 * as if A were 0: its error is multiplied by {@code √(forest of the place / forest of the area)}.
 * One with less counts as it is. Both are cautious.
 *
 * @param specification the estimator
 * @param placed pseudo-projects
 * @param places those on which it could tell, by what it found, rising. Badly matched ones are
 *     among them: they spread wider, so a rank is no smaller for them
 * @param avoidedPerYear what it found there, made comparable as above with the area that is ranked,
 *     rising; share of the forest at the start
 * @param rankAvoided share of placebos that seem to avoid at least as much as the project, the
 *     project counted among them: the p-value of "nothing avoided"
 * @param rankExcess share that seem to avoid at most as much: the p-value of "no excess loss"
 * @param passed pseudo-projects on which it passed its own checks too
 * @param falsePositiveFraction share of those whose 90 % interval leaves out zero; a tenth if the
 *     intervals are right; 0 when there is none
 */
public record Placebo(
    String specification,
    int placed,
    List<Place> places,
    List<Double> avoidedPerYear,
    double rankAvoided,
    double rankExcess,
    int passed,
    double falsePositiveFraction) {
  /** With fewer, a rank cannot tell a twentieth apart. */
  static final int MIN_PLACEBOS = 19;

  /**
   * A place where nothing happened.
   *
   * @param avoidedPerYear what the estimator found; share of the forest at the start
   * @param forestPx its forest pixels at the start
   */
  public record Place(double avoidedPerYear, long forestPx) {
    private double on(long otherForestPx) {
      return forestPx > otherForestPx
          ? avoidedPerYear * Math.sqrt((double) forestPx / otherForestPx)
          : avoidedPerYear;
    }
  }

  /**
   * An estimator's answer about a pseudo-project.
   *
   * @param forestPx forest pixels of the pseudo-project at the start
   */
  public record Trial(EffectEstimate estimate, long forestPx) {}

  public Placebo {
    places = List.copyOf(places);
    avoidedPerYear = List.copyOf(avoidedPerYear);
  }

  /**
   * Ranks an estimate among those of pseudo-projects.
   *
   * @param estimate of the project
   * @param forestPx forest pixels of the project at the start
   * @param trials the same estimator on the pseudo-projects
   */
  public static Placebo of(EffectEstimate estimate, long forestPx, List<Trial> trials) {
    List<Place> places = new ArrayList<>();
    int passed = 0;
    int wrong = 0;
    for (Trial trial : trials) {
      Estimate found = trial.estimate().avoidedPerYear();
      if (found != null) {
        places.add(new Place(found.mean(), trial.forestPx()));
        if (trial.estimate().reasonAgainst().isEmpty()) {
          passed++;
          wrong += found.ci90Low() > 0 || found.ci90High() < 0 ? 1 : 0;
        }
      }
    }
    places.sort(
        Comparator.comparingDouble(Place::avoidedPerYear).thenComparingLong(Place::forestPx));
    return new Placebo(
            estimate.specification(),
            trials.size(),
            places,
            List.of(),
            1,
            1,
            passed,
            passed == 0 ? 0 : (double) wrong / passed)
        .ranking(estimate, forestPx);
  }

  /**
   * The same places with another estimate of the same estimator ranked among them.
   *
   * @param forestPx forest pixels at the start of the area that is ranked
   */
  public Placebo ranking(EffectEstimate estimate, long forestPx) {
    List<Double> errors =
        forestPx == 0
            ? List.of()
            : places.stream().map(place -> place.on(forestPx)).sorted().toList();
    Estimate own = estimate.avoidedPerYear();
    double all = 1.0 + errors.size();
    return new Placebo(
        specification,
        placed,
        places,
        errors,
        own == null ? 1 : (1 + errors.stream().filter(mean -> mean >= own.mean()).count()) / all,
        own == null ? 1 : (1 + errors.stream().filter(mean -> mean <= own.mean()).count()) / all,
        passed,
        falsePositiveFraction);
  }

  /**
   * An interval that holds both what the estimator's own resampling gives and what its errors on
   * places where nothing happened give: the effects that the placebos do not reject at a twentieth
   * on either side, as randomisation inference has it (Rosenbaum 2002, Observational Studies, §2.6;
   * Imbens and Rubin 2015, §5.7).
   *
   * @param own avoided loss a year with its 90 % interval
   * @return the same mean; the interval reaches at least as far as {@code own}'s on either side
   * @throws IllegalStateException if there are too few placebos
   */
  public Estimate widened(Estimate own) {
    if (!suffices()) {
      throw new IllegalStateException("only " + avoidedPerYear.size() + " placebos");
    }
    int n = avoidedPerYear.size();
    // The k-th from either end, so that at most a twentieth of n + 1 lie beyond it.
    int k = (int) Math.floor((n + 1) / 20.0);
    double low = Math.min(own.ci90Low(), own.mean() - avoidedPerYear.get(n - k));
    double high = Math.max(own.ci90High(), own.mean() - avoidedPerYear.get(k - 1));
    return new Estimate(own.mean(), own.standardError(), low, high);
  }

  /** Whether there are enough of them to rank against. */
  public boolean suffices() {
    return avoidedPerYear.size() >= MIN_PLACEBOS;
  }
}
