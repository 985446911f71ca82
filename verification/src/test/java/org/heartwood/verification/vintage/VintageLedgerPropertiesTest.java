package org.heartwood.verification.vintage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.CarbonFactors;
import org.heartwood.verification.carbon.CarbonSum;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.carbon.IpccTables;
import org.heartwood.verification.carbon.PoolDensity;
import org.heartwood.verification.carbon.StockChange;
import org.heartwood.verification.carbon.StockChange.Stand;
import org.heartwood.verification.carbon.StockChange.Stratum;
import org.heartwood.verification.standard.UncertaintyDeduction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VintageLedgerPropertiesTest {
  private static final Stratum FOREST =
      new Stratum(
          "forest",
          PoolDensity.of(
              "forest",
              new CarbonFactors("Tropical rainforest", "N&S America", "Primary", "N&S America"),
              null,
              new IpccTables()));

  private static CarbonSum stock(int year, double ha) {
    return StockChange.stock(
        List.of(new Stand(FOREST, Integer.toString(year), new Estimate(ha, 0, ha, ha))));
  }

  private static Dossier.Vintage vintage(int year, double baseline) {
    return new Dossier.Vintage(year, baseline, 0.0, 100.0, 0.1, 1000.0, null);
  }

  private static Dossier.Claims claims(Dossier.Vintage... vintages) {
    return new Dossier.Claims(1000.0, null, List.of(vintages), List.of(), null);
  }

  private static VintageLedger.Settings settings(UncertaintyDeduction deduction) {
    return new VintageLedger.Settings(deduction, 12, 200, 1);
  }

  private static SortedMap<Integer, CarbonSum> stocks(double... haByYear) {
    SortedMap<Integer, CarbonSum> stocks = new TreeMap<>();
    for (int i = 0; i < haByYear.length; i++) {
      if (!Double.isNaN(haByYear[i])) {
        stocks.put(2010 + i, stock(2010 + i, haByYear[i]));
      }
    }
    return stocks;
  }

  @Test
  void anIntactForestEarnsItsBaselineLessDeductions() {
    List<VintageRow> rows =
        VintageLedger.of(
            stocks(1000, 1000), claims(vintage(2011, 5000)), settings(UncertaintyDeduction.VCS));
    assertThat(rows.get(0).cannotTell()).contains("first stock");
    VintageRow row = rows.get(1);
    assertThat(row.netChange()).isNotNull();
    assertThat(row.deductionFraction()).isCloseTo(0.0, within(1e-5));
    assertThat(row.buffer()).isCloseTo(600.0, within(1e-6));
    Estimate creditable = Objects.requireNonNull(row.creditable());
    assertThat(creditable.mean()).isCloseTo(5000 - 100 - 600, within(0.1));
    assertThat(row.claimedCo2eTonnes()).isEqualTo(1000);
  }

  @Test
  void aYearWithoutImageryCannotBeToldAndTheNextOneCoversIt() {
    List<VintageRow> rows =
        VintageLedger.of(
            stocks(1000, Double.NaN, 1000),
            claims(vintage(2011, 3000), vintage(2012, 2000)),
            settings(UncertaintyDeduction.VCS));
    assertThat(rows.get(1).cannotTell()).contains("no imagery");
    assertThat(rows.get(1).creditable()).isNull();
    VintageRow last = rows.get(2);
    assertThat(last.sinceYear()).isEqualTo(2010);
    assertThat(Objects.requireNonNull(last.benefit()).mean()).isCloseTo(5000, within(1e-6));
    assertThat(last.claimedCo2eTonnes()).isEqualTo(2000);
  }

  @Test
  void anAbsentClaimStaysAbsentAndNothingAfterItCanBeTold() {
    Dossier.Vintage without = new Dossier.Vintage(2011, null, 0.0, 0.0, 0.1, null, null);
    List<VintageRow> rows =
        VintageLedger.of(
            stocks(1000, 1000, 1000),
            claims(without, vintage(2012, 5000)),
            settings(UncertaintyDeduction.VCS));
    assertThat(rows.get(1).cannotTell()).isEqualTo("no baseline is claimed for 2011");
    assertThat(rows.get(1).claimedCo2eTonnes()).isNull();
    assertThat(rows.get(2).creditable()).isNull();
    assertThat(rows.get(2).claimedCo2eTonnes()).isEqualTo(1000);
  }

  @Test
  void aLossIsMadeUpForBeforeAnythingIsCreditedAgain() {
    List<VintageRow> rows =
        VintageLedger.of(
            stocks(1000, 990, 990),
            claims(vintage(2011, 0), vintage(2012, 1000)),
            settings(UncertaintyDeduction.VCS));
    assertThat(Objects.requireNonNull(rows.get(1).creditable()).mean()).isZero();
    assertThat(Objects.requireNonNull(rows.get(2).creditable()).mean()).isZero();
    assertThat(Objects.requireNonNull(rows.get(2).beyondCo2eTonnes())).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = "ACR", mode = EnumSource.Mode.EXCLUDE)
  void moreLossNeverRaisesCredits(UncertaintyDeduction deduction) {
    SplittableRandom random = new SplittableRandom(4);
    for (int run = 0; run < 60; run++) {
      double[] ha = new double[5];
      ha[0] = 1000;
      for (int i = 1; i < ha.length; i++) {
        ha[i] = ha[i - 1] - 30 * random.nextDouble();
      }
      List<Dossier.Vintage> vintages = new ArrayList<>();
      for (int i = 1; i < ha.length; i++) {
        vintages.add(vintage(2010 + i, 20_000 * random.nextDouble()));
      }
      Dossier.Claims claims = claims(vintages.toArray(Dossier.Vintage[]::new));
      double[] worse = ha.clone();
      int from = 1 + random.nextInt(ha.length - 1);
      double more = 10 * random.nextDouble();
      for (int i = from; i < ha.length; i++) {
        worse[i] -= more;
      }
      assertThat(credits(worse, claims, deduction))
          .as("run %s from %s", run, from)
          .isLessThanOrEqualTo(credits(ha, claims, deduction) + 1e-6);
    }
  }

  private static double credits(
      double[] ha, Dossier.Claims claims, UncertaintyDeduction deduction) {
    return VintageLedger.of(stocks(ha), claims, settings(deduction)).stream()
        .map(VintageRow::creditable)
        .filter(Objects::nonNull)
        .mapToDouble(Estimate::mean)
        .sum();
  }

  @Test
  void aStandardThatWasNotReadMayNotDecide() {
    assertThatThrownBy(() -> settings(UncertaintyDeduction.ACR))
        .hasMessageContaining("was not read and may not decide");
  }
}
