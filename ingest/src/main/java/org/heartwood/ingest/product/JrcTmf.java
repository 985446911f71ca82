package org.heartwood.ingest.product;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.product.LandClass.Cover;

/**
 * JRC Tropical Moist Forest (TMF), 30 m, 30° S to 30° N, one class a year since 1990.
 *
 * <p>Annual classes: 1 undisturbed, 2 degraded, 3 deforested, 4 regrowth, 5 water, 6 other land
 * cover; 0 lies outside what was mapped and is no data. {@code DeforestationYear} and {@code
 * DegradationYear} hold the calendar year of the first such event, 0 for none.
 *
 * <p><b>The last three years of a release are not settled</b>: whether a disturbance is degradation
 * or deforestation shows only in the following years. A release therefore changes the recent past
 * of the one before, and releases must not be mixed.
 *
 * <p>Source: Vancutsem et al. 2021, Science Advances 7:eabe1603, doi:10.1126/sciadv.abe1603; JRC,
 * TMF Data Users Guide, layers "Annual Change Collection", "Deforestation Year", "Degradation
 * Year".
 */
public final class JrcTmf {
  /** First year of the annual classes. */
  public static final int FIRST_YEAR = 1990;

  /** Years at the end of a release whose disturbances cannot be told apart yet. */
  public static final int UNSETTLED_YEARS = 3;

  /** First year that an event layer can hold: the first Landsat images used. */
  private static final int FIRST_EVENT_YEAR = 1982;

  private static final Pattern BAND = Pattern.compile("^Dec(\\d{4})$");
  private static final Pattern FILE =
      Pattern.compile("AnnualChange(?:_v\\d+)?_(\\d{4})(?:_|\\.|$)");

  /** The annual classes, as a legend. */
  public static final Legend ANNUAL_CLASSES =
      new Legend(
          "JRC TMF annual classes",
          Arrays.stream(AnnualClass.values())
              .map(each -> new LandClass(each.code(), each.label, each.cover))
              .toList(),
          Set.of(0));

  private JrcTmf() {}

  /** A class of one year. */
  public enum AnnualClass {
    UNDISTURBED(1, "undisturbed tropical moist forest", Cover.FOREST),
    DEGRADED(2, "degraded tropical moist forest", Cover.FOREST),
    DEFORESTED(3, "deforested land", Cover.NON_FOREST),
    REGROWTH(4, "tropical moist forest regrowth", Cover.FOREST),
    WATER(5, "permanent and seasonal water", Cover.WATER),
    OTHER(6, "other land cover", Cover.NON_FOREST);

    private final int code;
    private final String label;
    private final Cover cover;

    AnnualClass(int code, String label, Cover cover) {
      this.code = code;
      this.label = label;
      this.cover = cover;
    }

    /** The value in the file, 1 to 6. */
    public int code() {
      return code;
    }
  }

  /** Annual class of each pixel, 1–6. */
  public static Decoded annualChange(FloatRaster raw) {
    return ANNUAL_CLASSES.decode(raw);
  }

  /**
   * Year of deforestation or degradation, or 0 for none.
   *
   * @param releaseYear last year of the release, such as 2023
   */
  public static Decoded eventYear(FloatRaster raw, int releaseYear) {
    return Decoded.of(
        raw,
        code ->
            code == 0 || (code >= FIRST_EVENT_YEAR && code <= releaseYear)
                ? code
                : Decoded.UNKNOWN);
  }

  /**
   * The last year of a release whose classes are settled.
   *
   * @param releaseYear last year of the release
   */
  public static int lastSettledYear(int releaseYear) {
    return releaseYear - UNSETTLED_YEARS;
  }

  /**
   * The year of an annual layer, from the name of its band ({@code Dec1990}) or file ({@code
   * JRC_TMF_AnnualChange_v1_2023_AFR_ID35_N0_E20.tif}). The year in a file's name is that of the
   * layer, not that of the release.
   */
  public static OptionalInt year(String bandOrFile) {
    for (Pattern pattern : List.of(BAND, FILE)) {
      Matcher found = pattern.matcher(bandOrFile);
      if (found.find()) {
        int year = Integer.parseInt(found.group(1));
        return year >= FIRST_YEAR ? OptionalInt.of(year) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }
}
