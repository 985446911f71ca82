package org.heartwood.verification.reversal;

import java.time.LocalDate;
import java.util.List;
import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Every known loss of credited forest after the start, whether it was reported, and what it means
 * for the buffer.
 *
 * @param asOf the day on which clocks are read
 * @param standard whose deadline is applied, or that none is known
 * @param thresholdPctPerYear share of the forest at the start, lost in a calendar year, from which
 *     a loss calls for a report, percent: a policy
 * @param rows the events, by first day; those without one last
 * @param lossHa forest lost in the project after the start by the maps of the years; absent if the
 *     imagery cannot carry it
 * @param unreportedCo2eTonnes carbon in the loss of the years of unreported events, and in
 *     understated ones, beyond what is reported; absent as above
 * @param leftOut dated changes of the project that are no lasting loss: grown back, or missed cloud
 * @param buffer the buffer beside what is expected to be lost; absent if it cannot be told
 * @param bufferCannotTell why there is none
 * @param cannotTell why events are not judged; absent where they are
 */
public record ReversalLedger(
    LocalDate asOf,
    String standard,
    double thresholdPctPerYear,
    List<LedgerRow> rows,
    @Nullable Estimate lossHa,
    @Nullable Estimate unreportedCo2eTonnes,
    int leftOut,
    @Nullable BufferAdequacy buffer,
    @Nullable String bufferCannotTell,
    @Nullable String cannotTell) {
  public ReversalLedger {
    rows = List.copyOf(rows);
  }

  /** The rows of a status. */
  public List<LedgerRow> of(LedgerRow.Status status) {
    return rows.stream().filter(row -> row.status() == status).toList();
  }
}
