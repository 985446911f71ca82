package org.heartwood.verification.change;

import org.heartwood.ingest.project.Zone;

/**
 * What the pixels of the map add up to in a zone and year. A count, not an estimate: it is biased
 * by whatever the map gets wrong, and has no error of its own.
 *
 * @param zone the zone
 * @param year year of the composite
 * @param forestHa pixels of forest, ha
 * @param lossHa pixels of forest lost since the composite before, ha; zero in the first year
 * @param gainHa pixels of forest gained since the composite before, ha
 */
public record MappedArea(Zone zone, int year, double forestHa, double lossHa, double gainHa) {
  private static final double MM2_PER_HA = 1e10;

  static MappedArea of(ZoneYear.Sums sums) {
    return new MappedArea(
        sums.zone(),
        sums.year(),
        sums.forestMm2() / MM2_PER_HA,
        sums.lossMm2() / MM2_PER_HA,
        sums.gainMm2() / MM2_PER_HA);
  }
}
