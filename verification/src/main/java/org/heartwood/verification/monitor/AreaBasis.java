package org.heartwood.verification.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.area.AreaEstimate;
import org.heartwood.verification.area.AreaEstimate.Estimator;
import org.heartwood.verification.area.Outcome;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.MappedArea;
import org.heartwood.verification.change.ZoneAreas;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.reference.ProjectSample;
import org.heartwood.verification.report.IntegrityReport;
import org.locationtech.jts.geom.Geometry;

/**
 * The areas that a report counts with, and the estimator behind each: the project's reference
 * sample for loss in the years that it tells of, else the map with its model's error. Counts of
 * pixels stand beside them and are used for nothing.
 *
 * @param totals areas by zone and year
 * @param rows forest at the start and at the end and loss in between, as the report has them
 * @param byYear the same of every composite
 * @param issues why a sample was not used
 */
record AreaBasis(
    ZoneTotals totals,
    List<IntegrityReport.AreaRow> rows,
    List<IntegrityReport.AreaRow> byYear,
    List<DataIssue> issues) {
  private static final String FOREST = "forest";
  private static final String LOSS = "loss";
  private static final int NONE = Integer.MIN_VALUE;

  AreaBasis {
    rows = List.copyOf(rows);
    byYear = List.copyOf(byYear);
    issues = List.copyOf(issues);
  }

  /**
   * The sample that a dossier names.
   *
   * @throws org.heartwood.ingest.issue.InputException if it cannot be one of this project
   */
  static Optional<ProjectSample> sample(DossierFile file, Geometry landLonLat, double landHa) {
    Dossier.ReferenceSample named = file.dossier().sources().referenceSample();
    if (named == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ProjectSample.open(
              named, file.resolve(named.csv()), file.resolve(named.design()), landLonLat, landHa));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample's files. */
  static List<BasisFile> files(Dossier dossier) {
    Dossier.ReferenceSample named = dossier.sources().referenceSample();
    return named == null
        ? List.of()
        : List.of(
            new BasisFile("reference sample", named.csv()),
            new BasisFile("design of the reference sample", named.design()));
  }

  /** Loss behind a hectare of loss that the map shows in a zone, over all years since the start. */
  MapScale scale(Zone zone) {
    return rows.stream()
        .filter(row -> row.zone() == zone && row.quantity().equals(LOSS))
        .findFirst()
        .map(row -> MapScale.of(row.areaHa(), row.pixelCountHa()))
        .orElse(MapScale.UNKNOWN);
  }

  /** No rate of loss is solved for where a map was read in place of imagery. */
  private static Estimator estimator(ZoneAreas areas) {
    return areas.annualLossProbability().isEmpty() ? Estimator.MAP_ACCURACY : Estimator.MAP_MODEL;
  }

  /** The areas of a run. */
  static AreaBasis of(Assessment assessment, ZoneAreas areas, IntegrityReport.Period period) {
    Optional<String> against =
        assessment.sample().flatMap(sample -> against(sample, areas.estimated()));
    Optional<ProjectSample> sample = assessment.sample().filter(unused -> against.isEmpty());
    ZoneTotals totals =
        sample
            .map(
                told ->
                    areas
                        .estimated()
                        .benchmarked(
                            Zone.PROJECT,
                            told.fromYear(),
                            told.toYear(),
                            lossOf(told).areaHa(),
                            assessment.file().dossier().method().seed()))
            .orElse(areas.estimated());
    List<IntegrityReport.AreaRow> rows = new ArrayList<>();
    sample.ifPresent(told -> rows.add(loss(areas, told)));
    List<IntegrityReport.AreaRow> byYear = new ArrayList<>();
    for (Zone zone : Zone.values()) {
      if (!totals.of(zone).isEmpty()) {
        List<IntegrityReport.AreaRow> years =
            years(areas, totals, zone, sample.filter(unused -> zone == Zone.PROJECT));
        byYear.addAll(years);
        rows.add(loss(areas, zone, period));
        years.stream()
            .filter(row -> row.quantity().equals(FOREST))
            .filter(row -> row.toYear() == period.startYear() || row.toYear() == period.lastYear())
            .forEach(rows::add);
      }
    }
    return new AreaBasis(
        totals, rows, byYear, against.map(why -> issue(assessment, why)).stream().toList());
  }

  private static DataIssue issue(Assessment assessment, String against) {
    return new DataIssue(
        assessment.file().dossier().project().id(),
        "reference sample",
        null,
        Reason.INCONSISTENT,
        against + "; the areas of loss are those of the map with its error",
        "label more points, or draw a sample of the years that the imagery shows",
        true);
  }

  private static AreaEstimate lossOf(ProjectSample sample) {
    return sample.loss().found().orElseThrow();
  }

  /** Loss as the sample has it. */
  private static IntegrityReport.AreaRow loss(ZoneAreas areas, ProjectSample sample) {
    AreaEstimate loss = lossOf(sample);
    return row(
        Zone.PROJECT,
        LOSS,
        sample.fromYear(),
        sample.toYear(),
        loss.estimator(),
        loss.areaHa(),
        count(areas, Zone.PROJECT, y -> y > sample.fromYear() && y <= sample.toYear()),
        loss.points(),
        sampleRemarks(sample, loss));
  }

  /** Why a sample cannot be used in this run; empty if it can. */
  private static Optional<String> against(ProjectSample sample, ZoneTotals totals) {
    if (sample.loss() instanceof Outcome.CannotTell<AreaEstimate> none) {
      return Optional.of("cannot tell the area of loss: " + none.reason());
    }
    List<Integer> years = totals.of(Zone.PROJECT).stream().map(ZoneYear::year).toList();
    return years.contains(sample.fromYear()) && years.contains(sample.toYear())
        ? Optional.empty()
        : Optional.of(
            "tells of loss from "
                + sample.fromYear()
                + " to "
                + sample.toYear()
                + ", but the usable composites are those of "
                + years);
  }

  private static List<String> sampleRemarks(ProjectSample sample, AreaEstimate loss) {
    List<String> remarks = new ArrayList<>(sample.loss().remarks());
    remarks.add(
        String.format(
            Locale.ROOT,
            "%d points, %d of them not told; the map that it was drawn from counted %.1f ha; the"
                + " years share its total as the map says",
            sample.result().points(),
            sample.result().unknown(),
            loss.mappedHa()));
    return remarks;
  }

  /** Loss since the start as the map with its error has it. */
  private static IntegrityReport.AreaRow loss(
      ZoneAreas areas, Zone zone, IntegrityReport.Period period) {
    int start = period.startYear();
    return row(
        zone,
        LOSS,
        start,
        period.lastYear(),
        estimator(areas),
        areas.estimated().lossHa(zone, year -> year > start),
        count(areas, zone, year -> year > start),
        0,
        List.of(
            estimator(areas) == Estimator.MAP_ACCURACY
                ? "the map's area, corrected by the accuracy that the dossier states for it; no"
                    + " reference sample of this land stands behind it"
                : String.format(
                    Locale.ROOT,
                    "pixels, and this zone's share of what probabilities add to them over the whole"
                        + " landscape, under %.2f %% of loss a year here; no reference sample"
                        + " stands behind it",
                    100 * areas.annualLossProbability().getOrDefault(zone, 0.0))));
  }

  private static List<IntegrityReport.AreaRow> years(
      ZoneAreas areas, ZoneTotals used, Zone zone, Optional<ProjectSample> sample) {
    List<IntegrityReport.AreaRow> rows = new ArrayList<>();
    int before = NONE;
    for (ZoneYear year : used.of(zone)) {
      MappedArea mapped = mapped(areas, zone, year.year());
      rows.add(
          row(
              zone,
              FOREST,
              year.year(),
              year.year(),
              estimator(areas),
              year.forestHa(),
              mapped.forestHa(),
              0,
              List.of()));
      if (before != NONE) {
        int at = year.year();
        Optional<ProjectSample> told =
            sample.filter(found -> at > found.fromYear() && at <= found.toYear());
        rows.add(
            row(
                zone,
                LOSS,
                before,
                at,
                told.map(found -> lossOf(found).estimator()).orElse(estimator(areas)),
                year.lossHa(),
                mapped.lossHa(),
                told.isPresent() ? told.get().result().points() : 0,
                told.isPresent() ? List.of("share of the sample's total by the map") : List.of()));
      }
      before = year.year();
    }
    return rows;
  }

  private static MappedArea mapped(ZoneAreas areas, Zone zone, int year) {
    return areas.mapped().stream()
        .filter(row -> row.zone() == zone && row.year() == year)
        .findFirst()
        .orElseThrow();
  }

  private static double count(ZoneAreas areas, Zone zone, Predicate<Integer> years) {
    return areas.mapped().stream()
        .filter(row -> row.zone() == zone && years.test(row.year()))
        .mapToDouble(MappedArea::lossHa)
        .sum();
  }

  private static IntegrityReport.AreaRow row(
      Zone zone,
      String quantity,
      int fromYear,
      int toYear,
      Estimator estimator,
      Estimate areaHa,
      double pixelCountHa,
      long points,
      List<String> remarks) {
    AreaEstimate area = new AreaEstimate(estimator, quantity, areaHa, pixelCountHa, points);
    return new IntegrityReport.AreaRow(
        zone,
        quantity,
        fromYear,
        toYear,
        estimator.label(),
        areaHa,
        pixelCountHa,
        area.pixelCountExcessHa(),
        area.pixelCountWithinInterval(),
        points,
        remarks);
  }
}
