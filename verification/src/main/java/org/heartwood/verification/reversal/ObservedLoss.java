package org.heartwood.verification.reversal;

import java.time.LocalDate;
import org.heartwood.verification.event.Cause;
import org.heartwood.verification.event.Event;

/**
 * What imagery shows of one loss of forest inside the project.
 *
 * @param event number of the event
 * @param kind what became of most of its pixels
 * @param first first day of its first pixel
 * @param last first day of its last pixel
 * @param confirmed day on which its last pixel was confirmed
 * @param projectHa part inside the project, > 0
 * @param guess of the cause
 */
public record ObservedLoss(
    long event,
    Event.Kind kind,
    LocalDate first,
    LocalDate last,
    LocalDate confirmed,
    double projectHa,
    Cause.Guess guess) {
  public ObservedLoss {
    if (!(projectHa > 0)) {
      throw new IllegalArgumentException("projectHa must be > 0 ha, was " + projectHa);
    }
  }
}
