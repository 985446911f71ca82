package org.heartwood.inference.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How well probabilities of an event agree with what happened.
 *
 * <p>With event probabilities {@code p} and labels {@code y} in 0 and 1: precision is the share of
 * predicted events that happened, recall the share of events that were predicted, {@code F1 = 2·TP
 * / (2·TP + FP + FN)}. AUC is the probability that a random event is scored above a random other
 * case, ties counting one half (Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747). The
 * Brier score is the mean of {@code (p − y)²} (Brier 1950, doi:10.1175/1520-0493(1950)078). The
 * expected calibration error is the mean over ten equally wide bins of {@code |mean p − mean y|},
 * weighted by their cases (Naeini et al. 2015, doi:10.1609/aaai.v29i1.9602); the last bin includes
 * 1.
 *
 * <p>A measure without a value, such as precision where nothing was predicted, is NaN.
 *
 * @param cases how many were scored
 * @param events how many of them happened
 * @param auc area under the receiver operating characteristic, 0 to 1
 * @param f1 0 to 1
 * @param precisionFraction 0 to 1
 * @param recallFraction 0 to 1
 * @param accuracyFraction share of cases predicted right, 0 to 1
 * @param brier 0 to 1, small is good
 * @param calibrationError expected calibration error, 0 to 1, small is good
 */
public record BinaryScores(
    long cases,
    long events,
    double auc,
    double f1,
    double precisionFraction,
    double recallFraction,
    double accuracyFraction,
    double brier,
    double calibrationError) {
  /**
   * One scored case.
   *
   * @param score probability of the event, or for AUC and threshold alone any finite number that
   *     rises with it
   * @param predicted whether an event is predicted, such as {@code score >= threshold}
   * @param event whether it happened
   */
  public record Case(double score, boolean predicted, boolean event) {
    public Case {
      if (!Double.isFinite(score)) {
        throw new IllegalArgumentException("score must be finite, was " + score);
      }
    }
  }

  /**
   * Scores cases. Brier score and calibration error only mean something where scores are
   * probabilities; they are NaN if a score lies outside 0 to 1.
   */
  public static BinaryScores of(List<Case> cases) {
    long truePositive = 0;
    long falsePositive = 0;
    long falseNegative = 0;
    ProbabilitySums sums = new ProbabilitySums();
    boolean probabilities = true;
    for (Case one : cases) {
      if (one.predicted() && one.event()) {
        truePositive++;
      } else if (one.predicted()) {
        falsePositive++;
      } else if (one.event()) {
        falseNegative++;
      }
      probabilities &= one.score() >= 0 && one.score() <= 1;
      if (probabilities) {
        sums.add(one.score(), one.event());
      }
    }
    double count = cases.size();
    return new BinaryScores(
        cases.size(),
        truePositive + falseNegative,
        auc(cases),
        2 * truePositive / (double) (2 * truePositive + falsePositive + falseNegative),
        truePositive / (double) (truePositive + falsePositive),
        truePositive / (double) (truePositive + falseNegative),
        1 - (falsePositive + falseNegative) / count,
        probabilities ? sums.brier() : Double.NaN,
        probabilities ? sums.calibrationError() : Double.NaN);
  }

  /** Area under the receiver operating characteristic; NaN without events or without others. */
  public static double auc(List<Case> cases) {
    List<Case> sorted = new ArrayList<>(cases);
    sorted.sort(Comparator.comparingDouble(Case::score));
    long below = 0;
    long events = 0;
    double won = 0;
    for (int start = 0; start < sorted.size(); ) {
      int end = start;
      long tiedEvents = 0;
      while (end < sorted.size() && sorted.get(end).score() == sorted.get(start).score()) {
        tiedEvents += sorted.get(end).event() ? 1 : 0;
        end++;
      }
      long tiedOthers = end - start - tiedEvents;
      won += tiedEvents * (below + 0.5 * tiedOthers);
      below += tiedOthers;
      events += tiedEvents;
      start = end;
    }
    return won / ((double) events * below);
  }

  /**
   * The threshold with the highest F1 on given cases: one of their scores, the highest of several
   * that are equally good.
   *
   * @throws IllegalArgumentException without events
   */
  public static double bestThreshold(List<Case> cases) {
    long events = cases.stream().filter(Case::event).count();
    if (events == 0) {
      throw new IllegalArgumentException("a threshold needs cases with an event, had none");
    }
    List<Case> sorted = new ArrayList<>(cases);
    sorted.sort(Comparator.comparingDouble(Case::score).reversed());
    double bestF1 = -1;
    double best = Double.NaN;
    long found = 0;
    for (int i = 0; i < sorted.size(); i++) {
      found += sorted.get(i).event() ? 1 : 0;
      boolean lastOfTies =
          i + 1 == sorted.size() || sorted.get(i + 1).score() < sorted.get(i).score();
      double f1 = 2.0 * found / (i + 1 + events);
      if (lastOfTies && f1 > bestF1) {
        bestF1 = f1;
        best = sorted.get(i).score();
      }
    }
    return best;
  }
}
