package org.heartwood.ingest.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.run.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A dossier and the file it was read from.
 *
 * @param file the JSON file itself
 * @param dossier what it says, defaults filled in
 * @param sha256 checksum of the file's bytes, 64 lower-case hexadecimal digits
 */
public record DossierFile(Path file, Dossier dossier, String sha256) {

  /** The folder that every path of the dossier is relative to and stays inside. */
  public Path folder() {
    Path parent = file.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new IllegalStateException(file + " is a dossier without a folder");
    }
    return parent;
  }

  /**
   * The place of a path that the dossier names. The file need not exist.
   *
   * @param relative as in the dossier
   * @throws InputException if the path is absolute or leaves the dossier's folder, by {@code ..} or
   *     by a symbolic link
   */
  public Path resolve(String relative) {
    String problem = problem(relative);
    if (problem != null) {
      throw new InputException(file + ": " + problem);
    }
    Path resolved = folder().resolve(relative).normalize();
    try {
      if (Files.exists(resolved) && !resolved.toRealPath().startsWith(folder().toRealPath())) {
        throw new InputException(
            file
                + ": \""
                + relative
                + "\" is a link that leaves the dossier's folder; put the file itself there");
      }
    } catch (IOException e) {
      throw new InputException(
          file + ": \"" + relative + "\" cannot be followed (" + e.getMessage() + ")", e);
    }
    return resolved;
  }

  /**
   * The place of a path that the dossier names, of the file that it means.
   *
   * @param sha256 digest that the dossier states; null if it states none, and nothing is checked
   * @throws InputException as {@link #resolve(String)}, or if the file there is another one
   */
  public Path resolve(String relative, @Nullable String sha256) {
    Path path = resolve(relative);
    try {
      if (sha256 != null && Files.isRegularFile(path)) {
        Sha256.ofMeant(path, sha256);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  /** What is wrong with a path as written, without looking at the disk; null if nothing is. */
  static @Nullable String problem(String relative) {
    Path path;
    try {
      path = Path.of(relative);
    } catch (InvalidPathException e) {
      return "expected a path of a file, found one with a character that no path may have; correct"
          + " it";
    }
    if (path.isAbsolute() || relative.startsWith("/") || relative.matches("[A-Za-z]:.*")) {
      return "expected a path relative to the dossier's folder, found the absolute path "
          + JsonFault.quoted(relative)
          + "; put the file into that folder";
    }
    if (path.normalize().startsWith("..")) {
      return "expected a path inside the dossier's folder, found "
          + JsonFault.quoted(relative)
          + ", which leaves it; put the file into that folder";
    }
    return null;
  }
}
