package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Collects problems: {@value #MAX_LISTED} of each kind in order of place, and how many more there
 * were. Only the first {@value #MAX_KEPT} of a kind that are added are kept to be put in order.
 */
final class ProblemList {
  static final int MAX_LISTED = 20;
  private static final int MAX_KEPT = 1000;

  private static final Comparator<@Nullable Integer> ABSENT_FIRST =
      Comparator.nullsFirst(Comparator.<Integer>naturalOrder());

  private static final Comparator<BoundaryProblem> BY_PLACE =
      Comparator.comparing(BoundaryProblem::feature, ABSENT_FIRST)
          .thenComparing(BoundaryProblem::part, ABSENT_FIRST)
          .thenComparing(BoundaryProblem::ring, ABSENT_FIRST)
          .thenComparing(BoundaryProblem::vertex, ABSENT_FIRST);

  private final Map<Defect, List<BoundaryProblem>> kept = new EnumMap<>(Defect.class);
  private final Map<Defect, Integer> counts = new EnumMap<>(Defect.class);

  void add(Defect defect, Place place, String detail) {
    List<BoundaryProblem> same = kept.computeIfAbsent(defect, any -> new ArrayList<>());
    counts.merge(defect, 1, Integer::sum);
    if (same.size() < MAX_KEPT) {
      same.add(
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
              defect.remedy));
    }
  }

  int count(Defect defect) {
    return counts.getOrDefault(defect, 0);
  }

  /** Number of problems that are not just warnings. */
  long invalidCount() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().severity != Severity.WARNING)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * The problems of the document's reader and these, worst first, then in order of kind and place.
   */
  List<BoundaryProblem> after(List<BoundaryProblem> readers) {
    List<BoundaryProblem> all = new ArrayList<>(readers);
    kept.forEach(
        (defect, problems) -> {
          problems.stream().sorted(BY_PLACE).limit(MAX_LISTED).forEach(all::add);
          if (count(defect) > MAX_LISTED) {
            all.add(rest(defect, count(defect) - MAX_LISTED));
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
