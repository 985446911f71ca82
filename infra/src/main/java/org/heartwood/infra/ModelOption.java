package org.heartwood.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.segment.TorchSegmenter;

/** A model as users name it: one that comes with Heartwood, or a folder. */
final class ModelOption {
  private ModelOption() {}

  /** Opens the folder of that path if there is one, else the built-in model of that name. */
  static TorchSegmenter open(String model) {
    Path folder = Path.of(model);
    return TorchSegmenter.open(
        Files.isDirectory(folder) ? ModelReader.load(folder) : ModelReader.load(model));
  }
}
