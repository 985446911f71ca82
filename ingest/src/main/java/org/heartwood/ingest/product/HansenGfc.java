package org.heartwood.ingest.product;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Hansen Global Forest Change (University of Maryland), 30 m, tiles of unsigned bytes.
 *
 * <ul>
 *   <li>{@code treecover2000}: canopy closure of vegetation above 5 m in 2000, 0–100 %;
 *   <li>{@code lossyear}: 0 no loss, n = stand-replacement loss mainly in 2000 + n, one loss a
 *       pixel, up to the version's last year;
 *   <li>{@code gain}: 0 or 1, change from non-forest to forest within 2000–2012; it has not been
 *       updated since version 1.0 and says nothing about later years;
 *   <li>{@code datamask}: 0 no data, 1 land, 2 permanent water.
 * </ul>
 *
 * <p>Pixels of loss are a relative indicator, not an area: the producers' usage notes say so.
 *
 * <p>Source: Hansen et al. 2013, Science 342:850–853, doi:10.1126/science.1244693; data download
 * page of each version (storage.googleapis.com/earthenginepartners-hansen/GFC-2023-v1.11), sections
 * "Usage Notes" and "Dataset Details".
 */
public final class HansenGfc {
  /** First year with loss. */
  public static final int FIRST_LOSS_YEAR = 2001;

  /** First and last year of the gain layer. */
  public static final int GAIN_FROM_YEAR = 2000;

  /** See {@link #GAIN_FROM_YEAR}. */
  public static final int GAIN_TO_YEAR = 2012;

  private static final int MAX_COVER_PERCENT = 100;

  private HansenGfc() {}

  /** Canopy closure in percent; anything outside 0–100 is unknown. */
  public static Decoded treeCover2000Percent(FloatRaster raw) {
    return Decoded.of(raw, code -> code >= 0 && code <= MAX_COVER_PERCENT ? code : Decoded.UNKNOWN);
  }

  /** Year of loss, 2001 to the version's last year, or 0 for no loss. */
  public static Decoded lossYear(FloatRaster raw, Version version) {
    return Decoded.of(
        raw,
        code -> {
          if (code == 0) {
            return 0;
          }
          return code > 0 && code <= version.lastYear() - 2000 ? 2000 + code : Decoded.UNKNOWN;
        });
  }

  /** 1 where forest was gained between 2000 and 2012, else 0. */
  public static Decoded gain(FloatRaster raw) {
    return Decoded.of(raw, code -> code == 0 || code == 1 ? code : Decoded.UNKNOWN);
  }

  /** 1 on land, 2 on permanent water, NaN where nothing was mapped. */
  public static Decoded dataMask(FloatRaster raw) {
    return Decoded.of(
        raw, code -> code == 0 ? Float.NaN : code == 1 || code == 2 ? code : Decoded.UNKNOWN);
  }

  /**
   * Changes of method between two years of loss, as sentences for a report. Loss was mapped by one
   * algorithm up to 2010 and by another since 2011, and detection improved from 2015 on (Weisse and
   * Potapov 2021, "Assessing Trends in Tree Cover Loss Over 20 Years of Data", Global Forest Watch;
   * usage notes on the download page).
   *
   * @param fromYear first year compared
   * @param toYear last year compared
   */
  public static List<String> methodBreaks(int fromYear, int toYear) {
    List<String> breaks = new ArrayList<>();
    if (fromYear < 2011 && toYear >= 2011) {
      breaks.add(
          "Hansen loss before 2011 comes from another algorithm than loss since; a rise across 2011"
              + " may be one of detection");
    }
    if (fromYear < 2015 && toYear >= 2015) {
      breaks.add(
          "Hansen loss is detected better from 2015 on; a rise across 2015 may be one of"
              + " detection");
    }
    return breaks;
  }

  /**
   * A release: 1.n holds loss up to 2012 + n.
   *
   * @param lastYear last year of loss, 2012 or later
   */
  public record Version(int lastYear) {
    private static final Pattern NAME = Pattern.compile("GFC-(\\d{4})-v1\\.(\\d{1,2})");

    public Version {
      if (lastYear < GAIN_TO_YEAR || lastYear > GAIN_TO_YEAR + 99) {
        throw new IllegalArgumentException(
            "the last year of a Hansen version is 2012 or later, was " + lastYear);
      }
    }

    /**
     * Reads a version name, or a file name with one in it.
     *
     * @param text such as {@code GFC-2023-v1.11}
     * @throws InputException if there is none in it, or year and number do not belong together
     */
    public static Version parse(String text) {
      Matcher found = NAME.matcher(text);
      if (!found.find()) {
        throw new InputException(
            Reason.VALUE,
            "\""
                + text
                + "\": expected a Hansen version such as GFC-2023-v1.11; without it the years of"
                + " loss cannot be checked");
      }
      int year = Integer.parseInt(found.group(1));
      int minor = Integer.parseInt(found.group(2));
      if (year != GAIN_TO_YEAR + minor) {
        throw new InputException(
            Reason.INCONSISTENT,
            "\""
                + text
                + "\": Hansen version 1."
                + minor
                + " holds loss up to "
                + (GAIN_TO_YEAR + minor)
                + ", not "
                + year
                + "; check which release the file is of");
      }
      return new Version(year);
    }

    /** As the producers write it: {@code GFC-2023-v1.11}. */
    @Override
    public String toString() {
      return "GFC-" + lastYear + "-v1." + (lastYear - GAIN_TO_YEAR);
    }
  }
}
