package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.heartwood.ingest.boundary.BoundaryCheck;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.boundary.Portfolio;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.project.DossierReader;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.portfolio.PortfolioView;
import org.heartwood.verification.report.JsonReportWriter;
import org.heartwood.verification.rule.CheckedProject;
import org.heartwood.verification.rule.MapReading;
import org.heartwood.verification.rule.RuleBook;
import org.heartwood.verification.rule.RunFacts;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.MultiPolygon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code heartwood check}: every rule that needs no imagery, on one dossier or on thousands, and
 * what the findings have in common. A dossier that cannot be read is told of and left out.
 */
@Command(
    name = "check",
    description =
        "Applies every rule that needs no imagery to dossiers: claims, boundaries, overlaps, maps,"
            + " standards; ranks what it finds.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final String DOSSIER = "dossier.json";
  private static final int MAX_DEPTH = 4;
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DOSSIER_OR_FOLDER",
      arity = "1..*",
      description = "dossiers, or folders in which to look for files named dossier.json")
  private List<Path> paths = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "writes check.json and ranking.csv there")
  private @Nullable Path out;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "day on which clocks are read, ISO 8601; without it, today (UTC)")
  private @Nullable LocalDate asOf;

  /** A dossier that was read. */
  private record Read(DossierFile file, Optional<BoundaryReport> boundary) {
    String id() {
      return file.dossier().project().id();
    }
  }

  /** A dossier, or a boundary, that was not used. */
  private record LeftOut(String file, String problem) {}

  /** What the command found: the same as JSON. */
  private record Result(
      LocalDate asOf,
      PortfolioView portfolio,
      List<PortfolioView.Checked> projects,
      List<LeftOut> leftOut) {}

  @Override
  public Integer call() throws IOException {
    List<LeftOut> leftOut = new ArrayList<>();
    Map<String, Read> byId = new LinkedHashMap<>();
    for (Path path : dossiers()) {
      read(path, leftOut)
          .ifPresent(
              read -> {
                if (byId.putIfAbsent(read.id(), read) != null) {
                  leftOut.add(
                      new LeftOut(
                          path.toString(), "another dossier has the identifier " + read.id()));
                }
              });
    }
    LocalDate day = asOf == null ? LocalDate.now(ZoneOffset.UTC) : asOf;
    Result result = result(day, List.copyOf(byId.values()), leftOut);
    Path folder = out;
    if (folder != null) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("check.json"), JsonReportWriter.json(result));
      Files.writeString(folder.resolve("ranking.csv"), csv(result.portfolio()));
    }
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.print(json ? JsonReportWriter.json(result) : words(result));
    stdout.flush();
    if (result.projects().isEmpty()) {
      return Heartwood.BAD_INPUT;
    }
    return leftOut.isEmpty() ? 0 : Heartwood.PARTIAL;
  }

  private List<Path> dossiers() {
    List<Path> found = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        found.add(path);
        continue;
      }
      try (Stream<Path> files = Files.walk(path, MAX_DEPTH)) {
        List<Path> inside = files.filter(file -> file.endsWith(DOSSIER)).sorted().toList();
        if (inside.isEmpty()) {
          throw new InputException(
              path + ": expected files named " + DOSSIER + " in it, found none; name dossiers");
        }
        found.addAll(inside);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private static Optional<Read> read(Path path, List<LeftOut> leftOut) {
    DossierFile file;
    try {
      file = DossierReader.readFile(path);
    } catch (InputException e) {
      leftOut.add(new LeftOut(path.toString(), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
    Dossier.BoundaryReference reference = file.dossier().boundary();
    if (reference == null) {
      return Optional.of(new Read(file, Optional.empty()));
    }
    try {
      return Optional.of(
          new Read(
              file,
              Optional.of(
                  BoundaryCheck.check(
                      BoundaryReader.document(file.resolve(reference.path())),
                      file.dossier().claims().areaHa(),
                      null))));
    } catch (InputException e) {
      leftOut.add(new LeftOut(path + ": " + reference.path(), String.valueOf(e.getMessage())));
      return Optional.of(new Read(file, Optional.empty()));
    }
  }

  private static Result result(LocalDate day, List<Read> reads, List<LeftOut> leftOut) {
    List<Portfolio.Member> members = new ArrayList<>();
    for (Read read : reads) {
      read.boundary()
          .flatMap(report -> Optional.ofNullable(report.dissolvedLonLat()))
          .ifPresent(land -> members.add(member(read, land)));
    }
    Map<String, List<Portfolio.Overlap>> overlaps = new LinkedHashMap<>();
    for (Portfolio.Overlap overlap : Portfolio.overlaps(members)) {
      overlaps.computeIfAbsent(overlap.first(), any -> new ArrayList<>()).add(overlap);
      overlaps.computeIfAbsent(overlap.second(), any -> new ArrayList<>()).add(overlap);
    }
    List<PortfolioView.Checked> checked = new ArrayList<>();
    for (Read read : reads) {
      checked.add(
          new PortfolioView.Checked(
              read.id(),
              RuleBook.check(
                  new CheckedProject(
                      read.file().dossier(),
                      read.boundary(),
                      overlaps.getOrDefault(read.id(), List.of()),
                      Math.max(0, members.size() - (read.boundary().isPresent() ? 1 : 0)),
                      maps(read),
                      RunFacts.NONE,
                      day))));
    }
    return new Result(
        day, PortfolioView.of(checked, RuleBook.cards()), checked, List.copyOf(leftOut));
  }

  /** What the dossier's maps say inside its boundary. */
  private static List<MapReading> maps(Read read) {
    return read.boundary()
        .flatMap(report -> Optional.ofNullable(report.dissolvedLonLat()))
        .map(land -> MapReading.of(read.file(), land))
        .orElse(List.of());
  }

  private static Portfolio.Member member(Read read, MultiPolygon land) {
    Dossier.Project project = read.file().dossier().project();
    return new Portfolio.Member(
        project.id(), land, project.startDate(), project.creditingPeriodEnd());
  }

  private static String words(Result result) {
    StringBuilder text = new StringBuilder();
    for (PortfolioView.Checked project : result.projects()) {
      long flags = count(project, Verdict.FLAG);
      line(
          text,
          project.id()
              + ": "
              + flags
              + " flagged, "
              + count(project, Verdict.NO_FLAG)
              + " not flagged, "
              + count(project, Verdict.CANNOT_TELL)
              + " cannot tell");
      boolean single = result.projects().size() == 1;
      for (Finding finding : project.findings()) {
        if (single || finding.verdict() == Verdict.FLAG) {
          line(
              text,
              "  "
                  + finding.id()
                  + " "
                  + finding.verdict().label()
                  + size(finding)
                  + ": "
                  + finding.headline()
                  + (single ? " " + finding.reason() : ""));
        }
      }
    }
    if (result.projects().size() > 1) {
      portfolio(text, result.portfolio());
    }
    result.leftOut().forEach(each -> line(text, "left out: " + each.problem()));
    return text.toString();
  }

  private static long count(PortfolioView.Checked project, Verdict verdict) {
    return project.findings().stream().filter(each -> each.verdict() == verdict).count();
  }

  private static String size(Finding finding) {
    Quantity size = finding.sizeCo2eTonnes();
    return size == null ? "" : String.format(Locale.ROOT, " (%,.0f tCO2e)", size.value());
  }

  private static void portfolio(StringBuilder text, PortfolioView view) {
    line(text, "");
    line(text, "Causes, most tonnes first:");
    for (PortfolioView.Cause cause : view.causes()) {
      line(
          text,
          String.format(
              Locale.ROOT,
              "  %-4s %s: %d flagged, %d not, %d cannot tell; %,.0f tCO2e (%,.0f by confidence);"
                  + " %s; to %s",
              cause.rule(),
              cause.title(),
              cause.flags().size(),
              cause.noFlags(),
              cause.cannotTell(),
              cause.co2eTonnes(),
              cause.weightedCo2eTonnes(),
              cause.cause().label(),
              cause.addressee()));
    }
    line(text, "Heaviest flags, tonnes × confidence:");
    view.ranking().stream()
        .limit(SHOWN)
        .forEach(
            ranked ->
                line(
                    text,
                    String.format(
                        Locale.ROOT,
                        "  %,12.0f  %s  %s  (confidence %.2f, severity %s)",
                        ranked.weightedCo2eTonnes(),
                        ranked.project(),
                        ranked.finding().standing().ruleId(),
                        ranked.confidence(),
                        ranked.finding().standing().severity().label())));
  }

  private static String csv(PortfolioView view) {
    StringBuilder text =
        new StringBuilder(
            "project,rule,severity,cause,size_tco2e,ci90_low,ci90_high,confidence,weighted_tco2e\n");
    for (PortfolioView.Ranked ranked : view.ranking()) {
      Quantity size = ranked.finding().sizeCo2eTonnes();
      text.append(
          String.join(
              ",",
              ranked.project(),
              ranked.finding().standing().ruleId(),
              ranked.finding().standing().severity().label(),
              ranked.finding().standing().cause().label(),
              size == null ? "" : number(size.value()),
              size == null ? "" : number(size.ci90Low()),
              size == null ? "" : number(size.ci90High()),
              String.format(Locale.ROOT, "%.4f", ranked.confidence()),
              number(ranked.weightedCo2eTonnes())));
      text.append('\n');
    }
    return text.toString();
  }

  private static String number(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.1f", value);
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
