package org.heartwood.infra;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.verification.monitor.Assessment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heartwood demo}: the sample project, offline. */
@Command(
    name = "demo",
    description = "Assesses the sample project Kafa (illustrative claims, real imagery), offline.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      defaultValue = "demo-report",
      description = "folder for the results (default: ${DEFAULT-VALUE})")
  private Path out = Path.of("demo-report");

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws IOException {
    Path dossier = Samples.folder().resolve("kafa").resolve("dossier.json");
    return AssessCommand.assess(
        spec, Assessment.open(dossier, null, DataAccess.standard()), out, options);
  }
}
