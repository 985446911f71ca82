package org.heartwood.verification.layer;

import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * XML written element by element into a string, indented, with every text and attribute escaped.
 * Characters that XML 1.0 cannot carry become U+FFFD.
 */
final class XmlDocument {
  private final StringWriter out = new StringWriter();
  private final Deque<String> open = new ArrayDeque<>();
  private boolean startTagOpen;
  private boolean textWritten;

  /** Writes a line as it is, before the first element. */
  XmlDocument prologue(String line) {
    out.write(line);
    out.write('\n');
    return this;
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  XmlDocument start(String element, Object... attributes) {
    if (startTagOpen) {
      out.write(">\n");
    }
    indent();
    out.write('<');
    out.write(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.write(" " + attributes[i] + "=\"" + escaped(attributes[i + 1].toString()) + '"');
    }
    open.push(element);
    startTagOpen = true;
    textWritten = false;
    return this;
  }

  XmlDocument text(Object text) {
    if (startTagOpen) {
      out.write('>');
      startTagOpen = false;
    }
    out.write(escaped(text.toString()));
    textWritten = true;
    return this;
  }

  /** Closes the innermost open element. */
  XmlDocument end() {
    String element = open.pop();
    if (startTagOpen) {
      out.write("/>\n");
    } else {
      if (!textWritten) {
        indent();
      }
      out.write("</" + element + ">\n");
    }
    startTagOpen = false;
    textWritten = false;
    return this;
  }

  /** An element with attributes and nothing in it. */
  XmlDocument empty(String element, Object... attributes) {
    return start(element, attributes).end();
  }

  /** An element with only text in it. */
  XmlDocument leaf(String element, Object text, Object... attributes) {
    return start(element, attributes).text(text).end();
  }

  private void indent() {
    out.write("  ".repeat(open.size()));
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\t', '\n', '\r' -> safe.append("&#").append(c).append(';');
                default -> safe.appendCodePoint(legal(c) ? c : 0xFFFD);
              }
            });
    return safe.toString();
  }

  private static boolean legal(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
