package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.Sentinel2L2A;
import org.heartwood.ingest.product.VersionChange;
import org.heartwood.ingest.project.Dossier.MapReference;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Question;

/** Maps of several years that are not of one product version: the change may be the product's. */
public final class ProductVersionRule implements Rule {
  private static final RuleCard CARD =
      new RuleCard(
          "X23",
          "1.0",
          "product changed inside the comparison",
          Question.PROVENANCE,
          CauseClass.DATA,
          List.of("sources.maps"),
          "any change of version, of method, or years that are not settled",
          "mapme issue 149; the products' own notes");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    Map<String, List<VersionChange.Use>> byLayer = new TreeMap<>();
    for (MapReference map : project.dossier().sources().maps()) {
      Integer year = map.year();
      if (year != null) {
        byLayer
            .computeIfAbsent(map.product() + " " + map.layer(), any -> new ArrayList<>())
            .add(use(map, year));
      }
    }
    byLayer.values().removeIf(uses -> uses.size() < 2);
    if (byLayer.isEmpty()) {
      return Optional.empty();
    }
    List<DataIssue> issues =
        byLayer.values().stream()
            .flatMap(uses -> VersionChange.check(project.dossier().project().id(), uses).stream())
            .toList();
    List<DataIssue> changes =
        issues.stream().filter(issue -> issue.reason() != Reason.MISSING).toList();
    if (!changes.isEmpty()) {
      return Optional.of(
          CARD.flag(
              "Maps that are compared differ by more than their year.",
              words(changes),
              null,
              List.of()));
    }
    return Optional.of(
        issues.isEmpty()
            ? CARD.noFlag(
                "Maps that are compared are of one version.", "No change was found.", List.of())
            : CARD.cannotTell(
                "Whether maps that are compared are of one version cannot be told.",
                words(issues),
                "The versions of all maps.",
                List.of()));
  }

  private static VersionChange.Use use(MapReference map, int year) {
    String version = map.version();
    return new VersionChange.Use(
        map.product(),
        LocalDate.of(year, 1, 1),
        version == null ? null : map.product().versionOf(version).orElse(null),
        Sentinel2L2A.OffsetState.REMOVED);
  }

  private static String words(List<DataIssue> issues) {
    return issues.stream().map(DataIssue::detail).collect(Collectors.joining("; ", "", "."));
  }
}
