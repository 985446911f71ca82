package org.heartwood.verification.monitor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.verification.carbon.CarbonDensity;
import org.heartwood.verification.carbon.CarbonSum;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.carbon.StockChange;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.report.IntegrityReport;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;

/** Gathers what the report says from what the run found. */
final class ReportContent {
  /** Version of METHOD.md. */
  static final String METHOD_VERSION = "0.9";

  private static final double AREA_TOLERANCE_FRACTION = 0.01;

  private final Assessment assessment;
  private final ReadHistory history;
  private final Dossier dossier;
  private final IntegrityReport.Period period;
  private final Observed observed;
  private final List<ZoneYear> zoneYears;

  private ReportContent(Assessment assessment, ReadHistory history, Observed observed) {
    this.assessment = assessment;
    this.history = history;
    this.dossier = assessment.file().dossier();
    this.period = history.period();
    this.observed = observed;
    this.zoneYears = observed.totals().zoneYears();
  }

  static IntegrityReport of(
      Assessment assessment,
      ReadHistory history,
      Observed observed,
      IntegrityReport.Counterfactual counterfactual,
      List<Finding> findings,
      List<Finding> checks) {
    return new ReportContent(assessment, history, observed)
        .report(counterfactual, findings, checks);
  }

  /** The period with its years moved to ones whose composite could be used. */
  static IntegrityReport.Period usablePeriod(Assessment assessment, List<RadiometricLine> lines) {
    IntegrityReport.Period planned = assessment.period();
    int[] years = lines.stream().mapToInt(RadiometricLine::year).toArray();
    int last = years[years.length - 1];
    int start = Math.min(nearest(years, planned.startYear()), years[years.length - 2]);
    int end =
        Arrays.stream(years)
            .filter(year -> year >= planned.claimsEndYear() && year > start)
            .findFirst()
            .orElse(last);
    return new IntegrityReport.Period(years[0], start, end, last, planned.season());
  }

  private static int nearest(int[] years, int wanted) {
    return Arrays.stream(years)
        .boxed()
        .min((a, b) -> Integer.compare(Math.abs(a - wanted), Math.abs(b - wanted)))
        .orElseThrow();
  }

  private IntegrityReport report(
      IntegrityReport.Counterfactual counterfactual, List<Finding> findings, List<Finding> checks) {
    Grid grid = assessment.grid();
    Coordinate centre = assessment.centreLonLat();
    Dossier.Method method = dossier.method();
    return new IntegrityReport(
        Version.HEARTWOOD,
        METHOD_VERSION,
        Objects.requireNonNull(assessment.file().file().getFileName()).toString(),
        assessment.file().sha256(),
        dossier,
        answer(findings),
        period,
        new IntegrityReport.Site(
            grid.crs(),
            grid.pixelSize(),
            grid.width(),
            grid.height(),
            assessment.boundaryHa(),
            method.leakageBeltWidthM(),
            centre.getX(),
            centre.getY()),
        zoneYears,
        observed.definitions(),
        observed.datedChange(),
        observed.reversals(),
        findings,
        checks,
        history.comparisons(),
        counterfactual,
        new IntegrityReport.Basis(
            observed.areas().rows(), observed.areas().byYear(), assessment.aboveGround().basis()),
        carbon(),
        claimRows(),
        ClaimLedger.of(assessment, observed.totals(), period),
        history.fromImages().map(this::imagery).orElse(List.of()),
        history.fromImages().map(seen -> model()).orElse(null),
        assessment.lossMap().map(ReportContent::forestMap).orElse(null),
        history.fromImages().map(seen -> errorShares(seen.errors())).orElse(Map.of()),
        history
            .fromImages()
            .map(seen -> history.settings().repeatability().classes())
            .orElse(List.of()),
        issues(),
        inputs(),
        notices());
  }

  private String answer(List<Finding> findings) {
    ZoneYear start = at(Zone.PROJECT, period.startYear());
    ZoneYear last = at(Zone.PROJECT, period.lastYear());
    double loss =
        zoneYears.stream()
            .filter(row -> row.zone() == Zone.PROJECT && row.year() > period.startYear())
            .mapToDouble(row -> row.lossHa().mean())
            .sum();
    String verdicts =
        String.join(
            "; ",
            findings.stream().map(f -> f.question().label() + ": " + f.verdict().label()).toList());
    return String.format(
        Locale.ROOT,
        "Within its boundary of %.0f ha, %s held %.0f ha of forest in %d and %.0f ha in %d; %.0f ha"
            + " were lost in between. Answers: %s.",
        assessment.boundaryHa(),
        dossier.project().name(),
        start.forestHa().mean(),
        period.startYear(),
        last.forestHa().mean(),
        period.lastYear(),
        loss,
        verdicts);
  }

  private ZoneYear at(Zone zone, int year) {
    return zoneYears.stream()
        .filter(row -> row.zone() == zone && row.year() == year)
        .findFirst()
        .orElseThrow();
  }

  private IntegrityReport.Carbon carbon() {
    CarbonDensity density = assessment.density();
    Dossier.Method method = dossier.method();
    return new IntegrityReport.Carbon(
        density.estimate(method.carbonDraws(), method.seed()),
        density.aboveGround().row(),
        density.aboveGround().mean(),
        density.aboveGround().standardDeviation(),
        density.rootShoot().row(),
        density.rootShoot().mean(),
        density.rootShoot().standardDeviation(),
        CarbonDensity.CARBON_FRACTION,
        varianceShares());
  }

  /** Shares of the variance of the carbon in all forest lost in the project. */
  private List<CarbonSum.Share> varianceShares() {
    StockChange.Stand lost =
        new StockChange.Stand(
            ClaimLedger.forest(assessment),
            "lost",
            observed.totals().lossHa(Zone.PROJECT, year -> true));
    return StockChange.stock(List.of(lost)).shares();
  }

  private List<IntegrityReport.ClaimRow> claimRows() {
    Dossier.Method method = dossier.method();
    Dossier.Claims claims = dossier.claims();
    List<IntegrityReport.ClaimRow> rows = new ArrayList<>();
    double ha = assessment.boundaryHa();
    rows.add(
        new IntegrityReport.ClaimRow(
            "project area", "ha", claims.areaHa(), new Estimate(ha, 0, ha, ha), areaRemark(ha)));
    Estimate density = assessment.density().estimate(method.carbonDraws(), method.seed());
    rows.add(
        new IntegrityReport.ClaimRow(
            "carbon of a hectare of forest",
            "tCO2e/ha",
            claims.carbonDensityCo2eTonnesPerHa(),
            density,
            within(claims.carbonDensityCo2eTonnesPerHa(), density)));
    for (Dossier.Vintage vintage : claims.vintages()) {
      rows.add(vintageRow(vintage));
    }
    OptionalDouble issued = new ClaimTotals(claims).issuedCo2eTonnes();
    rows.add(
        new IntegrityReport.ClaimRow(
            "credits issued, all vintages",
            "tCO2e",
            issued.isPresent() ? issued.getAsDouble() : null,
            null,
            "see the findings"));
    return rows;
  }

  private String areaRemark(double ha) {
    Double claimed = dossier.claims().areaHa();
    if (claimed == null) {
      return "no claim";
    }
    double difference = claimed / ha - 1;
    return String.format(
        Locale.ROOT,
        "the claim is %+.1f %% off; %s",
        100 * difference,
        Math.abs(difference) <= AREA_TOLERANCE_FRACTION
            ? "within 1 %"
            : "more than the 1 % allowed");
  }

  private IntegrityReport.ClaimRow vintageRow(Dossier.Vintage vintage) {
    Dossier.Method method = dossier.method();
    Optional<ZoneYear> shown =
        zoneYears.stream()
            .filter(row -> row.zone() == Zone.PROJECT)
            .filter(row -> row.year() > period.firstYear())
            .filter(row -> lossYear(row) >= vintage.year() && firstYear(row) <= vintage.year())
            .findFirst();
    Estimate emitted =
        shown
            .filter(row -> firstYear(row) == lossYear(row))
            .map(
                row ->
                    assessment.density().onArea(row.lossHa(), method.carbonDraws(), method.seed()))
            .orElse(null);
    return new IntegrityReport.ClaimRow(
        "project emissions " + vintage.year(),
        "tCO2e",
        vintage.projectCo2eTonnes(),
        emitted,
        emitted == null
            ? shown.map(this::together).orElse("no imagery or map shows this year")
            : within(vintage.projectCo2eTonnes(), emitted));
  }

  /** What is said of a year whose loss is seen together with that of other years. */
  private String together(ZoneYear row) {
    return "its loss is seen together with that of "
        + firstYear(row)
        + " to "
        + lossYear(row)
        + "; see section 7";
  }

  /** Calendar year that the loss of a row is booked to. */
  private int lossYear(ZoneYear row) {
    return assessment.season().changeYear(row.year());
  }

  /** First calendar year whose loss may be in a row. */
  private int firstYear(ZoneYear row) {
    return zoneYears.stream()
            .filter(other -> other.zone() == row.zone() && other.year() < row.year())
            .mapToInt(this::lossYear)
            .max()
            .orElseThrow()
        + 1;
  }

  private static String within(@Nullable Double claim, Estimate estimate) {
    if (claim == null) {
      return "no claim";
    }
    if (claim < estimate.ci90Low()) {
      return "the claim lies below the interval";
    }
    return claim > estimate.ci90High()
        ? "the claim lies above the interval"
        : "the claim lies within the interval";
  }

  private List<IntegrityReport.CompositeYear> imagery(ReadHistory.FromImages seen) {
    List<IntegrityReport.CompositeYear> years = new ArrayList<>();
    assessment
        .images()
        .forEach(
            (year, images) ->
                years.add(
                    new IntegrityReport.CompositeYear(
                        year,
                        images.stream().map(DatedImage::date).map(Object::toString).toList(),
                        seen.harmonised().lines().stream()
                            .filter(line -> line.year() == year)
                            .findFirst()
                            .orElse(null))));
    return years;
  }

  private IntegrityReport.Model model() {
    ModelCard card = assessment.card();
    return new IntegrityReport.Model(
        card.name(),
        card.version(),
        card.digest(),
        card.training().origin(),
        card.licence(),
        switch (card.status().standing()) {
              case OPERATIONAL -> "Operational: ";
              case DEMONSTRATION -> "Demonstration: ";
            }
            + card.status().reason(),
        card.tables(),
        card.limits(),
        card.refusals());
  }

  private static Map<String, Double> errorShares(ErrorStructure errors) {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("common to the whole area", errors.commonFraction());
    shares.put("common to blocks of 8 × 8 pixels", errors.blockFraction());
    shares.put("each pixel's own", errors.pixelFraction());
    shares.put("of all of these, new in every year", errors.transientFraction());
    return shares;
  }

  private static IntegrityReport.ForestMap forestMap(HistorySource.LossMap map) {
    Dossier.ForestHistory told = map.told();
    return new IntegrityReport.ForestMap(
        map.reference().id(),
        map.reference().path(),
        map.reference().product().title(),
        map.history().years().stream()
            .map(year -> YearMonth.of(year, told.month()).toString())
            .toList(),
        told.accuracy(),
        told.accuracy().loss().areaFactor(),
        told.accuracy().forest().areaFactor());
  }

  private List<DataIssue> issues() {
    List<DataIssue> issues = new ArrayList<>(assessment.issues());
    issues.addAll(observed.issues());
    issues.addAll(observed.areas().issues());
    history.fromImages().ifPresent(seen -> issues.addAll(issues(seen)));
    zoneYears.stream()
        .filter(row -> row.zone() == Zone.PROJECT && row.observedFraction() < 0.8)
        .forEach(
            row ->
                issues.add(
                    issue(
                        "composite " + row.year(),
                        Reason.EMPTY,
                        String.format(
                            Locale.ROOT,
                            "shows only %.0f %% of the project; the rest is read from the years"
                                + " around it",
                            100 * row.observedFraction()),
                        "add images of that year")));
    return issues.stream().map(this::fromFolder).toList();
  }

  private List<DataIssue> issues(ReadHistory.FromImages seen) {
    List<DataIssue> issues = new ArrayList<>();
    seen.images().forEach(image -> issues.addAll(image.issues(dossier.project().id())));
    history
        .outside()
        .ifPresent(
            reason ->
                issues.add(
                    issue(
                        "model " + assessment.card().name(),
                        Reason.VALUE,
                        reason + "; no verdict is given",
                        "bring a model that was taught on such images")));
    seen.harmonised()
        .unusableYears()
        .forEach(
            year ->
                issues.add(
                    issue(
                        "composite " + year,
                        Reason.VALUE,
                        "it shares too few valid pixels with the reference year "
                            + assessment.referenceYear()
                            + ", or does not follow it; the year is left out",
                        "add images of that year")));
    return issues;
  }

  /**
   * Files of the dossier's folder are named from there, so that results do not tell where it lay.
   */
  private DataIssue fromFolder(DataIssue issue) {
    String folder = assessment.file().folder() + File.separator;
    String found = issue.file();
    return new DataIssue(
        issue.project(),
        issue.scene(),
        found == null ? null : found.replace(folder, ""),
        issue.reason(),
        issue.detail().replace(folder, ""),
        issue.remedy().replace(folder, ""),
        issue.partial());
  }

  /** A remark about what was made of the data: nothing that was handed in is lost. */
  private DataIssue issue(String subject, Reason reason, String detail, String remedy) {
    return new DataIssue(dossier.project().id(), subject, null, reason, detail, remedy, false);
  }

  private List<IntegrityReport.Input> inputs() {
    String boundary = dossier.definedBoundary().path();
    List<IntegrityReport.Input> inputs = new ArrayList<>(assessment.source().inputs());
    inputs.add(new IntegrityReport.Input("boundary", boundary, digest(boundary), null));
    inputs.addAll(RuleAreas.inputs(assessment));
    Stream.concat(AreaBasis.files(dossier).stream(), AboveGround.files(dossier).stream())
        .map(each -> new IntegrityReport.Input(each.role(), each.path(), digest(each.path()), null))
        .forEach(inputs::add);
    return inputs;
  }

  private String digest(String path) {
    try {
      return Sha256.of(assessment.file().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (dossier.synthetic()) {
      notices.add(
          "SYNTHETIC: landscape, imagery and claims were simulated. Nothing here was observed.");
    } else if (dossier.illustrative()) {
      notices.add(
          "Illustrative: boundary and claims were made up to show the system. No such project is"
              + " registered. "
              + (assessment.lossMap().isPresent() ? "The map" : "The imagery")
              + " is real.");
    }
    return notices;
  }
}
