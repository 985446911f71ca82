package org.heartwood.verification.report;

/**
 * Foreign text made safe for the page: markup is escaped, and characters that would act unseen are
 * shown by their code point. These are control characters, the marks that turn the reading
 * direction, and characters without width, any of which could make a name read as another.
 */
final class PageText {
  private PageText() {}

  /** The text for an element or a quoted attribute of the page. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(out, point));
    return out.toString();
  }

  private static void append(StringBuilder out, int point) {
    switch (point) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      case '\n', '\t' -> out.append(' ');
      default -> {
        if (unseen(point)) {
          out.append(String.format("[U+%04X]", point));
        } else {
          out.appendCodePoint(point);
        }
      }
    }
  }

  private static boolean unseen(int point) {
    boolean ownLine = point == 0x2028 || point == 0x2029;
    boolean noCharacter = (point & 0xFFFE) == 0xFFFE;
    return ownLine
        || noCharacter
        || switch (Character.getType(point)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE ->
              true;
          default -> false;
        };
  }
}
