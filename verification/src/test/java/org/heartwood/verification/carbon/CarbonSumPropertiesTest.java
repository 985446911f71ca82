package org.heartwood.verification.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.heartwood.ingest.project.Dossier.CarbonFactors;
import org.heartwood.ingest.project.Dossier.MeasuredCarbon;
import org.heartwood.ingest.project.Dossier.MeasuredValue;
import org.heartwood.verification.carbon.Factor.Cause;
import org.heartwood.verification.carbon.Factor.Shape;
import org.heartwood.verification.carbon.StockChange.Growing;
import org.heartwood.verification.carbon.StockChange.Stand;
import org.heartwood.verification.carbon.StockChange.Stratum;
import org.junit.jupiter.api.Test;

class CarbonSumPropertiesTest {
  private static final double TO_CO2 = 44.0 / 12.0;
  private static final IpccTables TABLES = new IpccTables();
  private static final CarbonFactors ROWS =
      new CarbonFactors("Tropical mountain", "Africa", "Primary/Secondary (merged)", "N&S America");

  private final Stratum forest =
      new Stratum("forest", PoolDensity.of("forest", ROWS, null, TABLES));

  private Stand stand(String when, double ha, double error) {
    return new Stand(forest, when, new Estimate(ha, error, ha - 1.645 * error, ha + 1.645 * error));
  }

  @Test
  void aStockIsAreaTimesDensity() {
    CarbonSum stock = StockChange.stock(List.of(stand("2000", 1000, 0)));
    assertThat(stock.mean())
        .isCloseTo(1000 * CarbonDensity.of(ROWS, TABLES).co2eTonnesPerHa(), within(1e-6));
    assertThat(stock.in(Pool.ABOVE_GROUND).mean())
        .isCloseTo(1000 * 190.0 * 0.47 * TO_CO2, within(1e-6));
  }

  @Test
  void theVarianceOfADifferenceFallsAsTheCorrelationSays() {
    CarbonSum before = StockChange.stock(List.of(stand("2000", 1000, 20)));
    CarbonSum after = StockChange.stock(List.of(stand("2010", 900, 20)));
    double correlation = before.covariance(after) / Math.sqrt(before.variance() * after.variance());
    assertThat(correlation).isGreaterThan(0.99);
    double expected =
        before.variance()
            + after.variance()
            - 2 * correlation * Math.sqrt(before.variance() * after.variance());
    CarbonSum change = after.minus(before);
    assertThat(change.variance()).isCloseTo(expected, within(1e-9 * before.variance()));
    double independent = before.variance() + after.variance();
    assertThat(change.variance()).isLessThan(independent / 50);
    // The draws agree: what is shared cancels in them too.
    assertThat(variance(change.draw(100_000, 3)))
        .isCloseTo(change.variance(), within(0.03 * change.variance()));
  }

  @Test
  void twoDatesWithoutAnyChangeDifferByTheErrorsOfTheirAreasAlone() {
    CarbonSum none =
        StockChange.stockDifference(
            List.of(stand("2000", 1000, 0)), List.of(stand("2010", 1000, 0)));
    assertThat(none.mean()).isCloseTo(0, within(1e-6));
    assertThat(none.variance()).isCloseTo(0, within(1e-3));
    assertThat(none.estimate(1000, 5).ci90High()).isCloseTo(0, within(1e-6));
  }

  @Test
  void sharesAreThoseOfAProduct() {
    Factor area = new Factor("a", Cause.AREA, 100, 10, Shape.NORMAL, "made up");
    Factor density = new Factor("d", Cause.ABOVE_GROUND, 200, 60, Shape.LOG_NORMAL, "made up");
    CarbonSum product =
        CarbonSum.of(List.of(new CarbonTerm(Pool.ABOVE_GROUND, "s", 1, List.of(area, density))));
    double fromArea = 10.0 * 10 * 200 * 200;
    double fromDensity = 60.0 * 60 * 100 * 100;
    double both = 10.0 * 10 * 60 * 60;
    double total = fromArea + fromDensity + both;
    assertThat(product.variance()).isCloseTo(total, within(1e-6 * total));
    assertThat(product.shares())
        .extracting(CarbonSum.Share::label)
        .containsExactly("above-ground biomass", "area", "interactions");
    assertThat(product.shares().get(0).fraction()).isCloseTo(fromDensity / total, within(1e-12));
    assertThat(product.shares().get(1).fraction()).isCloseTo(fromArea / total, within(1e-12));
    assertThat(product.shares().get(2).fraction()).isCloseTo(both / total, within(1e-12));
  }

  /** First-order shares by sampling: Saltelli et al. 2010, table 2, estimator (b). */
  @Test
  void sharesAreThoseThatSamplingFinds() {
    CarbonSum stock =
        StockChange.stock(List.of(stand("2000", 1000, 150)))
            .plus(
                StockChange.gainLoss(
                    List.of(
                        new Growing(
                            stand("2000", 1000, 150),
                            TABLES.growth("Tropical mountain", "Asia", "Secondary >20y"),
                            20)),
                    List.of()));
    List<Factor> factors = new ArrayList<>();
    for (CarbonTerm term : stock.terms()) {
      term.factors().stream().filter(f -> !factors.contains(f)).forEach(factors::add);
    }
    int n = 200_000;
    SplittableRandom random = new SplittableRandom(11);
    double[][] a = gaussians(factors.size(), n, random);
    double[][] b = gaussians(factors.size(), n, random);
    double[] ofA = evaluate(stock, factors, a);
    double[] ofB = evaluate(stock, factors, b);
    double total = variance(ofA);
    double centre = stock.mean();
    for (int i = 0; i < factors.size(); i++) {
      double[][] mixed = a.clone();
      mixed[i] = b[i];
      double[] ofMixed = evaluate(stock, factors, mixed);
      double sum = 0;
      for (int k = 0; k < n; k++) {
        sum += (ofB[k] - centre) * (ofMixed[k] - ofA[k]);
      }
      String label = factors.get(i).cause().label();
      double exact =
          stock.shares().stream()
              .filter(share -> share.label().equals(label))
              .mapToDouble(CarbonSum.Share::fraction)
              .sum();
      assertThat(sum / n / total).as(label).isCloseTo(exact, within(0.02));
    }
    assertThat(stock.shares().stream().mapToDouble(CarbonSum.Share::fraction).sum())
        .isCloseTo(1, within(1e-9));
  }

  private static double[][] gaussians(int rows, int n, SplittableRandom random) {
    double[][] values = new double[rows][n];
    for (double[] row : values) {
      Arrays.setAll(row, k -> random.nextGaussian());
    }
    return values;
  }

  private static double[] evaluate(CarbonSum sum, List<Factor> factors, double[][] gaussians) {
    double[] out = new double[gaussians[0].length];
    for (CarbonTerm term : sum.terms()) {
      for (int k = 0; k < out.length; k++) {
        double product = term.coefficient();
        for (Factor factor : term.factors()) {
          product *= factor.drawn(gaussians[factors.indexOf(factor)][k]);
        }
        out[k] += product;
      }
    }
    return out;
  }

  @Test
  void moreErrorOfOneCauseRaisesItsShare() {
    double share = 0;
    for (double error : new double[] {10, 50, 200}) {
      double area =
          StockChange.stock(List.of(stand("2000", 1000, error))).shares().stream()
              .filter(each -> each.label().equals("area"))
              .mapToDouble(CarbonSum.Share::fraction)
              .sum();
      assertThat(area).isGreaterThan(share);
      share = area;
    }
  }

  @Test
  void gainLossAndStockDifferenceAgreeWhereNothingGrows() {
    CarbonSum difference =
        StockChange.stockDifference(
            List.of(stand("2000", 1000, 0)), List.of(stand("2010", 900, 0)));
    CarbonSum loss = StockChange.gainLoss(List.of(), List.of(stand("lost", 100, 0)));
    assertThat(loss.mean()).isCloseTo(difference.mean(), within(1e-6));
    assertThat(loss.variance())
        .isCloseTo(difference.variance(), within(1e-6 * difference.variance()));
  }

  @Test
  void poolsWithoutASourceAreNotCountedAndCitedOnesAre() {
    MeasuredCarbon cited =
        new MeasuredCarbon(
            new MeasuredValue(250, 12, "20 plots of 2019"),
            null,
            new MeasuredValue(8, 2, "line transects of 2019"),
            null,
            new MeasuredValue(60, 9, "soil pits of 2019"));
    PoolDensity pools = PoolDensity.of("forest", ROWS, cited, TABLES);
    CarbonSum stock =
        StockChange.stock(
            List.of(new Stand(new Stratum("forest", pools), "2020", new Estimate(10, 0, 10, 10))));
    assertThat(stock.in(Pool.LITTER).terms()).isEmpty();
    assertThat(stock.in(Pool.DEAD_WOOD).mean()).isCloseTo(10 * 8 * TO_CO2, within(1e-9));
    assertThat(stock.in(Pool.SOIL).mean()).isCloseTo(10 * 60 * TO_CO2, within(1e-9));
    assertThat(stock.mean())
        .isCloseTo(10 * CarbonDensity.of(ROWS, cited, TABLES).co2eTonnesPerHa(), within(1e-6));
    // 250 t/ha lies in the class above 125 t/ha.
    assertThat(pools.rootShoot().mean()).isEqualTo(0.283);
  }

  @Test
  void woodProductsCountAsTheProjectReportsThem() {
    CarbonSum products =
        StockChange.woodProducts("forest", new Estimate(500, 50, 418, 582), "harvest report");
    assertThat(products.in(Pool.WOOD_PRODUCTS).mean()).isEqualTo(500);
    assertThat(Math.sqrt(products.variance())).isCloseTo(50, within(1e-9));
  }

  @Test
  void growthOfRegrowthIsThatOfTheTable() {
    assertThat(TABLES.growth("Tropical rainforest", "N&S America", "Secondary <=20y").mean())
        .isEqualTo(5.9);
    assertThat(TABLES.growth("Tropical mountain", "Asia", "Primary").mean()).isEqualTo(-0.7);
    assertThatThrownBy(() -> TABLES.growth("Tropical rainforest", "Europe", "Primary"))
        .hasMessageContaining("table 4.9 has no row for");
  }

  @Test
  void oneNameIsOneFactor() {
    Factor a = Factor.exact("x", Cause.AREA, 1, "made up");
    Factor b = Factor.exact("x", Cause.AREA, 2, "made up");
    assertThatThrownBy(
            () ->
                CarbonSum.of(
                    List.of(
                        new CarbonTerm(Pool.SOIL, "s", 1, List.of(a)),
                        new CarbonTerm(Pool.SOIL, "s", 1, List.of(b)))))
        .hasMessageContaining("x must be one factor");
    assertThatThrownBy(() -> new CarbonTerm(Pool.SOIL, "s", 1, List.of(a, a)))
        .hasMessageContaining("once");
  }

  @Test
  void theSameSeedGivesTheSameBytesInAnyOrderOfTerms() {
    CarbonSum stock = StockChange.stock(List.of(stand("2000", 1000, 20), stand("2001", 10, 2)));
    CarbonSum turned = StockChange.stock(List.of(stand("2001", 10, 2), stand("2000", 1000, 20)));
    assertThat(stock.estimate(1000, 7)).isEqualTo(stock.estimate(1000, 7));
    assertThat(turned.estimate(1000, 7).ci90Low())
        .isCloseTo(stock.estimate(1000, 7).ci90Low(), within(1e-6));
    assertThat(stock.estimate(1000, 8)).isNotEqualTo(stock.estimate(1000, 7));
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).sum() / values.length;
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }
}
