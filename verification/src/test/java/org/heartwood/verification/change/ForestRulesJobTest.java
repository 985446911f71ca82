package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.change.ForestRulesJob.RuleYear;
import org.junit.jupiter.api.Test;

class ForestRulesJobTest {
  private static final double PIXEL_HA = 0.09;

  private final SparkSession spark = SparkSessions.open("local[2]");
  private final SyntheticLandscape landscape = SyntheticLandscape.withClearings();
  private final ForestRule own =
      new ForestRule(
          "own",
          SyntheticLandscape.settings().thresholdPct(),
          SyntheticLandscape.settings().minPatchPx() * PIXEL_HA,
          5);

  private List<RuleYear> run(int partitions, List<ForestRule> rules) {
    TileGrid tiles = new TileGrid(SyntheticLandscape.GRID, 64);
    return ForestRulesJob.run(
        landscape.canopy(spark, tiles).repartition(partitions),
        SyntheticLandscape.tileZones(spark, tiles).repartition(partitions),
        tiles,
        SyntheticLandscape.settings(),
        rules,
        PIXEL_HA);
  }

  @Test
  void theOwnDefinitionGivesTheAreasOfTheAssessmentAndOthersSwing() {
    TileGrid tiles = new TileGrid(SyntheticLandscape.GRID, 64);
    Dataset<Row> change =
        ChangeJob.run(
            landscape.canopy(spark, tiles),
            SyntheticLandscape.tileZones(spark, tiles),
            tiles,
            SyntheticLandscape.settings());
    List<MappedArea> totals =
        ZoneTotalsJob.areas(change, SyntheticLandscape.settings().errors(), PIXEL_HA, 1).mapped();
    // The clearings keep a cover of 10 %, which is no forest at 30 and forest at 4 per cent.
    ForestRule loose = new ForestRule("loose", 4, 0, 0);
    List<RuleYear> rules = run(3, List.of(own, ForestRule.THIRTY_PER_CENT, loose));
    assertThat(rules).hasSize(3 * totals.size());
    double loss = 0;
    for (int i = 0; i < totals.size(); i++) {
      RuleYear row = rules.get(i);
      assertThat(row.rule()).isEqualTo(own);
      assertThat(row.zone()).isEqualTo(totals.get(i).zone());
      assertThat(row.year()).isEqualTo(totals.get(i).year());
      assertThat(row.forestHa()).isCloseTo(totals.get(i).forestHa(), within(1e-9));
      assertThat(row.lossHa()).isCloseTo(totals.get(i).lossHa(), within(1e-9));
      assertThat(rules.get(totals.size() + i).lossHa()).isCloseTo(row.lossHa(), within(1e-9));
      assertThat(rules.get(2 * totals.size() + i).lossHa()).isZero();
      loss += row.lossHa();
    }
    assertThat(loss).isGreaterThan(40);
    assertThat(run(1, List.of(own, ForestRule.THIRTY_PER_CENT, loose))).isEqualTo(rules);
  }

  @Test
  void aLargerPatchNeverMakesMoreForest() {
    ForestRule large = new ForestRule("large", own.minCanopyPct(), 2, 0);
    List<RuleYear> rules = run(2, List.of(own, large));
    int half = rules.size() / 2;
    for (int i = 0; i < half; i++) {
      assertThat(rules.get(half + i).forestHa()).isLessThanOrEqualTo(rules.get(i).forestHa());
    }
    assertThat(rules.stream().filter(row -> row.zone() == Zone.PROJECT)).isNotEmpty();
  }

  @Test
  void heightIsStatedAndNotApplied() {
    assertThat(ForestRule.beside(own))
        .extracting(ForestRule::name)
        .containsExactly("own", "FAO", "30 % cover");
    assertThat(ForestRule.beside(own)).noneMatch(ForestRule::heightApplied);
    assertThat(ForestRule.FAO.minPatchPx(PIXEL_HA)).isEqualTo(6);
    assertThatThrownBy(() -> new ForestRule("x", 0, 0, 0))
        .hasMessage("minCanopyPct of x must lie between 0 and 100 %, was 0.0");
  }
}
