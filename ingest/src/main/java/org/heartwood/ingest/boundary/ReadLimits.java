package org.heartwood.ingest.boundary;

import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/** Counts what a reader keeps in memory, and stops it before there is too much. One per file. */
final class ReadLimits {
  /** Vertices of a boundary. */
  static final int MAX_VERTICES = 10_000_000;

  /** Features, geometries and rings. */
  private static final int MAX_PARTS = 1_000_000;

  /** Bytes of a text or database file. */
  static final long MAX_FILE_BYTES = 1L << 30;

  /** Bytes of a file, an entry of an archive or a geometry that is read into memory whole. */
  static final long MAX_MEMORY_BYTES = 1L << 29;

  private final String source;
  private final int maxVertices;
  private int vertices;
  private int parts;

  ReadLimits(String source, int maxVertices) {
    this.source = source;
    this.maxVertices = maxVertices;
  }

  void vertex() {
    if (++vertices > maxVertices) {
      throw tooMany(maxVertices, "vertices");
    }
  }

  void part() {
    if (++parts > MAX_PARTS) {
      throw tooMany(MAX_PARTS, "features, parts and rings");
    }
  }

  private InputException tooMany(int limit, String things) {
    return new InputException(
        Reason.TOO_LARGE,
        source
            + ": expected at most "
            + limit
            + " "
            + things
            + ", found more; simplify the boundary");
  }

  /** Refuses a file above the limit. */
  static void requireBytes(String source, long bytes, long limitBytes) {
    if (bytes > limitBytes) {
      throw new InputException(
          Reason.TOO_LARGE,
          source
              + ": expected at most "
              + limitBytes
              + " bytes, found "
              + bytes
              + "; simplify the boundary");
    }
  }
}
