package org.heartwood.inference.challenge;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * One line of {@code registry.jsonl}: a query of the holdout and its answer.
 *
 * @param query which query of this holdout it is, from 1
 * @param date when it was checked, UTC
 * @param submission folder of the submission in the registry
 * @param author who handed it in
 * @param sha256 digest of the submission and the files it brings
 * @param challengeSha256 digest of the challenge file
 * @param verdict what became of it
 * @param pixels held-out pixels of the group
 * @param blocks held-out blocks of the group
 * @param share the group's share of the held-out pixels, 0 to 1
 * @param lossBefore mean loss of the deployed predictor over the group
 * @param lossAfter mean loss of the submission over the group
 * @param shareTimesGain {@code share × (lossBefore − lossAfter)}
 * @param standardError of {@code shareTimesGain}, over blocks
 * @param lowerBound of {@code shareTimesGain}, that holds together with all queries until now
 * @param queriesSupported queries after which such a gain could still be told from luck
 * @param holdoutBlocks blocks of the holdout
 * @param worstCaseBlocks blocks that would make every answer to this many queries hold whatever the
 *     submissions are, by Hoeffding's bound
 * @param overallLossBefore loss of the deployed predictor over the whole holdout, before
 * @param overallLossAfter the same after the update and its repairs
 * @param repairs accepted submissions that were repaired, in order
 * @param previousSha256 digest of the line before, empty in the first; so that a line cannot be
 *     changed or taken out unseen
 */
public record RegistryEntry(
    int query,
    LocalDate date,
    String submission,
    String author,
    String sha256,
    String challengeSha256,
    Verdict verdict,
    long pixels,
    int blocks,
    double share,
    double lossBefore,
    double lossAfter,
    double shareTimesGain,
    double standardError,
    double lowerBound,
    long queriesSupported,
    int holdoutBlocks,
    long worstCaseBlocks,
    double overallLossBefore,
    double overallLossAfter,
    List<String> repairs,
    String previousSha256) {
  public RegistryEntry {
    repairs = List.copyOf(repairs);
  }

  /** For a person, on two lines. */
  public String shown() {
    return String.format(
        Locale.ROOT,
        "%d  %s  %s  by %s: %s%n   group %.1f %% (%d px, %d of %d blocks), loss %.4f -> %.4f, share"
            + " x gain %.5f (standard error %.5f, lower bound %.5f), overall loss %.5f -> %.5f%s",
        query,
        date,
        submission,
        author,
        verdict.label(),
        100 * share,
        pixels,
        blocks,
        holdoutBlocks,
        lossBefore,
        lossAfter,
        shareTimesGain,
        standardError,
        lowerBound,
        overallLossBefore,
        overallLossAfter,
        repairs.isEmpty() ? "" : ", repaired " + String.join(", ", repairs));
  }
}
