package org.heartwood.verification.standard;

import java.util.Arrays;
import org.heartwood.verification.standard.StandardRule.Status;

/** Jurisdictions of high forest and low deforestation under ART TREES 2.0 (F-41). */
public final class ArtTrees {
  /** The rule. */
  public static final StandardRule HFLD =
      new StandardRule(
          "F-41",
          "ART TREES",
          "2.0",
          "crediting level of high forest, low deforestation",
          Status.VERIFIED,
          "two public implementations");

  private static final int YEARS = 5;
  private static final double STOCK_SHARE = 0.0005;

  private ArtTrees() {}

  /**
   * Crediting level: mean of five historical years and, by the HFLD score, 0.05 % of the stock.
   *
   * @param historicalCo2eTonnes emissions of five years
   * @param score HFLD score, 0–1
   * @param stockCo2eTonnes carbon stock of the forest
   * @return tCO2e a year
   */
  public static double creditingLevelCo2eTonnes(
      double[] historicalCo2eTonnes, double score, double stockCo2eTonnes) {
    if (historicalCo2eTonnes.length != YEARS) {
      throw new IllegalArgumentException(
          "expected emissions of " + YEARS + " years, found " + historicalCo2eTonnes.length);
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("the HFLD score must be 0 to 1, was " + score);
    }
    return Arrays.stream(historicalCo2eTonnes).sum() / YEARS
        + score * STOCK_SHARE * stockCo2eTonnes;
  }
}
