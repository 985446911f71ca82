package org.heartwood.verification.vintage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.verification.carbon.CarbonSum;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.standard.NonPermanenceRisk;
import org.heartwood.verification.standard.RelativeUncertainty;
import org.heartwood.verification.standard.UncertaintyDeduction;
import org.jspecify.annotations.Nullable;

/**
 * What measured stocks would earn year by year, beside the claims.
 *
 * <pre>
 * b   = [stock(y) − stock(s)] + Σ baseline emissions of the years after s up to y     benefit
 * D   = deduction of the named standard for HW90(b) / b                               b &gt; 0
 * e   = b·(1 − D) − leakage                                                           earned
 * n   = e − min(rating·max(0, b), max(0, e))                                          net
 * c   = max(0, n + deficit),   deficit ← min(0, n + deficit)                          creditable
 * </pre>
 *
 * <p>{@code s} is the last year before {@code y} whose stock is known: a year without imagery
 * cannot be told, and the next one covers it. The buffer is charged on the change of stocks, before
 * leakage. A year below zero is made up for before anything is credited again. Stocks are sums of
 * factors, so that what two years share cancels in their difference. The interval of c is n at the
 * ends of the interval of b with D as computed at its middle; the baseline is taken as claimed,
 * without error.
 *
 * <p>A claim that is absent stays absent: without the baseline or the leakage of a year, its
 * creditable amount cannot be told, and none after it, because a deficit may be owed.
 */
public final class VintageLedger {
  private final Settings settings;
  private final SortedMap<Integer, Vintage> claims = new TreeMap<>();

  private VintageLedger(Settings settings, List<Vintage> vintages) {
    this.settings = settings;
    vintages.forEach(vintage -> claims.put(vintage.year(), vintage));
  }

  /**
   * Rules of the ledger.
   *
   * @param deduction the standard whose uncertainty deduction applies
   * @param bufferRatingPct percent of the benefit that is set aside, 0–100
   * @param draws for intervals
   */
  public record Settings(
      UncertaintyDeduction deduction, double bufferRatingPct, int draws, long seed) {
    public Settings {
      if (!(bufferRatingPct >= 0 && bufferRatingPct <= 100)) {
        throw new IllegalArgumentException(
            "bufferRatingPct must be 0 to 100, was " + bufferRatingPct);
      }
      if (!deduction.rule().decides()) {
        throw new IllegalArgumentException(
            deduction.rule().citation() + " was not read and may not decide");
      }
    }
  }

  /**
   * The ledger of all years from the first to the last stock.
   *
   * @param stocks carbon at the end of each year that was seen, at least one
   */
  public static List<VintageRow> of(
      SortedMap<Integer, CarbonSum> stocks, Dossier.Claims claims, Settings settings) {
    if (stocks.isEmpty()) {
      throw new IllegalArgumentException("a ledger needs the stock of at least one year");
    }
    return new VintageLedger(settings, claims.vintages()).rows(stocks);
  }

  private List<VintageRow> rows(SortedMap<Integer, CarbonSum> stocks) {
    List<VintageRow> rows = new ArrayList<>();
    int first = stocks.firstKey();
    rows.add(
        VintageRow.unknown(
            first,
            settled(Objects.requireNonNull(stocks.get(first))),
            claimed(first, first),
            "the first stock: there is none before it to compare with"));
    int since = first;
    double[] deficits = {0, 0, 0};
    String owed = null;
    for (int year = first + 1; year <= stocks.lastKey(); year++) {
      CarbonSum stock = stocks.get(year);
      if (stock == null) {
        rows.add(
            VintageRow.unknown(
                year,
                null,
                claimed(year, year),
                "no imagery; the next year that was seen covers it"));
        continue;
      }
      CarbonSum before = Objects.requireNonNull(stocks.get(since));
      String missing = owed != null ? owed : missing(since + 1, year);
      if (missing != null) {
        owed = missing;
        rows.add(
            new VintageRow(
                year,
                since,
                settled(stock),
                settled(stock.minus(before)),
                null,
                null,
                null,
                null,
                null,
                claimed(since + 1, year),
                missing));
      } else {
        rows.add(credited(since, year, stock, before, deficits));
      }
      since = year;
    }
    return List.copyOf(rows);
  }

  /** Credits of the years after one up to another; keeps deficits at best, low and high. */
  private VintageRow credited(
      int since, int year, CarbonSum stock, CarbonSum before, double[] deficits) {
    Estimate change = settled(stock.minus(before));
    double baseline = sum(since + 1, year, Vintage::baselineCo2eTonnes);
    double leakage = sum(since + 1, year, Vintage::leakageDeductionCo2eTonnes);
    Estimate benefit = change.minus(-baseline);
    double deduction = deduction(benefit);
    double[] ends = {benefit.mean(), benefit.ci90Low(), benefit.ci90High()};
    double[] credits = new double[ends.length];
    for (int i = 0; i < ends.length; i++) {
      double earned = ends[i] * (1 - (ends[i] > 0 ? deduction : 0)) - leakage;
      double net = earned - buffer(ends[i], earned);
      credits[i] = Math.max(0, net + deficits[i]);
      deficits[i] = Math.min(0, net + deficits[i]);
    }
    return new VintageRow(
        year,
        since,
        settled(stock),
        change,
        benefit,
        deduction,
        leakage,
        buffer(benefit.mean(), benefit.mean() * (1 - deduction) - leakage),
        new Estimate(credits[0], benefit.standardError() * (1 - deduction), credits[1], credits[2]),
        claimed(since + 1, year),
        null);
  }

  /** Set aside: of the benefit, and no more than was earned. */
  private double buffer(double benefit, double earned) {
    return Math.min(
        Math.max(0, earned),
        NonPermanenceRisk.bufferCo2eTonnes(settings.bufferRatingPct(), benefit));
  }

  /** Share taken off; all of it where the standard credits nothing, none of a loss. */
  private double deduction(Estimate benefit) {
    if (!(benefit.mean() > 0)) {
      return 0;
    }
    RelativeUncertainty uncertainty =
        new RelativeUncertainty(benefit.standardError() / benefit.mean());
    return settings.deduction().eligible(uncertainty)
        ? Math.min(1, settings.deduction().fraction(uncertainty))
        : 1;
  }

  private Estimate settled(CarbonSum sum) {
    return sum.estimate(settings.draws(), settings.seed());
  }

  private @Nullable String missing(int from, int to) {
    for (int year = from; year <= to; year++) {
      Vintage vintage = claims.get(year);
      if (vintage == null || vintage.baselineCo2eTonnes() == null) {
        return "no baseline is claimed for " + year;
      }
      if (vintage.leakageDeductionCo2eTonnes() == null) {
        return "no leakage is stated for " + year;
      }
    }
    return null;
  }

  private double sum(int from, int to, Function<Vintage, @Nullable Double> claim) {
    double sum = 0;
    for (Map.Entry<Integer, Vintage> entry : claims.subMap(from, to + 1).entrySet()) {
      sum += Objects.requireNonNull(claim.apply(entry.getValue()));
    }
    return sum;
  }

  private @Nullable Double claimed(int from, int to) {
    double sum = 0;
    for (int year = from; year <= to; year++) {
      Vintage vintage = claims.get(year);
      Double issued = vintage == null ? null : vintage.issuedCreditsCo2eTonnes();
      if (issued == null) {
        return null;
      }
      sum += issued;
    }
    return sum;
  }
}
