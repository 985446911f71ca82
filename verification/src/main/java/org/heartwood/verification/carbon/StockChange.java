package org.heartwood.verification.carbon;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.verification.carbon.Factor.Cause;
import org.heartwood.verification.carbon.Factor.Shape;

/**
 * Change of carbon stocks between two dates by both methods of the IPCC guidelines (2006, volume 4,
 * chapter 2, equations 2.4 and 2.5), tCO2e; positive = more carbon in the forest.
 *
 * <pre>
 * stock difference:  ΔC = Σ_strata stock(t₂) − Σ_strata stock(t₁)
 * gain – loss:       ΔC = Σ area · growth · years · (1 + R) · CF · 44/12 − Σ lost area · density
 * </pre>
 *
 * <p>Densities, ratios, allometry and the carbon fraction are factors that both dates share; only
 * areas are drawn for each date. Growth of forest that regrows is that of table 4.9.
 */
public final class StockChange {
  private StockChange() {}

  /**
   * Forest of one kind.
   *
   * @param name identity of the stratum over all dates
   */
  public record Stratum(String name, PoolDensity density) {}

  /**
   * Forest of one kind at one date.
   *
   * @param when the date in words, such as a year; it tells areas apart
   * @param areaHa with its error
   */
  public record Stand(Stratum stratum, String when, Estimate areaHa) {
    Factor area() {
      return new Factor(
          "area of " + stratum.name() + ", " + when,
          Cause.AREA,
          areaHa.mean(),
          areaHa.standardError(),
          Shape.NORMAL,
          "area estimate");
    }
  }

  /**
   * Forest that grows.
   *
   * @param growth above ground, tonnes of dry matter per hectare and year
   * @param years for how long
   */
  public record Growing(Stand stand, IpccTables.Entry growth, double years) {
    public Growing {
      if (!(years >= 0) || Double.isInfinite(years)) {
        throw new IllegalArgumentException("years must be ≥ 0 and finite, was " + years);
      }
    }
  }

  /** Stock of several stands. */
  public static CarbonSum stock(List<Stand> stands) {
    List<CarbonTerm> terms = new ArrayList<>();
    for (Stand stand : stands) {
      terms.addAll(stand.stratum().density().on(stand.stratum().name(), stand.area()));
    }
    return CarbonSum.of(terms);
  }

  /** Stock of the second date less that of the first. */
  public static CarbonSum stockDifference(List<Stand> before, List<Stand> after) {
    return stock(after).minus(stock(before));
  }

  /**
   * Gains by growth less losses of area.
   *
   * @param growing stands that grow; their growth is drawn once for each row of the table
   * @param lost stands that were lost, with the carbon that they held
   */
  public static CarbonSum gainLoss(List<Growing> growing, List<Stand> lost) {
    List<CarbonTerm> terms = new ArrayList<>();
    for (Growing each : growing) {
      Stand stand = each.stand();
      Factor growth =
          new Factor(
              "growth, " + each.growth().row(),
              Cause.GROWTH,
              each.growth().mean(),
              each.growth().standardDeviation(),
              Shape.NORMAL,
              each.growth().row());
      double coefficient = CarbonDensity.CO2_PER_CARBON * each.years();
      List<Factor> above = List.of(stand.area(), growth, Factor.carbonFraction());
      List<Factor> below =
          List.of(
              stand.area(), growth, Factor.carbonFraction(), stand.stratum().density().rootShoot());
      terms.add(new CarbonTerm(Pool.ABOVE_GROUND, stand.stratum().name(), coefficient, above));
      terms.add(new CarbonTerm(Pool.BELOW_GROUND, stand.stratum().name(), coefficient, below));
    }
    return CarbonSum.of(terms).minus(stock(lost));
  }

  /**
   * Carbon in harvested wood products, as the project reports it.
   *
   * @param co2eTonnes change of the pool with its error
   */
  public static CarbonSum woodProducts(String stratum, Estimate co2eTonnes, String source) {
    Factor products =
        new Factor(
            "wood products of " + stratum,
            Cause.WOOD_PRODUCTS,
            co2eTonnes.mean(),
            co2eTonnes.standardError(),
            Shape.NORMAL,
            source);
    return CarbonSum.of(List.of(new CarbonTerm(Pool.WOOD_PRODUCTS, stratum, 1, List.of(products))));
  }
}
