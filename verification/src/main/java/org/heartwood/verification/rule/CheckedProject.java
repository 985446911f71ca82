package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.boundary.Portfolio;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.RegistryId;
import org.heartwood.ingest.project.Statements;
import org.heartwood.verification.finding.ClaimTotals;

/**
 * A project as the rules see it.
 *
 * @param dossier claims and statements
 * @param boundary its boundary as checked; empty where there is none
 * @param overlaps land shared with the other projects
 * @param others number of other projects whose boundaries were compared
 * @param run what a run knows; {@link RunFacts#NONE} without one
 * @param asOf the day on which clocks are read
 */
public record CheckedProject(
    Dossier dossier,
    Optional<BoundaryReport> boundary,
    List<Portfolio.Overlap> overlaps,
    int others,
    RunFacts run,
    LocalDate asOf) {
  public CheckedProject {
    overlaps = List.copyOf(overlaps);
  }

  Statements stated() {
    return dossier.claims().stated();
  }

  OptionalDouble issuedCo2eTonnes() {
    return new ClaimTotals(dossier.claims()).allIssuedCo2eTonnes();
  }

  boolean is(Dossier.Activity activity) {
    return dossier.project().activity() == activity;
  }

  boolean underVcs() {
    return RegistryId.parse(dossier.project().id()).canonical().matches("VCS[0-9]+");
  }
}
