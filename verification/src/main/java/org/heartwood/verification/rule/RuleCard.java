package org.heartwood.verification.rule;

import com.google.common.base.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.finding.Severity;
import org.heartwood.verification.finding.Standing;
import org.heartwood.verification.finding.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is.
 *
 * @param id stable identifier, such as {@code X04}
 * @param version of the rule: it changes when an answer could
 * @param title what it looks for
 * @param question which question it answers
 * @param cause class of cause of what it finds
 * @param inputs what it reads
 * @param threshold when it flags: a policy, in words
 * @param source where the failure was seen, or the standard that rules it
 */
public record RuleCard(
    String id,
    String version,
    String title,
    Question question,
    CauseClass cause,
    List<String> inputs,
    String threshold,
    String source) {
  public RuleCard {
    inputs = List.copyOf(inputs);
  }

  /** The claim does not hold. */
  Finding flag(String headline, String reason, @Nullable Quantity size, List<Quantity> quantities) {
    return finding(Verdict.FLAG, headline, reason, null, size, quantities);
  }

  /** Nothing speaks against the claim. */
  Finding noFlag(String headline, String reason, List<Quantity> quantities) {
    return finding(Verdict.NO_FLAG, headline, reason, null, null, quantities);
  }

  /** The data do not decide. */
  Finding cannotTell(
      String headline, String reason, String wouldSettle, List<Quantity> quantities) {
    return finding(Verdict.CANNOT_TELL, headline, reason, wouldSettle, null, quantities);
  }

  /** What the rule needs is absent. */
  Finding lacks(String what, String wouldSettle) {
    return cannotTell(
        Ascii.toUpperCase(title.substring(0, 1)) + title.substring(1) + ": cannot be told.",
        "The dossier lacks " + what + ".",
        wouldSettle,
        List.of());
  }

  /** What was read, and by which bound it was judged. */
  private List<String> evidence() {
    List<String> evidence = new ArrayList<>(inputs);
    evidence.add("threshold, a policy: " + threshold);
    evidence.add("source: " + source);
    return evidence;
  }

  private Finding finding(
      Verdict verdict,
      String headline,
      String reason,
      @Nullable String wouldSettle,
      @Nullable Quantity size,
      List<Quantity> quantities) {
    return new Finding(
        id,
        question,
        id + " " + title + ", version " + version,
        verdict,
        headline,
        reason,
        wouldSettle,
        size,
        quantities,
        evidence(),
        List.of(),
        cause.addressee(),
        new Standing(
            id,
            version,
            verdict == Verdict.FLAG ? Severity.UNSIZED : Severity.NONE,
            cause,
            null,
            null));
  }
}
