package org.heartwood.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.external.AllowedModels;
import org.heartwood.inference.external.ExternalModels;
import org.heartwood.inference.external.ExternalSegmenter;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import picocli.CommandLine.Option;

/** A model as users name it, and what they allow to run. */
final class ModelOption {
  @Option(
      names = "--allow-model",
      paramLabel = "SHA256",
      description =
          "digest of a TorchScript or ONNX file that may run here, besides those in"
              + " ~/.config/heartwood/allowed-models")
  private List<String> allowed = new ArrayList<>();

  @Option(
      names = "--allowed-models",
      paramLabel = "FILE",
      description = "list of such digests, as sha256sum writes it")
  private List<Path> lists = new ArrayList<>();

  /** Opens the folder of that path if there is one, else the built-in model of that name. */
  Segmenter open(String model) {
    Path folder = Path.of(model);
    if (!ExternalModels.isIn(folder)) {
      return TorchSegmenter.open(ModelReader.find(model));
    }
    AllowedModels all = AllowedModels.ofUser(System.getenv()).and(AllowedModels.of(allowed));
    for (Path list : lists) {
      all = all.and(AllowedModels.read(list));
    }
    return ExternalSegmenter.open(folder, all);
  }

  /** Whether there is a model of either kind in a folder. */
  static boolean isIn(Path folder) {
    return ExternalModels.isIn(folder) || Files.isRegularFile(folder.resolve("card.json"));
  }
}
