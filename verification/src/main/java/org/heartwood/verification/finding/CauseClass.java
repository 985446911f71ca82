package org.heartwood.verification.finding;

import com.fasterxml.jackson.annotation.JsonValue;

/** What kind of cause a finding has: the same cause in many projects has one addressee. */
public enum CauseClass {
  /** A rule of the methodology allows it. */
  METHODOLOGY("methodology", "registry"),
  /** What the project did or claims. */
  PROJECT("project claim", "project developer"),
  /** Numbers of a record that do not fit each other. */
  RECORD("record", "registry and project developer"),
  /** The drawing of the land. */
  BOUNDARY("boundary", "project developer"),
  /** What happened on the ground. */
  EVENT("event on the ground", "registry and project developer"),
  /** A model beyond what it is good for. */
  MODEL("model", "model owner"),
  /** Input data or their handling. */
  DATA("data", "data owner");

  private final String label;
  private final String addressee;

  CauseClass(String label, String addressee) {
    this.label = label;
    this.addressee = addressee;
  }

  /** The word in reports. */
  @JsonValue
  public String label() {
    return label;
  }

  /** Who should act on it. */
  public String addressee() {
    return addressee;
  }
}
