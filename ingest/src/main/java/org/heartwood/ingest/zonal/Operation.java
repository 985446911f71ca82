package org.heartwood.ingest.zonal;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * A number that is wanted of every zone.
 *
 * @param measure its kind
 * @param probability of a quantile, 0 to 1; 0 for other measures
 * @param name as it was written, which is the name of its column
 */
public record Operation(Measure measure, double probability, String name) implements Serializable {

  /** Kinds of numbers; the formulas are in METHOD.md §2.3. */
  public enum Measure {
    /** Pixels with data, each with its covered share. */
    COUNT,
    /** Pixels without data, each with its covered share. */
    NODATA_COUNT,
    /** Area of the pixels with data, m² on the ellipsoid. */
    AREA_M2,
    /** Area of the pixels with data, ha on the ellipsoid. */
    AREA_HA,
    /** Area of the pixels without data, ha on the ellipsoid. */
    NODATA_AREA_HA,
    SUM,
    MEAN,
    /** Variance of the covered pixels: of this population, not of one that they are drawn from. */
    VARIANCE,
    STDEV,
    /** Standard error of the mean if pixels were independent, which neighbours hardly ever are. */
    STDERR,
    MIN,
    MAX,
    /** Smallest value that the given share of the coverage does not exceed. */
    QUANTILE,
    /** The value that covers most; the smallest one on a tie. */
    MAJORITY,
    /** The value that covers least; the smallest one on a tie. */
    MINORITY,
    /** Number of different values. */
    VARIETY,
    /** Hectares of every value, on the ellipsoid. */
    HISTOGRAM,
    /** Mean weighted by coverage and a second raster. */
    WEIGHTED_MEAN,
    /** Sum of value times weight times coverage. */
    WEIGHTED_SUM;

    /** Whether it needs a raster of weights. */
    public boolean isWeighted() {
      return this == WEIGHTED_MEAN || this == WEIGHTED_SUM;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Parses a list such as {@code count,mean,area_ha,q05,median,q97.5,histogram}.
   *
   * @throws InputException naming the first word that is none
   */
  public static List<Operation> parseList(String list) {
    return Arrays.stream(list.split(",", -1)).map(word -> parse(word.strip())).toList();
  }

  private static Operation parse(String word) {
    if (word.equals("median")) {
      return new Operation(Measure.QUANTILE, 0.5, word);
    }
    if (word.matches("q\\d{1,2}(\\.\\d{1,9})?|q100")) {
      return new Operation(Measure.QUANTILE, Double.parseDouble(word.substring(1)) / 100, word);
    }
    Optional<Measure> measure =
        Arrays.stream(Measure.values())
            .filter(each -> each != Measure.QUANTILE && each.word().equals(word))
            .findFirst();
    return new Operation(measure.orElseThrow(() -> unknown(word)), 0, word);
  }

  private static InputException unknown(String word) {
    return new InputException(
        Reason.VALUE,
        "unknown statistic \""
            + word
            + "\"; expected some of "
            + Arrays.stream(Measure.values())
                .map(
                    each -> each == Measure.QUANTILE ? "median, q05 (any percentile)" : each.word())
                .collect(Collectors.joining(", ")));
  }
}
