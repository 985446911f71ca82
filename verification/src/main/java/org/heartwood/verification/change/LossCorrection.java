package org.heartwood.verification.change;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.heartwood.ingest.project.Zone;

/**
 * What probabilities add to the loss that the map shows (METHOD.md §4.4, equation 97): found over
 * the whole landscape and shared between its zones as the mapped loss is.
 *
 * <p>The map misses a part of what is cleared, and errors make small changes of cover wherever
 * forest stands. A zone's own probabilities cannot tell the two apart: forest on which nothing was
 * cleared would be given hectares of loss. Over the landscape, where much is cleared, what is
 * missed outweighs the rest.
 */
final class LossCorrection {
  private final List<ZoneYear.Sums> landscape;
  private final Map<Zone, ExpectedAreas> rates;

  /**
   * @param landscape sums of all zones and years
   * @param rates of every zone
   */
  LossCorrection(List<ZoneYear.Sums> landscape, Map<Zone, ExpectedAreas> rates) {
    this.landscape = List.copyOf(landscape);
    this.rates = Map.copyOf(rates);
  }

  /** What is added to the mapped loss of a zone and year, mm²; may be negative. */
  double mm2(ZoneYear.Sums row) {
    Predicate<ZoneYear.Sums> thisYear = other -> other.year() == row.year();
    return share(row) * sum(thisYear, this::unmapped);
  }

  /** Loss expected beyond that of the most likely histories, mm². */
  private double unmapped(ZoneYear.Sums row) {
    ExpectedAreas rate = Objects.requireNonNull(rates.get(row.zone()));
    return rate.at(row.expected().lossMm2()) - row.expected().decodedMm2()[1];
  }

  /** A zone's share of the year's mapped loss; of all years' where it has none; else of forest. */
  private double share(ZoneYear.Sums row) {
    Predicate<ZoneYear.Sums> thisYear = other -> other.year() == row.year();
    Predicate<ZoneYear.Sums> thisZone = other -> other.zone() == row.zone();
    double yearLoss = sum(thisYear, ZoneYear.Sums::lossMm2);
    if (yearLoss > 0) {
      return row.lossMm2() / yearLoss;
    }
    double allLoss = sum(other -> true, ZoneYear.Sums::lossMm2);
    if (allLoss > 0) {
      return sum(thisZone, ZoneYear.Sums::lossMm2) / allLoss;
    }
    double forest = sum(thisYear, ZoneYear.Sums::forestMm2);
    return forest > 0 ? row.forestMm2() / forest : 0;
  }

  private double sum(Predicate<ZoneYear.Sums> which, ToDoubleFunction<ZoneYear.Sums> what) {
    return landscape.stream().filter(which).mapToDouble(what).sum();
  }
}
