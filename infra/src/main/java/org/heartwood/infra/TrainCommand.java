package org.heartwood.infra;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.heartwood.inference.catalogue.ModelKinds;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood train}: a model from a training file. */
@Command(
    name = "train",
    description = {
      "Trains a model; writes weights, card and loss curves into OUT.",
      "A training that was stopped goes on from its last checkpoint in OUT."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "TRAINING",
      description = "training file, such as data-samples/kafa/training.json")
  private Path training = Path.of("training.json");

  @Option(names = "--out", required = true, description = "folder for weights and card")
  private Path out = Path.of(".");

  @Option(
      names = "--members",
      split = ",",
      description = {
        "members of an ensemble to teach, counted from 1 (default: all)",
        "Several processes may teach one each into one folder; then run without this option."
      })
  private List<Integer> members = new ArrayList<>();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Optional<TrainedModel> model =
        ModelKinds.of(training)
            .train(
                new ModelKind.Training(training, out, members, InstantSource.system()),
                epoch -> report(err, epoch));
    PrintWriter stdout = spec.commandLine().getOut();
    model.ifPresentOrElse(
        whole -> {
          whole.card().tables().forEach(table -> stdout.println(table.text()));
          stdout.println("model: " + out);
        },
        () -> stdout.println("members " + members + " have learnt; checkpoints: " + out));
    stdout.flush();
    return 0;
  }

  private static void report(PrintWriter err, ModelKind.Epoch epoch) {
    err.printf(
        Locale.ROOT,
        "member %d of %d, epoch %d of %d: loss %.4f, validation loss %.4f%s%s · about %s left%n",
        epoch.member(),
        epoch.members(),
        epoch.epoch(),
        epoch.epochs(),
        epoch.trainingLoss(),
        epoch.validationLoss(),
        epoch.validationScores().entrySet().stream()
            .map(score -> String.format(Locale.ROOT, ", %s %.4f", score.getKey(), score.getValue()))
            .collect(Collectors.joining()),
        epoch.best() ? " (best so far)" : "",
        ConsoleProgress.clock(epoch.timeLeft().toMillis() / 1e3));
    err.flush();
  }
}
