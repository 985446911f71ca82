package org.heartwood.verification.reversal;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.ingest.project.Statements;
import org.heartwood.ingest.project.Statements.Reversal;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.tile.Season;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.event.Cause;
import org.heartwood.verification.event.Event;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.reversal.LedgerRow.Clock;
import org.heartwood.verification.reversal.LedgerRow.Dates;
import org.heartwood.verification.reversal.LedgerRow.Intent;
import org.heartwood.verification.reversal.LedgerRow.Size;
import org.heartwood.verification.reversal.LedgerRow.Source;
import org.heartwood.verification.reversal.LedgerRow.Status;
import org.heartwood.verification.standard.ReversalDeadline;
import org.jspecify.annotations.Nullable;

/**
 * Joins dated changes and stated reversals to a {@link ReversalLedger}.
 *
 * <p>A change belongs to the stated reversal that is nearest in time, if all of it was first seen
 * between {@value #DAYS_BEFORE} days before the reversal and {@value #DAYS_AFTER} days after its
 * end: images of one season may show an event a year late.
 *
 * <p>What no reversal covers is judged by the calendar years from its first day to its last: an
 * event is whole across pixels and may run over years. The loss that yearly composites book to
 * these years, with the error that draws of the map's error give it, is set against the emissions
 * that their vintages report, and the reversals that are stated of them. It is unreported where the
 * whole interval lies above them and the loss reaches {@value #THRESHOLD_PCT} % of the forest at
 * the start a year, or a vintage reports none at all (rule X10's threshold, a policy).
 *
 * <p>Where no change is dated at all, as on a history of forest maps, the loss that each map shows
 * beside the one before is a row, judged in the same way by the years between them.
 *
 * <p>The error of one event's area is not measured by itself: {@link Measurements#partOfLossHa}.
 */
public final class LedgerBuilder {
  static final int DAYS_BEFORE = 32;
  static final int DAYS_AFTER = 366;
  static final double THRESHOLD_PCT = 0.5;

  private final Measurements measured;
  private final int startYear;
  private final LocalDate asOf;
  private final Statements stated;
  private final Estimate totalLoss;
  private final double forestHa;
  private final @Nullable LocalDate firstCredits;
  private final BufferAdequacy.@Nullable Stated buffer;
  private final Optional<ReversalDeadline> deadline;

  /** Calendar years of the losses that were judged unreported; complete once all rows are made. */
  private final Set<Integer> unreportedYears = new TreeSet<>();

  private LedgerBuilder(Measurements measured, int startYear, LocalDate asOf) {
    Dossier dossier = measured.dossier();
    this.measured = measured;
    this.startYear = startYear;
    this.asOf = asOf;
    this.stated = dossier.claims().stated();
    this.totalLoss = measured.totals().lossHa(Zone.PROJECT, year -> year > startYear);
    this.forestHa = measured.forestHa(Zone.PROJECT, startYear);
    this.firstCredits = BufferAdequacy.firstCredits(dossier.claims());
    this.buffer = BufferAdequacy.buffer(dossier.claims());
    this.deadline = ReversalDeadline.of(dossier.project());
  }

  /**
   * Makes the ledger.
   *
   * @param startYear composite nearest to the project's start
   * @param losses dated changes that touch the project
   * @param asOf the day of the report; changes first seen after it are left out
   */
  public static ReversalLedger build(
      Measurements measured, int startYear, List<ObservedLoss> losses, LocalDate asOf) {
    return new LedgerBuilder(measured, startYear, asOf).ledger(losses);
  }

  private ReversalLedger ledger(List<ObservedLoss> losses) {
    BufferAdequacy.Result adequacy =
        measured.modelOutside().isPresent()
            ? new BufferAdequacy.Result(null, "the model does not apply to this imagery")
            : BufferAdequacy.of(measured, startYear, asOf);
    List<ObservedLoss> lasting =
        losses.stream()
            .filter(loss -> lasts(loss) && !loss.first().isAfter(asOf))
            .sorted(
                Comparator.comparing(ObservedLoss::first).thenComparingLong(ObservedLoss::event))
            .toList();
    int leftOut = (int) losses.stream().filter(loss -> !lasts(loss)).count();
    String outside =
        measured.modelOutside().map(reason -> "the model does not apply: " + reason).orElse(null);
    List<LedgerRow> rows = rows(outside == null ? lasting : List.of());
    return new ReversalLedger(
        asOf,
        deadline.map(known -> known.rule().citation()).orElse("none that this program knows"),
        THRESHOLD_PCT,
        rows,
        outside == null ? totalLoss : null,
        outside == null ? unreported(rows) : null,
        leftOut,
        adequacy.adequacy(),
        adequacy.cannotTell(),
        outside);
  }

  private static boolean lasts(ObservedLoss loss) {
    return loss.kind() != Event.Kind.REGROWTH && loss.guess().cause() != Cause.CLOUD_RESIDUE;
  }

  private List<LedgerRow> rows(List<ObservedLoss> losses) {
    Map<Integer, List<ObservedLoss>> covered = new TreeMap<>();
    List<ObservedLoss> open = new ArrayList<>();
    for (ObservedLoss loss : losses) {
      nearest(loss)
          .ifPresentOrElse(
              at -> covered.computeIfAbsent(at, any -> new ArrayList<>()).add(loss),
              () -> open.add(loss));
    }
    List<LedgerRow> rows = new ArrayList<>();
    for (int i = 0; i < stated.reversals().size(); i++) {
      if (!stated.reversals().get(i).eventDate().isAfter(asOf)) {
        rows.add(statedRow(stated.reversals().get(i), covered.getOrDefault(i, List.of())));
      }
    }
    open.forEach(loss -> rows.add(observedRow(loss)));
    rows.sort(
        Comparator.comparing(
            row -> row.dates().firstSeen(), Comparator.nullsLast(Comparator.naturalOrder())));
    rows.addAll(undated(losses));
    return rows;
  }

  /** Place of the stated reversal that a change belongs to. */
  private OptionalInt nearest(ObservedLoss loss) {
    OptionalInt best = OptionalInt.empty();
    long bestDays = Long.MAX_VALUE;
    for (int i = 0; i < stated.reversals().size(); i++) {
      Reversal reversal = stated.reversals().get(i);
      LocalDate end = end(reversal);
      boolean within =
          !loss.first().isBefore(reversal.eventDate().minusDays(DAYS_BEFORE))
              && !loss.last().isAfter(end.plusDays(DAYS_AFTER));
      long days = Math.abs(ChronoUnit.DAYS.between(reversal.eventDate(), loss.first()));
      if (within && !reversal.eventDate().isAfter(asOf) && days < bestDays) {
        best = OptionalInt.of(i);
        bestDays = days;
      }
    }
    return best;
  }

  private static LocalDate end(Reversal reversal) {
    LocalDate end = reversal.endDate();
    return end == null ? reversal.eventDate() : end;
  }

  private LedgerRow statedRow(Reversal reversal, List<ObservedLoss> seen) {
    double seenHa =
        seen.stream()
            .filter(loss -> loss.kind() == Event.Kind.DEFORESTATION)
            .mapToDouble(ObservedLoss::projectHa)
            .sum();
    Double statedHa = reversal.areaHa();
    Double statedTonnes = reversal.co2eTonnes();
    Estimate area = seenHa > 0 ? area(seenHa) : exact(statedHa);
    Estimate tonnes =
        area == null || (seenHa == 0 && statedTonnes != null) ? exact(statedTonnes) : carbon(area);
    boolean understated =
        seenHa > 0
            && (statedTonnes != null
                ? tonnes != null && tonnes.ci90Low() > statedTonnes
                : statedHa != null && area != null && area.ci90Low() > statedHa);
    String why =
        seen.isEmpty()
            ? "Stated by the dossier; the imagery dates no change of the project to it."
            : understated
                ? "Stated by the dossier"
                    + (statedTonnes != null
                        ? String.format(Locale.ROOT, " with %,.0f tCO2e", statedTonnes)
                        : String.format(Locale.ROOT, " with %,.1f ha", statedHa))
                    + ", less than the lower end of what the imagery shows at that time."
                : "Stated by the dossier; "
                    + seen.size()
                    + " dated changes fall into its time"
                    + (statedHa == null && statedTonnes == null
                        ? ", and no size is stated to compare."
                        : ".");
    LocalDate notice = reversal.noticeDate();
    return new LedgerRow(
        reversal.name(),
        seen.isEmpty() ? "reported" : kinds(seen),
        seen.isEmpty() ? Source.STATED : Source.BOTH,
        new Dates(
            reversal.eventDate(),
            seen.stream().map(ObservedLoss::last).max(LocalDate::compareTo).orElse(end(reversal)),
            seen.stream().map(ObservedLoss::confirmed).max(LocalDate::compareTo).orElse(null)),
        new Size(area, tonnes, bufferShare(tonnes)),
        cause(reversal, seen),
        understated ? Status.UNDERSTATED : Status.REPORTED,
        why,
        clock(
            notice == null ? reversal.eventDate() : notice,
            reversal.verifiedEstimateDate(),
            notice == null ? "from the event; no notice is known" : "from the notice"));
  }

  private static String kinds(List<ObservedLoss> seen) {
    return seen.stream().anyMatch(loss -> loss.kind() == Event.Kind.DEFORESTATION)
        ? Event.Kind.DEFORESTATION.label()
        : Event.Kind.DEGRADATION.label();
  }

  private LedgerRow observedRow(ObservedLoss loss) {
    boolean deforested = loss.kind() == Event.Kind.DEFORESTATION;
    Estimate area = area(loss.projectHa());
    Estimate tonnes = deforested ? carbon(area) : null;
    Judged judged =
        deforested
            ? judged(loss.first(), loss.last(), loss.projectHa())
            : new Judged(
                Status.CANNOT_TELL,
                "Forest stays; how much carbon went is not measured. A second inventory or a"
                    + " height map would settle it.");
    return new LedgerRow(
        "event " + loss.event(),
        loss.kind().label(),
        Source.OBSERVED,
        new Dates(loss.first(), loss.last(), loss.confirmed()),
        new Size(area, tonnes, bufferShare(tonnes)),
        cause(loss.guess()),
        judged.status(),
        judged.why(),
        judged.status() == Status.UNREPORTED
            ? clock(
                loss.first(), null, "from the day on which it was first seen; no notice is known")
            : new Clock(null, null, "no clock runs"));
  }

  private record Judged(Status status, String why) {}

  /** Whether a loss between two days that no stated reversal covers is accounted for. */
  private Judged judged(LocalDate first, LocalDate last, double ha) {
    LocalDate credited = firstCredits;
    if (credited == null) {
      return new Judged(
          Status.CANNOT_TELL,
          "The dossier does not say when credits were issued, so that there may have been nothing"
              + " to reverse.");
    }
    if (last.isBefore(credited)) {
      return new Judged(
          Status.BEFORE_CREDITS,
          "All of it was seen before the first credits of " + credited + ".");
    }
    if (first.isBefore(credited)) {
      return new Judged(
          Status.CANNOT_TELL,
          "It runs from before the first credits of "
              + credited
              + " until after them; how much of it came after is not told. Images of more dates"
              + " would settle it.");
    }
    int from = first.getYear();
    int to = last.getYear();
    Estimate area = lossOf(from, to, ha);
    double thresholdHa = THRESHOLD_PCT / 100 * forestHa * (to - from + 1);
    boolean silent = saysNone(from, to);
    String years = from == to ? Integer.toString(from) : from + " to " + to;
    if (!silent && area.ci90High() <= thresholdHa) {
      return new Judged(
          Status.SMALL,
          String.format(
              Locale.ROOT,
              "The loss of %s stays below %.1f %% of the forest at the start a year, from which on"
                  + " it calls for a report of its own. Whether reported emissions cover it is the"
                  + " verdict's question.",
              years,
              THRESHOLD_PCT));
    }
    if (statedIn(from, to).stream().anyMatch(reversal -> statedTonnes(reversal).isEmpty())) {
      return new Judged(
          Status.CANNOT_TELL,
          "A reversal is stated of "
              + years
              + " without its size, so that what it covers is not told. The verified estimate would"
              + " settle it.");
    }
    Judged judged =
        byReport(area, years, reported(from, to), silent || area.ci90Low() > thresholdHa);
    if (judged.status() == Status.UNREPORTED) {
      IntStream.rangeClosed(from, to).forEach(unreportedYears::add);
    }
    return judged;
  }

  /**
   * Sets the loss of some years against what their vintages report.
   *
   * @param reported empty if none of them reports emissions
   * @param reaches whether the loss calls for a report at all; if not, it may or may not
   */
  private Judged byReport(Estimate area, String years, OptionalDouble reported, boolean reaches) {
    Estimate tonnes = carbon(area);
    String sum =
        String.format(
            Locale.ROOT,
            "the loss of %s is %.1f ha with %,.0f tCO2e (90 %% interval %,.0f to %,.0f)",
            years,
            area.mean(),
            tonnes.mean(),
            tonnes.ci90Low(),
            tonnes.ci90High());
    String against =
        reported.isPresent()
            ? String.format(Locale.ROOT, "%,.0f tCO2e are reported", reported.getAsDouble())
            : "nothing is reported";
    if (reported.isPresent() && reported.getAsDouble() >= tonnes.ci90High()) {
      return new Judged(Status.BOOKED, "For these years " + against + "; " + sum + ".");
    }
    if (!reaches) {
      return new Judged(
          Status.CANNOT_TELL,
          String.format(
              Locale.ROOT,
              "Whether it reaches %.1f %% of the forest at the start a year cannot be told: %s."
                  + " Reference points would settle it.",
              THRESHOLD_PCT,
              sum));
    }
    return reported.orElse(0) < tonnes.ci90Low()
        ? new Judged(Status.UNREPORTED, "For these years " + against + "; " + sum + ".")
        : new Judged(
            Status.CANNOT_TELL,
            "For these years "
                + against
                + ", which may or may not cover it: "
                + sum
                + ". A carbon density measured on plots would settle it.");
  }

  /**
   * Loss that composites book to some calendar years; never less than an event that falls into
   * them, which detectors may have dated to another year than composites do.
   */
  private Estimate lossOf(int fromYear, int toYear, double eventHa) {
    Estimate booked =
        measured
            .totals()
            .lossHa(
                Zone.PROJECT,
                composite -> {
                  int year = measured.season().changeYear(composite);
                  return composite > startYear && year >= fromYear && year <= toYear;
                });
    return booked.mean() >= eventHa ? booked : area(eventHa);
  }

  /** What is reported of some years, tCO2e: emissions of vintages, and stated reversals. */
  private OptionalDouble reported(int fromYear, int toYear) {
    List<Double> reports = new ArrayList<>(reports(fromYear, toYear));
    statedIn(fromYear, toYear).forEach(reversal -> statedTonnes(reversal).ifPresent(reports::add));
    return reports.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(reports.stream().mapToDouble(Double::doubleValue).sum());
  }

  private List<Reversal> statedIn(int fromYear, int toYear) {
    return stated.reversals().stream()
        .filter(
            reversal ->
                !reversal.eventDate().isAfter(asOf)
                    && reversal.eventDate().getYear() <= toYear
                    && end(reversal).getYear() >= fromYear)
        .toList();
  }

  private boolean saysNone(int fromYear, int toYear) {
    return reports(fromYear, toYear).contains(0.0);
  }

  private List<Double> reports(int fromYear, int toYear) {
    return measured.dossier().claims().vintages().stream()
        .filter(vintage -> vintage.year() >= fromYear && vintage.year() <= toYear)
        .map(Vintage::projectCo2eTonnes)
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /** What maps show and no event dates; it has no day. */
  private List<LedgerRow> undated(List<ObservedLoss> losses) {
    if (measured.modelOutside().isPresent()) {
      return List.of();
    }
    double datedHa =
        losses.stream()
            .filter(loss -> loss.kind() == Event.Kind.DEFORESTATION)
            .mapToDouble(ObservedLoss::projectHa)
            .sum();
    if (datedHa == 0) {
      return betweenMaps();
    }
    double restHa = totalLoss.mean() - datedHa;
    if (restHa < leastHa()) {
      return List.of();
    }
    return List.of(
        undated(
            "rest of the loss",
            Estimate.nonNegative(restHa, totalLoss.standardError()),
            new Judged(
                Status.CANNOT_TELL,
                "The maps of the years show it and no detector dates it, so that neither the"
                    + " credits it falls on nor a report of it can be told. More images a year"
                    + " would settle it.")));
  }

  private double leastHa() {
    return measured.dossier().project().definedForest().minAreaHa();
  }

  /** The loss between a map and the next, for those that show any. */
  private List<LedgerRow> betweenMaps() {
    Season season = measured.season();
    List<LedgerRow> rows = new ArrayList<>();
    int before = startYear;
    for (ZoneYear map : measured.of(Zone.PROJECT)) {
      if (map.year() > startYear && !season.middle(map.year()).isAfter(asOf)) {
        Estimate area = map.lossHa();
        if (area.mean() >= leastHa()) {
          LocalDate first = LocalDate.of(season.changeYear(before) + 1, 1, 1);
          LocalDate last = LocalDate.of(season.changeYear(map.year()), 12, 31);
          rows.add(
              undated(
                  "loss between the maps of " + before + " and " + map.year(),
                  area,
                  judged(first, last, area.mean())));
        }
        before = map.year();
      }
    }
    return rows;
  }

  private LedgerRow undated(String name, Estimate area, Judged judged) {
    Estimate tonnes = carbon(area);
    return new LedgerRow(
        name,
        "loss without a date",
        Source.UNDATED,
        new Dates(null, null, null),
        new Size(area, tonnes, bufferShare(tonnes)),
        new LedgerRow.Cause(Intent.UNKNOWN, "no dated change stands behind it"),
        judged.status(),
        judged.why(),
        new Clock(null, null, "no day to count from"));
  }

  private static LedgerRow.Cause cause(Reversal reversal, List<ObservedLoss> seen) {
    Statements.Intent intent = reversal.intent();
    if (intent != null) {
      return new LedgerRow.Cause(
          switch (intent) {
            case INTENTIONAL -> Intent.INTENTIONAL;
            case UNINTENTIONAL -> Intent.UNINTENTIONAL;
          },
          "stated by the dossier; not checked");
    }
    return seen.stream()
        .max(Comparator.comparingDouble(ObservedLoss::projectHa))
        .map(loss -> cause(loss.guess()))
        .orElse(new LedgerRow.Cause(Intent.UNKNOWN, "the dossier states none"));
  }

  /**
   * What a guess says of intent: a fire that others mapped and a flood are taken as not brought
   * about by the owner. A burn that only an image shows may have been set to clear; a clearing is
   * the work of people, and whose is not in the image.
   */
  private static LedgerRow.Cause cause(Cause.Guess guess) {
    return switch (guess.cause()) {
      case FIRE ->
          guess.witness() == Cause.Witness.PERIMETER
              ? new LedgerRow.Cause(
                  Intent.UNINTENTIONAL, "fire: " + guess.evidence() + "; who set it is not told")
              : new LedgerRow.Cause(
                  Intent.UNKNOWN,
                  "fire: "
                      + guess.evidence()
                      + "; a wildfire cannot be told from a fire set to clear");
      case FLOOD -> new LedgerRow.Cause(Intent.UNINTENTIONAL, "flood: " + guess.evidence());
      case CLEARING, SELECTIVE_LOGGING ->
          new LedgerRow.Cause(
              Intent.UNKNOWN,
              guess.cause().label()
                  + ": "
                  + guess.evidence()
                  + "; whether the owner or others did it is not told");
      case CLOUD_RESIDUE, UNKNOWN -> new LedgerRow.Cause(Intent.UNKNOWN, guess.evidence());
    };
  }

  private Clock clock(LocalDate from, @Nullable LocalDate estimate, String remark) {
    if (deadline.isEmpty()) {
      return new Clock(null, null, "no deadline known");
    }
    LocalDate due = deadline.get().due(from);
    LocalDate to = estimate == null || estimate.isAfter(asOf) ? asOf : estimate;
    return new Clock(due, Math.max(0, ChronoUnit.DAYS.between(due, to)), remark);
  }

  private Estimate area(double ha) {
    return measured.partOfLossHa(startYear, ha);
  }

  private Estimate carbon(Estimate areaHa) {
    Dossier.Method method = measured.dossier().method();
    return measured.density().onArea(areaHa, method.carbonDraws(), method.seed());
  }

  private static @Nullable Estimate exact(@Nullable Double value) {
    return value == null ? null : new Estimate(value, 0, value, value);
  }

  private @Nullable Estimate bufferShare(@Nullable Estimate co2eTonnes) {
    BufferAdequacy.Stated credits = buffer;
    return co2eTonnes == null || credits == null || !(credits.value() > 0)
        ? null
        : co2eTonnes.times(1 / credits.value());
  }

  /**
   * Carbon in the loss of all years of unreported losses, less what is reported of these years; and
   * in understated events of other years, less what they state. Areas are added before carbon is
   * put on them: they share one density.
   */
  private Estimate unreported(List<LedgerRow> rows) {
    double ha =
        measured.of(Zone.PROJECT).stream()
            .filter(row -> row.year() > startYear)
            .filter(row -> unreportedYears.contains(measured.season().changeYear(row.year())))
            .mapToDouble(row -> row.lossHa().mean())
            .sum();
    double reported =
        unreportedYears.stream().mapToDouble(year -> reported(year, year).orElse(0)).sum();
    for (LedgerRow row : rows) {
      Estimate area = row.size().areaHa();
      LocalDate first = row.dates().firstSeen();
      if (row.status() == Status.UNDERSTATED
          && area != null
          && first != null
          && !unreportedYears.contains(first.getYear())) {
        ha += area.mean();
        reported += named(row.name());
      }
    }
    Estimate sum = carbon(area(ha)).minus(reported);
    return new Estimate(
        Math.max(0, sum.mean()),
        sum.standardError(),
        Math.max(0, sum.ci90Low()),
        Math.max(0, sum.ci90High()));
  }

  private double named(String name) {
    return stated.reversals().stream()
        .filter(reversal -> reversal.name().equals(name))
        .mapToDouble(reversal -> statedTonnes(reversal).orElse(0))
        .sum();
  }

  /** Carbon that a reversal states, by its hectares where it states only those. */
  private OptionalDouble statedTonnes(Reversal reversal) {
    Double tonnes = reversal.co2eTonnes();
    Double ha = reversal.areaHa();
    return tonnes != null
        ? OptionalDouble.of(tonnes)
        : ha == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(ha * measured.density().co2eTonnesPerHa());
  }
}
