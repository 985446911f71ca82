package org.heartwood.ingest.product;

/**
 * One class of a land-cover map.
 *
 * @param code value in the file, within what float32 holds exactly
 * @param label name for people
 * @param cover what it counts as
 */
public record LandClass(int code, String label, Cover cover) {
  private static final int MAX_CODE = 1 << 24;

  public LandClass {
    if (label.isBlank()) {
      throw new IllegalArgumentException("class " + code + " needs a label");
    }
    if (Math.abs(code) > MAX_CODE) {
      throw new IllegalArgumentException(
          "a class code must lie within ±" + MAX_CODE + ", was " + code);
    }
  }

  /** What a class counts as in an assessment. */
  public enum Cover {
    /** Natural or semi-natural forest. */
    FOREST,
    /** Planted trees: forest by canopy, not by what stood there before. */
    PLANTATION,
    NON_FOREST,
    WATER
  }
}
