package org.heartwood.verification.finding;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** How much of a project's credits a flag touches. The bounds are a policy, not a standard's. */
public enum Severity {
  /** At least a tenth of the credits issued. */
  HIGH("high"),
  /** At least a hundredth. */
  MODERATE("moderate"),
  /** Less. */
  LOW("low"),
  /** Flagged, but its size or the credits issued are not known. */
  UNSIZED("unsized"),
  /** Not flagged. */
  NONE("none");

  private static final double HIGH_FRACTION = 0.1;
  private static final double MODERATE_FRACTION = 0.01;

  private final String label;

  Severity(String label) {
    this.label = label;
  }

  /** Severity of an answer by the share of the issued credits at stake, 0–1 and beyond. */
  static Severity of(Verdict verdict, @Nullable Double shareOfIssued) {
    if (verdict != Verdict.FLAG) {
      return NONE;
    }
    if (shareOfIssued == null || !Double.isFinite(shareOfIssued)) {
      return UNSIZED;
    }
    if (shareOfIssued >= HIGH_FRACTION) {
      return HIGH;
    }
    return shareOfIssued >= MODERATE_FRACTION ? MODERATE : LOW;
  }

  /** The word in reports. */
  @JsonValue
  public String label() {
    return label;
  }
}
