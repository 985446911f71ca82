package org.heartwood.ingest.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.utils.JsonNodes;

/**
 * One thing wrong in a dossier.
 *
 * @param line line of the file, from 1
 * @param pointer JSON pointer of the place; empty for the whole file
 * @param problem what was expected, what was found and what to do, on one line
 */
record Violation(int line, String pointer, String problem) {

  /** A violation at a node as parsed. */
  static Violation at(JsonNode node, String pointer, String problem) {
    return new Violation(JsonNodes.tokenLocationOf(node).getLineNr(), pointer, problem);
  }

  @Override
  public String toString() {
    return line + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + problem;
  }
}
