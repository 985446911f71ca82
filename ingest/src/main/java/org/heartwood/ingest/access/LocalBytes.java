package org.heartwood.ingest.access;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/** The bytes of a file on this machine. Pipes and devices, which have no length, are refused. */
public final class LocalBytes implements ByteSource {
  private final Path file;
  private final FileChannel channel;
  private final long length;

  private LocalBytes(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.length = channel.size();
  }

  /**
   * Opens a file.
   *
   * @throws InputException if it is no regular file or may not be read
   */
  public static LocalBytes open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(Reason.MISSING, file + ": no such file; check its path");
    }
    try {
      return new LocalBytes(file, FileChannel.open(file, StandardOpenOption.READ));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be opened (" + e + "); check its permissions", e);
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, count);
    long next = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, next);
      if (read < 0) {
        throw new EOFException("ends at byte " + length + ", before byte " + (position + count));
      }
      next += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
