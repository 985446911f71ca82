package org.heartwood.ingest.product;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heartwood.ingest.grid.FloatRaster;

/**
 * Landsat 4–9 Collection 2 Level-2 surface reflectance and surface temperature.
 *
 * <pre>reflectance = 0.0000275 · DN − 0.2        valid DN 7273–43636, which is 0 to 1
 * temperature = 0.00341802 · DN + 149.0 K   valid DN 293–65535
 * </pre>
 *
 * <p>DN 0 is fill. DNs outside the valid range are NaN, as the USGS declares them invalid. Bands
 * have other numbers on Landsat 8–9 than before: {@link Sensor#reflectanceBand} knows them.
 * Collection 1 had other scales and is refused by {@link LandsatScene#parse}.
 *
 * <p>Source: USGS, "How do I use a scale factor with Landsat Level-2 science products?" (table);
 * Landsat 4-7 Collection 2 Level 2 Science Product Guide, LSDS-1618; Landsat 8-9 Collection 2 Level
 * 2 Science Product Guide, LSDS-1619, tables of QA_PIXEL and QA_RADSAT bits.
 */
public final class LandsatC2L2 {
  private static final int REFLECTANCE_MIN_DN = 7273;
  private static final int REFLECTANCE_MAX_DN = 43636;
  private static final double REFLECTANCE_SCALE = 0.0000275;
  private static final double REFLECTANCE_OFFSET = -0.2;
  private static final int TEMPERATURE_MIN_DN = 293;
  private static final int TEMPERATURE_MAX_DN = 65535;
  private static final double TEMPERATURE_SCALE = 0.00341802;
  private static final double TEMPERATURE_OFFSET_K = 149.0;
  private static final int TERRAIN_OR_DROPPED_BITS = 1 << 9 | 1 << 11;

  /** Flags that hide the ground; a pixel with none of them is clear. */
  public static final Set<Flag> OBSCURING =
      Collections.unmodifiableSet(
          EnumSet.of(
              Flag.FILL,
              Flag.DILATED_CLOUD,
              Flag.CIRRUS,
              Flag.CLOUD,
              Flag.CLOUD_SHADOW,
              Flag.SNOW));

  private LandsatC2L2() {}

  /** Surface reflectance of a digital number of an {@code SR_B*} band; NaN outside the range. */
  public static float reflectance(float dn) {
    return dn >= REFLECTANCE_MIN_DN && dn <= REFLECTANCE_MAX_DN
        ? (float) (REFLECTANCE_SCALE * dn + REFLECTANCE_OFFSET)
        : Float.NaN;
  }

  /** As {@link #reflectance(float)}, for a raster. */
  public static FloatRaster reflectance(FloatRaster dn) {
    return Pixels.map(dn, LandsatC2L2::reflectance);
  }

  /** Surface temperature, K, of a digital number of {@code ST_B6} or {@code ST_B10}. */
  public static float temperatureK(float dn) {
    return dn >= TEMPERATURE_MIN_DN && dn <= TEMPERATURE_MAX_DN
        ? (float) (TEMPERATURE_SCALE * dn + TEMPERATURE_OFFSET_K)
        : Float.NaN;
  }

  /** As {@link #temperatureK(float)}, for a raster. */
  public static FloatRaster temperatureK(FloatRaster dn) {
    return Pixels.map(dn, LandsatC2L2::temperatureK);
  }

  /** Values where QA_PIXEL has none of the given flags; NaN elsewhere and where it is NaN. */
  public static FloatRaster masked(FloatRaster values, FloatRaster qaPixel, Set<Flag> reject) {
    int bits = reject.stream().mapToInt(flag -> 1 << flag.bit).reduce(0, (a, b) -> a | b);
    return Pixels.keep(values, qaPixel, qa -> qa >= 0 && ((int) qa & bits) == 0);
  }

  /**
   * Values where QA_RADSAT says that the band is not saturated, not dropped and not hidden by
   * terrain; NaN elsewhere.
   *
   * @param band the band that the values are of
   * @throws IllegalArgumentException if the sensor does not have the band
   */
  public static FloatRaster unsaturated(
      FloatRaster values, FloatRaster qaRadsat, Sensor sensor, CommonBand band) {
    int bits = 1 << (sensor.number(band) - 1) | TERRAIN_OR_DROPPED_BITS;
    return Pixels.keep(values, qaRadsat, qa -> qa >= 0 && ((int) qa & bits) == 0);
  }

  /**
   * Bits 0 to 7 of QA_PIXEL. {@link #CLEAR} is not used for masks: over water on Landsat 4–7 it was
   * written wrongly (USGS, Landsat Collection 2 Known Issues, February 2021).
   */
  public enum Flag {
    FILL(0),
    DILATED_CLOUD(1),
    /** Landsat 8–9 only. */
    CIRRUS(2),
    CLOUD(3),
    CLOUD_SHADOW(4),
    SNOW(5),
    /** Neither cloud nor dilated cloud. */
    CLEAR(6),
    WATER(7);

    private final int bit;

    Flag(int bit) {
      this.bit = bit;
    }

    /** Whether a value of QA_PIXEL has this flag. */
    public boolean isSet(int qaPixel) {
      return (qaPixel >> bit & 1) == 1;
    }
  }

  /** Pairs of bits of QA_PIXEL, from bit 8 on. */
  public enum Confidence {
    CLOUD(8),
    CLOUD_SHADOW(10),
    SNOW_OR_ICE(12),
    CIRRUS(14);

    private final int firstBit;

    Confidence(int firstBit) {
      this.firstBit = firstBit;
    }

    /** 0 none or not set, 1 low, 2 medium (clouds only), 3 high. */
    public int level(int qaPixel) {
      return qaPixel >> firstBit & 3;
    }
  }

  /** The instruments, whose bands have different numbers. */
  public enum Sensor {
    /** TM of Landsat 4 and 5. */
    TM,
    /** ETM+ of Landsat 7. */
    ETM_PLUS,
    /** OLI and OLI-2 of Landsat 8 and 9. */
    OLI;

    private static final Map<CommonBand, Integer> BEFORE_OLI =
        Map.of(
            CommonBand.BLUE, 1,
            CommonBand.GREEN, 2,
            CommonBand.RED, 3,
            CommonBand.NIR08, 4,
            CommonBand.SWIR16, 5,
            CommonBand.SWIR22, 7);

    private static final Map<CommonBand, Integer> OF_OLI =
        Map.of(
            CommonBand.COASTAL, 1,
            CommonBand.BLUE, 2,
            CommonBand.GREEN, 3,
            CommonBand.RED, 4,
            CommonBand.NIR08, 5,
            CommonBand.SWIR16, 6,
            CommonBand.SWIR22, 7);

    /**
     * Key of the surface reflectance band, such as {@code SR_B4} for red on OLI; empty if the
     * sensor lacks it.
     */
    public Optional<String> reflectanceBand(CommonBand band) {
      return Optional.ofNullable(numbers().get(band)).map(number -> "SR_B" + number);
    }

    /** Key of the surface temperature band. */
    public String temperatureBand() {
      return this == OLI ? "ST_B10" : "ST_B6";
    }

    private int number(CommonBand band) {
      Integer number = numbers().get(band);
      if (number == null) {
        throw new IllegalArgumentException(this + " has no band " + band.key());
      }
      return number;
    }

    private Map<CommonBand, Integer> numbers() {
      return this == OLI ? OF_OLI : BEFORE_OLI;
    }
  }
}
