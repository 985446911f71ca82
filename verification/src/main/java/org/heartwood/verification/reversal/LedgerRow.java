package org.heartwood.verification.reversal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * One loss event in credited forest.
 *
 * @param name of the event, unique in its ledger
 * @param kind deforestation, degradation, or what was reported
 * @param source who knows of it
 * @param dates when it was seen
 * @param size how large it is
 * @param cause what brought it about
 * @param status whether it is accounted for
 * @param why this status and no other
 * @param clock when a verified estimate is due
 */
public record LedgerRow(
    String name,
    String kind,
    Source source,
    Dates dates,
    Size size,
    Cause cause,
    Status status,
    String why,
    Clock clock) {

  /** Who knows of an event. */
  public enum Source {
    /** The imagery alone. */
    OBSERVED("imagery"),
    /** The dossier alone. */
    STATED("dossier"),
    /** Both. */
    BOTH("imagery and dossier"),
    /** The maps of two years, which do not date it. */
    UNDATED("maps of the years");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    /** The word in reports. */
    @JsonValue
    public String label() {
      return label;
    }
  }

  /** Whether an event is accounted for. */
  public enum Status {
    /** No stated reversal and no reported emission covers it. */
    UNREPORTED("unreported"),
    /** Reported, with less than the imagery shows. */
    UNDERSTATED("understated"),
    /** Whether it is covered cannot be told. */
    CANNOT_TELL("cannot tell"),
    /** A stated reversal covers it. */
    REPORTED("reported"),
    /** The emissions reported for its year cover it. */
    BOOKED("in reported emissions"),
    /** Its year's loss stays below what calls for a report. */
    SMALL("below threshold"),
    /** No credits had been issued yet. */
    BEFORE_CREDITS("before credits");

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

  /**
   * When an event was seen; absent = not known.
   *
   * @param firstSeen first day on which imagery shows it, or its stated first day
   * @param lastSeen first day of its last pixel, or its stated last day
   * @param confirmed day on which imagery had confirmed all of it
   */
  public record Dates(
      @Nullable LocalDate firstSeen, @Nullable LocalDate lastSeen, @Nullable LocalDate confirmed) {}

  /**
   * How large an event is; absent = not measured and not stated.
   *
   * @param areaHa forest lost inside the project
   * @param co2eTonnes carbon in it
   * @param bufferShareFraction of the project's buffer credits, if it draws on them
   */
  public record Size(
      @Nullable Estimate areaHa,
      @Nullable Estimate co2eTonnes,
      @Nullable Estimate bufferShareFraction) {}

  /** Whether the owner brought a loss about. */
  public enum Intent {
    INTENTIONAL("intentional"),
    UNINTENTIONAL("unintentional"),
    UNKNOWN("unknown");

    private final String label;

    Intent(String label) {
      this.label = label;
    }

    /** The word in reports. */
    @JsonValue
    public String label() {
      return label;
    }
  }

  /** A cause and what it rests on. */
  public record Cause(Intent intent, String evidence) {}

  /**
   * When a verified estimate is due.
   *
   * @param deadline last day for it; absent where none is known
   * @param daysOverdue days past it without an estimate, ≥ 0; absent where none is known
   * @param remark from which day it runs, or why there is none
   */
  public record Clock(@Nullable LocalDate deadline, @Nullable Long daysOverdue, String remark) {}
}
