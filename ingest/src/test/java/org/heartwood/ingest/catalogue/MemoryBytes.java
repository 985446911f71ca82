package org.heartwood.ingest.catalogue;

import java.nio.charset.StandardCharsets;
import org.heartwood.ingest.access.ByteSource;

/** A text as the bytes of a file. */
final class MemoryBytes implements ByteSource {
  private final byte[] bytes;

  MemoryBytes(String text) {
    bytes = text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int count) {
    System.arraycopy(bytes, (int) position, target, offset, count);
  }

  @Override
  public void close() {}
}
