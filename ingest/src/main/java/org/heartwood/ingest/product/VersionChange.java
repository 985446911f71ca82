package org.heartwood.ingest.product;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.Sentinel2L2A.OffsetState;
import org.jspecify.annotations.Nullable;

/**
 * Finds changes of a product inside a comparison of dates, which look like changes on the ground
 * (rule X23): another version, Sentinel-2 baselines on different scales, years of JRC TMF that are
 * not settled, Hansen years of different methods.
 */
public final class VersionChange {
  private VersionChange() {}

  /**
   * One layer of a comparison.
   *
   * @param product its product
   * @param date date or, for maps of a year, a day of that year
   * @param version what {@link Product#versionOf} reads it from; absent if nobody knows it
   * @param scale whether the values that are compared still hold the offset of Sentinel-2; {@code
   *     REMOVED} once {@link Sentinel2L2A#reflectance} made them, and for every other product
   */
  public record Use(Product product, LocalDate date, @Nullable String version, OffsetState scale) {
    public Use {
      if (version != null && product.isVersioned()) {
        String stated = version;
        version =
            product
                .versionOf(stated)
                .orElseThrow(
                    () ->
                        new InputException(
                            Reason.VALUE,
                            product.title()
                                + ": \""
                                + stated
                                + "\" is not a version of it; correct it in the dossier's sources"
                                + " or in the catalogue"));
      }
    }
  }

  /**
   * Checks the layers that are compared with each other.
   *
   * @param project registry identifier, for the issues
   * @param uses every layer and date of the comparison
   * @return issues in the order of {@link Product}; none if nothing changes
   */
  public static List<DataIssue> check(String project, List<Use> uses) {
    SortedMap<Product, List<Use>> byProduct =
        uses.stream()
            .sorted(Comparator.comparing(Use::date))
            .collect(Collectors.groupingBy(Use::product, TreeMap::new, Collectors.toList()));
    List<DataIssue> issues = new ArrayList<>();
    for (Map.Entry<Product, List<Use>> entry : byProduct.entrySet()) {
      Product product = entry.getKey();
      List<Use> dates = entry.getValue();
      if (product.isVersioned()) {
        unknownVersion(project, product, dates, issues);
        mixedVersions(project, product, dates, issues);
      }
      if (product == Product.JRC_TMF) {
        unsettledYears(project, dates, issues);
      }
      if (product == Product.HANSEN_GFC) {
        HansenGfc.methodBreaks(
                dates.get(0).date().getYear(), dates.get(dates.size() - 1).date().getYear())
            .forEach(
                text ->
                    issues.add(
                        changed(
                            project,
                            text,
                            "compare years on one side of the break, or state it beside the"
                                + " result")));
      }
    }
    return issues;
  }

  private static void unknownVersion(
      String project, Product product, List<Use> dates, List<DataIssue> issues) {
    List<LocalDate> unknown =
        dates.stream().filter(use -> use.version() == null).map(Use::date).toList();
    if (dates.size() > 1 && !unknown.isEmpty()) {
      issues.add(
          new DataIssue(
              project,
              null,
              null,
              Reason.MISSING,
              product.title()
                  + ": "
                  + unknown.size()
                  + " of "
                  + dates.size()
                  + " dates do not tell their version, the first is "
                  + unknown.get(0)
                  + "; whether it changes inside the comparison cannot be told",
              "state the version in the dossier's sources or in the catalogue",
              false));
    }
  }

  private static void mixedVersions(
      String project, Product product, List<Use> dates, List<DataIssue> issues) {
    SortedMap<String, LocalDate> firstDates = new TreeMap<>();
    dates.forEach(
        use -> {
          if (use.version() != null) {
            firstDates.putIfAbsent(comparable(product, use.version(), use.scale()), use.date());
          }
        });
    if (firstDates.size() > 1) {
      String found =
          firstDates.entrySet().stream()
              .map(entry -> entry.getKey() + " (first on " + entry.getValue() + ")")
              .collect(Collectors.joining(", "));
      issues.add(
          changed(
              project,
              product.title() + " changes inside the comparison: " + found,
              "use one version for all dates"));
    }
  }

  /** What must be the same on all dates: the version, of Sentinel-2 the scale of its numbers. */
  private static String comparable(Product product, String version, OffsetState scale) {
    return product == Product.SENTINEL2_L2A
        ? "offset " + Sentinel2L2A.offset(ProcessingBaseline.parse(version), scale)
        : version;
  }

  private static void unsettledYears(String project, List<Use> dates, List<DataIssue> issues) {
    for (Use use : dates) {
      String version = use.version();
      if (version == null) {
        continue;
      }
      int release = Integer.parseInt(version.substring(version.indexOf('_') + 1));
      int settled = JrcTmf.lastSettledYear(release);
      if (use.date().getYear() > settled) {
        issues.add(
            changed(
                project,
                "JRC TMF "
                    + version
                    + " of "
                    + use.date().getYear()
                    + ": degradation and deforestation cannot be told apart yet in the last "
                    + JrcTmf.UNSETTLED_YEARS
                    + " years of a release",
                "compare years up to " + settled + ", or use a later release"));
      }
    }
  }

  private static DataIssue changed(String project, String detail, String remedy) {
    return new DataIssue(project, null, null, Reason.VERSION_CHANGE, detail, remedy, false);
  }
}
