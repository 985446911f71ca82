package org.heartwood.inference.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.heartwood.ingest.issue.InputException;

/**
 * A card and the weights that it names by digest.
 *
 * @param card what the model is
 * @param weights the network's numbers
 */
public record TrainedModel(ModelCard card, Weights weights) {
  static final String CARD_FILE = "card.json";
  static final String WEIGHTS_FILE = "weights.safetensors";

  /**
   * Writes weights and card into a folder, which is made if it is absent. Each file appears whole
   * or not at all, the card last.
   *
   * @throws InputException if the folder cannot be written to
   */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      publish(folder.resolve(WEIGHTS_FILE), weights.toBytes());
      publish(folder.resolve(CARD_FILE), StrictJson.bytes(card));
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(
          folder + ": the model cannot be written there (" + e.getMessage() + ")", e);
    }
  }

  private static void publish(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, bytes);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
