package org.heartwood.verification.finding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one question, with all that it rests on.
 *
 * @param id stable name within the report
 * @param question what is answered
 * @param rule rule and its version
 * @param verdict the answer
 * @param headline the answer in one sentence
 * @param reason why this answer and no other, in plain words
 * @param wouldSettle data that would settle the question; absent when it is settled
 * @param sizeCo2eTonnes credits at stake, with interval; absent when nothing was measured
 * @param quantities the numbers behind the answer, claims beside estimates
 * @param evidence tables and layers of this run that show it
 * @param notYet what this version of the rule does not do
 * @param addressee who should act
 */
public record Finding(
    String id,
    Question question,
    String rule,
    Verdict verdict,
    String headline,
    String reason,
    @Nullable String wouldSettle,
    @Nullable Quantity sizeCo2eTonnes,
    List<Quantity> quantities,
    List<String> evidence,
    List<String> notYet,
    String addressee) {
  public Finding {
    quantities = List.copyOf(quantities);
    evidence = List.copyOf(evidence);
    notYet = List.copyOf(notYet);
  }
}
