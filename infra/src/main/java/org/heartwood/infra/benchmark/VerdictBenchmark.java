package org.heartwood.infra.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.monitor.Assessment;
import org.heartwood.verification.monitor.AssessmentRun;
import org.heartwood.verification.monitor.Progress;
import org.heartwood.verification.report.IntegrityReport;
import org.heartwood.verification.simulate.ClearingEvent;
import org.heartwood.verification.simulate.Scenario;
import org.heartwood.verification.simulate.Simulation;
import org.heartwood.verification.simulate.Truth;

/**
 * Prints how often the verdicts are right: every scenario is simulated under many seeds and
 * assessed as a project would be, and its verdicts are held against what was planted. A row for
 * each assessment is kept in a file, so that a run that was stopped goes on, and several processes
 * share the seeds.
 */
public final class VerdictBenchmark {
  /** Scenarios that are simulated on four times the area as well. */
  private static final List<String> LARGE_TOO =
      List.of(
          "no effect, claims all",
          "prevents 90 %, honest",
          "prevents 90 %, all moves 300 m, not declared");

  /** A planted reversal counts as found from this part of it on. */
  private static final double FOUND_SHARE = 0.25;

  private final SparkSession spark;
  private final Path samples;
  private final Path folder;

  private VerdictBenchmark(SparkSession spark, Path samples, Path folder) {
    this.spark = spark;
    this.samples = samples;
    this.folder = folder;
  }

  /**
   * Runs the benchmark.
   *
   * @param args folder of the samples, rows of the release, file of rows, first seed, last seed,
   *     and a regular expression that scenarios must hold; without seeds it prints the table of the
   *     rows alone
   */
  public static void main(String[] args) throws IOException {
    Path samples = Path.of(args[0]);
    Path release = Path.of(args[1]);
    Path rows = Path.of(args[2]);
    if (args.length > 3) {
      Path folder = Files.createTempDirectory("verdicts");
      try (SparkSession spark = SparkSessions.open("local[2]")) {
        new VerdictBenchmark(spark, samples, folder)
            .run(
                rows,
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]),
                Pattern.compile(args.length > 5 ? args[5] : ""));
      } finally {
        delete(folder);
      }
    }
    VerdictRates rates = VerdictRates.read(rows);
    rates.print();
    if (Files.exists(release) && !Files.isSameFile(release, rows)) {
      rates.printChanges(VerdictRates.read(release));
    }
  }

  /** What is planted, by name. */
  private static Map<String, Scenario> scenarios(Scenario.Kind kind) {
    Scenario nothing = Scenario.usual(kind);
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    scenarios.put("no effect, honest", nothing);
    scenarios.put("no effect, claims half", nothing.with(new Scenario.Claims(0.5, 1, 1, 0)));
    scenarios.put("no effect, claims all", nothing.with(new Scenario.Claims(1, 1, 1, 0)));
    scenarios.put(
        "no effect, hidden pressure", nothing.with(new Scenario.Pressure(0.015, 1.5, 300, 0.8)));
    scenarios.put("prevents half, honest", nothing.with(new Scenario.Effect(0.5, 0, 500, 0, 0)));
    scenarios.put("prevents 90 %, honest", nothing.with(new Scenario.Effect(0.9, 0, 500, 0, 0)));
    scenarios.put(
        "prevents 90 %, all moves 300 m, not declared",
        nothing.with(new Scenario.Effect(0.9, 1, 300, 0, 0)).with(new Scenario.Claims(0, 0, 1, 0)));
    scenarios.put(
        "prevents 90 %, then 10 ha cleared", nothing.with(new Scenario.Effect(0.9, 0, 500, 10, 0)));
    scenarios.put(
        "prevents 90 %, then 25 ha cleared", nothing.with(new Scenario.Effect(0.9, 0, 500, 25, 0)));
    for (String name : LARGE_TOO) {
      scenarios.put(
          "large: " + name,
          Objects.requireNonNull(scenarios.get(name)).with(Scenario.Window.LARGE));
    }
    return scenarios;
  }

  private void run(Path rows, int firstSeed, int lastSeed, Pattern wanted) throws IOException {
    if (!Files.exists(rows)) {
      Files.writeString(rows, String.join(",", VerdictRates.COLUMNS) + "\n");
    }
    for (int seed = firstSeed; seed <= lastSeed; seed++) {
      for (Scenario.Kind kind : Scenario.Kind.values()) {
        for (Map.Entry<String, Scenario> planted : scenarios(kind).entrySet()) {
          String key = kind.label() + ",\"" + planted.getKey() + "\"," + seed + ",";
          boolean done;
          try (Stream<String> lines = Files.lines(rows)) {
            done = lines.anyMatch(line -> line.startsWith(key));
          }
          if (!done && wanted.matcher(planted.getKey()).find()) {
            String row = key + row(planted.getValue(), seed) + "\n";
            Files.writeString(rows, row, StandardOpenOption.APPEND);
          }
        }
      }
    }
  }

  private String row(Scenario scenario, int seed) throws IOException {
    Path project = folder.resolve("project");
    delete(project);
    Truth truth = Simulation.write(scenario, seed, samples, project);
    try {
      IntegrityReport report =
          AssessmentRun.report(
              spark,
              Assessment.open(project, null, DataAccess.standard()),
              folder.resolve("work"),
              Progress.SILENT);
      return row(truth, report);
    } catch (InputException e) {
      return "not assessed: " + String.valueOf(e.getMessage()).replace(',', ';');
    }
  }

  private static String row(Truth truth, IntegrityReport report) {
    Finding additionality = report.findings().get(0);
    Finding leakage = report.findings().get(1);
    Finding reversal = report.findings().get(2);
    ProjectResult result = report.counterfactual().result();
    return String.join(
        ",",
        additionality.verdict().label(),
        Long.toString(result.witnesses(result.result()).stream().filter(Witness::isHeard).count()),
        interval(additionality, "loss avoided, estimated"),
        number(truth.avoidedHa()),
        quantity(additionality, "loss avoided, claimed").map(q -> number(q.value())).orElse(""),
        leakage.verdict().label(),
        interval(leakage, "excess loss in the belt"),
        number(truth.leakageHa()),
        reversal.verdict().label(),
        number(
            report.zoneYears().stream()
                .filter(row -> row.zone() == Zone.PROJECT)
                .filter(row -> row.year() > report.period().startYear())
                .mapToDouble(row -> row.lossHa().mean())
                .sum()),
        number(truth.projectLossHa()),
        number(truth.reversalHa()),
        daysToDetect(truth, report));
  }

  /**
   * Days from the planted reversal to the confirmation of events that hold a quarter of it; empty
   * if none was planted or it was not found.
   */
  private static String daysToDetect(Truth truth, IntegrityReport report) {
    Optional<LocalDate> day =
        truth.events().stream()
            .filter(event -> event.kind() == ClearingEvent.Kind.REVERSAL)
            .map(ClearingEvent::day)
            .min(Comparator.naturalOrder());
    if (day.isEmpty()) {
      return "";
    }
    double found = 0;
    for (IntegrityReport.DatedEvent event :
        report.datedChange().events().stream()
            .filter(event -> event.kind().equals("deforestation"))
            .filter(event -> !event.lastDate().isBefore(day.get()))
            .sorted(Comparator.comparing(IntegrityReport.DatedEvent::confirmedDate))
            .toList()) {
      found += event.projectHa();
      if (found >= FOUND_SHARE * truth.reversalHa()) {
        return Long.toString(ChronoUnit.DAYS.between(day.get(), event.confirmedDate()));
      }
    }
    return "";
  }

  /** Value and both ends of its interval; empty fields where no estimator told. */
  private static String interval(Finding finding, String name) {
    return quantity(finding, name)
        .map(
            q ->
                number(q.value())
                    + ","
                    + number(Objects.requireNonNull(q.ci90Low()))
                    + ","
                    + number(Objects.requireNonNull(q.ci90High())))
        .orElse(",,");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static Optional<Quantity> quantity(Finding finding, String name) {
    return finding.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
