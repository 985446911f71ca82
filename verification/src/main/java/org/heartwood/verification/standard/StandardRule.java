package org.heartwood.verification.standard;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A rule of a standard, as this program computes it.
 *
 * @param id stable identifier, such as {@code F-01}
 * @param standard who wrote it
 * @param version version or date of the text
 * @param title what it rules
 * @param status how surely the text is known
 * @param source where it stands, or where it was read
 */
public record StandardRule(
    String id, String standard, String version, String title, Status status, String source) {

  /** How surely a rule's text is known. */
  public enum Status {
    /** Read in the standard itself, or in its published implementation. */
    VERIFIED("verified"),
    /** Read in a public copy, quotation or restatement. */
    SECONDARY("secondary"),
    /** Some of its equations were put together from cross-references. */
    PARTLY_RECONSTRUCTED("partly reconstructed"),
    /** Not read: shown for comparison only. */
    UNVERIFIED("unverified");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** The word in reports. */
    @JsonValue
    public String label() {
      return label;
    }
  }

  /** Whether a verdict may rest on it. */
  public boolean decides() {
    return status != Status.UNVERIFIED;
  }

  /** The rule in one line, for evidence and tables. */
  public String citation() {
    return id + ", " + standard + " " + version + " (" + status.label() + ")";
  }
}
