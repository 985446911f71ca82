package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.verification.layer.CogFile;
import org.heartwood.verification.layer.PredictionLayer;
import picocli.CommandLine.Command;
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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "MODEL", description = "built-in model, or its folder")
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

  @Override
  public Integer call() throws IOException {
    try (Segmenter segmenter = ModelOption.open(model)) {
      CogFile file = PredictionLayer.write(segmenter, new PredictionLayer.Request(in, scale, out));
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.println(file.file());
      stdout.flush();
    }
    return 0;
  }
}
