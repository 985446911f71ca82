package org.heartwood.infra.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heartwood.verification.area.ProportionInterval;
import org.heartwood.verification.finding.Verdict;

/**
 * How often verdicts were right: the rows of {@link VerdictBenchmark}, one an assessment, summed up
 * by scenario and by what was true.
 *
 * @param rows one an assessment
 */
record VerdictRates(List<VerdictRates.Outcome> rows) {
  static final List<String> COLUMNS =
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

  /** Edges of classes of what was claimed beyond the truth, or was true, hectares. */
  private static final double[] CLASSES_HA = {2, 20, 40};

  VerdictRates {
    rows = List.copyOf(rows);
  }

  /** Reads a file of rows. */
  static VerdictRates read(Path rows) throws IOException {
    return new VerdictRates(Files.readAllLines(rows).stream().skip(1).map(Outcome::of).toList());
  }

  private List<Outcome> assessed() {
    return rows.stream().filter(Outcome::assessed).toList();
  }

  /** Prints which verdicts changed on the same projects since the release. */
  void printChanges(VerdictRates release) {
    Map<String, Outcome> before = new LinkedHashMap<>();
    release.assessed().forEach(outcome -> before.put(outcome.key(), outcome));
    List<Outcome> same =
        assessed().stream().filter(outcome -> before.containsKey(outcome.key())).toList();
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

  /** One assessment, as the file of rows holds it. */
  record Outcome(List<String> fields) {
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

    /** Loss that was claimed as avoided and was not; below 0 where less was claimed. */
    double overclaimHa() {
      return (has("claimed_ha") ? number("claimed_ha") : 0) - number("true_avoided_ha");
    }

    double errorHa(String estimate, String truth) {
      return number(estimate + "_ha") - number(truth);
    }

    /** Whether the interval of an estimate holds the truth. */
    boolean covers(String estimate, String truth) {
      return number(estimate + "_low_ha") <= number(truth)
          && number(truth) <= number(estimate + "_high_ha");
    }
  }

  /** Prints all tables. */
  void print() {
    printByScenario();
    printByTruth();
  }

  private void printByScenario() {
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

  /** By what was true, over all scenarios. */
  private void printByTruth() {
    List<Outcome> all = assessed();
    print("%n| %d projects, by what was true, ha |", all.size());
    for (int i = 0; i <= CLASSES_HA.length; i++) {
      print(" %s |", classLabel(i));
    }
    print("%n|---|%s%n", "--:|".repeat(CLASSES_HA.length + 1));
    List<Outcome> honest = all.stream().filter(o -> o.overclaimHa() < CLASSES_HA[0]).toList();
    byClass(
        "flagged for additionality, by what was claimed beyond it",
        all,
        Outcome::overclaimHa,
        o -> o.says("additionality", Verdict.FLAG));
    byClass(
        "told additional, by what was claimed beyond it",
        all,
        Outcome::overclaimHa,
        o -> o.says("additionality", Verdict.NO_FLAG));
    byClass(
        "told additional, claim true, by the loss avoided",
        honest,
        o -> o.number("true_avoided_ha"),
        o -> o.says("additionality", Verdict.NO_FLAG));
    byClass(
        "flagged for leakage, by the loss moved",
        all,
        o -> o.number("true_leakage_ha"),
        o -> o.says("leakage", Verdict.FLAG));
    byClass(
        "flagged for reversal, by what was cleared at once",
        all,
        o -> o.number("true_reversal_ha"),
        o -> o.says("reversal", Verdict.FLAG));
    print("%n");
    printErrors("avoided loss", "avoided", "true_avoided_ha");
    printErrors("leakage", "excess", "true_leakage_ha");
  }

  private static void byClass(
      String title, List<Outcome> rows, ToDoubleFunction<Outcome> sizeHa, Predicate<Outcome> is) {
    print("| %s |", title);
    for (int i = 0; i <= CLASSES_HA.length; i++) {
      int wanted = i;
      List<Outcome> members =
          rows.stream().filter(o -> classOf(sizeHa.applyAsDouble(o)) == wanted).toList();
      print(
          " %s |",
          members.isEmpty()
              ? "none"
              : members.stream().filter(is).count()
                  + " of "
                  + members.size()
                  + ": "
                  + share(members, is));
    }
    print("%n");
  }

  private static int classOf(double ha) {
    return (int) Arrays.stream(CLASSES_HA).filter(edge -> ha >= edge).count();
  }

  private static String classLabel(int at) {
    if (at == 0) {
      return String.format(Locale.ROOT, "under %.0f", CLASSES_HA[0]);
    }
    return at == CLASSES_HA.length
        ? String.format(Locale.ROOT, "%.0f and more", CLASSES_HA[at - 1])
        : String.format(Locale.ROOT, "%.0f to %.0f", CLASSES_HA[at - 1], CLASSES_HA[at]);
  }

  /**
   * Mean error, with its standard error over landscapes: those of one landscape share its chance.
   */
  private void printErrors(String title, String estimate, String truth) {
    List<Outcome> told =
        assessed().stream()
            .filter(o -> !o.at("scenario").startsWith("large"))
            .filter(o -> o.has(estimate + "_ha"))
            .toList();
    if (told.isEmpty()) {
      return;
    }
    double[] landscapes =
        told.stream()
            .collect(
                Collectors.groupingBy(
                    o -> o.at("ground") + " " + o.at("seed"),
                    TreeMap::new,
                    Collectors.averagingDouble(o -> o.errorHa(estimate, truth))))
            .values()
            .stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    double mean = Arrays.stream(landscapes).average().orElse(Double.NaN);
    double squares = Arrays.stream(landscapes).map(x -> (x - mean) * (x - mean)).sum();
    double[] widths =
        told.stream()
            .mapToDouble(o -> o.number(estimate + "_high_ha") - o.number(estimate + "_low_ha"))
            .sorted()
            .toArray();
    double meanSquare =
        told.stream()
            .mapToDouble(o -> o.errorHa(estimate, truth))
            .map(x -> x * x)
            .average()
            .orElse(Double.NaN);
    print(
        "%s of %d projects on %d landscapes: off by %.1f ha (standard error %.1f), root mean square"
            + " %.1f ha; 90 %% intervals hold %s %% and are %.0f ha wide (median)%n",
        title,
        told.size(),
        landscapes.length,
        mean,
        Math.sqrt(squares / (landscapes.length - 1.0) / landscapes.length),
        Math.sqrt(meanSquare),
        coverage(told, estimate, truth),
        widths[widths.length / 2]);
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
    return told.isEmpty() ? "none told" : share(told, o -> o.covers(estimate, truth));
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
    return Stream.of(Verdict.FLAG, Verdict.NO_FLAG, Verdict.CANNOT_TELL)
        .map(verdict -> share(outcomes, o -> o.says(column, verdict)))
        .collect(Collectors.joining(" / "));
  }

  /** How many of some assessments are so, per cent, with the Wilson interval. */
  private static String share(List<Outcome> outcomes, Predicate<Outcome> is) {
    double share = (double) outcomes.stream().filter(is).count() / outcomes.size();
    ProportionInterval.Limits limits = ProportionInterval.wilson(share, outcomes.size());
    return String.format(
        Locale.ROOT, "%.0f (%.0f-%.0f)", 100 * share, 100 * limits.low(), 100 * limits.high());
  }

  private static void print(String format, Object... values) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.printf(Locale.ROOT, format, values);
  }
}
