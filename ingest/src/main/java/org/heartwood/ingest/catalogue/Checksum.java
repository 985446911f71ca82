package org.heartwood.ingest.catalogue;

import java.io.IOException;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.heartwood.ingest.access.ByteSource;
import org.heartwood.ingest.issue.Reason;

/**
 * The digest that a catalogue promises of a file ({@code file:checksum}, a multihash in
 * hexadecimal; github.com/multiformats/multihash).
 *
 * @param algorithm as {@link MessageDigest} names it
 * @param hex the digest, lower case; it may be cut short, to 16 bytes at least
 */
public record Checksum(String algorithm, String hex) implements Serializable {
  private static final int SHORTEST_BYTES = 16;

  /** Codes of github.com/multiformats/multicodec/blob/master/table.csv. */
  private static final Map<Integer, String> ALGORITHMS =
      Map.of(
          0x11, "SHA-1",
          0x12, "SHA-256",
          0x13, "SHA-512",
          0x20, "SHA-384",
          0x14, "SHA3-512",
          0x15, "SHA3-384",
          0x16, "SHA3-256",
          0xd5, "MD5");

  static Checksum parse(String multihash) throws CatalogueFault {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(multihash.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw notMultihash(multihash);
    }
    // The code is a varint, low seven bits first; the length below it fits one byte.
    int code = 0;
    int lengthAt = 0;
    do {
      if (lengthAt + 1 >= bytes.length || lengthAt == 4) {
        throw notMultihash(multihash);
      }
      code |= (bytes[lengthAt] & 0x7f) << (7 * lengthAt);
    } while (bytes[lengthAt++] < 0);
    String algorithm = ALGORITHMS.get(code);
    if (algorithm == null) {
      throw new CatalogueFault(
          Reason.UNSUPPORTED,
          String.format("file:checksum: multihash code 0x%x cannot be computed here", code),
          "the file is used unchecked; publish a sha2-256 checksum (1220…) to have it checked");
    }
    int length = bytes[lengthAt];
    if (length != bytes.length - lengthAt - 1
        || length < SHORTEST_BYTES
        || length > digest(algorithm).getDigestLength()) {
      throw notMultihash(multihash);
    }
    return new Checksum(algorithm, HexFormat.of().formatHex(bytes, lengthAt + 1, bytes.length));
  }

  private static CatalogueFault notMultihash(String found) {
    return CatalogueFault.value(
        "file:checksum", "a multihash in hexadecimal such as 1220 and 64 digits (sha2-256)", found);
  }

  /** Whether a file has this digest; the file is streamed once. */
  public boolean matches(ByteSource file) throws IOException {
    MessageDigest digest = digest(algorithm);
    byte[] buffer = new byte[1 << 16];
    long length = file.length();
    for (long at = 0; at < length; at += buffer.length) {
      int count = (int) Math.min(buffer.length, length - at);
      file.readFully(at, buffer, 0, count);
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest()).startsWith(hex);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
