package org.heartwood.inference.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;

/**
 * The digests of the model files that may run here. Nothing is allowed by default.
 *
 * <p>What this protects from: a file that was exchanged or altered on its way, and a model that
 * nobody at this place decided to trust. What it does not: it says nothing about what an allowed
 * model does. TorchScript and ONNX hold no Python and Heartwood registers no custom operators, but
 * both are programs for a native library in this process; a hostile one can use all memory and
 * time, and a fault in that library can be exploited by it.
 */
public final class AllowedModels {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Set<String> digests;

  private AllowedModels(Set<String> digests) {
    this.digests = Set.copyOf(digests);
  }

  /**
   * A list of digests.
   *
   * @param sha256 hexadecimal
   * @throws InputException if one is no SHA-256 digest
   */
  public static AllowedModels of(Collection<String> sha256) {
    Set<String> digests = new TreeSet<>();
    for (String digest : sha256) {
      digests.add(checked(digest, "--allow-model"));
    }
    return new AllowedModels(digests);
  }

  /**
   * Reads a list as {@code sha256sum} writes it: a digest at the start of every line, and after it
   * whatever says which model it is. Empty lines and lines that begin with # are skipped.
   *
   * @throws InputException if the file cannot be read or a line does not begin with a digest
   */
  public static AllowedModels read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new InputException(
          file + ": the list of allowed models cannot be read (" + e.getMessage() + ")", e);
    }
    Set<String> digests = new TreeSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        digests.add(checked(line.split("\\s", 2)[0], file + " line " + (i + 1)));
      }
    }
    return new AllowedModels(digests);
  }

  /**
   * Where the user's list lies: {@code heartwood/allowed-models} in {@code $XDG_CONFIG_HOME}, or in
   * {@code ~/.config} if that is not set.
   *
   * @param environment the process's environment variables
   */
  public static Path userFile(Map<String, String> environment) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path folder =
        config.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "."), ".config")
            : Path.of(config);
    return folder.resolve("heartwood").resolve("allowed-models");
  }

  /** The user's list, empty if there is none. */
  public static AllowedModels ofUser(Map<String, String> environment) {
    Path file = userFile(environment);
    return Files.exists(file) ? read(file) : new AllowedModels(Set.of());
  }

  /** What either list allows. */
  public AllowedModels and(AllowedModels others) {
    Set<String> all = new TreeSet<>(digests);
    all.addAll(others.digests);
    return new AllowedModels(all);
  }

  /** The digests, sorted, for a Spark job's closure. */
  public List<String> digests() {
    return new ArrayList<>(new TreeSet<>(digests));
  }

  /**
   * Lets an allowed file pass.
   *
   * @throws InputException saying how to allow it
   */
  void require(String sha256, Path file) {
    if (!digests.contains(sha256)) {
      throw new InputException(
          file
              + ": this model is not allowed to run here; its SHA-256 is "
              + sha256
              + ". If you trust where it comes from, give --allow-model "
              + sha256
              + " or add that digest as a line to ~/.config/heartwood/allowed-models");
    }
  }

  private static String checked(String digest, String place) {
    String lower = digest.toLowerCase(Locale.ROOT);
    if (!SHA256.matcher(lower).matches()) {
      throw new InputException(
          place + ": a SHA-256 digest has 64 hexadecimal digits, was \"" + digest + "\"");
    }
    return lower;
  }
}
