package org.heartwood.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.heartwood.ingest.boundary.BoundaryProblem;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.boundary.Portfolio;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.ClaimsArithmetic;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.review.ProjectReview;
import org.heartwood.ingest.review.SourceReview;
import org.heartwood.verification.monitor.Assessment;
import org.heartwood.verification.monitor.BasisReview;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood validate}: what is wrong with a dossier before anything is run. */
@Command(
    name = "validate",
    description =
        "Checks a dossier and all that it names, without running anything: every problem of the"
            + " boundary, its area against the claim, overlaps with other projects, each source,"
            + " the reference sample and the biomass that areas and carbon rest on.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  private static final String DOSSIER = "dossier.json";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOSSIER", description = "dossier.json, or the folder that holds it")
  private Path dossier = Path.of(DOSSIER);

  @Option(
      names = "--portfolio",
      paramLabel = "FOLDER",
      description = "folder of other projects' dossiers, for overlaps and duplicates")
  private @Nullable Path portfolio;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Mixin private AccessOptions accessOptions = new AccessOptions();

  @Override
  public Integer call() throws IOException {
    ProjectReview.Result review =
        ProjectReview.of(dossier, otherDossiers(), accessOptions.access());
    BasisReview basis = BasisReview.of(review);
    Readiness readiness = readiness(review, basis);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(review, basis, readiness) + "\n" : words(review, basis, readiness));
    out.flush();
    return readiness.passes() ? 0 : Heartwood.BAD_INPUT;
  }

  private List<Path> otherDossiers() throws IOException {
    if (portfolio == null) {
      return List.of();
    }
    if (!Files.isDirectory(portfolio)) {
      throw new InputException(
          portfolio + ": expected a folder of dossiers, found none; correct --portfolio");
    }
    Path own = (Files.isDirectory(dossier) ? dossier.resolve(DOSSIER) : dossier).toAbsolutePath();
    try (Stream<Path> files = Files.walk(portfolio, 3)) {
      return files
          .filter(file -> file.endsWith(DOSSIER))
          .filter(file -> !file.toAbsolutePath().normalize().equals(own.normalize()))
          .sorted()
          .toList();
    }
  }

  /**
   * Whether an assessment could run.
   *
   * @param years years that would be shown
   * @param passes whether nothing keeps the dossier from being used, for an assessment too if it
   *     names imagery or a map for one
   */
  private record Readiness(String words, List<Integer> years, boolean passes) {}

  private Readiness readiness(ProjectReview.Result review, BasisReview basis) {
    boolean sound = review.passes() && basis.issues().isEmpty();
    Dossier.Sources sources = review.file().dossier().sources();
    boolean meant =
        sources.forestHistory() != null
            || !sources.scenes().isEmpty()
            || sources.imagery().stream()
                .anyMatch(stack -> stack.quantity() == Dossier.Quantity.NDVI);
    if (!meant) {
      return new Readiness(
          "no: the dossier names neither imagery that shows NDVI, which the canopy models read, nor"
              + " a map of when forest was lost",
          List.of(),
          sound);
    }
    try {
      Assessment assessment = Assessment.open(dossier, null, accessOptions.access());
      return new Readiness(
          String.format(
              Locale.ROOT,
              "yes: %d × %d pixels of %.0f m, %s, %s of %s",
              assessment.grid().width(),
              assessment.grid().height(),
              assessment.grid().pixelSize(),
              assessment.grid().crs(),
              sources.forestHistory() == null ? "composites" : "a map",
              Arrays.toString(assessment.years())),
          Arrays.stream(assessment.years()).boxed().toList(),
          sound);
    } catch (InputException e) {
      String fault = Objects.requireNonNullElseGet(e.getMessage(), e::toString);
      return new Readiness("no: " + fault, List.of(), false);
    }
  }

  private static String words(ProjectReview.Result review, BasisReview basis, Readiness readiness) {
    Dossier checked = review.file().dossier();
    StringBuilder out = new StringBuilder();
    line(out, checked.project().id() + ": " + checked.project().name());
    if (checked.synthetic()) {
      line(out, "SYNTHETIC: imagery and claims were simulated");
    } else if (checked.illustrative()) {
      line(out, "illustrative: boundary and claims were made up");
    }
    review
        .boundary()
        .ifPresentOrElse(report -> boundary(out, report), () -> line(out, "boundary: none"));
    review.overlaps().forEach(overlap -> line(out, overlap(overlap)));
    sources(review, basis)
        .forEach(
            source -> line(out, source.pointer() + ": " + source.name() + ": " + source.found()));
    claims(checked).forEach(text -> line(out, text));
    for (DataIssue issue : issues(review, basis)) {
      line(
          out,
          (issue.partial() ? "ERROR: " : "warning: ")
              + issue.subject()
              + ": "
              + issue.detail()
              + "; "
              + issue.remedy());
    }
    line(out, "assessment possible: " + readiness.words());
    line(out, readiness.passes() ? "no error found" : "errors found");
    return out.toString();
  }

  private static void line(StringBuilder out, String text) {
    out.append(text).append('\n');
  }

  private static void boundary(StringBuilder out, BoundaryReport report) {
    BoundaryReport.Areas areas = report.areas();
    line(
        out,
        String.format(
            Locale.ROOT,
            "boundary: %.1f ha on the ellipsoid%s; %d features, %d parts, %d holes, %d vertices",
            areas.dissolvedHa(),
            areas.claimedHa() == null
                ? ", no area claimed"
                : String.format(
                    Locale.ROOT,
                    ", %.1f ha claimed%s",
                    areas.claimedHa(),
                    areas
                        .differenceFraction()
                        .map(
                            share ->
                                String.format(Locale.ROOT, " (%+.1f %%)", rounded(100 * share)))
                        .orElse("")),
            report.counts().features(),
            report.counts().parts(),
            report.counts().holes(),
            report.counts().vertices()));
    for (BoundaryReport.Repair repair : report.repairs()) {
      line(
          out,
          String.format(
              Locale.ROOT,
              "repair of feature %d, part %d: %.2f ha become %.2f ha",
              repair.feature(),
              repair.part(),
              repair.asReadHa(),
              repair.repairedHa()));
    }
    for (BoundaryProblem problem : report.problems()) {
      String rule = problem.rule();
      line(
          out,
          severity(problem) + (rule == null ? "" : " " + rule) + ": " + problem.line("boundary"));
    }
  }

  /** To a tenth, without a negative zero. */
  private static double rounded(double percent) {
    return Math.rint(10 * percent) / 10 + 0.0;
  }

  private static String severity(BoundaryProblem problem) {
    return switch (problem.severity()) {
      case ERROR -> "ERROR";
      case REPAIRABLE -> "REPAIRABLE";
      case WARNING -> "warning";
    };
  }

  private static String overlap(Portfolio.Overlap overlap) {
    return (overlap.flagged() ? "warning X04: " : "note: ") + overlap.problem().detail();
  }

  /** Credits of the reporting periods, recomputed from what the dossier says of them. */
  private static List<String> claims(Dossier dossier) {
    List<Dossier.ReportingPeriod> periods = dossier.claims().reportingPeriods();
    if (periods.isEmpty()) {
      return List.of();
    }
    ClaimsArithmetic.Result first = ClaimsArithmetic.firstPeriod(periods.get(0));
    return List.of(
        first
            .numbers()
            .map(
                found ->
                    String.format(
                        Locale.ROOT,
                        "%sclaims: first period issued %,.0f t CO2e, its components give %,.0f"
                            + " (%+.2f %%)",
                        found.reproduced() ? "" : "warning: ",
                        found.issuedCo2eTonnes(),
                        found.co2eTonnes(),
                        100 * found.differenceFraction()))
            .orElseGet(() -> "claims: cannot be recomputed, missing " + first.missing()));
  }

  private static List<SourceReview> sources(ProjectReview.Result review, BasisReview basis) {
    return Stream.concat(review.sources().stream(), basis.sources().stream()).toList();
  }

  private static List<DataIssue> issues(ProjectReview.Result review, BasisReview basis) {
    return Stream.concat(review.issues().stream(), basis.issues().stream()).toList();
  }

  private static String json(ProjectReview.Result review, BasisReview basis, Readiness readiness)
      throws JsonProcessingException {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("project", review.file().dossier().project().id());
    out.put("passes", readiness.passes());
    review
        .boundary()
        .ifPresent(
            report -> {
              out.put("areas", report.areas());
              out.put("counts", report.counts());
              out.put("segments", report.segments());
              out.put("repairs", report.repairs());
              out.put("problems", problems(report));
            });
    out.put("overlaps", review.overlaps());
    out.put("sources", sources(review, basis));
    out.put("issues", issues(review, basis));
    out.put("claims", claims(review.file().dossier()));
    out.put("assessmentPossible", readiness.words());
    out.put("years", readiness.years());
    return new ObjectMapper().writeValueAsString(out);
  }

  private static List<Map<String, Object>> problems(BoundaryReport report) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (BoundaryProblem problem : report.problems()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("rule", problem.rule());
      row.put("severity", problem.severity());
      row.put("reason", problem.reason());
      row.put("feature", problem.feature());
      row.put("part", problem.part());
      row.put("ring", problem.ring());
      row.put("vertex", problem.vertex());
      row.put(
          "at", problem.at() == null ? null : List.of(problem.at().getX(), problem.at().getY()));
      row.put("detail", problem.detail());
      row.put("remedy", problem.remedy());
      rows.add(row);
    }
    return rows;
  }
}
