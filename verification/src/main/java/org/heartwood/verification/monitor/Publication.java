package org.heartwood.verification.monitor;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A result in the making. It lies under a hidden name beside its place; {@link #publish} renames it
 * there, and closing without that removes it, so that nobody ever sees half a result.
 */
final class Publication implements AutoCloseable {
  private final Path target;
  private final Path folder;

  private Publication(Path target, Path folder) {
    this.target = target;
    this.folder = folder;
  }

  static Publication begin(Path target) throws IOException {
    Path folder = target.resolveSibling("." + target.getFileName() + ".partial");
    delete(folder);
    Files.createDirectories(folder);
    return new Publication(target, folder);
  }

  /** Where the result is made. */
  Path folder() {
    return folder;
  }

  /** Puts the result in its place; an earlier one is removed. */
  void publish() throws IOException {
    Path old = target.resolveSibling("." + target.getFileName() + ".old");
    delete(old);
    if (Files.exists(target)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  @Override
  public void close() throws IOException {
    delete(folder);
    Path parent = target.getParent();
    if (parent != null && Files.isDirectory(parent)) {
      try (var left = Files.list(parent)) {
        if (left.findAny().isEmpty()) {
          Files.delete(parent);
        }
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
