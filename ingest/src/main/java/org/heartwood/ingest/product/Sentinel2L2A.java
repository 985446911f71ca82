package org.heartwood.ingest.product;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.heartwood.ingest.grid.FloatRaster;

/**
 * Sentinel-2 Level-2A surface reflectance and scene classification.
 *
 * <pre>reflectance = (DN + BOA_ADD_OFFSET) / 10000
 * </pre>
 *
 * <p>with BOA_ADD_OFFSET = −1000 in every band from processing baseline 04.00 on and 0 before. The
 * baseline decides, not the date: 04.00 went into operation on 25 January 2022, but Collection-1
 * reprocessing (05.00 and later) carries the offset in older scenes too. DN 0 is no data, DN 65535
 * is saturated; both become NaN. Reflectance has no unit; over bright targets it may exceed 1.
 *
 * <p><b>Negative reflectances are kept.</b> They are the noise around zero over dark surfaces, for
 * whose sake ESA introduced the offset; clipping them would raise every mean. {@link SpectralIndex}
 * says what it does with them.
 *
 * <p>Source: ESA, Sentinel-2 Products Specification Document, S2-PDGS-TAS-DI-PSD, issue 14.9, L2A
 * user product metadata (QUANTIFICATION_VALUES_LIST, BOA_ADD_OFFSET_VALUES_LIST, Special_Values);
 * Level-2A Algorithm Theoretical Basis Document, S2-PDGS-MPC-ATBD-L2A, scene classification.
 */
public final class Sentinel2L2A {
  /** Edge of a pixel of the scene classification, m. */
  public static final int SCL_PIXEL_M = 20;

  private static final float SATURATED = 65535;
  private static final float QUANTIFICATION = 10000;
  private static final int BOA_ADD_OFFSET = -1000;

  /**
   * Share of negative red reflectances above which an offset was in all likelihood subtracted
   * twice. Our own choice: noise makes few of them, a second subtraction makes nearly every
   * vegetated pixel negative.
   */
  private static final double MAX_NEGATIVE_FRACTION = 0.2;

  /** Classes that show the ground as it is. */
  public static final Set<SceneClass> CLEAR =
      Collections.unmodifiableSet(
          EnumSet.of(
              SceneClass.VEGETATION,
              SceneClass.NOT_VEGETATED,
              SceneClass.WATER,
              SceneClass.UNCLASSIFIED));

  private Sentinel2L2A() {}

  /** Whether the provider of the files subtracted the offset already. */
  public enum OffsetState {
    /**
     * The files are ESA's own: Copernicus Data Space, Planetary Computer, and Earth Search items
     * whose {@code earthsearch:boa_offset_applied} is false.
     */
    IN_FILE,
    /**
     * The provider brought all baselines to the scale of the old ones: Earth Engine's {@code
     * S2_SR_HARMONIZED}, Sentinel Hub's {@code harmonizeValues}, and Earth Search items whose
     * {@code earthsearch:boa_offset_applied} is true.
     */
    REMOVED
  }

  /**
   * What to add to digital numbers before scaling.
   *
   * @return 0 or −1000
   */
  public static int offset(ProcessingBaseline baseline, OffsetState state) {
    boolean inFile =
        state == OffsetState.IN_FILE
            && baseline.compareTo(ProcessingBaseline.FIRST_WITH_OFFSET) >= 0;
    return inFile ? BOA_ADD_OFFSET : 0;
  }

  /**
   * Reflectance of one digital number.
   *
   * @param dn digital number, 0 and 65535 are no data
   * @param offset see {@link #offset}
   */
  public static float reflectance(float dn, int offset) {
    return dn > 0 && dn < SATURATED ? (dn + offset) / QUANTIFICATION : Float.NaN;
  }

  /** As {@link #reflectance(float, int)}, for a raster. */
  public static FloatRaster reflectance(FloatRaster dn, int offset) {
    return Pixels.map(dn, value -> reflectance(value, offset));
  }

  /** As {@link #reflectance(FloatRaster, int)}, by baseline. */
  public static FloatRaster reflectance(
      FloatRaster dn, ProcessingBaseline baseline, OffsetState state) {
    return reflectance(dn, offset(baseline, state));
  }

  /**
   * Whether the red band looks as if the offset had been subtracted twice: some catalogues state
   * wrongly whether they subtracted it (Element84/earth-search issues 66 and 71).
   *
   * @param red reflectance as decoded
   * @return what was found, for an issue of reason {@code INCONSISTENT}; empty if nothing is odd
   */
  public static Optional<String> doubtOfOffset(FloatRaster red) {
    long valid = 0;
    long negative = 0;
    for (float value : red.data()) {
      valid += Float.isNaN(value) ? 0 : 1;
      negative += value < 0 ? 1 : 0;
    }
    return negative > MAX_NEGATIVE_FRACTION * valid
        ? Optional.of(
            negative
                + " of "
                + valid
                + " px of the red band have a negative reflectance; the offset of −1000 was"
                + " probably removed by the provider, although its metadata says otherwise")
        : Optional.empty();
  }

  /** Values where the scene classification is one of the given classes; NaN elsewhere. */
  public static FloatRaster masked(FloatRaster values, FloatRaster scl, Set<SceneClass> keep) {
    int bits = keep.stream().mapToInt(each -> 1 << each.code).reduce(0, (a, b) -> a | b);
    return Pixels.keep(
        values,
        scl,
        code -> code == (int) code && code >= 0 && code < 32 && (bits >> (int) code & 1) == 1);
  }

  /** Classes of the scene classification layer (SCL), which has pixels of 20 m. */
  public enum SceneClass {
    NO_DATA(0),
    SATURATED_OR_DEFECTIVE(1),
    /** Dark features; cast shadow of terrain since baseline 04.00. */
    DARK(2),
    CLOUD_SHADOW(3),
    VEGETATION(4),
    NOT_VEGETATED(5),
    WATER(6),
    UNCLASSIFIED(7),
    CLOUD_MEDIUM_PROBABILITY(8),
    CLOUD_HIGH_PROBABILITY(9),
    THIN_CIRRUS(10),
    SNOW_OR_ICE(11);

    private final int code;

    SceneClass(int code) {
      this.code = code;
    }

    /** The value in the file, 0 to 11. */
    public int code() {
      return code;
    }

    /** The class of a value; empty for any other number and for NaN. */
    public static Optional<SceneClass> of(float code) {
      return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }
  }

  /**
   * Spectral bands of Level-2A. B10 (cirrus) is not delivered.
   *
   * <p>Pixel sizes and names: Products Specification Document, table of spectral bands.
   */
  public enum Band {
    B01(CommonBand.COASTAL, 60),
    B02(CommonBand.BLUE, 10),
    B03(CommonBand.GREEN, 10),
    B04(CommonBand.RED, 10),
    B05(CommonBand.REDEDGE1, 20),
    B06(CommonBand.REDEDGE2, 20),
    B07(CommonBand.REDEDGE3, 20),
    B08(CommonBand.NIR, 10),
    B8A(CommonBand.NIR08, 20),
    B09(CommonBand.NIR09, 60),
    B11(CommonBand.SWIR16, 20),
    B12(CommonBand.SWIR22, 20);

    private final CommonBand common;
    private final int pixelM;

    Band(CommonBand common, int pixelM) {
      this.common = common;
      this.pixelM = pixelM;
    }

    public CommonBand common() {
      return common;
    }

    /** Edge of a pixel at full resolution, m. */
    public int pixelM() {
      return pixelM;
    }

    /**
     * The band of an asset key: {@code B04}, {@code B04_10m}, {@code red}. Empty if there is none.
     */
    public static Optional<Band> of(String key) {
      return Arrays.stream(values())
          .filter(
              band ->
                  key.equals(band.name())
                      || key.startsWith(band.name() + "_")
                      || key.equals(band.common.key()))
          .findFirst();
    }
  }
}
