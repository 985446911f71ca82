package org.heartwood.ingest.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/** SHA-256 digests, lower-case hexadecimal. */
public final class Sha256 {
  private Sha256() {}

  /** Digest of a file's bytes; the file is streamed. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Digest of bytes in memory. */
  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The digest of a file that must be the one that was meant.
   *
   * @param expected digest that the dossier states; null if it states none
   * @throws InputException {@link Reason#CHECKSUM} if it is another one
   */
  public static String ofMeant(Path file, @Nullable String expected) throws IOException {
    String found = of(file);
    if (expected != null && !expected.equals(found)) {
      throw new InputException(
          Reason.CHECKSUM,
          file
              + ": its SHA-256 is "
              + found
              + ", the dossier says "
              + expected
              + "; restore the file, or correct the dossier if it was replaced on purpose");
    }
    return found;
  }
}
