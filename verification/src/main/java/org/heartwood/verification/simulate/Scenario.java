package org.heartwood.verification.simulate;

import java.util.Locale;

/**
 * What a simulated landscape is like, and what is planted in it.
 *
 * @param kind what the pixels are made of
 * @param window size and years
 * @param pressure how forest is cleared
 * @param effect what the project does
 * @param claims what the project says
 * @param cloudFraction share of the pixels of an image that clouds hide, 0 to 0.9
 */
public record Scenario(
    Kind kind,
    Window window,
    Pressure pressure,
    Effect effect,
    Claims claims,
    double cloudFraction) {

  /** What the pixels are made of. */
  public enum Kind {
    /** Terrain, roads, forest and imagery are generated. */
    GENERATED,
    /**
     * A part of the real Kafa image of 2001; what is cleared takes the values of real pixels
     * without forest nearby.
     */
    PLANTED;

    /** Word on the command line. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Size and years.
   *
   * @param sidePx columns and rows of 30 m, 60 to 900
   * @param firstYear first composite
   * @param startYear first year of the project, at least two years after {@code firstYear}
   * @param lastYear last composite; claims end the year before
   * @param imagesPerYear images of each dry season, 1 to 12
   */
  public record Window(int sidePx, int firstYear, int startYear, int lastYear, int imagesPerYear) {
    public static final Window USUAL = new Window(400, 2001, 2005, 2011, 3);

    /** Four times the area, and so is the project's. */
    public static final Window LARGE = new Window(800, 2001, 2005, 2011, 3);

    public Window {
      require(sidePx >= 60 && sidePx <= 900, "sidePx must be 60 to 900 pixels", sidePx);
      require(
          startYear >= firstYear + 2 && lastYear > startYear,
          "the project must start two years after firstYear and before lastYear, start year",
          startYear);
      require(
          firstYear >= 1985 && lastYear <= 2100,
          "years must be 1985 to 2100, firstYear",
          firstYear);
      require(
          imagesPerYear >= 1 && imagesPerYear <= 12,
          "imagesPerYear must be 1 to 12",
          imagesPerYear);
    }
  }

  /**
   * How forest is cleared.
   *
   * @param annualLossFraction share of the forest cleared a year without any project, 0 to 0.2
   * @param meanClearingHa mean size of a clearing, hectares, 0.1 to 100
   * @param edgeDecayM distance from open land over which pressure falls by a factor e, metres, > 0
   * @param hiddenStrength log-odds by which one standard deviation of access changes pressure;
   *     access is in no image, so that a comparison by imagery alone cannot see it; 0 to 3
   */
  public record Pressure(
      double annualLossFraction, double meanClearingHa, double edgeDecayM, double hiddenStrength) {
    public static final Pressure USUAL = new Pressure(0.015, 1.5, 300, 0.2);

    public Pressure {
      require(
          annualLossFraction >= 0 && annualLossFraction <= 0.2,
          "annualLossFraction must be 0 to 0.2",
          annualLossFraction);
      require(
          meanClearingHa >= 0.1 && meanClearingHa <= 100,
          "meanClearingHa must be 0.1 to 100 ha",
          meanClearingHa);
      require(edgeDecayM > 0, "edgeDecayM must be > 0 m", edgeDecayM);
      require(
          hiddenStrength >= 0 && hiddenStrength <= 3,
          "hiddenStrength must be 0 to 3",
          hiddenStrength);
    }
  }

  /**
   * What the project does, and what happens in it.
   *
   * @param preventedFraction share of the clearings in the project that it prevents, 0 to 1
   * @param displacedFraction share of those that move elsewhere, 0 to 1
   * @param displacementDecayM distance from the boundary over which displacement falls by a factor
   *     e, metres, > 0
   * @param reversalHa forest cleared at once in the project after credits were issued, hectares
   * @param degradedHa forest thinned in the project, still forest, hectares
   */
  public record Effect(
      double preventedFraction,
      double displacedFraction,
      double displacementDecayM,
      double reversalHa,
      double degradedHa) {
    public static final Effect NONE = new Effect(0, 0, 500, 0, 0);

    public Effect {
      require(
          preventedFraction >= 0 && preventedFraction <= 1,
          "preventedFraction must be 0 to 1",
          preventedFraction);
      require(
          displacedFraction >= 0 && displacedFraction <= 1,
          "displacedFraction must be 0 to 1",
          displacedFraction);
      require(displacementDecayM > 0, "displacementDecayM must be > 0 m", displacementDecayM);
      require(reversalHa >= 0, "reversalHa must be >= 0 ha", reversalHa);
      require(degradedHa >= 0, "degradedHa must be >= 0 ha", degradedHa);
    }
  }

  /**
   * What the project says. All that is not named here is claimed as it is.
   *
   * @param overclaimFraction avoided loss claimed beyond the true one, as a share of the loss that
   *     there would have been in the project, 0 to 10
   * @param leakageDeclaredFraction share of the loss displaced into the belt that is deducted, 0 to
   *     1
   * @param areaFactor claimed over true area, 0.1 to 10
   * @param boundaryShiftM how far east the boundary that is handed in lies of the true one, metres
   */
  public record Claims(
      double overclaimFraction,
      double leakageDeclaredFraction,
      double areaFactor,
      double boundaryShiftM) {
    public static final Claims HONEST = new Claims(0, 1, 1, 0);

    public Claims {
      require(
          overclaimFraction >= 0 && overclaimFraction <= 10,
          "overclaimFraction must be 0 to 10",
          overclaimFraction);
      require(
          leakageDeclaredFraction >= 0 && leakageDeclaredFraction <= 1,
          "leakageDeclaredFraction must be 0 to 1",
          leakageDeclaredFraction);
      require(areaFactor >= 0.1 && areaFactor <= 10, "areaFactor must be 0.1 to 10", areaFactor);
      require(
          Math.abs(boundaryShiftM) <= 5000,
          "boundaryShiftM must be -5000 to 5000 m",
          boundaryShiftM);
    }
  }

  public Scenario {
    require(
        cloudFraction >= 0 && cloudFraction <= 0.9,
        "cloudFraction must be 0 to 0.9",
        cloudFraction);
  }

  /** No effect, honest claims, a tenth of every image under cloud. */
  public static Scenario usual(Kind kind) {
    return new Scenario(kind, Window.USUAL, Pressure.USUAL, Effect.NONE, Claims.HONEST, 0.1);
  }

  /** The same with another effect. */
  public Scenario with(Effect other) {
    return new Scenario(kind, window, pressure, other, claims, cloudFraction);
  }

  /** The same with other claims. */
  public Scenario with(Claims other) {
    return new Scenario(kind, window, pressure, effect, other, cloudFraction);
  }

  /** The same under other pressure. */
  public Scenario with(Pressure other) {
    return new Scenario(kind, window, other, effect, claims, cloudFraction);
  }

  /** The same on another window. */
  public Scenario with(Window other) {
    return new Scenario(kind, other, pressure, effect, claims, cloudFraction);
  }

  private static void require(boolean holds, String rule, double value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", was " + value);
    }
  }
}
