package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.heartwood.ingest.project.CarbonPlanCrediting;
import org.heartwood.ingest.project.CarbonPlanImport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood import}: records of other databases as dossiers. */
@Command(
    name = "import",
    description = "Writes dossiers from another database, and recomputes the credits it states.",
    mixinStandardHelpOptions = true,
    subcommands = ImportCommand.CarbonPlan.class)
final class ImportCommand {

  /** {@code heartwood import carbonplan}. */
  @Command(
      name = "carbonplan",
      description = "CarbonPlan's database of improved forest management projects (JSON).",
      mixinStandardHelpOptions = true)
  static final class CarbonPlan implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "the database, JSON")
    private Path file = Path.of("ifm_projects_v0.3.json");

    @Option(
        names = "--crediting",
        paramLabel = "CSV",
        description = "estimates of over-crediting by project, which go into the dossiers")
    private @Nullable Path crediting;

    @Option(
        names = "--out",
        required = true,
        description = "folder for the dossiers, one folder each")
    private Path out = Path.of(".");

    @Override
    public Integer call() throws IOException {
      CarbonPlanImport.Database database =
          CarbonPlanImport.read(
              file,
              crediting == null ? CarbonPlanCrediting.NONE : CarbonPlanCrediting.read(crediting));
      for (CarbonPlanImport.Project project : database.projects()) {
        String dossier = project.dossierJson();
        if (dossier != null) {
          Path folder = Files.createDirectories(out.resolve(project.id().canonical()));
          Files.writeString(folder.resolve("dossier.json"), dossier);
        }
      }
      PrintWriter stdout = spec.commandLine().getOut();
      database.summary().forEach(stdout::println);
      stdout.flush();
      return 0;
    }
  }
}
