package org.heartwood.ingest.product;

import java.time.LocalDate;
import org.heartwood.ingest.product.AlertCode.Confidence;

/**
 * Alert layers of Global Forest Watch that hold confidence and date in one number: the digit of ten
 * thousands is the confidence, the rest counts days from an epoch.
 *
 * <p>Source: Global Forest Watch, data API, datasets {@code gfw_integrated_alerts} and {@code
 * umd_glad_dist_alerts}, layer {@code date_conf}; World Resources Institute,
 * gfw_forest_loss_geotrellis, the tests of its alert layers.
 */
public enum AlertEncoding {
  /** One system (GLAD-L, GLAD-S2 or RADD): 2 low, 3 high; days since 2014-12-31. */
  GFW_DATE_CONF("GFW date_conf", LocalDate.of(2014, 12, 31), 3),
  /** The three together: 2 low, 3 high, 4 more than one system; days since 2014-12-31. */
  GFW_INTEGRATED("GFW integrated", LocalDate.of(2014, 12, 31), 4),
  /** DIST-ALERT: 2 low, 3 high; days since 2020-12-31. */
  GFW_DIST("GFW DIST", LocalDate.of(2020, 12, 31), 3);

  private final String title;
  private final LocalDate epoch;
  private final int highestDigit;

  AlertEncoding(String title, LocalDate epoch, int highestDigit) {
    this.title = title;
    this.epoch = epoch;
    this.highestDigit = highestDigit;
  }

  /** Name for messages. */
  public String title() {
    return title;
  }

  /** The day before day 1. */
  public LocalDate epoch() {
    return epoch;
  }

  /** First day that an alert can have. */
  public LocalDate firstDay() {
    return epoch.plusDays(1);
  }

  /** What a value looks like. */
  String form() {
    return "2dddd" + (highestDigit == 4 ? ", 3dddd or 4dddd" : " or 3dddd");
  }

  /** Whether a digit of ten thousands is a confidence of this layer. */
  boolean hasDigit(int digit) {
    return digit >= Confidence.LOW.digit() && digit <= highestDigit;
  }
}
