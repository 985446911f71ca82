package org.heartwood.ingest.catalogue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.heartwood.ingest.access.DataAccess;

/**
 * Documents read through {@link DataAccess}: local files, HTTP and Hadoop filesystems, within its
 * policy and roots.
 */
public record DataDocuments(DataAccess access) implements DocumentReader {
  /** A page of a search is far smaller; a file of a hundred thousand items is not. */
  private static final int MAX_BYTES = 1 << 30;

  @Override
  public InputStream open(String location) {
    return new ByteArrayInputStream(access.readAll(location, MAX_BYTES));
  }

  @Override
  public String resolve(String base, String href) {
    return access.resolve(base, href);
  }
}
