package org.heartwood.infra.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.monitor.Assessment;
import org.heartwood.verification.monitor.AssessmentRun;
import org.heartwood.verification.monitor.Progress;
import org.heartwood.verification.report.IntegrityReport;
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
  private static final String HEADER =
      "ground,scenario,seed,additionality,avoided_ha,avoided_low_ha,avoided_high_ha,true_avoided_ha,"
          + "claimed_ha,leakage,excess_ha,excess_low_ha,excess_high_ha,true_leakage_ha,reversal,"
          + "lost_ha,true_lost_ha,true_reversal_ha";

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
   * @param args folder of the samples, file of rows, first seed, last seed, and a regular
   *     expression that scenarios must hold; without seeds it prints the table of the rows alone
   */
  public static void main(String[] args) throws IOException {
    Path samples = Path.of(args[0]);
    Path rows = Path.of(args[1]);
    if (args.length > 2) {
      Path folder = Files.createTempDirectory("verdicts");
      try (SparkSession spark = SparkSessions.open("local[2]")) {
        new VerdictBenchmark(spark, samples, folder)
            .run(
                rows,
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                Pattern.compile(args.length > 4 ? args[4] : ""));
      } finally {
        delete(folder);
      }
    }
    summarise(Files.readAllLines(rows));
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
    scenarios.put("reversal of 10 ha", nothing.with(new Scenario.Effect(0, 0, 500, 10, 0)));
    return scenarios;
  }

  private void run(Path rows, int firstSeed, int lastSeed, Pattern wanted) throws IOException {
    if (!Files.exists(rows)) {
      Files.writeString(rows, HEADER + "\n");
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
      return row(truth, report.findings());
    } catch (InputException e) {
      return "not assessed: "
          + String.valueOf(e.getMessage()).replace(',', ';')
          + ",,,,,,,,,,,,,,,,";
    }
  }

  private static String row(Truth truth, List<Finding> findings) {
    Finding additionality = findings.get(0);
    Finding leakage = findings.get(1);
    Finding reversal = findings.get(2);
    Quantity avoided = quantity(additionality, "loss avoided, estimated");
    Quantity claimed = quantity(additionality, "loss avoided, claimed");
    Quantity excess = quantity(leakage, "excess loss in the belt");
    return String.format(
        Locale.ROOT,
        "%s,%.3f,%.3f,%.3f,%.3f,%.3f,%s,%.3f,%.3f,%.3f,%.3f,%s,%.3f,%.3f",
        additionality.verdict().label(),
        avoided.value(),
        avoided.ci90Low(),
        avoided.ci90High(),
        truth.avoidedHa(),
        claimed.value(),
        leakage.verdict().label(),
        excess.value(),
        excess.ci90Low(),
        excess.ci90High(),
        truth.leakageHa(),
        reversal.verdict().label(),
        truth.projectLossHa(),
        truth.reversalHa());
  }

  private static Quantity quantity(Finding finding, String name) {
    return finding.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(finding.id() + " lacks \"" + name + "\""));
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

    String group() {
      return fields.get(0) + ", " + fields.get(1);
    }

    double number(int field) {
      return Double.parseDouble(fields.get(field));
    }

    boolean says(int field, Verdict verdict) {
      return fields.get(field).equals(verdict.label());
    }

    /** Whether an interval holds the truth. */
    boolean covers(int lowField, int truthField) {
      return number(lowField) <= number(truthField) && number(truthField) <= number(lowField + 1);
    }
  }

  private static void summarise(List<String> lines) {
    Map<String, List<Outcome>> groups = new TreeMap<>();
    lines.stream()
        .skip(1)
        .map(Outcome::of)
        .filter(outcome -> !outcome.fields().get(3).startsWith("not assessed"))
        .forEach(
            outcome ->
                groups.computeIfAbsent(outcome.group(), key -> new ArrayList<>()).add(outcome));
    print("| ground, scenario | n | additionality F/N/C %% | interval holds truth %% | bias ha |");
    print(" leakage F/N/C %% | interval holds truth %% | bias ha | reversal F/N/C %% |%n");
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|%n");
    groups.forEach(
        (name, outcomes) ->
            print(
                "| %s | %d | %s | %s | %+.1f | %s | %s | %+.1f | %s |%n",
                name,
                outcomes.size(),
                verdicts(outcomes, 3),
                share(outcomes.stream().filter(o -> o.covers(5, 7)).count(), outcomes.size()),
                outcomes.stream().mapToDouble(o -> o.number(4) - o.number(7)).average().orElse(0),
                verdicts(outcomes, 9),
                share(outcomes.stream().filter(o -> o.covers(11, 13)).count(), outcomes.size()),
                outcomes.stream().mapToDouble(o -> o.number(10) - o.number(13)).average().orElse(0),
                verdicts(outcomes, 14)));
    print("%nF flag, N no flag, C cannot tell; in brackets 90 %% Wilson intervals.%n");
  }

  private static String verdicts(List<Outcome> outcomes, int field) {
    int n = outcomes.size();
    return String.join(
        " / ",
        share(outcomes.stream().filter(o -> o.says(field, Verdict.FLAG)).count(), n),
        share(outcomes.stream().filter(o -> o.says(field, Verdict.NO_FLAG)).count(), n),
        share(outcomes.stream().filter(o -> o.says(field, Verdict.CANNOT_TELL)).count(), n));
  }

  /** A share with its Wilson interval (Wilson 1927), per cent. */
  private static String share(long of, int n) {
    double z = 1.6448536269514722;
    double p = (double) of / n;
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
    return String.format(
        Locale.ROOT, "%.0f (%.0f-%.0f)", 100 * p, 100 * (centre - half), 100 * (centre + half));
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
