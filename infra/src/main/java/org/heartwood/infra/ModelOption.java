package org.heartwood.infra;

import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;

/** A model as users name it: one that comes with Heartwood, or a folder. */
final class ModelOption {
  private ModelOption() {}

  /** Opens the folder of that path if there is one, else the built-in model of that name. */
  static Segmenter open(String model) {
    return TorchSegmenter.open(ModelReader.find(model));
  }
}
