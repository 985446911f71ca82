package org.heartwood.inference.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * Loads models: those that come with Heartwood by name, others from a folder with {@code card.json}
 * and {@code weights.safetensors}. The digest of the weights and the shape of every tensor are
 * checked against the card before anything is computed.
 */
public final class ModelReader {
  private static final String RESOURCES = "/org/heartwood/inference/models/";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private ModelReader() {}

  /**
   * Loads a model that comes with Heartwood.
   *
   * @throws InputException if there is none of that name
   */
  public static TrainedModel load(String builtInName) {
    if (!NAME.matcher(builtInName).matches()) {
      throw new InputException(
          "a built-in model's name has lower-case letters, digits and hyphens only, was \""
              + builtInName
              + "\"");
    }
    String folder = RESOURCES + builtInName + "/";
    return check(
        resource(builtInName, folder + TrainedModel.CARD_FILE),
        "built-in model " + builtInName + ": " + TrainedModel.CARD_FILE,
        resource(builtInName, folder + TrainedModel.WEIGHTS_FILE),
        "built-in model " + builtInName + ": " + TrainedModel.WEIGHTS_FILE);
  }

  private static byte[] resource(String builtInName, String path) {
    try (InputStream in = ModelReader.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new InputException(
            "no model named \""
                + builtInName
                + "\" comes with Heartwood; give the path of a model folder instead");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("class path resource " + path + " cannot be read", e);
    }
  }

  /**
   * Loads a model from a folder.
   *
   * @throws InputException if a file is missing or wrong, or the digest differs from the card's
   */
  public static TrainedModel load(Path folder) {
    Path card = folder.resolve(TrainedModel.CARD_FILE);
    Path weights = folder.resolve(TrainedModel.WEIGHTS_FILE);
    return check(bytes(card), card.toString(), bytes(weights), weights.toString());
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file
              + ": no such file; a model folder holds "
              + TrainedModel.CARD_FILE
              + " and "
              + TrainedModel.WEIGHTS_FILE);
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static TrainedModel check(
      byte[] cardBytes, String cardFile, byte[] weightsBytes, String weightsFile) {
    ModelCard card = StrictJson.read(cardBytes, cardFile, ModelCard.class);
    String digest = Sha256.of(weightsBytes);
    if (!digest.equals(card.weightsSha256())) {
      throw new InputException(
          weightsFile
              + ": its SHA-256 is "
              + digest
              + ", the card says "
              + card.weightsSha256()
              + "; restore the weights that belong to the card");
    }
    return new TrainedModel(card, Weights.read(weightsBytes, weightsFile, card.architecture()));
  }
}
