package org.heartwood.infra;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.verification.monitor.Assessment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood validate}: what is wrong with a dossier before anything is run. */
@Command(
    name = "validate",
    description = "Checks a dossier and all that it names, without running anything.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOSSIER", description = "dossier.json, or the folder that holds it")
  private Path dossier = Path.of("dossier.json");

  @Mixin private AccessOptions accessOptions = new AccessOptions();

  @Override
  public Integer call() {
    Assessment assessment = Assessment.open(dossier, null, accessOptions.access());
    Dossier checked = assessment.file().dossier();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s: %s%n", checked.project().id(), checked.project().name());
    if (checked.illustrative()) {
      out.println("illustrative: boundary and claims were made up");
    }
    out.printf(
        Locale.ROOT,
        "boundary: %.1f ha on the ellipsoid%s%n",
        assessment.boundaryHa(),
        area(checked, assessment));
    out.printf(
        Locale.ROOT,
        "analysis grid: %d × %d pixels of %.0f m, %s%n",
        assessment.grid().width(),
        assessment.grid().height(),
        assessment.grid().pixelSize(),
        assessment.grid().crs());
    out.println("composites: " + Arrays.toString(assessment.years()));
    for (DataIssue issue : assessment.issues()) {
      out.printf("note: %s: %s; %s%n", issue.subject(), issue.detail(), issue.remedy());
    }
    out.println("no error found");
    out.flush();
    return 0;
  }

  private static String area(Dossier dossier, Assessment assessment) {
    Double claimed = dossier.claims().areaHa();
    return claimed == null
        ? ", no area claimed"
        : String.format(
            Locale.ROOT,
            ", %.1f ha claimed (%+.1f %%)",
            claimed,
            100 * (claimed / assessment.boundaryHa() - 1));
  }
}
