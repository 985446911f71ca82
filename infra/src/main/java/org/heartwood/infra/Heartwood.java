package org.heartwood.infra;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.verification.monitor.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The {@code heartwood} command. Results go to standard output, progress and errors to standard
 * error. Exit codes: 0 done, 2 bad input, 3 done but some of the data had to be left out, 70 a bug
 * of ours.
 */
@Command(
    name = "heartwood",
    description =
        "Monitors forest carbon projects from satellite imagery and checks their credits.",
    mixinStandardHelpOptions = true,
    versionProvider = Heartwood.BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ValidateCommand.class,
      ImportCommand.class,
      CheckCommand.class,
      AssessCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ChallengeCommand.class,
      ModelsCommand.class,
      ZonalCommand.class,
      SimulateCommand.class,
      SampleCommand.class,
      CounterfactualCommand.class
    })
public final class Heartwood {
  static final int BAD_INPUT = 2;
  static final int PARTIAL = 3;
  static final int BUG = 70;

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(writer(System.out), writer(System.err), args));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /**
   * Runs the command.
   *
   * @param out receives results
   * @param err receives progress and errors
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Heartwood())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Heartwood::explain)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    Optional<InputException> input = inputFault(failure);
    if (input.isPresent()) {
      err.println(input.get().getMessage());
      return BAD_INPUT;
    }
    err.println("heartwood has a bug; please report it with the lines below.");
    failure.printStackTrace(err);
    return BUG;
  }

  /** The user's fault behind a failure, also when Spark wrapped it on the way from an executor. */
  static Optional<InputException> inputFault(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException input) {
        return Optional.of(input);
      }
    }
    return Optional.empty();
  }

  /** Prints the build's version. */
  static final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"heartwood " + Version.HEARTWOOD};
    }
  }
}
