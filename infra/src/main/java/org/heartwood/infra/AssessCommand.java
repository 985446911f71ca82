package org.heartwood.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.monitor.Assessment;
import org.heartwood.verification.monitor.AssessmentRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood assess}: the whole chain for one project. */
@Command(
    name = "assess",
    description = "Assesses one project: report, layers and tables in OUT/PROJECT/AS-OF.",
    mixinStandardHelpOptions = true)
final class AssessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOSSIER", description = "dossier.json, or the folder that holds it")
  private Path dossier = Path.of("dossier.json");

  @Option(names = "--out", required = true, description = "folder for the results")
  private Path out = Path.of(".");

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "leave out images after this day (default: use all)")
  private @Nullable LocalDate asOf;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private AccessOptions accessOptions = new AccessOptions();

  @Override
  public Integer call() throws IOException {
    return assess(spec, Assessment.open(dossier, asOf, accessOptions.access()), out, options);
  }

  /**
   * Runs the chain and prints where the report is, what it says and what was left out.
   *
   * @return the exit code: 0, or 3 if some of the data had to be left out
   */
  static int assess(CommandSpec spec, Assessment assessment, Path out, RunOptions options)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    ConsoleProgress progress = new ConsoleProgress(err, InstantSource.system());
    AssessmentRun.Result result;
    try (SparkSession spark = SparkSessions.open(options.master)) {
      result = AssessmentRun.run(spark, assessment, out.toAbsolutePath().normalize(), progress);
    }
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(options.json ? json(result) : words(result));
    stdout.flush();
    List<DataIssue> leftOut = result.report().issues().stream().filter(DataIssue::partial).toList();
    leftOut.forEach(issue -> err.println("left out: " + issue.subject() + ": " + issue.detail()));
    return leftOut.isEmpty() ? 0 : Heartwood.PARTIAL;
  }

  private static String words(AssessmentRun.Result result) {
    StringBuilder text = new StringBuilder();
    result.report().notices().forEach(notice -> text.append(notice).append('\n'));
    text.append('\n');
    for (Finding finding : result.report().findings()) {
      text.append(
          String.format(
              "%-14s %-12s %s%n",
              finding.question().label(), finding.verdict().label(), finding.headline()));
    }
    return text.append('\n')
        .append("report: ")
        .append(result.folder().resolve("report.html"))
        .toString();
  }

  private static String json(AssessmentRun.Result result) throws JsonProcessingException {
    Map<String, String> verdicts = new LinkedHashMap<>();
    result
        .report()
        .findings()
        .forEach(finding -> verdicts.put(finding.question().label(), finding.verdict().label()));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("project", result.report().dossier().project().id());
    summary.put("folder", result.folder().toString());
    summary.put("verdicts", verdicts);
    summary.put("issues", result.report().issues());
    return new ObjectMapper().writeValueAsString(summary);
  }
}
