package org.heartwood.inference.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.model.Weights;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.run.WholeFile;

/**
 * Where the training of one member stands after an epoch: enough to go on as if it had never
 * stopped. Two files in the output folder, {@code checkpoint-N.safetensors} and {@code
 * history-N.json}; the history names the digest of the other and is written last, so that a pair
 * that does not belong together is noticed and the member starts again.
 *
 * @param history the epochs so far
 * @param now the weights
 * @param average their running average
 * @param best the average at the best epoch
 * @param optimiser what the optimiser remembers
 */
record Checkpoint(
    History history, Weights now, Weights average, Weights best, UNetLearner.State optimiser) {
  /**
   * The course of a member's training.
   *
   * @param trainingSha256 digest of the training file and the seed: what the epochs belong to
   * @param checkpointSha256 digest of the file of numbers, empty when training is done
   * @param updates weight updates so far
   * @param epochs one entry each
   */
  record History(
      String trainingSha256, String checkpointSha256, int updates, List<EpochLosses> epochs) {
    History {
      epochs = List.copyOf(epochs);
    }

    /** The epoch of the lowest validation loss, counted from 1; 0 if none was finite. */
    int bestEpoch() {
      int best = 0;
      for (int i = 0; i < epochs.size(); i++) {
        double loss = epochs.get(i).validationLoss();
        if (Double.isFinite(loss) && (best == 0 || loss < epochs.get(best - 1).validationLoss())) {
          best = i + 1;
        }
      }
      return best;
    }
  }

  /**
   * What an epoch came to.
   *
   * @param trainingLoss mean loss of its updates
   * @param validationLoss loss on the undisturbed validation data
   * @param validationScores other scores there by name
   */
  record EpochLosses(
      double trainingLoss, double validationLoss, Map<String, Double> validationScores) {
    EpochLosses {
      validationScores = new LinkedHashMap<>(validationScores);
    }
  }

  /** Writes the pair, the history last. */
  void write(Path folder, int member) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    Map<String, float[]> values = new LinkedHashMap<>();
    put(shapes, values, "now.", now);
    put(shapes, values, "average.", average);
    put(shapes, values, "best.", best);
    optimiser
        .means()
        .forEach(
            (name, mean) -> {
              shapes.put("mean." + name, List.of(mean.length));
              values.put("mean." + name, mean);
              shapes.put("square." + name, List.of(mean.length));
              values.put("square." + name, optimiser.squares().getOrDefault(name, mean));
            });
    byte[] numbers = new Weights(shapes, values).toBytes();
    History named =
        new History(
            history.trainingSha256(), Sha256.of(numbers), optimiser.updates(), history.epochs());
    publish(numbers(folder, member), numbers);
    publish(history(folder, member), StrictJson.bytes(named));
  }

  private static void put(
      Map<String, List<Integer>> shapes, Map<String, float[]> values, String prefix, Weights of) {
    of.shapes().forEach((name, shape) -> shapes.put(prefix + name, shape));
    of.shapes().keySet().forEach(name -> values.put(prefix + name, of.values(name)));
  }

  /** The course of a member's training, if there is any in the folder. */
  static Optional<History> history(Path folder, int member, String trainingSha256) {
    Path file = history(folder, member);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    History history = StrictJson.read(bytes(file), file.toString(), History.class);
    if (!history.trainingSha256().equals(trainingSha256)) {
      throw new InputException(
          file
              + ": belongs to another training file or seed; choose another folder, or remove it to"
              + " start again");
    }
    return Optional.of(history);
  }

  /** Reads the pair that belongs to a history; empty if the numbers are another epoch's. */
  static Optional<Checkpoint> read(
      Path folder, int member, History history, Map<String, List<Integer>> shapes) {
    Path file = numbers(folder, member);
    if (!Files.exists(file) || !Sha256.of(bytes(file)).equals(history.checkpointSha256())) {
      return Optional.empty();
    }
    Map<String, List<Integer>> expected = new LinkedHashMap<>();
    for (String prefix : List.of("now.", "average.", "best.")) {
      shapes.forEach((name, shape) -> expected.put(prefix + name, shape));
    }
    List<String> learnt =
        shapes.keySet().stream().filter(name -> !name.contains(".running")).toList();
    for (String name : learnt) {
      int size = shapes.getOrDefault(name, List.of()).stream().reduce(1, Math::multiplyExact);
      expected.put("mean." + name, List.of(size));
      expected.put("square." + name, List.of(size));
    }
    Weights all = Weights.read(bytes(file), file.toString(), expected);
    Map<String, float[]> means = new LinkedHashMap<>();
    Map<String, float[]> squares = new LinkedHashMap<>();
    for (String name : learnt) {
      means.put(name, all.values("mean." + name));
      squares.put(name, all.values("square." + name));
    }
    return Optional.of(
        new Checkpoint(
            history,
            part(all, "now.", shapes),
            part(all, "average.", shapes),
            part(all, "best.", shapes),
            new UNetLearner.State(history.updates(), means, squares)));
  }

  private static Weights part(Weights all, String prefix, Map<String, List<Integer>> shapes) {
    Map<String, float[]> values = new LinkedHashMap<>();
    shapes.keySet().forEach(name -> values.put(name, all.values(prefix + name)));
    return new Weights(shapes, values);
  }

  private static Path numbers(Path folder, int member) {
    return folder.resolve("checkpoint-" + member + ".safetensors");
  }

  private static Path history(Path folder, int member) {
    return folder.resolve("history-" + member + ".json");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  static void publish(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      WholeFile.write(file, bytes);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }

  /** Removes the numbers once they are not needed; the history stays for the curves. */
  static void clear(Path folder, int member) {
    try {
      Files.deleteIfExists(numbers(folder, member));
    } catch (IOException e) {
      throw new InputException(
          numbers(folder, member) + ": cannot be removed (" + e.getMessage() + ")", e);
    }
  }
}
