package org.heartwood.ingest.access;

/** Bytes in memory as a file. */
public final class MemoryBytes implements ByteSource {
  private final String name;
  private final byte[] bytes;

  public MemoryBytes(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  @Override
  public String name() {
    return name;
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
