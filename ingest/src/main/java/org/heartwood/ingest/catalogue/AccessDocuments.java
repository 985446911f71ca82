package org.heartwood.ingest.catalogue;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.heartwood.ingest.access.ByteSource;
import org.heartwood.ingest.access.DataAccess;

/** Documents of files, servers and Hadoop filesystems. */
final class AccessDocuments implements DocumentReader {
  /**
   * A server's answer is held whole, as servers need not say how long it is; a page of 250 items of
   * Sentinel-2 has 10 MB.
   */
  private static final int MAX_HTTP_BYTES = 256 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final DataAccess access;

  AccessDocuments(DataAccess access) {
    this.access = access;
  }

  @Override
  public InputStream open(String location) {
    return location.toLowerCase(Locale.ROOT).matches("https?:.*")
        ? new ByteArrayInputStream(access.readAll(location, MAX_HTTP_BYTES))
        : new BufferedInputStream(new SourceStream(access.open(location)), BUFFER_BYTES);
  }

  @Override
  public String resolve(String base, String href) {
    return access.resolve(base, href);
  }

  /** A byte source from its first byte to its last. */
  private static final class SourceStream extends InputStream {
    private final ByteSource source;
    private long position;

    SourceStream(ByteSource source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (position >= source.length()) {
        return -1;
      }
      int read = (int) Math.min(count, source.length() - position);
      source.readFully(position, target, offset, read);
      position += read;
      return read;
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
