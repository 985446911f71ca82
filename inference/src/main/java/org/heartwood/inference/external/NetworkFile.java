package org.heartwood.inference.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * A network's bytes, read once: what is checked is what runs, also if the file changes meanwhile.
 */
final class NetworkFile {
  /** Larger files are refused before they are read. */
  static final long LARGEST_BYTES = 1L << 30;

  /** SHA-256 as a multihash: function 0x12, length 0x20. */
  private static final String MULTIHASH_SHA256 = "1220";

  private static final int PICKLE_PROTOCOL = 0x80;

  private final Path file;
  private final byte[] bytes;
  private final String sha256;

  private NetworkFile(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
    this.sha256 = Sha256.of(bytes);
  }

  /**
   * Reads a file of at most {@code largestBytes}.
   *
   * @throws InputException if it is missing, empty, too large or cannot be read
   */
  static NetworkFile read(Path file, long largestBytes) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file; the item names it as the model");
    }
    try {
      long size = Files.size(file);
      if (size == 0 || size > largestBytes) {
        throw new InputException(
            file
                + ": a model file has 1 to "
                + largestBytes
                + " bytes, was "
                + size
                + " bytes; export a smaller network");
      }
      return new NetworkFile(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  Path file() {
    return file;
  }

  byte[] bytes() {
    return bytes;
  }

  String sha256() {
    return sha256;
  }

  /**
   * The SHA-256 digest that the STAC file extension's {@code file:checksum} holds.
   *
   * @throws InputException if it is a multihash of another function
   */
  static String digestOfMultihash(ItemNode asset) {
    String multihash = asset.text("file:checksum").toLowerCase(Locale.ROOT);
    if (!multihash.matches(MULTIHASH_SHA256 + "[0-9a-f]{64}")) {
      throw asset.refusal(
          "file:checksum must be a SHA-256 multihash, "
              + MULTIHASH_SHA256
              + " and 64 hexadecimal digits, was \""
              + multihash
              + "\"");
    }
    return multihash.substring(MULTIHASH_SHA256.length());
  }

  /**
   * Makes sure that the file is what it is said to be.
   *
   * @throws InputException saying what it is instead
   */
  void require(NetworkFormat format) {
    switch (format) {
      case TORCHSCRIPT -> requireTorchScript();
      case ONNX -> OnnxFile.require(bytes, file);
    }
  }

  private void requireTorchScript() {
    if ((bytes[0] & 0xFF) == PICKLE_PROTOCOL) {
      throw pickle("an old Python pickle");
    }
    if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
      throw new InputException(
          file
              + ": is not TorchScript: it begins with bytes "
              + HexFormat.of().formatHex(bytes, 0, Math.min(4, bytes.length))
              + " instead of an archive's; export it with torch.jit.save");
    }
    // torch.jit.save and torch.save write the same kind of archive, one folder at its top; only a
    // program has code/ and constants.pkl, only torch.export has its own JSON.
    Set<String> parts = new TreeSet<>();
    try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        String name = entry.getName();
        parts.add(name.substring(name.indexOf('/') + 1).replaceFirst("/.*", "/"));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          file + ": its archive is damaged (" + e.getMessage() + "); export it again", e);
    }
    if (parts.contains("code/") && parts.contains("constants.pkl")) {
      return;
    }
    if (parts.contains("data.pkl")) {
      throw pickle("a Python pickle that torch.save wrote");
    }
    throw new InputException(
        file
            + ": is an archive, but not TorchScript: it holds no code/ and constants.pkl; export it"
            + " with torch.jit.save");
  }

  private InputException pickle(String what) {
    return new InputException(
        file
            + ": is "
            + what
            + ", not TorchScript; reading one can run any Python code, so Heartwood does not. In"
            + " Python export it with torch.jit.save(torch.jit.script(model), file)");
  }

  /** First lines of a library's message, without its native stack trace. */
  static String firstLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("Exception raised from"))
        .findFirst()
        .orElse(failure.getClass().getSimpleName());
  }
}
