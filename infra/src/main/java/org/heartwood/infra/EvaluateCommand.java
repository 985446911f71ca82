package org.heartwood.infra;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.heartwood.inference.accuracy.Evaluation;
import org.heartwood.inference.accuracy.EvaluationReport;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.inference.train.TrainingSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood evaluate}: scores of a model on ground that training never saw. */
@Command(
    name = "evaluate",
    description = "Scores a model on the parts of a training file's scene that training never saw.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "TRAINING",
      description = "training file, such as data-samples/kafa/training.json")
  private Path training = Path.of("training.json");

  @Option(
      names = "--model",
      defaultValue = "canopy-ndvi-landsat",
      description = "built-in model, or folder of a model (default: ${DEFAULT-VALUE})")
  private String model = "";

  @Override
  public Integer call() {
    TrainingSpec scene = TrainingSpec.read(training);
    Path folder = Objects.requireNonNull(training.toAbsolutePath().getParent());
    try (TorchSegmenter segmenter = ModelOption.open(model)) {
      EvaluationReport report = Evaluation.evaluate(scene.evaluationRequest(folder), segmenter);
      PrintWriter out = spec.commandLine().getOut();
      out.println(report.table());
      out.flush();
    }
    return 0;
  }
}
