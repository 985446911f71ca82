package org.heartwood.ingest.product;

import java.util.Locale;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Version of ESA's Sentinel-2 processing chain, such as 04.00.
 *
 * @param major first number, 0 to 99
 * @param minor second number, 0 to 99
 */
public record ProcessingBaseline(int major, int minor) implements Comparable<ProcessingBaseline> {
  /** From this one on, digital numbers carry an offset. */
  public static final ProcessingBaseline FIRST_WITH_OFFSET = new ProcessingBaseline(4, 0);

  /** What Sen2Cor writes when a user runs it at home: it says nothing about the offset. */
  private static final ProcessingBaseline LOCAL = new ProcessingBaseline(99, 99);

  public ProcessingBaseline {
    if (major < 0 || major > 99 || minor < 0 || minor > 99) {
      throw new IllegalArgumentException(
          "a processing baseline has two numbers of 0 to 99, was " + major + "." + minor);
    }
  }

  /**
   * Reads a baseline.
   *
   * @param text {@code "04.00"} as in STAC's {@code s2:processing_baseline}, or a product id with
   *     {@code _N0400_} in it
   * @throws InputException if there is none in it, or one of a product that a user made ({@code
   *     N9999}), which does not tell the offset
   */
  public static ProcessingBaseline parse(String text) {
    String version =
        Product.SENTINEL2_L2A
            .versionOf(text)
            .orElseThrow(
                () ->
                    new InputException(
                        Reason.VALUE,
                        "\""
                            + text
                            + "\": expected a Sentinel-2 processing baseline such as 04.00, or a"
                            + " product id with _N0400_ in it; without it the offset of the"
                            + " reflectances is unknown"));
    ProcessingBaseline baseline =
        new ProcessingBaseline(
            Integer.parseInt(version.substring(0, 2)), Integer.parseInt(version.substring(3)));
    if (baseline.equals(LOCAL)) {
      throw new InputException(
          Reason.UNSUPPORTED,
          "\""
              + text
              + "\": baseline 99.99 marks a product made by a user, which does not tell the offset"
              + " of the reflectances; use ESA's product");
    }
    return baseline;
  }

  @Override
  public int compareTo(ProcessingBaseline other) {
    return Integer.compare(100 * major + minor, 100 * other.major + other.minor);
  }

  /** As ESA writes it: {@code 04.00}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%02d.%02d", major, minor);
  }
}
