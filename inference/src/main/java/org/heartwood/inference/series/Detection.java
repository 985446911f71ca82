package org.heartwood.inference.series;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What the network says of one series.
 *
 * @param probability probability that a disturbance began within the series, 0 to 1; NaN where the
 *     series holds too little data to tell
 * @param date the day by which it began with even odds, given that there was one; empty where the
 *     series holds too little data, or the model was taught no dates
 * @param standardErrorDays standard error of that day, days; NaN where there is none
 */
public record Detection(double probability, Optional<LocalDate> date, double standardErrorDays) {
  /** The answer to a series that holds too little data. */
  static final Detection UNKNOWN = new Detection(Double.NaN, Optional.empty(), Double.NaN);
}
