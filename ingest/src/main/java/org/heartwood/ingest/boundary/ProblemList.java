package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Collects problems: the first {@value #MAX_LISTED} of each kind in order of place, and how many
 * more there were.
 */
final class ProblemList {
  static final int MAX_LISTED = 20;

  private static final Comparator<@Nullable Integer> ABSENT_FIRST =
      Comparator.nullsFirst(Comparator.<Integer>naturalOrder());

  private static final Comparator<BoundaryProblem> BY_PLACE =
      Comparator.comparing(BoundaryProblem::feature, ABSENT_FIRST)
          .thenComparing(BoundaryProblem::part, ABSENT_FIRST)
          .thenComparing(BoundaryProblem::ring, ABSENT_FIRST)
          .thenComparing(BoundaryProblem::vertex, ABSENT_FIRST);

  private final Map<Defect, List<BoundaryProblem>> found = new EnumMap<>(Defect.class);

  void add(Defect defect, Place place, String detail) {
    add(defect, place, detail, defect.remedy);
  }

  void add(Defect defect, Place place, String detail, String remedy) {
    found
        .computeIfAbsent(defect, any -> new ArrayList<>())
        .add(
            new BoundaryProblem(
                defect.rule,
                defect.severity,
                defect.reason,
                place.feature(),
                place.part(),
                place.ring(),
                place.vertex(),
                place.at(),
                detail,
                remedy));
  }

  int count(Defect defect) {
    return found.getOrDefault(defect, List.of()).size();
  }

  /** Number of problems after which make-valid is needed or pointless. */
  int invalidCount() {
    return found.values().stream()
        .flatMap(List::stream)
        .filter(problem -> problem.severity() != Severity.WARNING)
        .mapToInt(problem -> 1)
        .sum();
  }

  /**
   * The problems of the document's reader and these, worst first, then in order of kind and place.
   */
  List<BoundaryProblem> after(List<BoundaryProblem> readers) {
    List<BoundaryProblem> all = new ArrayList<>(readers);
    found.forEach(
        (defect, problems) -> {
          problems.stream().sorted(BY_PLACE).limit(MAX_LISTED).forEach(all::add);
          if (problems.size() > MAX_LISTED) {
            all.add(rest(defect, problems.size() - MAX_LISTED));
          }
        });
    all.sort(Comparator.comparing(BoundaryProblem::severity));
    return List.copyOf(all);
  }

  private static BoundaryProblem rest(Defect defect, int count) {
    return new BoundaryProblem(
        defect.rule,
        defect.severity,
        defect.reason,
        null,
        null,
        null,
        null,
        null,
        count + " more " + defect.plural + " (the first " + MAX_LISTED + " are listed)",
        defect.remedy);
  }
}
