package org.heartwood.ingest.access;

import java.io.Closeable;
import java.io.IOException;

/**
 * The bytes of one file, read by position. Implementations need not be safe for several threads:
 * open one per task and close it.
 */
public interface ByteSource extends Closeable {

  /** Where the bytes come from, as shown in messages. */
  String name();

  /** Number of bytes. */
  long length();

  /**
   * Reads exactly {@code count} bytes from {@code position} on.
   *
   * @throws java.io.EOFException if the file ends before
   * @throws IOException if they cannot be read
   */
  void readFully(long position, byte[] target, int offset, int count) throws IOException;
}
