package org.heartwood.verification.finding;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The three answers to a question about a project. Less data never turns the third into another.
 */
public enum Verdict {
  /** The evidence contradicts the claim, beyond its interval. */
  FLAG("flag"),
  /** The evidence supports the claim, beyond its interval. */
  NO_FLAG("no flag"),
  /** The evidence does not decide. */
  CANNOT_TELL("cannot tell");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** The words of the report. */
  @JsonValue
  public String label() {
    return label;
  }
}
