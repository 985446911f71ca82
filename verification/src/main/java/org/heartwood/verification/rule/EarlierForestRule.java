package org.heartwood.verification.rule;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.heartwood.ingest.product.JrcTmf;
import org.heartwood.ingest.product.LandClass;
import org.heartwood.ingest.product.LandClass.Cover;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.ForestDefinition;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.Vm0047;

/** Land that was forest already when a planting project began. */
public final class EarlierForestRule implements Rule {
  private static final double MAX_SHARE = 0.05;

  /** A map shows the start if it is at most so many years older. */
  private static final int MAX_AGE_YEARS = 2;

  private static final int HANSEN_COVER_YEAR = 2000;
  private static final long HALF_A_YEAR_DAYS = 184;

  private static final RuleCard CARD =
      new RuleCard(
          "X09",
          "1.0",
          "forest already there at the start",
          Question.ELIGIBILITY,
          CauseClass.PROJECT,
          List.of(
              "project.startDate, project.forestDefinition",
              "sources.maps: JRC_TMF AnnualChange, CUSTOM_CLASSES, HANSEN_GFC treecover2000",
              "tables/zone_year.parquet"),
          "more than 5 % of the land is forest by the project's definition at the start, over the"
              + " whole interval",
          "VM0047 asks for less than 10 % woody cover of census plots; "
              + Vm0047.CREDITING.citation());

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (!project.is(Dossier.Activity.ARR)) {
      return Optional.empty();
    }
    List<LandShare> shares = new ArrayList<>();
    for (MapReading reading : project.maps()) {
      if (reading.dataHa() > 0) {
        byMap(project, reading).ifPresent(shares::add);
      }
    }
    project.run().evidence().flatMap(run -> imagery(project, run)).ifPresent(shares::add);
    String settle =
        "A forest map of " + (project.startYear() - 1) + ", or imagery of the season of the start.";
    return Optional.of(
        shares.isEmpty()
            ? CARD.lacks("forest at the start", settle)
            : LandShare.judge(
                CARD,
                project,
                shares,
                MAX_SHARE,
                "land that was forest at the start",
                "credits on land that was forest, by area",
                settle));
  }

  private static Optional<LandShare> byMap(CheckedProject project, MapReading reading) {
    Integer year = reading.map().year();
    boolean fresh =
        year != null && year < project.startYear() && year >= project.startYear() - MAX_AGE_YEARS;
    if (fresh && reading.holds(Product.JRC_TMF, "AnnualChange")) {
      return Optional.of(
          LandShare.byMap(
              reading, covered(reading, JrcTmf.ANNUAL_CLASSES.classes()), Optional.empty()));
    }
    List<LandClass> legend = reading.map().legend();
    if (fresh
        && reading.problem().isEmpty()
        && reading.map().product() == Product.CUSTOM_CLASSES
        && legend != null) {
      return Optional.of(LandShare.byMap(reading, covered(reading, legend), Optional.empty()));
    }
    ForestDefinition forest = project.dossier().project().forestDefinition();
    int age = project.startYear() - HANSEN_COVER_YEAR;
    return forest != null
            && age > 0
            && age <= MAX_AGE_YEARS
            && reading.holds(Product.HANSEN_GFC, "treecover2000")
        ? Optional.of(
            LandShare.byMap(
                reading,
                reading.areaHa(percent -> percent >= 100 * forest.minCanopyCoverFraction()),
                Optional.empty()))
        : Optional.empty();
  }

  private static double covered(MapReading reading, List<LandClass> legend) {
    Set<Double> codes =
        legend.stream()
            .filter(each -> each.cover() == Cover.FOREST || each.cover() == Cover.PLANTATION)
            .map(each -> (double) each.code())
            .collect(Collectors.toSet());
    return reading.areaHa(codes::contains);
  }

  /** The composite of the start, if its season lies within half a year of it. */
  private static Optional<LandShare> imagery(CheckedProject project, RunEvidence run) {
    long days =
        Math.abs(
            ChronoUnit.DAYS.between(
                run.measured().season().middle(run.startYear()),
                project.dossier().project().startDate()));
    List<ZoneYear> rows =
        run.measured().of(Zone.PROJECT).stream()
            .filter(row -> row.year() == run.startYear())
            .toList();
    return rows.isEmpty() || days > HALF_A_YEAR_DAYS || run.measured().modelOutside().isPresent()
        ? Optional.empty()
        : Optional.of(
            new LandShare(
                "tables/zone_year.parquet, " + run.startYear(),
                rows.get(0).forestHa().times(1 / rows.get(0).zoneHa()),
                Optional.empty()));
  }
}
