package org.heartwood.infra;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.heartwood.inference.catalogue.ModelKinds;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.verification.detect.DetectorSkill;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code heartwood evaluate}: scores of models on data that training never saw, or of predictions
 * on a user's own plots.
 */
@Command(
    name = "evaluate",
    description = {
      "Measures models again on the data that their training kept apart, prints the tables and says"
          + " whether the cards agree with them.",
      "Exit code 4 if a card does not.",
      "With --plots and --prediction: compares predictions for a place with your own reference"
          + " plots there."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private static final int DISAGREES = 4;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..*",
      description = "built-in models, or folders of models (default: all built-in models)")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--samples",
      description = "folder that training files lie below (default: the samples of Heartwood)")
  private Path samples = Path.of("");

  @Option(
      names = "--update",
      description =
          "write the tables, and the reference points of the applicability, into the folders of the"
              + " models named")
  private boolean update;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = {
        "also draw what the models say of that data, as PNG into a folder of DIR for each model;",
        "of forest tiles: image, mask, probability, and where they disagree (red: forest that was"
            + " missed, blue: forest that the mask does not know)"
      })
  private Optional<Path> pictures = Optional.empty();

  @Option(
      names = "--detectors",
      description =
          "score the detectors of dated change instead of models, and say whether the figures on"
              + " record agree")
  private boolean detectors;

  @ArgGroup(exclusive = false, heading = "With your own plots:%n")
  private @Nullable PlotOptions plots;

  @Override
  public Integer call() {
    if (plots != null) {
      if (!models.isEmpty() || update) {
        throw new InputException(
            Reason.UNSUPPORTED,
            "--plots compares the predictions in --prediction; give no MODEL and no --update"
                + " with it");
      }
      plots.run(spec.commandLine().getOut());
      return 0;
    }
    if (update) {
      requireFolders();
    }
    Path below = samples.toString().isEmpty() ? Samples.folder() : samples;
    PrintWriter out = spec.commandLine().getOut();
    if (detectors) {
      return evaluateDetectors(below, out);
    }
    boolean agree = true;
    for (String name : models.isEmpty() ? ModelReader.BUILT_IN : models) {
      TrainedModel model = ModelReader.find(name);
      ModelCard card = model.card();
      Path trainingFile = below.resolve(card.training().trainingFile());
      ModelKind kind = ModelKinds.of(trainingFile);
      TrainedModel found = kind.evaluate(model, trainingFile);
      List<ScoreTable> tables = found.card().tables();
      out.printf("%s %s  SHA-256 %s%n%n", card.name(), card.version(), card.digest());
      tables.forEach(table -> out.println(table.text()));
      pictures.ifPresent(
          folder ->
              out.printf(
                  "pictures drawn: %d%n%n",
                  kind.draw(model, trainingFile, folder.resolve(card.name())).size()));
      if (update) {
        found.write(Path.of(name));
        out.printf("the card of %s now holds these tables%n%n", name);
      } else {
        List<String> differences = differences(card.tables(), tables);
        differences.forEach(out::println);
        out.printf(
            differences.isEmpty()
                ? "the card of %s agrees with these tables%n%n"
                : "the card of %s DOES NOT agree with these tables%n%n",
            card.name());
        agree &= differences.isEmpty();
      }
      out.flush();
    }
    return agree ? 0 : DISAGREES;
  }

  private int evaluateDetectors(Path below, PrintWriter out) {
    if (!models.isEmpty() || update || pictures.isPresent()) {
      throw new InputException(
          Reason.UNSUPPORTED,
          "--detectors scores the detectors of dated change; give no MODEL, --update or --pictures"
              + " with it");
    }
    List<ScoreTable> tables = DetectorSkill.evaluate(below);
    tables.forEach(table -> out.println(table.text()));
    DetectorSkill.Figures recorded = DetectorSkill.recorded();
    List<String> differences = recorded.differences(tables);
    differences.forEach(out::println);
    out.printf(
        differences.isEmpty()
            ? "the figures on record, version %s, agree with these tables%n"
            : "the figures on record, version %s, DO NOT agree with these tables%n",
        recorded.version());
    out.flush();
    return differences.isEmpty() ? 0 : DISAGREES;
  }

  /** A built-in model has no folder that could be written to. */
  private void requireFolders() {
    if (models.isEmpty()) {
      throw new InputException(
          Reason.UNSUPPORTED, "--update writes into models' folders; name at least one folder");
    }
    for (String name : models) {
      if (!Files.isDirectory(Path.of(name))) {
        throw new InputException(
            Reason.UNSUPPORTED,
            name
                + ": is no folder; --update writes into models' folders, give the folder of the"
                + " model to update");
      }
    }
  }

  private static List<String> differences(List<ScoreTable> carded, List<ScoreTable> found) {
    if (carded.size() != found.size()) {
      return List.of("the card has " + carded.size() + " tables, not " + found.size());
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < carded.size(); i++) {
      differences.addAll(carded.get(i).differences(found.get(i)));
    }
    return differences;
  }
}
