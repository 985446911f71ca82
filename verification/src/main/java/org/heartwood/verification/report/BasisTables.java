package org.heartwood.verification.report;

import static org.heartwood.verification.report.NumberText.exact;
import static org.heartwood.verification.report.NumberText.rounded;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.project.Zone;

/** Which estimator stands behind each area, and which source behind the density, as tables. */
final class BasisTables {
  private BasisTables() {}

  /** Forest at the start and at the end, and loss in between, of each zone. */
  static PageTable areas(IntegrityReport report) {
    PageTable table =
        PageTable.of(
            "Areas with their estimators, and beside them what the map's pixels add up to",
            PageTable.text("Zone"),
            PageTable.text("Area"),
            PageTable.text("Estimator"),
            PageTable.number("Estimate, ha (90 % interval)"),
            PageTable.number("Pixel count, ha"),
            PageTable.number("Count less estimate, ha"),
            PageTable.number("Reference points"));
    for (IntegrityReport.AreaRow row : report.basis().areas()) {
      table =
          table.row(
              ZoneWords.name(row.zone()),
              name(row),
              row.estimator(),
              NumberText.of(row.areaHa(), "ha"),
              rounded(row.pixelCountHa(), 1),
              rounded(row.pixelCountExcessHa(), 1)
                  + (row.pixelCountWithinInterval() ? "" : " (outside of the interval)"),
              Long.toString(row.referencePoints()));
    }
    return table;
  }

  private static String name(IntegrityReport.AreaRow row) {
    return row.quantity()
        + " "
        + (row.fromYear() == row.toYear() ? "" : row.fromYear() + "–")
        + row.toYear();
  }

  /** What must be known of the project's areas. */
  static List<String> remarks(IntegrityReport report) {
    List<String> remarks = new ArrayList<>();
    for (IntegrityReport.AreaRow row : report.basis().areas()) {
      if (row.zone() == Zone.PROJECT) {
        row.remarks()
            .forEach(remark -> remarks.add(name(row) + ", " + row.estimator() + ": " + remark));
      }
    }
    return remarks;
  }

  /** Where above-ground biomass comes from, with the IPCC's value beside it. */
  static PageTable aboveGround(IntegrityReport report) {
    IntegrityReport.DensityBasis basis = report.basis().aboveGround();
    return PageTable.of(
            "Above-ground biomass: what the report counts with, and the IPCC's table beside it",
            PageTable.text("Source"),
            PageTable.number("t dry matter per ha"),
            PageTable.number("Standard error or spread of sites"),
            PageTable.text("Where from"))
        .row(
            "counted with: " + basis.source(),
            exact(rounding(basis.tonnesPerHa())),
            exact(rounding(basis.standardErrorTonnesPerHa())),
            basis.row())
        .row(
            "IPCC default, for comparison",
            exact(basis.ipccTonnesPerHa()),
            exact(rounding(basis.ipccSdTonnesPerHa())),
            basis.ipccRow());
  }

  /** To a tenth. */
  static double rounding(double value) {
    return Math.rint(10 * value) / 10;
  }
}
