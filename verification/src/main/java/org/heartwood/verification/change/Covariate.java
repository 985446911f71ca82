package org.heartwood.verification.change;

import com.google.common.primitives.ImmutableIntArray;

/**
 * What pixels of the project and of the comparison area are matched on (METHOD.md §6.1). Values are
 * whole numbers so that their sums do not depend on the order of adding.
 */
public enum Covariate {
  /** Distance to the nearest pixel that is not forest, metres, capped at the context's width. */
  EDGE_DISTANCE_M("distance to the forest edge", "m", 1, 45, 90, 180, 360),
  /** Share of forest in the square that reaches 300 m (10 pixels of 30 m) on each side. */
  FOREST_SHARE_PERMILLE("forest around", "share", 1000, 800, 950),
  /** Share of the same square that was lost between the first year and the start. */
  PRIOR_LOSS_PERMILLE("earlier loss around", "share", 1000, 1, 50),
  /** Canopy cover at the start, tenths of a per cent. */
  CANOPY_PERMILLE("canopy cover at the start", "share", 1000, 600, 700);

  private final String label;
  private final String unit;
  private final int perUnit;
  private final ImmutableIntArray cuts;

  Covariate(String label, String unit, int perUnit, int... cuts) {
    this.label = label;
    this.unit = unit;
    this.perUnit = perUnit;
    this.cuts = ImmutableIntArray.copyOf(cuts);
  }

  /** Its place in the sums of a {@link StratumCount}. */
  @SuppressWarnings("EnumOrdinal") // the sums are written in the order of this enum
  public int position() {
    return ordinal();
  }

  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }

  /** Whole-number steps in one unit. */
  public int perUnit() {
    return perUnit;
  }

  /** The stratum of a combination of values: one number for each combination of classes. */
  static int stratum(long[] values) {
    int stratum = 0;
    for (Covariate covariate : values()) {
      long value = values[covariate.position()];
      int bin = (int) covariate.cuts.stream().filter(cut -> value >= cut).count();
      stratum = stratum * (covariate.cuts.length() + 1) + bin;
    }
    return stratum;
  }
}
