package org.heartwood.verification.report;

import static org.heartwood.verification.report.NumberText.count;
import static org.heartwood.verification.report.NumberText.exact;
import static org.heartwood.verification.report.NumberText.rounded;
import static org.heartwood.verification.report.PageTable.number;
import static org.heartwood.verification.report.PageTable.text;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.reversal.BufferAdequacy;
import org.heartwood.verification.reversal.LedgerRow;
import org.heartwood.verification.reversal.LedgerRow.Status;
import org.heartwood.verification.reversal.ReversalLedger;
import org.jspecify.annotations.Nullable;

/** The reversal ledger as the report shows it; public methods are for the template engine. */
final class ReversalSection {
  private static final int SHOWN = 40;
  private static final String UNKNOWN = "not known";

  private final ReversalLedger ledger;

  ReversalSection(ReversalLedger ledger) {
    this.ledger = ledger;
  }

  /** What the ledger holds, in a few sentences. */
  public String summary() {
    String reason = ledger.cannotTell();
    StringBuilder words = new StringBuilder("As of ").append(ledger.asOf()).append(": ");
    if (reason != null) {
      return words.append("cannot be told from imagery: ").append(reason).append('.').toString();
    }
    List<String> counts = new ArrayList<>();
    for (Status status : Status.values()) {
      int rows = ledger.of(status).size();
      if (rows > 0) {
        counts.add(count(rows) + " " + status.label());
      }
    }
    words.append(counts.isEmpty() ? "no event" : String.join(", ", counts)).append(". ");
    Estimate unreported = ledger.unreportedCo2eTonnes();
    if (unreported != null && unreported.mean() > 0) {
      words
          .append("Unreported or understated losses hold ")
          .append(NumberText.of(unreported, "tCO2e"))
          .append(" t CO₂e more than was reported. ");
    }
    if (ledger.leftOut() > 0) {
      words
          .append(count(ledger.leftOut()))
          .append(" dated changes are not here: they grew back, or look like missed cloud. ");
    }
    return words
        .append("Deadline of the standard: ")
        .append(ledger.standard())
        .append(". A loss calls for a report from ")
        .append(exact(ledger.thresholdPctPerYear()))
        .append(" % of the forest at the start in a calendar year on, or where a report says none")
        .append(" (policy).")
        .append(
            ledger.rows().size() > SHOWN
                ? " The " + SHOWN + " largest rows stand here, all of them in report.json."
                : "")
        .toString();
  }

  /** The events; what their causes rest on stands with the dated changes and in report.json. */
  public PageTable rows() {
    PageTable table =
        PageTable.of(
            "Loss events in credited forest",
            text("Event"),
            text("First seen"),
            text("Confirmed"),
            number("Area, ha (90 % interval)"),
            number("t CO₂e (90 % interval)"),
            number("Of the buffer"),
            text("Brought about"),
            text("Estimate due"),
            text("Status and why"));
    for (LedgerRow row : shown()) {
      Estimate share = row.size().bufferShareFraction();
      table =
          table.row(
              row.name() + ": " + row.kind() + " (" + row.source().label() + ")",
              day(row.dates().firstSeen()),
              day(row.dates().confirmed()),
              NumberText.of(row.size().areaHa(), "ha"),
              NumberText.of(row.size().co2eTonnes(), "tCO2e"),
              share == null ? NumberText.NOT_MEASURED : NumberText.percent(share.mean()),
              row.cause().intent() == LedgerRow.Intent.UNKNOWN
                  ? row.cause().intent().label()
                  : row.cause().intent().label() + ": " + row.cause().evidence(),
              due(row),
              row.status().label() + ": " + row.why());
    }
    return table;
  }

  private static String due(LedgerRow row) {
    LocalDate deadline = row.clock().deadline();
    Long overdue = row.clock().daysOverdue();
    if (deadline == null || overdue == null) {
      return row.clock().remark();
    }
    return deadline
        + (overdue > 0 ? ", " + count(overdue) + " days overdue" : ", not overdue")
        + " ("
        + row.clock().remark()
        + ")";
  }

  private List<LedgerRow> shown() {
    List<LedgerRow> largest =
        ledger.rows().stream()
            .sorted(Comparator.comparingDouble(ReversalSection::hectares).reversed())
            .limit(SHOWN)
            .toList();
    return ledger.rows().stream().filter(largest::contains).toList();
  }

  private static double hectares(LedgerRow row) {
    Estimate area = row.size().areaHa();
    return area == null ? 0 : area.mean();
  }

  private static String day(@Nullable LocalDate day) {
    return day == null ? UNKNOWN : day.toString();
  }

  /** The buffer, in a sentence. */
  public String bufferSummary() {
    BufferAdequacy buffer = ledger.buffer();
    return buffer == null
        ? "Whether the buffer suffices cannot be told; " + ledger.bufferCannotTell() + "."
        : "Buffer over the horizon: "
            + buffer.verdict().label()
            + ". "
            + buffer.reason()
            + " A pool is shared between projects: that one project's credits do not suffice is not"
            + " yet a pool that fails.";
  }

  /** The numbers behind it; null if there are none. */
  public @Nullable PageTable buffer() {
    BufferAdequacy buffer = ledger.buffer();
    return buffer == null
        ? null
        : PageTable.of(
                "Buffer beside the loss that the project's own past lets expect",
                text("Quantity"),
                number("Value (90 % interval)"),
                text("Unit"),
                text("Source"))
            .row(
                "Buffer credits",
                NumberText.of(buffer.bufferCo2eTonnes(), "tCO2e"),
                NumberText.unit("tCO2e"),
                buffer.bufferSource())
            .row(
                "Credited stock that they insure",
                NumberText.of(buffer.exposedCo2eTonnes(), "tCO2e"),
                NumberText.unit("tCO2e"),
                buffer.exposedSource())
            .row(
                "Own hazard",
                NumberText.of(buffer.hazardPerYear().times(100), "%"),
                "% per year",
                "forest and loss by composite since the start")
            .row("Horizon", rounded(buffer.horizonYears(), 1), "years", buffer.horizonSource())
            .row(
                "Expected loss over the horizon",
                NumberText.of(buffer.expectedCo2eTonnes(), "tCO2e"),
                NumberText.unit("tCO2e"),
                "stock × (1 − (1 − hazard)^horizon)");
  }
}
