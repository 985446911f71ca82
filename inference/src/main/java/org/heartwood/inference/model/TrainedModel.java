package org.heartwood.inference.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.WholeFile;

/**
 * A card and the weights that it names by digest.
 *
 * @param card what the model is
 * @param members the weights, in the card's order
 * @param reference the training points that the card's applicability names: the tensor {@value
 *     #POINTS} {@code [point × input]}, in the inputs' units, and {@value #FOLDS} {@code [point]},
 *     the number of the spatial block that each lies in
 */
public record TrainedModel(ModelCard card, List<Weights> members, Optional<Weights> reference) {
  /** Name of the tensor of reference points. */
  public static final String POINTS = "points";

  /** Name of the tensor of their spatial blocks. */
  public static final String FOLDS = "folds";

  static final String CARD_FILE = "card.json";

  public TrainedModel {
    members = List.copyOf(members);
    if (members.size() != card.members().size()) {
      throw new IllegalArgumentException(
          card.name() + " must have " + card.members().size() + " members, had " + members.size());
    }
  }

  /** Shapes of the tensors of a file of reference points. */
  public static Map<String, List<Integer>> referenceShapes(int points, int inputs) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put(POINTS, List.of(points, inputs));
    shapes.put(FOLDS, List.of(points));
    return shapes;
  }

  /** The same model with what was measured of it. */
  public TrainedModel with(ModelCard.Evidence evidence, Optional<Weights> points) {
    return new TrainedModel(
        card.with(card.training(), card.members(), card.calibration(), evidence), members, points);
  }

  /**
   * Writes weights and card into a folder, which is made if it is absent. Each file appears whole
   * or not at all, the card last.
   *
   * @throws InputException if the folder cannot be written to
   */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < members.size(); i++) {
        WholeFile.write(folder.resolve(card.members().get(i).file()), members.get(i).toBytes());
      }
      if (reference.isPresent()) {
        WholeFile.write(
            folder.resolve(card.applicability().get(0).file()), reference.get().toBytes());
      }
      WholeFile.write(folder.resolve(CARD_FILE), StrictJson.bytes(card));
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(
          folder + ": the model cannot be written there (" + e.getMessage() + ")", e);
    }
  }
}
