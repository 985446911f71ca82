package org.heartwood.verification.change;

import java.util.List;
import java.util.Map;
import org.heartwood.ingest.project.Zone;

/**
 * Areas by zone and year twice: as estimated, and as the map's pixels add up.
 *
 * @param estimated by the map's error
 * @param mapped counts of pixels, in the same order
 * @param annualLossProbability rate of loss that each zone's imagery is most likely under; empty
 *     where no imagery was read
 */
public record ZoneAreas(
    ZoneTotals estimated, List<MappedArea> mapped, Map<Zone, Double> annualLossProbability) {
  public ZoneAreas {
    mapped = List.copyOf(mapped);
    annualLossProbability = Map.copyOf(annualLossProbability);
  }
}
