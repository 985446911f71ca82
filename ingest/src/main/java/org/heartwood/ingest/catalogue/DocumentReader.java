package org.heartwood.ingest.catalogue;

import java.io.IOException;
import java.io.InputStream;

/** Where the documents of a catalogue come from, and which addresses it may name. */
interface DocumentReader {

  /**
   * Opens a document.
   *
   * @param location as {@link #resolve} gave it
   * @throws org.heartwood.ingest.issue.InputException if it may not be read or is not there
   */
  InputStream open(String location) throws IOException;

  /**
   * The place that a link or an asset leads to.
   *
   * @param base location of the document that holds the link
   * @param href the link as written, relative or absolute
   * @throws org.heartwood.ingest.issue.InputException if it leads where this catalogue may not look
   */
  String resolve(String base, String href);
}
