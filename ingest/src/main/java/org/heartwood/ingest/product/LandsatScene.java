package org.heartwood.ingest.product;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.LandsatC2L2.Sensor;

/**
 * What the identifier of a Landsat Collection 2 Level-2 scene says, {@code
 * LC08_L2SP_170055_20210101_20210308_02_T1} (LSDS-1618 and LSDS-1619, section on file names).
 *
 * @param satellite 4, 5, 7, 8 or 9
 * @param sensor its instrument
 * @param path WRS-2 path, 1 to 233
 * @param row WRS-2 row, 1 to 248
 * @param acquired day of the image, UTC
 * @param processed day of its processing
 * @param tier {@code T1} (precisely located, for time series), {@code T2} or {@code RT}
 */
public record LandsatScene(
    int satellite,
    Sensor sensor,
    int path,
    int row,
    LocalDate acquired,
    LocalDate processed,
    String tier) {
  private static final Pattern ID =
      Pattern.compile(
          "L[CTEO]0([45789])_(L2S[PR])_(\\d{3})(\\d{3})_(\\d{8})_(\\d{8})_(\\d{2})_(T1|T2|RT)(?:_.*)?");

  /** Day on which the scan line corrector of Landsat 7 failed. */
  private static final LocalDate SLC_FAILURE = LocalDate.of(2003, 5, 31);

  /**
   * Reads a scene identifier, or the name of one of its files.
   *
   * @throws InputException if it is not one of Collection 2 Level-2
   */
  public static LandsatScene parse(String id) {
    Matcher found = ID.matcher(id);
    if (!found.matches()) {
      throw refused(Reason.VALUE, id);
    }
    if (!found.group(7).equals("02")) {
      throw refused(Reason.UNSUPPORTED, id);
    }
    int satellite = Integer.parseInt(found.group(1));
    try {
      return new LandsatScene(
          satellite,
          satellite >= 8 ? Sensor.OLI : satellite == 7 ? Sensor.ETM_PLUS : Sensor.TM,
          Integer.parseInt(found.group(3)),
          Integer.parseInt(found.group(4)),
          LocalDate.parse(found.group(5), DateTimeFormatter.BASIC_ISO_DATE),
          LocalDate.parse(found.group(6), DateTimeFormatter.BASIC_ISO_DATE),
          found.group(8));
    } catch (DateTimeException e) {
      throw refused(Reason.VALUE, id);
    }
  }

  /**
   * Whether the image has the wedge-shaped gaps of Landsat 7 without its scan line corrector: about
   * a fifth of the scene, most of it near the east and west edges, is fill.
   */
  public boolean hasScanGaps() {
    return satellite == 7 && !acquired.isBefore(SLC_FAILURE);
  }

  private static InputException refused(Reason reason, String id) {
    return new InputException(
        reason,
        "\""
            + id
            + "\": expected a Landsat Collection 2 Level-2 scene such as"
            + " LC08_L2SP_170055_20210101_20210308_02_T1, as other collections and levels have"
            + " other scales; name a catalogue of Collection 2 Level-2");
  }
}
