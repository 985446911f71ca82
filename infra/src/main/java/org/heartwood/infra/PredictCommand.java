package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.heartwood.inference.local.LocalEvaluation;
import org.heartwood.inference.local.RecalibratedSegmenter;
import org.heartwood.inference.local.Recalibration;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.verification.layer.CogFile;
import org.heartwood.verification.layer.PredictionLayer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood predict}: a model over a GeoTIFF. */
@Command(
    name = "predict",
    description =
        "Runs a model over a GeoTIFF; writes the mean and standard error of every target as a COG.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelOption models = new ModelOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "built-in model, or the folder of one")
  private String model = "";

  @Parameters(
      index = "1",
      paramLabel = "IN",
      description = "GeoTIFF with the model's bands, in its order")
  private Path in = Path.of("in.tif");

  @Parameters(index = "2", paramLabel = "OUT", description = "GeoTIFF to write")
  private Path out = Path.of("out.tif");

  @Option(
      names = "--scale",
      defaultValue = "1",
      description =
          "factor from the file's numbers to the model's unit (default: ${DEFAULT-VALUE})")
  private double scale = 1;

  @Option(
      names = "--recalibration",
      paramLabel = "FILE",
      description =
          "local recalibration to apply, as evaluate --recalibrate wrote it; OUT names it")
  private @Nullable Path recalibration;

  @Override
  public Integer call() throws IOException {
    Optional<Recalibration> local = Optional.ofNullable(recalibration).map(Recalibration::read);
    try (Segmenter segmenter = open(local)) {
      CogFile file =
          PredictionLayer.write(
              segmenter,
              new PredictionLayer.Request(in, scale, out),
              local.map(LocalEvaluation::items).orElse(Map.of()));
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.println(file.file());
      stdout.flush();
    }
    return 0;
  }

  private Segmenter open(Optional<Recalibration> local) {
    Segmenter opened = models.open(model);
    if (local.isEmpty()) {
      return opened;
    }
    try {
      return new RecalibratedSegmenter(opened, local.get());
    } catch (InputException e) {
      opened.close();
      throw e;
    }
  }
}
