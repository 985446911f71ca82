package org.heartwood.verification.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** An inline drawing, described for those who do not see it. Text and attributes are escaped. */
final class Svg {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Starts a drawing.
   *
   * @param id unique on the page
   * @param width of the view box, px
   * @param height of the view box, px
   */
  Svg(String id, double width, double height, String title, String description) {
    open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "figure",
        "role",
        "img",
        "viewBox",
        "0 0 " + px(width) + " " + px(height),
        "aria-labelledby",
        id + "-title " + id + "-desc");
    open("title", "id", id + "-title").content(title).close();
    open("desc", "id", id + "-desc").content(description).close();
    shape("rect", "class", "plate", "width", px(width), "height", px(height));
  }

  /** Opens an element; attributes are names and values in turn. */
  Svg open(String element, String... attributes) {
    start(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** An element without content. */
  Svg shape(String element, String... attributes) {
    start(element, attributes);
    out.append("/>\n");
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    return shape("line", "x1", px(x1), "y1", px(y1), "x2", px(x2), "y2", px(y2), "class", style);
  }

  /**
   * A line of text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}: which part of it lies at x
   */
  Svg text(double x, double y, String anchor, String style, String text) {
    open("text", "x", px(x), "y", px(y), "text-anchor", anchor, "class", style);
    return content(text).close();
  }

  Svg content(String text) {
    out.append(PageText.escaped(text));
    return this;
  }

  Svg close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** Closes what is open. */
  String finish() {
    while (!open.isEmpty()) {
      close();
    }
    return out.toString();
  }

  /** A coordinate to a tenth of a pixel. */
  static String px(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.equals("-0.0") ? "0.0" : text;
  }

  private void start(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(PageText.escaped(attributes[i + 1]))
          .append('"');
    }
  }
}
