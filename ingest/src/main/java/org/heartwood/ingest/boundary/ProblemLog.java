package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The problems of one file in the order in which they were met. Of each kind the first hundred are
 * kept and the rest is counted: a file may hold ten million bad vertices. Two problems are of one
 * kind when they have the same remedy, which therefore must not hold anything from the file.
 */
final class ProblemLog {
  static final int KEPT_PER_KIND = 100;

  private final List<BoundaryProblem> kept = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final Map<String, BoundaryProblem> lastOfKind = new LinkedHashMap<>();

  void error(Reason reason, Place place, String detail, String remedy) {
    add(Severity.ERROR, reason, place, detail, remedy);
  }

  void warning(Reason reason, Place place, String detail, String remedy) {
    add(Severity.WARNING, reason, place, detail, remedy);
  }

  private void add(Severity severity, Reason reason, Place at, String detail, String remedy) {
    if (counts.merge(remedy, 1, Integer::sum) <= KEPT_PER_KIND) {
      BoundaryProblem problem =
          new BoundaryProblem(
              rule(reason),
              severity,
              reason,
              at.feature(),
              at.part(),
              at.ring(),
              at.vertex(),
              at.at(),
              detail,
              remedy);
      kept.add(problem);
      lastOfKind.put(remedy, problem);
    }
  }

  /** Shape and reference are what rule X06 asks about; a wrong file format is not. */
  private static @Nullable String rule(Reason reason) {
    return switch (reason) {
      case GEOMETRY, NO_CRS, VALUE -> "X06";
      default -> null;
    };
  }

  /** What was kept, and a line on each kind of which more was met. */
  List<BoundaryProblem> problems() {
    List<BoundaryProblem> out = new ArrayList<>(kept);
    lastOfKind.forEach(
        (remedy, last) -> {
          int left = counts.getOrDefault(remedy, 0) - KEPT_PER_KIND;
          if (left > 0) {
            out.add(
                new BoundaryProblem(
                    last.rule(),
                    last.severity(),
                    last.reason(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    left + " more problems of a kind listed " + KEPT_PER_KIND + " times",
                    remedy));
          }
        });
    return out;
  }
}
