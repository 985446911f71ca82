package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.boundary.Portfolio;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Statements;
import org.heartwood.verification.finding.Finding;
import org.jspecify.annotations.Nullable;

/** A project whose every part a test can change. */
final class MadeUpProject {
  static final LocalDate AS_OF = LocalDate.of(2024, 6, 1);

  private Dossier.Activity activity = Dossier.Activity.IFM;
  private @Nullable Statements statements;
  private List<Dossier.Vintage> vintages = List.of();
  private List<Dossier.ReportingPeriod> periods = List.of();
  private Optional<BoundaryReport> boundary = Optional.empty();
  private List<Portfolio.Overlap> overlaps = List.of();
  private List<Dossier.MapReference> maps = List.of();
  private List<MapReading> readings = List.of();
  private List<Dossier.AreaReference> areas = List.of();
  private Dossier.@Nullable ForestDefinition forest;
  private LocalDate start = LocalDate.of(2015, 1, 1);
  private int others;
  private RunFacts run = RunFacts.NONE;
  private String id = "VCS1";

  MadeUpProject id(String value) {
    id = value;
    return this;
  }

  MadeUpProject activity(Dossier.Activity value) {
    activity = value;
    return this;
  }

  MadeUpProject stating(Statements value) {
    statements = value;
    return this;
  }

  MadeUpProject vintages(Dossier.Vintage... values) {
    vintages = List.of(values);
    return this;
  }

  /** One vintage with so many credits. */
  MadeUpProject issued(double co2eTonnes) {
    return vintages(new Dossier.Vintage(2015, null, null, null, null, co2eTonnes, null));
  }

  MadeUpProject periods(Dossier.ReportingPeriod... values) {
    periods = List.of(values);
    return this;
  }

  MadeUpProject boundary(BoundaryReport value) {
    boundary = Optional.of(value);
    return this;
  }

  MadeUpProject among(int count, Portfolio.Overlap... values) {
    others = count;
    overlaps = List.of(values);
    return this;
  }

  MadeUpProject maps(Dossier.MapReference... values) {
    maps = List.of(values);
    return this;
  }

  MadeUpProject readings(MapReading... values) {
    readings = List.of(values);
    return this;
  }

  MadeUpProject areas(Dossier.AreaReference... values) {
    areas = List.of(values);
    return this;
  }

  MadeUpProject forest(double minCanopyCoverFraction) {
    forest = new Dossier.ForestDefinition(minCanopyCoverFraction, null, 0.5, null);
    return this;
  }

  MadeUpProject start(LocalDate value) {
    start = value;
    return this;
  }

  MadeUpProject run(RunFacts value) {
    run = value;
    return this;
  }

  CheckedProject project() {
    return new CheckedProject(
        new Dossier(
            true,
            false,
            new Dossier.Project(
                id,
                "made up",
                null,
                null,
                "US",
                activity,
                start,
                LocalDate.of(2040, 1, 1),
                null,
                forest),
            null,
            new Dossier.Claims(1000.0, null, vintages, periods, statements),
            new Dossier.Sources(
                List.of(), List.of(), maps, List.of(), List.of(), areas, null, null),
            new Dossier.Method(
                null,
                null,
                null,
                1,
                12,
                1000,
                20000,
                256,
                "m",
                null,
                0.01,
                0.01,
                8,
                100,
                100,
                16,
                0.1,
                0.05,
                1,
                new Dossier.Counterfactual(List.of(), List.of(), List.of(), 100),
                null,
                null)),
        boundary,
        overlaps,
        others,
        readings,
        run,
        AS_OF);
  }

  /** The finding of one rule. */
  Finding by(Rule rule) {
    return rule.check(project()).orElseThrow();
  }
}
