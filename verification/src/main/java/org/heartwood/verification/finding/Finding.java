package org.heartwood.verification.finding;

import java.util.List;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Statements;
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
 * @param standing rule, severity, cause, share of credits and money
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
    String addressee,
    Standing standing) {
  public Finding {
    quantities = List.copyOf(quantities);
    evidence = List.copyOf(evidence);
    notYet = List.copyOf(notYet);
  }

  /** A finding that is not yet weighed against the project's credits. */
  public Finding(
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
    this(
        id,
        question,
        rule,
        verdict,
        headline,
        reason,
        wouldSettle,
        sizeCo2eTonnes,
        quantities,
        evidence,
        notYet,
        addressee,
        Standing.of(question, rule, verdict));
  }

  /** This finding, weighed against the credits that were issued and the price of a tonne. */
  public Finding weighed(Dossier.Claims claims) {
    Quantity size = sizeCo2eTonnes;
    OptionalDouble issued = new ClaimTotals(claims).allIssuedCo2eTonnes();
    Quantity share =
        size == null || issued.isEmpty() || !(issued.getAsDouble() > 0)
            ? null
            : size.times("share of issued credits", "%", 100 / issued.getAsDouble());
    Statements.Price price = claims.stated().price();
    Quantity money =
        size == null || price == null
            ? null
            : size.times("credits at stake in money", price.currency(), price.amountPerTonne());
    return new Finding(
        id,
        question,
        rule,
        verdict,
        headline,
        reason,
        wouldSettle,
        sizeCo2eTonnes,
        quantities,
        evidence,
        notYet,
        addressee,
        new Standing(
            standing.ruleId(),
            standing.ruleVersion(),
            Severity.of(verdict, share == null ? null : share.value() / 100),
            standing.cause(),
            share,
            money));
  }
}
