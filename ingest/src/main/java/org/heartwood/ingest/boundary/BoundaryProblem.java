package org.heartwood.ingest.boundary;

import java.util.List;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;

/**
 * One thing wrong, or worth a look, in a boundary file.
 *
 * @param rule rule it breaks, such as {@code X06}; absent where no published rule covers it
 * @param severity what it means for an assessment
 * @param reason its kind
 * @param feature feature, from 0; absent for the whole file
 * @param part polygon of the feature, from 0; absent where the feature is one plain polygon
 * @param ring ring of the polygon, from 0; 0 is the shell
 * @param vertex vertex of the ring, from 0
 * @param at where, degrees (longitude, latitude) or the file's own units while its CRS is unknown
 * @param detail what was found and what was expected, on one line
 * @param remedy what a person can do about it
 */
public record BoundaryProblem(
    @Nullable String rule,
    Severity severity,
    Reason reason,
    @Nullable Integer feature,
    @Nullable Integer part,
    @Nullable Integer ring,
    @Nullable Integer vertex,
    @Nullable Coordinate at,
    String detail,
    String remedy) {
  private static final List<String> LEVELS = List.of("feature", "polygon", "ring", "vertex");

  /** What a problem means for an assessment. */
  public enum Severity {
    /** The boundary cannot be used. */
    ERROR,
    /** It can be used after the repair that the problem describes. */
    REPAIRABLE,
    /** It can be used; a reviewer should look. */
    WARNING
  }

  /**
   * The problem on one line: file, place, what was found, what to do.
   *
   * @param source file, as shown in messages
   */
  public String line(String source) {
    StringBuilder out = new StringBuilder(source);
    String separator = ": ";
    Integer[] numbers = {feature, part, ring, vertex};
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != null) {
        out.append(separator).append(LEVELS.get(i)).append(' ').append(numbers[i]);
        separator = ", ";
      }
    }
    return out.append(": ").append(detail).append("; ").append(remedy).toString();
  }
}
