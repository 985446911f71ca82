package org.heartwood.verification.change;

import java.util.List;
import java.util.Objects;

/**
 * Forest and its loss in one block of pixels of a named area, by composite; areas are ellipsoidal
 * and weighted by exact coverage.
 *
 * @param area name of the area
 * @param blockRow row of the block on the grid
 * @param blockCol its column
 * @param years one entry a composite, by year
 */
public record AreaBlock(String area, int blockRow, int blockCol, List<AreaBlock.Year> years) {
  public AreaBlock {
    Objects.requireNonNull(area);
    years = List.copyOf(years);
  }

  /**
   * What a composite shows.
   *
   * @param year year of the composite
   * @param landHa part of the area in this block
   * @param forestHa forest on it
   * @param lossHa forest lost since the composite before; 0 in the first
   */
  public record Year(int year, double landHa, double forestHa, double lossHa) {}

  /** Forest in a composite, ha; 0 if there is no such composite. */
  public double forestHa(int year) {
    return years.stream().filter(row -> row.year() == year).mapToDouble(Year::forestHa).sum();
  }

  /** Land of the area in this block, ha. */
  public double landHa() {
    return years.isEmpty() ? 0 : years.get(0).landHa();
  }

  /** Forest lost after one composite, up to and including another, ha. */
  public double lossHa(int afterYear, int toYear) {
    return years.stream()
        .filter(row -> row.year() > afterYear && row.year() <= toYear)
        .mapToDouble(Year::lossHa)
        .sum();
  }
}
