package org.heartwood.verification.finding;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a verdict answers. */
public enum Question {
  ADDITIONALITY("additionality"),
  LEAKAGE("leakage"),
  REVERSAL("reversal");

  private final String label;

  Question(String label) {
    this.label = label;
  }

  /** The name in the report. */
  @JsonValue
  public String label() {
    return label;
  }
}
