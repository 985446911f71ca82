package org.heartwood.inference.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * Loads models: those that come with Heartwood by name, others from a folder with {@code card.json}
 * and the safetensors files that it names. The digest of every file and the shape of every tensor
 * are checked against the card before anything is computed.
 */
public final class ModelReader {
  private static final String RESOURCES = "/org/heartwood/inference/models/";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*\\.safetensors");

  /** Names of the models that come with Heartwood. */
  public static final List<String> BUILT_IN =
      List.of(
          "canopy-sr-landsat",
          "canopy-sr-landsat-student",
          "canopy-ndvi-landsat",
          "height-biomass-demonstration",
          "biomass-height-amazon",
          "deforestation-landsat-prodes",
          "disturbance-s1-bago",
          "forest-s2-rgb-amazon");

  private ModelReader() {}

  /**
   * Loads a model that comes with Heartwood, or from a folder.
   *
   * @param nameOrFolder a folder if there is one of that name, else the name of a built-in model
   * @throws InputException as {@link #load(Path)} and {@link #load(String)}
   */
  public static TrainedModel find(String nameOrFolder) {
    Path folder = Path.of(nameOrFolder);
    return Files.isDirectory(folder) ? load(folder) : load(nameOrFolder);
  }

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
    return load(
        "built-in model " + builtInName + ": ", file -> resource(builtInName, RESOURCES, file));
  }

  private static byte[] resource(String builtInName, String folder, String file) {
    try (InputStream in =
        ModelReader.class.getResourceAsStream(folder + builtInName + "/" + file)) {
      if (in == null) {
        throw new InputException(
            "no model named \""
                + builtInName
                + "\" comes with Heartwood; there are "
                + BUILT_IN
                + ", or give the path of a model folder");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("class path resource " + file + " cannot be read", e);
    }
  }

  /**
   * Loads a model from a folder.
   *
   * @throws InputException if a file is missing or wrong, or a digest differs from the card's
   */
  public static TrainedModel load(Path folder) {
    return load(folder + "/", file -> bytes(folder.resolve(file)));
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file
              + ": no such file; a model folder holds "
              + TrainedModel.CARD_FILE
              + " and the weights that it names");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static TrainedModel load(String place, Function<String, byte[]> files) {
    ModelCard card =
        StrictJson.read(
            files.apply(TrainedModel.CARD_FILE), place + TrainedModel.CARD_FILE, ModelCard.class);
    List<Weights> members = new ArrayList<>();
    for (ModelCard.Member member : card.members()) {
      members.add(
          weights(
              place, member.file(), member.sha256(), card.architecture().tensorShapes(), files));
    }
    Optional<Weights> reference =
        card.applicability().stream()
            .map(
                known ->
                    weights(
                        place,
                        known.file(),
                        known.sha256(),
                        TrainedModel.referenceShapes(known.points(), card.inputs().size()),
                        files))
            .findFirst();
    return new TrainedModel(card, members, reference);
  }

  private static Weights weights(
      String place,
      String file,
      String sha256,
      Map<String, List<Integer>> shapes,
      Function<String, byte[]> files) {
    if (!FILE.matcher(file).matches()) {
      throw new InputException(
          place
              + TrainedModel.CARD_FILE
              + ": a weights file must be a plain name that ends in .safetensors, was \""
              + file
              + "\"");
    }
    byte[] bytes = files.apply(file);
    String digest = Sha256.of(bytes);
    if (!digest.equals(sha256)) {
      throw new InputException(
          place
              + file
              + ": its SHA-256 is "
              + digest
              + ", the card says "
              + sha256
              + "; restore the weights that belong to the card");
    }
    return Weights.read(bytes, place + file, shapes);
  }
}
