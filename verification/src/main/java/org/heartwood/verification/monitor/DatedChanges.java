package org.heartwood.verification.monitor;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.product.SpectralIndex;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Season;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.detect.DetectionJob;
import org.heartwood.verification.detect.DetectionSettings;
import org.heartwood.verification.detect.DetectionTable;
import org.heartwood.verification.detect.ImageMediansJob;
import org.heartwood.verification.detect.LevelledImagery;
import org.heartwood.verification.detect.ObservationDays;
import org.heartwood.verification.detect.Standing;
import org.heartwood.verification.event.Event;
import org.heartwood.verification.event.EventSettings;
import org.heartwood.verification.event.EventTable;
import org.heartwood.verification.event.EventsJob;
import org.heartwood.verification.event.FirePerimeter;
import org.heartwood.verification.event.ForestChangesJob;
import org.heartwood.verification.event.IndexChangeTable;
import org.heartwood.verification.event.IndexChangesJob;
import org.heartwood.verification.report.IntegrityReport;
import org.heartwood.verification.reversal.ObservedLoss;
import org.locationtech.jts.geom.Geometry;

/** Dated change of one project: the season's images are watched from the project's start on. */
final class DatedChanges {
  /** Touching pixels whose first days lie this far apart are one event: one season to the next. */
  private static final int TOLERANCE_DAYS = 400;

  /** Images that show less of the grid have no median worth the name. */
  private static final double MIN_VALID_FRACTION = 0.1;

  private final Assessment assessment;
  private final TileGrid tiles;
  private final List<FirePerimeter> fires;
  private final List<DataIssue> issues = new ArrayList<>();

  DatedChanges(Assessment assessment, TileGrid tiles, List<FirePerimeter> fires) {
    this.assessment = assessment;
    this.tiles = tiles;
    this.fires = List.copyOf(fires);
  }

  /** Scenes that were delivered twice. */
  List<DataIssue> issues() {
    return List.copyOf(issues);
  }

  LocalDate watchedFrom() {
    return assessment.file().dossier().project().startDate();
  }

  /**
   * {@link DetectionTable} of the season's images of all years, up to the day as of which is
   * assessed, each as difference from its own median.
   */
  Dataset<Row> detect(SparkSession spark) {
    issues.clear();
    List<DatedImage> images = seasonal();
    Map<Integer, Float> medians =
        ImageMediansJob.run(
            spark,
            tiles,
            assessment.imagery(),
            images.stream().map(DatedImage::index0).toList(),
            MIN_VALID_FRACTION);
    ObservationDays days =
        ObservationDays.of(images, assessment.file().dossier().project().id(), issues);
    return DetectionJob.run(
        spark,
        tiles,
        new LevelledImagery(assessment.imagery(), medians),
        days,
        DetectionSettings.seasonal((double) watchedFrom().toEpochDay()));
  }

  private List<Integer> imageDays() {
    return seasonal().stream()
        .map(image -> (int) image.date().toEpochDay())
        .distinct()
        .sorted()
        .toList();
  }

  /** Images that changes are dated by. */
  private List<DatedImage> seasonal() {
    Season season = assessment.season();
    return assessment.series().images().stream()
        .filter(image -> !image.date().isAfter(assessment.asOf()))
        .filter(image -> inSeason(season, image.date()))
        .toList();
  }

  private static boolean inSeason(Season season, LocalDate day) {
    return season.contains(day.getYear(), day) || season.contains(day.getYear() + 1, day);
  }

  /** {@link IndexChangeTable} of the changes of forest; empty if the images lack the bands. */
  Dataset<Row> indices(Dataset<Row> detection, Dataset<Row> change, ChangeSettings settings) {
    return IndexChangesJob.run(
        ForestChangesJob.run(detection, change, settings.years().length),
        tiles,
        new IndexChangesJob.Request(
            assessment.index(SpectralIndex.NBR),
            assessment.index(SpectralIndex.MNDWI),
            seasonal(),
            watchedFrom()));
  }

  /** Burn and water index, as far as the images have their bands. */
  private Set<SpectralIndex> measured() {
    return Stream.of(SpectralIndex.NBR, SpectralIndex.MNDWI)
        .filter(index -> assessment.index(index).isPresent())
        .collect(Collectors.toSet());
  }

  /**
   * The events, by number: changes of at least the forest definition's smallest patch.
   *
   * @param indices what {@link #indices} gave, stored
   */
  List<Event> events(
      Dataset<Row> detection, Dataset<Row> change, Dataset<Row> indices, ChangeSettings settings) {
    return EventsJob.run(
            ForestChangesJob.run(detection, change, settings.years().length),
            indices,
            tiles,
            new EventSettings(
                EventSettings.Neighbours.EIGHT,
                TOLERANCE_DAYS,
                settings.minPatchPx(),
                ForestChangesJob.FOREST_LEVEL,
                imageDays(),
                measured()),
            fires)
        .collectAsList()
        .stream()
        .map(EventTable::fromRow)
        .toList();
  }

  /** What the report says of it: the events that touch the project or its belt. */
  IntegrityReport.DatedChange summary(
      Dataset<Row> detection, List<Event> events, Map<Zone, Geometry> zones) {
    List<IntegrityReport.DatedEvent> rows =
        events.stream()
            .map(event -> row(event, zones))
            .filter(row -> row.projectHa() > 0 || row.beltHa() > 0)
            .sorted(
                Comparator.comparing(IntegrityReport.DatedEvent::firstDate)
                    .thenComparing(IntegrityReport.DatedEvent::id))
            .toList();
    long[] pixels = standings(detection);
    return new IntegrityReport.DatedChange(
        watchedFrom(), pixels[0], pixels[1], pixels[2], events.size(), rows);
  }

  /** Pixels watched without change, with a change, and that cannot be told. */
  private static long[] standings(Dataset<Row> detection) {
    long[] sums = new long[3];
    detection
        .select(DetectionTable.STANDING)
        .toLocalIterator()
        .forEachRemaining(
            row -> {
              byte[] codes = row.getAs(DetectionTable.STANDING);
              for (byte code : codes) {
                Standing standing = Standing.of(code);
                sums[standing.cannotTell() ? 2 : standing.confirmed() ? 1 : 0]++;
              }
            });
    return sums;
  }

  private static IntegrityReport.DatedEvent row(Event event, Map<Zone, Geometry> zones) {
    return new IntegrityReport.DatedEvent(
        event.id(),
        event.kind().label(),
        event.firstDate(),
        event.lastDate(),
        event.confirmedDate(),
        event.areaHa(),
        inside(event, zones, Zone.PROJECT),
        inside(event, zones, Zone.BELT),
        event.haPer30Days(),
        event.probability(),
        event.sureFraction(),
        event.guess().cause().label(),
        event.guess().evidence());
  }

  /** What the events took inside the project. */
  static List<ObservedLoss> projectLosses(List<Event> events, Map<Zone, Geometry> zones) {
    List<ObservedLoss> losses = new ArrayList<>();
    for (Event event : events) {
      double projectHa = inside(event, zones, Zone.PROJECT);
      if (projectHa > 0) {
        losses.add(
            new ObservedLoss(
                event.id(),
                event.kind(),
                event.firstDate(),
                event.lastDate(),
                event.confirmedDate(),
                projectHa,
                event.guess()));
      }
    }
    return losses;
  }

  /** Hectares of an event in a zone, by the share of its outline that lies there. */
  private static double inside(Event event, Map<Zone, Geometry> zones, Zone zone) {
    Geometry area = zones.get(zone);
    if (area == null || !area.intersects(event.outline())) {
      return 0;
    }
    double share = area.intersection(event.outline()).getArea() / event.outline().getArea();
    return share * event.areaHa();
  }
}
