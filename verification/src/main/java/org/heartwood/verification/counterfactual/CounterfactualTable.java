package org.heartwood.verification.counterfactual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.table.TableFile;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.verification.baseline.Balance;

/** The tables behind a counterfactual run: one file of Parquet each, rows in a fixed order. */
public final class CounterfactualTable {
  private static final DataType TEXT = DataTypes.StringType;
  private static final DataType NUMBER = DataTypes.DoubleType;

  /** One row a project, area, estimator and date; shares are of the forest at the start. */
  private static final TableSchema EFFECTS =
      TableSchema.of("effects")
          .with("project", TEXT)
          .with("area", TEXT)
          .with("from_m", NUMBER)
          .with("to_m", NUMBER)
          .with("family", TEXT)
          .with("specification", TEXT)
          .with("year", DataTypes.IntegerType)
          .with("observed_loss_fraction", NUMBER)
          .with("counterfactual_loss_fraction", NUMBER)
          .with("avoided_fraction", NUMBER)
          .with("avoided_ci90_low", NUMBER)
          .with("avoided_ci90_high", NUMBER)
          .with("avoided_se", NUMBER)
          .with("unmatched_fraction", NUMBER)
          .with("max_smd", NUMBER)
          .with("carries_no_verdict_because", TEXT);

  /** One row an estimator that has no answer. */
  private static final TableSchema SILENT =
      TableSchema.of("cannot_tell")
          .with("project", TEXT)
          .with("area", TEXT)
          .with("specification", TEXT)
          .with("reason", TEXT);

  private static final TableSchema BALANCE =
      TableSchema.of("balance")
          .with("project", TEXT)
          .with("area", TEXT)
          .with("specification", TEXT)
          .with("covariate", TEXT)
          .with("unit", TEXT)
          .with("treated_mean", NUMBER)
          .with("control_mean", NUMBER)
          .with("raw_control_mean", NUMBER)
          .with("smd", NUMBER)
          .with("raw_smd", NUMBER);

  /** One row an estimator and pseudo-project on which it could tell. */
  private static final TableSchema PLACEBO =
      TableSchema.of("placebo")
          .with("project", TEXT)
          .with("specification", TEXT)
          .with("rank", DataTypes.IntegerType)
          .with("avoided_per_year_fraction", NUMBER)
          .with("forest_px", DataTypes.LongType);

  private CounterfactualTable() {}

  /** Writes all tables into a folder, in place of those of an earlier run. */
  public static void write(SparkSession spark, Path folder, List<ProjectResult> results)
      throws IOException {
    List<Row> effects = new ArrayList<>();
    List<Row> silent = new ArrayList<>();
    List<Row> balance = new ArrayList<>();
    List<Row> placebo = new ArrayList<>();
    for (ProjectResult result : results) {
      for (AreaResult area : areas(result)) {
        for (EffectEstimate estimate : area.estimates()) {
          add(result.project(), area, estimate, effects, silent, balance);
        }
      }
      for (EffectEstimate estimate : result.riskMap().estimates()) {
        add(result.project(), result.result(), estimate, effects, silent, balance);
      }
      for (Placebo ranked : result.allPlacebos()) {
        for (int i = 0; i < ranked.places().size(); i++) {
          Placebo.Place place = ranked.places().get(i);
          placebo.add(
              RowFactory.create(
                  result.project(),
                  ranked.specification(),
                  i + 1,
                  place.avoidedPerYear(),
                  place.forestPx()));
        }
      }
    }
    TableFile.write(spark, folder, "effects", EFFECTS, effects);
    TableFile.write(spark, folder, "cannot_tell", SILENT, silent);
    TableFile.write(spark, folder, "balance", BALANCE, balance);
    TableFile.write(spark, folder, "placebo", PLACEBO, placebo);
  }

  private static List<AreaResult> areas(ProjectResult result) {
    List<AreaResult> areas = new ArrayList<>(List.of(result.result()));
    areas.addAll(result.rings());
    areas.addAll(result.belts());
    return areas;
  }

  private static void add(
      String project,
      AreaResult area,
      EffectEstimate estimate,
      List<Row> effects,
      List<Row> silent,
      List<Row> balance) {
    String cannotTell = estimate.cannotTell();
    if (cannotTell != null) {
      silent.add(RowFactory.create(project, area.area(), estimate.specification(), cannotTell));
    }
    for (YearEffect year : estimate.years()) {
      effects.add(
          RowFactory.create(
              project,
              area.area(),
              area.fromM(),
              area.toM(),
              estimate.family().label(),
              estimate.specification(),
              year.year(),
              year.observedLossFraction(),
              year.counterfactualLossFraction(),
              year.avoidedFraction().mean(),
              year.avoidedFraction().ci90Low(),
              year.avoidedFraction().ci90High(),
              year.avoidedFraction().standardError(),
              estimate.unmatchedFraction(),
              estimate.maxSmd(),
              estimate.reasonAgainst().orElse("")));
    }
    for (Balance row : estimate.balance()) {
      balance.add(
          RowFactory.create(
              project,
              area.area(),
              estimate.specification(),
              row.covariate(),
              row.unit(),
              row.treatedMean(),
              row.controlMean(),
              row.rawControlMean(),
              row.smd(),
              row.rawSmd()));
    }
  }
}
