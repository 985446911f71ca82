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
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * A project as the rules see it.
 *
 * @param dossier claims and statements
 * @param boundary its boundary as checked; empty where there is none
 * @param overlaps land shared with the other projects
 * @param others number of other projects whose boundaries were compared
 * @param maps what the dossier's maps say inside the boundary
 * @param run what a run knows; {@link RunFacts#NONE} without one
 * @param asOf the day on which clocks are read
 */
public record CheckedProject(
    Dossier dossier,
    Optional<BoundaryReport> boundary,
    List<Portfolio.Overlap> overlaps,
    int others,
    List<MapReading> maps,
    RunFacts run,
    LocalDate asOf) {
  public CheckedProject {
    overlaps = List.copyOf(overlaps);
    maps = List.copyOf(maps);
  }

  Statements stated() {
    return dossier.claims().stated();
  }

  OptionalDouble issuedCo2eTonnes() {
    return new ClaimTotals(dossier.claims()).allIssuedCo2eTonnes();
  }

  /** The start's calendar year. */
  int startYear() {
    return dossier.project().startDate().getYear();
  }

  /** Credits issued on a share of the land or the forest, by area; absent where none are known. */
  @Nullable Quantity issuedOn(String name, Estimate share, String source) {
    OptionalDouble issued = issuedCo2eTonnes();
    if (issued.isEmpty()) {
      return null;
    }
    double credits = Math.max(0, issued.getAsDouble());
    return Quantity.of(name, "tCO2e", share.times(credits), source);
  }

  boolean is(Dossier.Activity activity) {
    return dossier.project().activity() == activity;
  }

  boolean underVcs() {
    return RegistryId.parse(dossier.project().id()).canonical().matches("VCS[0-9]+");
  }
}
