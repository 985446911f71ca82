package org.heartwood.verification.change;

import java.util.Arrays;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;

/**
 * What is estimated of a zone in a year. Areas are ellipsoidal hectares weighted by exact coverage:
 * the pixels of the map, and what the model expects beyond them ({@link MappedArea} holds the
 * pixels alone). Standard errors are the spread over draws of the map's error (METHOD.md §4.4).
 *
 * @param zone the zone
 * @param year year of the composite
 * @param zoneHa area of the zone within the imagery
 * @param observedHa part of it with a composite value in this year
 * @param forestHa forest
 * @param lossHa forest lost since the composite before; zero in the first year
 * @param gainHa forest gained since the composite before
 * @param canopyPct mean canopy cover of the observed part, per cent; NaN if nothing was observed
 * @param validDates mean number of valid dates of the observed part
 */
public record ZoneYear(
    Zone zone,
    int year,
    double zoneHa,
    double observedHa,
    Estimate forestHa,
    Estimate lossHa,
    double gainHa,
    Estimate canopyPct,
    double validDates) {
  private static final double MM2_PER_HA = 1e10;
  private static final double M2_PER_HA = 1e4;

  private static final Estimate NOT_MEASURED = new Estimate(Double.NaN, Double.NaN, 0, 0);

  /** Whole-number sums of a zone and year over all tiles. */
  record Sums(
      Zone zone,
      int year,
      long zoneMm2,
      long observedMm2,
      long forestMm2,
      long lossMm2,
      long gainMm2,
      long canopy,
      long canopyError,
      long validDates,
      Draws draws,
      Expected expected) {}

  /**
   * Areas by the most likely histories without regard to the smallest patch (forest, loss, gain),
   * and as sums of probabilities under each rate of {@link ExpectedAreas#RATES}, mm²; and loss if
   * all readings lay too low or too high ({@link ChangeTable#LOSS_SHIFTED_MM2}).
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Expected(
      long[] decodedMm2, long[] forestMm2, long[] lossMm2, long[] lossShiftedMm2, long[] gainMm2) {
    /** Change of loss with a standard error of the lasting error, the same everywhere, mm². */
    double lossSlopeMm2() {
      return (lossShiftedMm2[1] - lossShiftedMm2[0]) / 2.0;
    }
  }

  /**
   * Standard normal numbers, one a draw.
   *
   * @param correction the same in all years and zones
   * @param common the same in all years and zones
   * @param own of a zone and year
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Scores(double[] correction, double[] common, double[] own) {
    static Scores of(Sums row, long seed) {
      int draws = row.draws().lossMm2().length;
      long ownSeed = seed + 1_000_003L * row.year() + row.zone().label().hashCode();
      return new Scores(
          BenchmarkDraws.scores(draws, seed),
          BenchmarkDraws.scores(draws, seed + 1),
          BenchmarkDraws.scores(draws, ownSeed));
    }

    /**
     * The mean lasting error of pixels that lie together, in standard errors of one.
     *
     * @param pixels how many
     */
    double lasting(int draw, ErrorStructure errors, double pixels) {
      double shared = errors.commonFraction();
      return StrictMath.sqrt(shared) * common[draw]
          + StrictMath.sqrt(errors.meanVariance(pixels) - shared) * own[draw];
    }
  }

  /** Areas in each draw of the map's error, mm². */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Draws(long[] forestMm2, long[] lossMm2) {}

  /**
   * An estimate with its draws.
   *
   * @param draws areas in draws of the error, ha
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Drawn(double meanHa, double[] draws) {
    /**
     * What is expected beyond the decoded is added to what is mapped: the smallest patch is a
     * matter of the definition, not of error. How far that moves the count is uncertain by its own
     * size, in all years and zones together.
     */
    static Drawn of(long mappedMm2, double correctionMm2, long[] drawsMm2, Scores scores) {
      double correctionHa = correctionMm2 / MM2_PER_HA;
      double[] draws = hectares(drawsMm2);
      for (int d = 0; d < draws.length; d++) {
        draws[d] += correctionHa * scores.correction()[d];
      }
      return new Drawn(Math.max(0, mappedMm2 / MM2_PER_HA + correctionHa), draws);
    }

    Estimate estimate() {
      return Estimate.nonNegative(meanHa, deviation(draws));
    }
  }

  /**
   * Loss with its draws. Of what fell it is uncertain how much is no forest any more: what falls
   * leave may be read too high or too low as a whole.
   */
  static Drawn loss(
      Sums sums, ErrorStructure errors, double pixelHa, double correctionMm2, Scores scores) {
    Drawn loss = Drawn.of(sums.lossMm2(), correctionMm2, sums.draws().lossMm2(), scores);
    double slopeHa = sums.expected().lossSlopeMm2() / MM2_PER_HA;
    double[] draws = loss.draws();
    for (int d = 0; d < draws.length; d++) {
      draws[d] += slopeHa * scores.lasting(d, errors, loss.meanHa() / pixelHa);
    }
    return loss;
  }

  private static Drawn forest(Sums sums, ExpectedAreas rate, Scores scores) {
    return Drawn.of(
        sums.forestMm2(),
        rate.at(sums.expected().forestMm2()) - sums.expected().decodedMm2()[0],
        sums.draws().forestMm2(),
        scores);
  }

  static ZoneYear of(
      Sums sums,
      ErrorStructure errors,
      double pixelHa,
      ExpectedAreas rate,
      Drawn loss,
      Scores scores) {
    double observedHa = sums.observedMm2() / MM2_PER_HA;
    double observedM2 = observedHa * M2_PER_HA;
    double canopy = sums.canopy() / 1000.0 / observedM2;
    double pixelError = sums.canopyError() / 1000.0 / observedM2;
    double canopyError = pixelError * Math.sqrt(errors.meanVariance(observedHa / pixelHa));
    return new ZoneYear(
        sums.zone(),
        sums.year(),
        sums.zoneMm2() / MM2_PER_HA,
        observedHa,
        forest(sums, rate, scores).estimate(),
        loss.estimate(),
        Math.max(
                0,
                sums.gainMm2()
                    + rate.at(sums.expected().gainMm2())
                    - sums.expected().decodedMm2()[2])
            / MM2_PER_HA,
        observedHa > 0
            ? new Estimate(
                canopy,
                canopyError,
                canopy - Estimate.Z90 * canopyError,
                canopy + Estimate.Z90 * canopyError)
            : NOT_MEASURED,
        observedHa > 0 ? sums.validDates() / observedM2 : 0);
  }

  /** The row of a map that others made: no canopy and no images stand behind it. */
  static ZoneYear mapped(Sums sums, Estimate forestHa, Estimate lossHa) {
    return new ZoneYear(
        sums.zone(),
        sums.year(),
        sums.zoneMm2() / MM2_PER_HA,
        sums.observedMm2() / MM2_PER_HA,
        forestHa,
        lossHa,
        sums.gainMm2() / MM2_PER_HA,
        NOT_MEASURED,
        0);
  }

  /** Areas in hectares. */
  static double[] hectares(long[] mm2) {
    return Arrays.stream(mm2).mapToDouble(value -> value / MM2_PER_HA).toArray();
  }

  /** Standard deviation of draws, with n − 1. */
  static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / Math.max(1, values.length - 1));
  }

  /** Share of the zone that this year shows, 0–1. */
  public double observedFraction() {
    return zoneHa > 0 ? observedHa / zoneHa : 0;
  }

  /** The same with another loss. */
  ZoneYear withLossHa(Estimate estimate) {
    return new ZoneYear(
        zone, year, zoneHa, observedHa, forestHa, estimate, gainHa, canopyPct, validDates);
  }
}
