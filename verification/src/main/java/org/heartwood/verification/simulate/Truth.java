package org.heartwood.verification.simulate;

import java.util.List;

/**
 * What was planted, as {@code truth.json} holds it. Areas are hectares on the ellipsoid inside the
 * boundary that is handed in, and the belt around it.
 *
 * @param seed seed of all chance
 * @param scenario what was asked for
 * @param forestHa forest in the project at the composite of the start year
 * @param projectLossHa forest of the project lost from the start year on
 * @param projectLossWithoutHa the same, had there been no project
 * @param avoidedHa the difference: what the project avoided; a planted reversal counts against it
 * @param beltLossHa forest of the belt lost from the start year on
 * @param leakageHa part of it that would not have been lost without the project
 * @param displacedHa forest cleared anywhere because the project prevented it elsewhere
 * @param reversalHa forest of the project that the planted reversal took
 * @param events clearings that happened, in order of day
 */
public record Truth(
    long seed,
    Scenario scenario,
    double forestHa,
    double projectLossHa,
    double projectLossWithoutHa,
    double avoidedHa,
    double beltLossHa,
    double leakageHa,
    double displacedHa,
    double reversalHa,
    List<ClearingEvent> events) {
  public Truth {
    events = List.copyOf(events);
  }
}
