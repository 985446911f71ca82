package org.heartwood.infra;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.heartwood.verification.area.AreaEstimate;
import org.heartwood.verification.area.Outcome;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.reference.SampleResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood sample estimate}: areas and accuracies from a labelled sample. */
@Command(
    name = "estimate",
    description = "Estimates areas and accuracies from a labelled sample.csv.",
    mixinStandardHelpOptions = true)
final class SampleEstimateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "sample.csv with its labels")
  private Path file = Path.of("sample.csv");

  @Option(
      names = "--design",
      paramLabel = "FILE",
      description = "the sample's design.json (default: beside FILE)")
  private @Nullable Path design;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    SampleResult result =
        SampleResult.of(file, design == null ? SampleResult.designBeside(file) : design);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? json(result) : words(result));
    out.flush();
    return 0;
  }

  private static String words(SampleResult result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-18s %10s %8s %21s %10s %10s  %-20s %-20s%n",
            "class",
            "area ha",
            "SE",
            "90 % interval",
            "pixels ha",
            "pixels off",
            "user's accuracy",
            "producer's accuracy"));
    List<String> remarks = new ArrayList<>();
    for (SampleResult.OfClass each : result.classes()) {
      text.append(String.format(Locale.ROOT, "%-18s ", each.name()))
          .append(each.area().found().map(SampleEstimateCommand::area).orElse("cannot tell"))
          .append("  ")
          .append(String.format(Locale.ROOT, "%-20s ", share(each.usersAccuracy())))
          .append(share(each.producersAccuracy()))
          .append(String.format("%n"));
      for (String remark : each.area().remarks()) {
        remarks.add(each.name() + ": " + remark);
      }
    }
    text.append(
        String.format(
            "%noverall accuracy %s; %d points, %d of them unknown, %d of low confidence",
            share(result.overallAccuracy()),
            result.points(),
            result.unknown(),
            result.lowConfidence()));
    remarks.forEach(remark -> text.append(String.format("%n%s", remark)));
    return text.toString();
  }

  private static String area(AreaEstimate area) {
    Estimate ha = area.areaHa();
    return String.format(
        Locale.ROOT,
        "%10.1f %8.1f %21s %10.1f %+10.1f%s",
        ha.mean(),
        ha.standardError(),
        String.format(Locale.ROOT, "%.1f to %.1f", ha.ci90Low(), ha.ci90High()),
        area.mappedHa(),
        area.pixelCountExcessHa(),
        area.pixelCountWithinInterval() ? " " : "!");
  }

  private static String share(Outcome<Estimate> share) {
    return share
        .found()
        .map(
            found ->
                String.format(
                    Locale.ROOT,
                    "%.0f %% (%.0f to %.0f)",
                    100 * found.mean(),
                    100 * found.ci90Low(),
                    100 * found.ci90High()))
        .orElse("cannot tell");
  }

  private static String json(SampleResult result) throws IOException {
    List<Map<String, Object>> classes = new ArrayList<>();
    for (SampleResult.OfClass each : result.classes()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("class", each.name());
      each.area()
          .found()
          .ifPresent(
              area -> {
                entry.put("estimator", area.estimator().label());
                entry.put("areaHa", area.areaHa());
                entry.put("pixelCountHa", area.mappedHa());
                entry.put("pixelCountExcessHa", area.pixelCountExcessHa());
                entry.put("pixelCountWithinInterval", area.pixelCountWithinInterval());
              });
      put(entry, "usersAccuracyFraction", each.usersAccuracy());
      put(entry, "producersAccuracyFraction", each.producersAccuracy());
      entry.put("remarks", each.area().remarks());
      classes.add(entry);
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("points", result.points());
    summary.put("unknown", result.unknown());
    summary.put("lowConfidence", result.lowConfidence());
    put(summary, "overallAccuracyFraction", result.overallAccuracy());
    summary.put("classes", classes);
    return new ObjectMapper().writeValueAsString(summary);
  }

  /** A number, or the reason why there is none. */
  private static void put(Map<String, Object> entry, String name, Outcome<Estimate> outcome) {
    outcome
        .found()
        .ifPresentOrElse(
            found -> entry.put(name, found),
            () -> entry.put(name, Map.of("cannotTell", outcome.remarks().get(0))));
  }
}
