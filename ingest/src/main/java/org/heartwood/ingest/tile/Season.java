package org.heartwood.ingest.tile;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import org.heartwood.ingest.project.Dossier;

/**
 * The months of a year whose images make its composite. A season that runs over New Year belongs to
 * the year in which it ends: with months 12 to 3, December 2000 belongs to 2001.
 *
 * @param firstMonth 1–12
 * @param lastMonth 1–12; smaller than {@code firstMonth} when the season runs over New Year
 */
public record Season(int firstMonth, int lastMonth) implements Serializable {
  public Season {
    if (firstMonth < 1 || firstMonth > 12 || lastMonth < 1 || lastMonth > 12) {
      throw new IllegalArgumentException(
          "season months must be 1 to 12, were " + firstMonth + " to " + lastMonth);
    }
  }

  /** The months of a dossier's composites, or the one month that its forest map shows. */
  public static Season of(Dossier dossier) {
    Dossier.ForestHistory history = dossier.sources().forestHistory();
    return history == null
        ? new Season(dossier.method().seasonFirstMonth(), dossier.method().seasonLastMonth())
        : new Season(history.month(), history.month());
  }

  /** In words, such as {@code June to September}. */
  public String words() {
    return firstMonth == lastMonth ? name(firstMonth) : name(firstMonth) + " to " + name(lastMonth);
  }

  private static String name(int month) {
    return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  /** Whether a day lies in the season of a year. */
  public boolean contains(int year, LocalDate day) {
    int month = day.getMonthValue();
    if (firstMonth <= lastMonth) {
      return day.getYear() == year && month >= firstMonth && month <= lastMonth;
    }
    return month >= firstMonth
        ? day.getYear() == year - 1
        : month <= lastMonth && day.getYear() == year;
  }

  /**
   * The middle of the season of a year, to the month: the day that a year's composite stands for.
   */
  public LocalDate middle(int year) {
    int months = (lastMonth - firstMonth + 12) % 12 + 1;
    LocalDate first = LocalDate.of(firstMonth <= lastMonth ? year : year - 1, firstMonth, 1);
    return first.plusMonths(months / 2);
  }

  /**
   * The calendar year that a change is booked to which a year's composite shows first: the year in
   * which most of the time since the composite before lies.
   */
  public int changeYear(int compositeYear) {
    return middle(compositeYear).minusMonths(6).getYear();
  }
}
