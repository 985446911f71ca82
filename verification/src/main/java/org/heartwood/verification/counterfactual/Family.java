package org.heartwood.verification.counterfactual;

import com.fasterxml.jackson.annotation.JsonValue;

/** Kinds of estimators. Two of the same kind are one witness. */
public enum Family {
  PIXEL_MATCHING("pixel matching"),
  DIFFERENCE_IN_DIFFERENCES("difference in differences"),
  SYNTHETIC_CONTROL("synthetic control"),
  INTERACTIVE_FIXED_EFFECTS("interactive fixed effects"),
  PLOT_MATCHING("plot matching"),
  RISK_MAP("risk map");

  private final String label;

  Family(String label) {
    this.label = label;
  }

  /** As people read it. */
  @JsonValue
  public String label() {
    return label;
  }
}
