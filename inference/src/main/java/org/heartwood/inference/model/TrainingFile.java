package org.heartwood.inference.model;

import java.nio.file.Path;
import java.util.Optional;
import org.heartwood.ingest.issue.InputException;

/**
 * A training file and the data beside it.
 *
 * @param path the file
 * @param folder its folder, which the paths in it are relative to
 */
public record TrainingFile(Path path, Path folder) {
  /**
   * A training file by its path, which need not exist yet.
   *
   * @throws InputException if the path names no file in a folder
   */
  public static TrainingFile of(Path path) {
    return new TrainingFile(
        path,
        Optional.ofNullable(path.toAbsolutePath().getParent())
            .orElseThrow(() -> new InputException(path + ": must be a file in a folder")));
  }

  /** The file's name below the folder of samples, as a card has it. */
  public String name() {
    return folder.getFileName() + "/" + path.getFileName();
  }
}
