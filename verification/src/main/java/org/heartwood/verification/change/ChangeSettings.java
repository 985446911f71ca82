package org.heartwood.verification.change;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How change is read from canopy cover.
 *
 * @param years years with a composite, ascending
 * @param startYear year whose forest the comparison starts from; one of {@code years}
 * @param endYear year whose forest it ends with; one of {@code years}, after {@code startYear}
 * @param thresholdPct canopy cover from which a pixel is forest, per cent
 * @param minPatchPx smallest patch of 4-connected forest pixels that counts
 * @param annualLossProbability see {@link ForestModel}
 * @param annualRegrowthProbability see {@link ForestModel}
 * @param errors how the map's error is shared
 * @param repeatability how much of it is new in every composite, by cover
 * @param mapErrorDraws draws of the map's error, > 1
 * @param blockPx edge of the blocks that the comparison resamples, pixels
 * @param seed seed of the draws
 */
@SuppressWarnings("ArrayRecordComponent") // rides in closures, never compared
public record ChangeSettings(
    int[] years,
    int startYear,
    int endYear,
    double thresholdPct,
    int minPatchPx,
    double annualLossProbability,
    double annualRegrowthProbability,
    ErrorStructure errors,
    Repeatability repeatability,
    int mapErrorDraws,
    int blockPx,
    long seed)
    implements Serializable {
  /** Pixels around a tile that are looked at to describe its surroundings. */
  private static final int MIN_CONTEXT_PX = 24;

  public ChangeSettings {
    if (Arrays.binarySearch(years, startYear) < 0 || Arrays.binarySearch(years, endYear) < 0) {
      throw new IllegalArgumentException(
          "startYear and endYear must be among "
              + Arrays.toString(years)
              + ", were "
              + startYear
              + " and "
              + endYear);
    }
    if (mapErrorDraws < 2) {
      throw new IllegalArgumentException("mapErrorDraws must be > 1, was " + mapErrorDraws);
    }
  }

  /** These settings with another forest definition. */
  ChangeSettings with(double otherThresholdPct, int otherMinPatchPx) {
    return new ChangeSettings(
        years,
        startYear,
        endYear,
        otherThresholdPct,
        otherMinPatchPx,
        annualLossProbability,
        annualRegrowthProbability,
        errors,
        repeatability,
        mapErrorDraws,
        blockPx,
        seed);
  }

  /** Margin around a tile that makes its results independent of the tiling, pixels. */
  int contextPx() {
    return Math.max(MIN_CONTEXT_PX, minPatchPx + 1);
  }

  int indexOf(int year) {
    return Arrays.binarySearch(years, year);
  }

  ForestModel forestModel() {
    return new ForestModel(
        thresholdPct, annualLossProbability, annualRegrowthProbability, repeatability);
  }
}
