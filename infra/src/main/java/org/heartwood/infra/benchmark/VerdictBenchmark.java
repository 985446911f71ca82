package org.heartwood.infra.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
import org.heartwood.verification.finding.Verdict;
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
  private static final List<String> COLUMNS =
      List.of(
          "ground",
          "scenario",
          "seed",
          "additionality",
          "heard",
          "avoided_ha",
          "avoided_low_ha",
          "avoided_high_ha",
          "true_avoided_ha",
          "claimed_ha",
          "leakage",
          "excess_ha",
          "excess_low_ha",
          "excess_high_ha",
          "true_leakage_ha",
          "reversal",
          "lost_ha",
          "true_lost_ha",
          "true_reversal_ha",
          "days_to_detect");

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
    summarise(outcomes(rows));
    if (Files.exists(release) && !Files.isSameFile(release, rows)) {
      compare(outcomes(release), outcomes(rows));
    }
  }

  private static List<Outcome> outcomes(Path rows) throws IOException {
    return Files.readAllLines(rows).stream().skip(1).map(Outcome::of).toList();
  }

  /** Prints which verdicts changed on the same projects since the release. */
  private static void compare(List<Outcome> release, List<Outcome> now) {
    Map<String, Outcome> before = new LinkedHashMap<>();
    release.stream()
        .filter(Outcome::assessed)
        .forEach(outcome -> before.put(outcome.key(), outcome));
    List<Outcome> same =
        now.stream()
            .filter(Outcome::assessed)
            .filter(outcome -> before.containsKey(outcome.key()))
            .toList();
    print("%nBeside the release, the same %d projects:%n", same.size());
    for (String question : List.of("additionality", "leakage", "reversal")) {
      Map<String, Integer> changes = new TreeMap<>();
      for (Outcome outcome : same) {
        String was = Objects.requireNonNull(before.get(outcome.key())).at(question);
        if (!was.equals(outcome.at(question))) {
          changes.merge(
              outcome.at("scenario") + ": " + was + " -> " + outcome.at(question), 1, Integer::sum);
        }
      }
      print("%s: %s%n", question, changes.isEmpty() ? "no verdict changed" : changes);
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
      Files.writeString(rows, String.join(",", COLUMNS) + "\n");
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

  /** One assessment, as the file of rows holds it. */
  private record Outcome(List<String> fields) {
    Outcome {
      fields = List.copyOf(fields);
    }

    static Outcome of(String line) {
      // The scenario is quoted and holds commas, nothing else does.
      int quote = line.indexOf('"', line.indexOf('"') + 1);
      String head = line.substring(0, line.indexOf(','));
      String name = line.substring(line.indexOf('"') + 1, quote);
      List<String> fields = new ArrayList<>(List.of(head, name));
      fields.addAll(List.of(line.substring(quote + 2).split(",", -1)));
      return new Outcome(fields);
    }

    String key() {
      return String.join(",", fields.subList(0, 3));
    }

    boolean assessed() {
      return fields.size() == COLUMNS.size();
    }

    String at(String column) {
      return fields.get(COLUMNS.indexOf(column));
    }

    boolean has(String column) {
      return !at(column).isEmpty();
    }

    double number(String column) {
      return Double.parseDouble(at(column));
    }

    boolean says(String column, Verdict verdict) {
      return at(column).equals(verdict.label());
    }

    /** Whether the interval of an estimate holds the truth. */
    boolean covers(String estimate, String truth) {
      return number(estimate + "_low_ha") <= number(truth)
          && number(truth) <= number(estimate + "_high_ha");
    }
  }

  private static void summarise(List<Outcome> rows) {
    Map<String, List<Outcome>> groups = new TreeMap<>();
    rows.forEach(
        outcome ->
            groups
                .computeIfAbsent(
                    outcome.at("ground") + ", " + outcome.at("scenario"), key -> new ArrayList<>())
                .add(outcome));
    print("| ground, scenario | n | additionality F / N / C %% | interval holds truth %% |");
    print(" avoided: truth, found ha | leakage F / N / C %% | interval holds truth %% |");
    print(" leakage: truth, found ha | reversal F / N / C %% | loss: truth, found ha |");
    print(" days to detect |%n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|%n");
    groups.forEach((name, all) -> print("%s", line(name, all)));
    print("%nF flag, N no flag, C cannot tell; in brackets 90 %% Wilson intervals. Hectares are");
    print(" means, days the median of the planted reversals that were found.%n");
  }

  private static String line(String name, List<Outcome> all) {
    List<Outcome> outcomes = all.stream().filter(Outcome::assessed).toList();
    int failed = all.size() - outcomes.size();
    return String.format(
        Locale.ROOT,
        "| %s | %d%s | %s | %s | %s | %s | %s | %s | %s | %.0f, %.0f | %s |%n",
        name,
        outcomes.size(),
        failed == 0 ? "" : " (" + failed + " not assessed)",
        verdicts(outcomes, "additionality"),
        coverage(outcomes, "avoided", "true_avoided_ha"),
        means(outcomes, "avoided_ha", "true_avoided_ha"),
        verdicts(outcomes, "leakage"),
        coverage(outcomes, "excess", "true_leakage_ha"),
        means(outcomes, "excess_ha", "true_leakage_ha"),
        verdicts(outcomes, "reversal"),
        mean(outcomes, "true_lost_ha"),
        mean(outcomes, "lost_ha"),
        days(outcomes));
  }

  private static String coverage(List<Outcome> outcomes, String estimate, String truth) {
    List<Outcome> told = outcomes.stream().filter(o -> o.has(estimate + "_ha")).toList();
    return told.isEmpty()
        ? "none told"
        : share(told.stream().filter(o -> o.covers(estimate, truth)).count(), told.size());
  }

  private static String means(List<Outcome> outcomes, String estimate, String truth) {
    List<Outcome> told = outcomes.stream().filter(o -> o.has(estimate)).toList();
    return String.format(Locale.ROOT, "%.1f, %.1f", mean(told, truth), mean(told, estimate));
  }

  private static double mean(List<Outcome> outcomes, String column) {
    return outcomes.stream().mapToDouble(o -> o.number(column)).average().orElse(Double.NaN);
  }

  private static String days(List<Outcome> outcomes) {
    double[] days =
        outcomes.stream()
            .filter(o -> o.has("days_to_detect"))
            .mapToDouble(o -> o.number("days_to_detect"))
            .sorted()
            .toArray();
    long planted = outcomes.stream().filter(o -> o.number("true_reversal_ha") > 0).count();
    return planted == 0
        ? ""
        : days.length == 0
            ? "none of " + planted + " found"
            : String.format(
                Locale.ROOT, "%.0f (%d of %d)", days[days.length / 2], days.length, planted);
  }

  private static String verdicts(List<Outcome> outcomes, String column) {
    int n = outcomes.size();
    return String.join(
        " / ",
        share(outcomes.stream().filter(o -> o.says(column, Verdict.FLAG)).count(), n),
        share(outcomes.stream().filter(o -> o.says(column, Verdict.NO_FLAG)).count(), n),
        share(outcomes.stream().filter(o -> o.says(column, Verdict.CANNOT_TELL)).count(), n));
  }

  /** A share with its Wilson interval (Wilson 1927), per cent. */
  private static String share(long of, int n) {
    double z = 1.6448536269514722;
    double p = (double) of / n;
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
    return String.format(
        Locale.ROOT,
        "%.0f (%.0f-%.0f)",
        100 * p,
        100 * Math.max(0, centre - half),
        100 * (centre + half));
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

  private static void print(String format, Object... values) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.printf(Locale.ROOT, format, values);
  }
}
