package org.heartwood.verification.finding;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a verdict answers. */
public enum Question {
  ADDITIONALITY("additionality"),
  LEAKAGE("leakage"),
  REVERSAL("reversal"),
  /** Do the numbers follow from each other and from the standard? */
  ACCOUNTING("accounting"),
  /** Is the land drawn and measured as claimed? */
  BOUNDARY("boundary"),
  /** May it be credited at all? */
  ELIGIBILITY("eligibility"),
  /** Is the same land credited elsewhere? */
  OVERLAP("overlap"),
  /** Is a model used within its bounds? */
  MODEL("model"),
  /** Are the data what they are taken for? */
  PROVENANCE("provenance");

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
