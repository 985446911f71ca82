package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run of the imagery knows of itself.
 *
 * @param outsideFraction share of the predicted pixels outside of the model's area of
 *     applicability, 0–1; empty without a run
 * @param alerts alerts that were read
 * @param evidence what the imagery shows; empty without a run
 */
public record RunFacts(
    OptionalDouble outsideFraction, List<AlertSpan> alerts, Optional<RunEvidence> evidence) {
  /** No run. */
  public static final RunFacts NONE =
      new RunFacts(OptionalDouble.empty(), List.of(), Optional.empty());

  public RunFacts {
    alerts = List.copyOf(alerts);
  }

  /**
   * Decoded dates of an alert product.
   *
   * @param first first date decoded
   * @param last last date decoded
   * @param productStart first day of the product
   * @param productEnd day on which the file was made
   */
  public record AlertSpan(
      String product,
      LocalDate first,
      LocalDate last,
      LocalDate productStart,
      LocalDate productEnd) {}
}
