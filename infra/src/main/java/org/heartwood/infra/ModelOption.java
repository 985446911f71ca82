package org.heartwood.infra;

import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.UNet;
import org.heartwood.ingest.issue.InputException;

/** A model as users name it: one that comes with Heartwood, or a folder. */
final class ModelOption {
  private ModelOption() {}

  /**
   * Reads the folder of that path if there is one, else the built-in model of that name.
   *
   * @throws InputException if there is none, or it predicts no windows of imagery
   */
  static TrainedModel read(String model) {
    TrainedModel found = ModelReader.find(model);
    if (!(found.card().architecture() instanceof UNet)) {
      throw new InputException(
          model + ": predicts no windows of imagery; its task is: " + found.card().task());
    }
    return found;
  }
}
