package org.heartwood.verification.carbon;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where carbon is. */
public enum Pool {
  ABOVE_GROUND("above ground"),
  BELOW_GROUND("below ground"),
  DEAD_WOOD("dead wood"),
  LITTER("litter"),
  SOIL("soil"),
  /** Harvested wood in products and landfill. */
  WOOD_PRODUCTS("wood products");

  private final String label;

  Pool(String label) {
    this.label = label;
  }

  /** The name in reports. */
  @JsonValue
  public String label() {
    return label;
  }
}
