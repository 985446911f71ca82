package org.heartwood.ingest.product;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * A disturbance alert: when it was first seen and how sure its producer is.
 *
 * <p>Each product counts days from its own epoch, and a date read with the wrong one looks
 * plausible: {@link AlertEncoding} holds the epochs. A date before the product began or after the
 * day of the assessment is refused (rule X25).
 *
 * @param date first day on which it was seen
 * @param confidence the producer's confidence
 */
public record AlertCode(LocalDate date, Confidence confidence) {

  private static final int DIGIT = 10_000;
  private static final int MOST_DAYS = DIGIT - 1;

  /** Confidence of an alert, weakest first. */
  public enum Confidence {
    /** Seen once, or too few times. */
    LOW(2),
    /** Confirmed by further images. */
    HIGH(3),
    /** Seen by more than one alert system (Global Forest Watch, integrated alerts). */
    HIGHEST(4);

    private final int digit;

    Confidence(int digit) {
      this.digit = digit;
    }

    /** The digit of {@link AlertEncoding}. */
    int digit() {
      return digit;
    }

    private static Confidence of(int digit) {
      return Arrays.stream(values()).filter(each -> each.digit == digit).findFirst().orElseThrow();
    }
  }

  /**
   * Reads one value of a layer that holds date and confidence in one number.
   *
   * @param encoding how it is written
   * @param value value in the file, 0 = no alert
   * @param asOf last day that an alert can have
   * @return empty if there is no alert
   * @throws InputException if the value is not one of the encoding, or its date lies outside the
   *     product's period
   */
  public static Optional<AlertCode> decode(AlertEncoding encoding, int value, LocalDate asOf) {
    if (value == 0) {
      return Optional.empty();
    }
    int digit = value / 10000;
    if (value < 0 || !encoding.hasDigit(digit)) {
      throw refused(encoding.title(), "value " + value, "0 or " + encoding.form());
    }
    return Optional.of(
        checked(
            encoding.title(),
            "value " + value,
            encoding.epoch().plusDays(value % 10000),
            Confidence.of(digit),
            encoding.firstDay(),
            asOf));
  }

  /**
   * First days of a raster of such values, as days since 1970-01-01; NaN where there is no alert.
   * Values that {@link #decode(AlertEncoding, int, LocalDate)} refuses are unknown.
   */
  public static Decoded epochDays(FloatRaster raw, AlertEncoding encoding, LocalDate asOf) {
    long first = encoding.firstDay().toEpochDay();
    long last = asOf.toEpochDay();
    return Decoded.of(
        raw,
        value -> {
          if (value == 0) {
            return Float.NaN;
          }
          long day = encoding.epoch().toEpochDay() + value % 10000;
          boolean known =
              value > 0 && encoding.hasDigit(value / 10000) && day >= first && day <= last;
          return known ? day : Decoded.UNKNOWN;
        });
  }

  /**
   * RADD as Wageningen University publishes it, in two layers (Reiche et al. 2021,
   * doi:10.1088/1748-9326/abd0a8). On Global Forest Watch the same alerts come as {@link
   * AlertEncoding#GFW_DATE_CONF}.
   *
   * @param alert layer {@code Alert}: 0 none, 2 low confidence, 3 high
   * @param yyddd layer {@code Date}: year − 2000, then day of the year, 21032 = 1 February 2021
   * @throws InputException if either is not one of RADD
   */
  public static Optional<AlertCode> radd(int alert, int yyddd, LocalDate asOf) {
    if (alert == 0) {
      return Optional.empty();
    }
    String found = "Alert " + alert + ", Date " + yyddd;
    String expected = "Alert 0, 2 or 3 and Date as year − 2000 and day of the year, 19001 or later";
    if ((alert != 2 && alert != 3) || yyddd < 0) {
      throw refused("RADD", found, expected);
    }
    LocalDate date = day("RADD", found, expected, 2000 + yyddd / 1000, yyddd % 1000);
    Confidence confidence = alert == 3 ? Confidence.HIGH : Confidence.LOW;
    return Optional.of(checked("RADD", found, date, confidence, LocalDate.of(2019, 1, 1), asOf));
  }

  /**
   * GLAD-L (Landsat) as the University of Maryland publishes it, two layers a year (Hansen et al.
   * 2016, doi:10.1088/1748-9326/11/3/034008).
   *
   * @param conf layer {@code confYY}: 0 none, 2 probable, 3 confirmed
   * @param dayOfYear layer {@code alertDateYY}, 1 to 366
   * @param year the year of both layers, which their names give
   * @throws InputException if either is not one of GLAD-L
   */
  public static Optional<AlertCode> gladL(int conf, int dayOfYear, int year, LocalDate asOf) {
    if (conf == 0) {
      return Optional.empty();
    }
    String found = "conf " + conf + ", alertDate " + dayOfYear + " of " + year;
    String expected = "conf 0, 2 or 3 and alertDate as day of the year";
    if (conf != 2 && conf != 3) {
      throw refused("GLAD-L", found, expected);
    }
    LocalDate date = day("GLAD-L", found, expected, year, dayOfYear);
    Confidence confidence = conf == 3 ? Confidence.HIGH : Confidence.LOW;
    return Optional.of(checked("GLAD-L", found, date, confidence, LocalDate.of(2015, 1, 1), asOf));
  }

  /**
   * GLAD-S2 (Sentinel-2) as the University of Maryland publishes it, in two layers. Alerts above 1
   * count as of high confidence, as Global Forest Watch does when it integrates them.
   *
   * @param alert layer {@code alert}: 0 none, 1 most recent image only, 2 low, 3 medium, 4 high
   * @param days layer {@code alertDate}: days since 2018-12-31
   * @throws InputException if either is not one of GLAD-S2
   */
  public static Optional<AlertCode> gladS2(int alert, int days, LocalDate asOf) {
    if (alert == 0) {
      return Optional.empty();
    }
    String found = "alert " + alert + ", alertDate " + days;
    if (alert < 0 || alert > 4) {
      throw refused("GLAD-S2", found, "alert 0 to 4");
    }
    return Optional.of(
        checked(
            "GLAD-S2",
            found,
            LocalDate.of(2018, 12, 31).plusDays(days),
            alert > 1 ? Confidence.HIGH : Confidence.LOW,
            LocalDate.of(2019, 1, 1),
            asOf));
  }

  /**
   * OPERA DIST-ALERT as NASA publishes it, in two layers (OPERA Land Surface Disturbance, product
   * specification; the labels are also those of DIST-S1). Status: 0 no disturbance; 1, 2, 3 first,
   * provisional, confirmed loss below 50 % of vegetation cover; 4, 5, 6 the same from 50 % on; 7, 8
   * confirmed and over, below 50 % and from 50 % on; 255 no data.
   *
   * @param status layer {@code VEG-DIST-STATUS}
   * @param days layer {@code VEG-DIST-DATE}: days since 2020-12-31, −1 no data
   * @throws InputException if either is not one of DIST-ALERT
   */
  public static Optional<AlertCode> dist(int status, int days, LocalDate asOf) {
    if (status == 0 || status == 255) {
      return Optional.empty();
    }
    String found = "VEG-DIST-STATUS " + status + ", VEG-DIST-DATE " + days;
    if (status < 0 || status > 8) {
      throw refused("DIST-ALERT", found, "status 0 to 8 or 255");
    }
    boolean confirmed = status == 3 || status >= 6;
    return Optional.of(
        checked(
            "DIST-ALERT",
            found,
            AlertEncoding.GFW_DIST.epoch().plusDays(days),
            confirmed ? Confidence.HIGH : Confidence.LOW,
            AlertEncoding.GFW_DIST.firstDay(),
            asOf));
  }

  /**
   * The one number that holds this alert; {@link #decode} reads it back.
   *
   * @throws InputException if the encoding has no such day or no such confidence: dates before its
   *     epoch cannot be written, and no date is moved to fit
   */
  public int encoded(AlertEncoding encoding) {
    long days = date.toEpochDay() - encoding.epoch().toEpochDay();
    if (days < 1 || days > MOST_DAYS || !encoding.hasDigit(confidence.digit())) {
      throw refused(
          encoding.title(),
          confidence + " alert of " + date,
          encoding.form()
              + " with a day from "
              + encoding.firstDay()
              + " to "
              + encoding.epoch().plusDays(MOST_DAYS));
    }
    return confidence.digit() * DIGIT + (int) days;
  }

  /**
   * This alert in two layers, as some producers publish theirs.
   *
   * @param code layer of confidence
   * @param date layer of dates
   */
  public record Layers(int code, int date) {}

  /**
   * The layers {@code Alert} and {@code Date} of RADD; {@link #radd} reads them back.
   *
   * @throws InputException for a date before 2019, or a confidence that RADD does not have
   */
  public Layers asRadd() {
    if (confidence == Confidence.HIGHEST || date.getYear() < 2019 || date.getYear() > 2099) {
      throw refused("RADD", confidence + " alert of " + date, "LOW or HIGH from 2019-01-01 on");
    }
    return new Layers(confidence.digit(), 1000 * (date.getYear() - 2000) + date.getDayOfYear());
  }

  /**
   * The layers {@code alert} and {@code alertDate} of GLAD-S2; {@link #gladS2} reads them back. Low
   * confidence is written as 1 and high as 4, the ends of its scale: what lies between them counts
   * images, which an alert does not hold.
   *
   * @throws InputException for a date before 2019, or a confidence that GLAD-S2 does not have
   */
  public Layers asGladS2() {
    long days = date.toEpochDay() - LocalDate.of(2018, 12, 31).toEpochDay();
    if (confidence == Confidence.HIGHEST || days < 1 || days > MOST_DAYS) {
      throw refused("GLAD-S2", confidence + " alert of " + date, "LOW or HIGH from 2019-01-01 on");
    }
    return new Layers(confidence == Confidence.HIGH ? 4 : 1, (int) days);
  }

  /**
   * Alerts of several systems on one pixel as one, as Global Forest Watch integrates them: the
   * earliest date, and the digit {@code 1 + min(3, Σ digits − 1)}, so that any two systems make the
   * highest confidence.
   *
   * @param systems at most one a system
   * @return empty if there is none
   */
  public static Optional<AlertCode> integrated(Collection<AlertCode> systems) {
    int digits = systems.stream().mapToInt(each -> each.confidence.digit()).sum();
    return systems.stream()
        .map(AlertCode::date)
        .min(LocalDate::compareTo)
        .map(first -> new AlertCode(first, Confidence.of(1 + Math.min(3, digits - 1))));
  }

  private static LocalDate day(
      String product, String found, String expected, int year, int dayOfYear) {
    try {
      return LocalDate.ofYearDay(year, dayOfYear);
    } catch (DateTimeException e) {
      throw refused(product, found, expected);
    }
  }

  private static AlertCode checked(
      String product,
      String found,
      LocalDate date,
      Confidence confidence,
      LocalDate firstDay,
      LocalDate asOf) {
    if (date.isBefore(firstDay) || date.isAfter(asOf)) {
      throw refused(
          product,
          found + " is " + date,
          "a date from "
              + firstDay
              + " to "
              + asOf
              + "; was it read with another product's epoch?");
    }
    return new AlertCode(date, confidence);
  }

  private static InputException refused(String product, String found, String expected) {
    return new InputException(
        Reason.VALUE, product + " alert: " + found + ", expected " + expected);
  }
}
