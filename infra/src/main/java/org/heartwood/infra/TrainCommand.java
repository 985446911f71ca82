package org.heartwood.infra;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.heartwood.inference.train.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood train}: a model from a training file. */
@Command(
    name = "train",
    description = "Trains a canopy model; writes weights and card into OUT.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "TRAINING",
      description = "training file, such as data-samples/kafa/training.json")
  private Path training = Path.of("training.json");

  @Option(names = "--out", required = true, description = "folder for weights and card")
  private Path out = Path.of(".");

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    TrainingRun.Result result =
        TrainingRun.run(
            new TrainingRun.Request(training, out, InstantSource.system()),
            epoch -> {
              err.printf(
                  Locale.ROOT,
                  "epoch %d of %d: loss %.4f, validation loss %.4f, RMSE %.2f %%%s · about %s"
                      + " left%n",
                  epoch.epoch(),
                  epoch.epochs(),
                  epoch.trainingLoss(),
                  epoch.validationLoss(),
                  epoch.validationRmsePct(),
                  epoch.best() ? " (best so far)" : "",
                  ConsoleProgress.clock(epoch.timeLeft().toMillis() / 1e3));
              err.flush();
            });
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(result.report().table());
    stdout.println("model: " + out);
    stdout.flush();
    return 0;
  }
}
