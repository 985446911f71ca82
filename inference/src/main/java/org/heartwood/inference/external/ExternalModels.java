package org.heartwood.inference.external;

import java.nio.file.Files;
import java.nio.file.Path;
import org.heartwood.inference.model.ModelContract;

/** Models that users bring, known by the item in their folder. */
public final class ExternalModels {
  private ExternalModels() {}

  /** Whether a folder holds a user's model. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(ModelItem.FILE));
  }

  /**
   * What a user's model promises, after all checks that need not run it.
   *
   * @param contract bands, targets and sizes, with the digest of the network's file
   * @param architecture {@code mlm:architecture}
   * @param format what kind of file it is
   * @param task {@code description}, or {@code mlm:tasks} if there is none
   * @param licence of the weights
   */
  public record Description(
      ModelContract contract,
      String architecture,
      NetworkFormat format,
      String task,
      String licence) {}

  /**
   * Reads and checks a model's folder; nothing of the network runs.
   *
   * @throws org.heartwood.ingest.issue.InputException naming the field or file that is wrong
   */
  public static Description describe(Path folder) {
    ModelItem.Described described = ModelItem.read(folder);
    ExternalModel model = described.model();
    return new Description(
        model.contract(described.network().sha256()),
        model.architecture(),
        model.format(),
        model.description().isEmpty() ? String.join(", ", model.tasks()) : model.description(),
        model.licence());
  }
}
