package org.heartwood.ingest.issue;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;

/** A file that is not the JSON it should be, told with line and column. */
public final class JsonFault {
  private static final int LONGEST_SHOWN = 80;

  private JsonFault() {}

  /**
   * What the parser stumbled over.
   *
   * @param expected what the file should hold, such as {@code GeoJSON}
   */
  public static InputException of(
      Path file, String expected, JsonParser parser, JsonProcessingException fault) {
    // Jackson names its own switches and classes, which are of no use to whoever wrote the file.
    String found =
        fault
            .getOriginalMessage()
            .lines()
            .findFirst()
            .orElse("nothing")
            .replaceAll(": enable `.*|, from `[^`]*`", "");
    JsonLocation at = fault.getLocation();
    return at(file, at == null ? parser.currentLocation() : at, expected, found);
  }

  /** Something out of place. */
  public static InputException at(Path file, JsonLocation at, String expected, String found) {
    return new InputException(
        file
            + ":"
            + at.getLineNr()
            + ":"
            + at.getColumnNr()
            + ": expected "
            + expected
            + ", found "
            + found
            + "; correct it there or just before");
  }

  /** Text of a file as JSON writes it, quotes included: on one line, and shortened if long. */
  public static String quoted(String text) {
    return shortened(new TextNode(text).toString());
  }

  /** JSON on one line, shortened if long. */
  public static String shortened(String json) {
    return json.length() <= LONGEST_SHOWN
        ? json
        : json.substring(0, LONGEST_SHOWN) + "… (" + json.length() + " characters)";
  }
}
