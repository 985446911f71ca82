package org.heartwood.ingest.product;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * ESA CCI Biomass: above-ground biomass (AGB) and its standard deviation (AGB_SD), both in Mg/ha of
 * oven-dry matter, 100 m, whole numbers without scale.
 *
 * <p>AGB is that of the woody parts (stem, bark, branches, twigs) of all living trees, without
 * stump and roots. It is biomass, not carbon. The definition names no smallest stem diameter.
 *
 * <p>Values from 0 to 10000 are data; 0 is an estimate of none and stays 0. −32768 (the fill of the
 * netCDF files) and −9999 are no data. Any other value is unknown.
 *
 * <p>AGB_SD is the error of one pixel. Errors of neighbouring pixels are correlated, so the error
 * of a mean over an area is far larger than SD/√n; the producers publish maps aggregated to 1, 10,
 * 25 and 50 km, with their errors, for that reason. Maps of different years are calibrated for
 * state, not for difference: changes come with a layer of their own and a quality flag.
 *
 * <p>Source: Santoro and Cartus, ESA Biomass Climate Change Initiative: Global datasets of forest
 * above-ground biomass, records v1 to v7 of the CEDA catalogue (abstracts; variables {@code agb}
 * and {@code agb_se} with valid range and fill).
 */
public final class EsaCciBiomass {
  private static final int MAX_MG_PER_HA = 10000;
  private static final int NETCDF_FILL = -32768;
  private static final int COMMON_FILL = -9999;

  private static final Map<Integer, Set<Integer>> YEARS =
      Map.of(
          1, Set.of(2017),
          2, Set.of(2010, 2017, 2018),
          3, Set.of(2010, 2017, 2018),
          4, Set.of(2010, 2017, 2018, 2019, 2020),
          5, years(IntStream.of(2010), IntStream.rangeClosed(2015, 2021)),
          6, years(IntStream.of(2007, 2010), IntStream.rangeClosed(2015, 2022)),
          7, years(IntStream.rangeClosed(2005, 2012), IntStream.rangeClosed(2015, 2024)));

  private EsaCciBiomass() {}

  private static Set<Integer> years(IntStream... parts) {
    return Stream.of(parts).flatMap(IntStream::boxed).collect(Collectors.toUnmodifiableSet());
  }

  /** AGB or its standard deviation, Mg/ha. */
  public static Decoded mgPerHa(FloatRaster raw) {
    return Decoded.of(
        raw,
        code ->
            code == NETCDF_FILL || code == COMMON_FILL
                ? Float.NaN
                : code >= 0 && code <= MAX_MG_PER_HA ? code : Decoded.UNKNOWN);
  }

  /**
   * Checks that a version has a map of a year.
   *
   * @param version such as {@code 5.01}; a version of which nothing is known has every year
   * @param year year of the map
   * @throws InputException if it has none, or the version cannot be read
   */
  public static void requireYear(String version, int year) {
    String known =
        Product.ESA_CCI_BIOMASS
            .versionOf(version)
            .orElseThrow(
                () ->
                    new InputException(
                        Reason.VALUE,
                        "\""
                            + version
                            + "\": expected a version of ESA CCI Biomass such as 5.01; correct it"
                            + " in the dossier's sources"));
    int major = Integer.parseInt(known.substring(0, known.indexOf('.')));
    Set<Integer> years = YEARS.getOrDefault(major, Set.of(year));
    if (!years.contains(year)) {
      throw new InputException(
          Reason.VALUE,
          "ESA CCI Biomass "
              + version
              + " has no map of "
              + year
              + ", it has "
              + years.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "))
              + "; check year and version of the source");
    }
  }
}
