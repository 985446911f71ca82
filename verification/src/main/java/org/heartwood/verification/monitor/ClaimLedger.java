package org.heartwood.verification.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.CarbonSum;
import org.heartwood.verification.carbon.StockChange;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.report.IntegrityReport;
import org.heartwood.verification.standard.UncertaintyDeduction;
import org.heartwood.verification.vintage.VintageLedger;
import org.jspecify.annotations.Nullable;

/**
 * The vintage ledger of one project: stocks as the imagery shows them, year by year, beside the
 * claims. A year's stock is that of the project's first forest less all losses since; density,
 * ratio and carbon fraction are one for all years, and each year's loss has its own error. What
 * grows back is not counted: it does not hold the density of the forest that went.
 */
final class ClaimLedger {
  private ClaimLedger() {}

  /**
   * Makes the ledger.
   *
   * @return absent rows, with the reason, where the dossier does not say what it needs
   */
  static IntegrityReport.Ledger of(
      Assessment assessment, ZoneTotals totals, IntegrityReport.Period period) {
    Dossier dossier = assessment.file().dossier();
    UncertaintyDeduction standard = standard(dossier.project().methodology());
    String citation = standard.rule().citation();
    OptionalDouble buffer =
        dossier.claims().vintages().stream()
            .map(Dossier.Vintage::bufferShareFraction)
            .filter(Objects::nonNull)
            .mapToDouble(share -> 100 * share)
            .max();
    if (buffer.isEmpty()) {
      return new IntegrityReport.Ledger(
          citation, null, List.of(), "no vintage states its share of the buffer");
    }
    Dossier.Method method = dossier.method();
    return new IntegrityReport.Ledger(
        citation,
        buffer.getAsDouble(),
        VintageLedger.of(
            stocks(assessment, totals, period),
            dossier.claims(),
            new VintageLedger.Settings(
                standard, buffer.getAsDouble(), method.carbonDraws(), method.seed())),
        null);
  }

  /** The deduction of the methodology; that of the VCS where it names none of its own. */
  private static UncertaintyDeduction standard(@Nullable String methodology) {
    String name = methodology == null ? "" : methodology;
    if (name.startsWith("VM0047")) {
      return UncertaintyDeduction.VM0047;
    }
    if (name.startsWith("VM0045")) {
      return UncertaintyDeduction.VM0045;
    }
    return name.startsWith("ART") ? UncertaintyDeduction.ART_TREES : UncertaintyDeduction.VCS;
  }

  /** The project's forest, with what a hectare of it holds. */
  static StockChange.Stratum forest(Assessment assessment) {
    String name = "the project's forest";
    return new StockChange.Stratum(name, assessment.aboveGround().pools(name));
  }

  /** Stock at the end of each calendar year that a composite closes, from the start on. */
  private static SortedMap<Integer, CarbonSum> stocks(
      Assessment assessment, ZoneTotals totals, IntegrityReport.Period period) {
    StockChange.Stratum forest = forest(assessment);
    SortedMap<Integer, CarbonSum> stocks = new TreeMap<>();
    List<StockChange.Stand> lost = new ArrayList<>();
    CarbonSum first = CarbonSum.of(List.of());
    for (ZoneYear row : totals.of(Zone.PROJECT)) {
      int year = assessment.season().changeYear(row.year());
      if (row.year() == period.startYear()) {
        first =
            StockChange.stock(
                List.of(new StockChange.Stand(forest, "at the start", row.forestHa())));
        stocks.put(year, first);
      } else if (row.year() > period.startYear()) {
        lost.add(new StockChange.Stand(forest, "lost in " + year, row.lossHa()));
        stocks.put(year, first.minus(StockChange.stock(lost)));
      }
    }
    return stocks;
  }
}
