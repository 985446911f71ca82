package org.heartwood.verification.finding;

import java.util.Optional;

/** Answers "cannot tell" for want of what every question about claimed loss needs. */
public final class Untold {
  private Untold() {}

  /** The model that read the imagery does not apply to it. */
  public static Answer byModel(String question, String reason) {
    return cannotTell(
        question + " cannot be told from this imagery.",
        "The map does not qualify: " + reason + ".",
        "Imagery that the model was taught on, or a model taught on such imagery.");
  }

  /** No estimator has anything to compare with. */
  public static Answer byComparison(String question, String reasons, String wouldSettle) {
    return cannotTell(
        question + " cannot be told: no estimator finds forest to compare it with.",
        reasons + ".",
        wouldSettle);
  }

  /** The map shows no loss by which its hectares could be told. */
  public static Answer byScale(String question) {
    return cannotTell(
        question + " cannot be told: the map shows no loss at all outside.",
        "How much of the loss the map sees is not known.",
        "Reference points around the project, or more years.");
  }

  /** There is no claim to hold a number against. */
  public static Answer withoutClaims(String headline) {
    return cannotTell(
        headline,
        "The dossier lacks baseline or project emissions for at least one vintage.",
        "Baseline and project emissions of every vintage.");
  }

  /**
   * An answer over the claimed years that the composites show. Where the claims begin before them
   * nothing can be told; where the claims end after them a flag stands, and nothing else.
   *
   * @param found what was measured, as a sentence without its end
   * @param startYear composite that the measurement starts from
   * @param endYear composite that it ends with
   */
  public static Answer overYearsSeen(
      Measurements measured, int startYear, int endYear, Answer answer, String found) {
    Optional<String> before = measured.claimsBefore(startYear);
    if (before.isPresent()) {
      return overOtherYears(found + ", but not over the years that are claimed.", before.get());
    }
    Optional<String> after = measured.claimsAfter(endYear);
    if (after.isEmpty()) {
      return answer;
    }
    return answer.verdict() == Verdict.FLAG
        ? new Answer(
            answer.verdict(),
            answer.headline(),
            answer.reason() + " Only claims of the years seen were compared: " + after.get() + ".",
            answer.wouldSettle())
        : overOtherYears(found + ", but not over all years that are claimed.", after.get());
  }

  private static Answer overOtherYears(String headline, String why) {
    return cannotTell(
        headline,
        "Claims and imagery do not span the same years: " + why + ".",
        "Imagery from the start to the end of the claimed years.");
  }

  private static Answer cannotTell(String headline, String reason, String wouldSettle) {
    return new Answer(Verdict.CANNOT_TELL, headline, reason, wouldSettle);
  }
}
