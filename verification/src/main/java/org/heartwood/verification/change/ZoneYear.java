package org.heartwood.verification.change;

import java.util.Arrays;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;

/**
 * What the map says of a zone in a year. Areas are ellipsoidal hectares weighted by exact coverage;
 * standard errors of areas are the spread over draws of the map's error (METHOD.md §4.4).
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
      Draws draws) {}

  /** Areas in each draw of the map's error, mm². */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Draws(long[] forestMm2, long[] lossMm2) {}

  static ZoneYear of(Sums sums, ErrorStructure errors, double pixelHa) {
    double observedHa = sums.observedMm2() / MM2_PER_HA;
    double observedM2 = observedHa * M2_PER_HA;
    double canopy = sums.canopy() / 1000.0 / observedM2;
    double pixelError = sums.canopyError() / 1000.0 / observedM2;
    double pixels = observedHa / pixelHa;
    double blockPixels = ErrorStructure.BLOCK_PX * ErrorStructure.BLOCK_PX;
    double variance =
        errors.commonFraction()
            + errors.blockFraction() / Math.max(1, pixels / blockPixels)
            + errors.pixelFraction() / Math.max(1, pixels);
    double canopyError = pixelError * Math.sqrt(variance);
    return new ZoneYear(
        sums.zone(),
        sums.year(),
        sums.zoneMm2() / MM2_PER_HA,
        observedHa,
        area(sums.forestMm2(), sums.draws().forestMm2()),
        area(sums.lossMm2(), sums.draws().lossMm2()),
        sums.gainMm2() / MM2_PER_HA,
        observedHa > 0
            ? new Estimate(
                canopy,
                canopyError,
                canopy - Estimate.Z90 * canopyError,
                canopy + Estimate.Z90 * canopyError)
            : new Estimate(Double.NaN, Double.NaN, 0, 0),
        observedHa > 0 ? sums.validDates() / observedM2 : 0);
  }

  private static Estimate area(long mm2, long[] drawsMm2) {
    return Estimate.nonNegative(mm2 / MM2_PER_HA, deviation(hectares(drawsMm2)));
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
}
