package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.verification.baseline.RegionBalance;
import org.heartwood.verification.change.AreaBlock;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.reversal.ReversalLedger;

/**
 * What the imagery of a run shows, as far as rules look at it.
 *
 * @param measured areas by zone and year, carbon, and whether the model applies
 * @param errors how the map's error is shared between pixels; empty where others made the map
 * @param pixelHa nominal area of a pixel
 * @param startYear composite nearest to the project's start
 * @param areas the areas beside the zones that were read
 * @param ledger loss events in credited forest
 */
public record RunEvidence(
    Measurements measured,
    Optional<ErrorStructure> errors,
    double pixelHa,
    int startYear,
    Areas areas,
    ReversalLedger ledger) {
  public RunEvidence {
    if (!(pixelHa > 0)) {
      throw new IllegalArgumentException("pixelHa must be > 0 ha, was " + pixelHa);
    }
  }

  /** The first composite. */
  int firstYear() {
    return measured.totals().zoneYears().get(0).year();
  }

  /** The last composite. */
  int lastYear() {
    List<ZoneYear> rows = measured.totals().zoneYears();
    return rows.get(rows.size() - 1).year();
  }

  /**
   * Forest and loss inside areas that are no zones.
   *
   * @param belt the belt that leakage is looked for in
   * @param beltSource where it comes from, in words
   * @param beyond a ring of the same width around project and belt
   * @param region the reference region, as far as the imagery shows it; empty if none is declared
   * @param regionInsideFraction share of the declared region that the imagery shows, 0–1; absent if
   *     none is declared
   * @param landscape all land around the project that the imagery shows, belt included
   * @param regionBalance covariates of the project's forest beside the region's
   * @param fires what fires took inside the project
   */
  public record Areas(
      List<AreaBlock> belt,
      String beltSource,
      List<AreaBlock> beyond,
      List<AreaBlock> region,
      OptionalDouble regionInsideFraction,
      List<AreaBlock> landscape,
      List<RegionBalance.Difference> regionBalance,
      List<BurnedArea> fires) {
    public Areas {
      belt = List.copyOf(belt);
      beyond = List.copyOf(beyond);
      region = List.copyOf(region);
      landscape = List.copyOf(landscape);
      regionBalance = List.copyOf(regionBalance);
      fires = List.copyOf(fires);
    }
  }

  /**
   * What a fire took inside the project.
   *
   * @param name of the fire
   * @param date its day
   * @param burnedForestHa forest of the last composite before it inside its perimeter
   * @param lostHa of it, lost in the two composites after; absent where there is none yet
   */
  public record BurnedArea(
      String name, LocalDate date, double burnedForestHa, OptionalDouble lostHa) {}
}
