package org.heartwood.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.inference.applicability.DissimilarityIndex;
import org.heartwood.inference.external.AllowedModels;
import org.heartwood.inference.external.ExternalModels;
import org.heartwood.inference.external.ExternalSegmenter;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.issue.InputException;
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

  /**
   * A model that is ready to run.
   *
   * @param segmenter predicts
   * @param index tells where to believe it; empty if it has no reference points
   * @param demonstration why no verdict may rest on it; empty if one may, or its maker is the user
   */
  record Opened(
      Segmenter segmenter, Optional<DissimilarityIndex> index, Optional<String> demonstration) {}

  /**
   * Opens the folder of that path if there is one, else the built-in model of that name.
   *
   * @throws InputException if there is none, it predicts no windows of imagery, or it is a user's
   *     that is not allowed or refused
   */
  Opened open(String model) {
    Path folder = Path.of(model);
    if (ExternalModels.isIn(folder)) {
      return new Opened(
          ExternalSegmenter.open(folder, allowed()), Optional.empty(), Optional.empty());
    }
    TrainedModel found = read(model);
    ModelCard.Status status = found.card().status();
    return new Opened(
        TorchSegmenter.open(found),
        DissimilarityIndex.of(found),
        status.standing() == ModelCard.Standing.DEMONSTRATION
            ? Optional.of(status.reason())
            : Optional.empty());
  }

  /** Opens the folder of that name in another one if there is one, else as {@link #open} does. */
  Segmenter beside(String model, Path folder) {
    Path brought = folder.resolve(model);
    return open(Files.isDirectory(brought) ? brought.toString() : model).segmenter();
  }

  /**
   * Reads a model of Heartwood's own form, without opening it.
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

  private AllowedModels allowed() {
    AllowedModels all = AllowedModels.ofUser(System.getenv()).and(AllowedModels.of(allowed));
    for (Path list : lists) {
      all = all.and(AllowedModels.read(list));
    }
    return all;
  }

  /** Whether there is a model of either kind in a folder. */
  static boolean isIn(Path folder) {
    return ExternalModels.isIn(folder) || Files.isRegularFile(folder.resolve("card.json"));
  }
}
