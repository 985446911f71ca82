package org.heartwood.ingest.project;

import java.util.Arrays;

/** The three areas that an assessment compares; they do not overlap. */
public enum Zone {
  /** Inside the project boundary. */
  PROJECT("project"),
  /** The leakage belt: a ring around the project. */
  BELT("belt"),
  /** Outside both, within the comparison radius and the imagery: where controls come from. */
  COMPARISON("comparison");

  private final String label;

  Zone(String label) {
    this.label = label;
  }

  /** The name in tables, layers and reports. */
  public String label() {
    return label;
  }

  /**
   * The zone of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Zone ofLabel(String label) {
    return Arrays.stream(values())
        .filter(zone -> zone.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no zone is called " + label));
  }
}
