package org.heartwood.verification.finding;

import com.google.common.base.Splitter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a finding weighs, and where it belongs among those of other projects.
 *
 * @param ruleId identifier of the rule, such as {@code X14}
 * @param ruleVersion version of the rule
 * @param severity by the share of issued credits
 * @param cause what kind of cause it has
 * @param shareOfIssued credits at stake over credits issued, percent; absent when one is unknown
 * @param money credits at stake at the dossier's price; absent when one is unknown
 */
public record Standing(
    String ruleId,
    String ruleVersion,
    Severity severity,
    CauseClass cause,
    @Nullable Quantity shareOfIssued,
    @Nullable Quantity money) {
  private static final String VERSION = "version ";

  /** Reads identifier and version from a rule's words: {@code X14 leakage, version 0.1}. */
  static Standing of(Question question, String rule, Verdict verdict) {
    List<String> words = Splitter.on(' ').splitToList(rule);
    int at = rule.lastIndexOf(VERSION);
    return new Standing(
        words.get(0),
        at < 0 ? "" : rule.substring(at + VERSION.length()),
        Severity.of(verdict, null),
        cause(question),
        null,
        null);
  }

  private static CauseClass cause(Question question) {
    return switch (question) {
      case ADDITIONALITY, ELIGIBILITY -> CauseClass.PROJECT;
      case LEAKAGE, REVERSAL -> CauseClass.EVENT;
      case ACCOUNTING -> CauseClass.RECORD;
      case BOUNDARY, OVERLAP -> CauseClass.BOUNDARY;
      case MODEL -> CauseClass.MODEL;
      case PROVENANCE -> CauseClass.DATA;
    };
  }
}
