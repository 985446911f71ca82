package org.heartwood.verification.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.table.TableFile;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.tile.ImageFault;
import org.heartwood.ingest.tile.RegistrationJob;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.StratumCount;
import org.heartwood.verification.report.IntegrityReport;
import org.heartwood.verification.reversal.LedgerRow;
import org.jspecify.annotations.Nullable;

/** Writes the tables behind the report: one Parquet file each, rows in a fixed order. */
final class ResultTables {
  private static final DataType TEXT = DataTypes.StringType;
  private static final DataType WHOLE = DataTypes.IntegerType;
  private static final DataType LONG = DataTypes.LongType;
  private static final DataType NUMBER = DataTypes.DoubleType;

  private static final TableSchema ZONE_YEAR =
      TableSchema.of("zone_year")
          .with("zone", TEXT)
          .with("year", WHOLE)
          .with("zone_ha", NUMBER)
          .with("observed_ha", NUMBER)
          .with("forest_ha", NUMBER)
          .with("forest_se_ha", NUMBER)
          .with("loss_ha", NUMBER)
          .with("loss_se_ha", NUMBER)
          .with("gain_ha", NUMBER)
          .with("canopy_pct", NUMBER)
          .with("canopy_se_pct", NUMBER)
          .with("valid_dates", NUMBER);

  private static final TableSchema AREA_ESTIMATES =
      TableSchema.of("area_estimates")
          .with("zone", TEXT)
          .with("quantity", TEXT)
          .with("from_year", WHOLE)
          .with("to_year", WHOLE)
          .with("estimator", TEXT)
          .with("area_ha", NUMBER)
          .with("area_se_ha", NUMBER)
          .with("ci90_low_ha", NUMBER)
          .with("ci90_high_ha", NUMBER)
          .with("pixel_count_ha", NUMBER)
          .with("pixel_count_excess_ha", NUMBER)
          .with("reference_points", LONG);

  private static final TableSchema STRATA =
      TableSchema.of("matching_strata")
          .with("zone", TEXT)
          .with("block_row", WHOLE)
          .with("block_col", WHOLE)
          .with("stratum", WHOLE)
          .with("forest_pixels", LONG)
          .with("lost_pixels", LONG);

  private static final TableSchema BALANCE =
      TableSchema.of("balance")
          .with("zone", TEXT)
          .with("covariate", TEXT)
          .with("unit", TEXT)
          .with("treated_mean", NUMBER)
          .with("control_mean", NUMBER)
          .with("raw_control_mean", NUMBER)
          .with("smd", NUMBER)
          .with("raw_smd", NUMBER);

  private static final TableSchema EVENTS =
      TableSchema.of("events")
          .with("event", LONG)
          .with("kind", TEXT)
          .with("first_date", TEXT)
          .with("last_date", TEXT)
          .with("confirmed_date", TEXT)
          .with("area_ha", NUMBER)
          .with("project_ha", NUMBER)
          .with("belt_ha", NUMBER)
          .with("ha_per_30_days", NUMBER)
          .with("probability", NUMBER)
          .with("sure_fraction", NUMBER)
          .with("cause", TEXT)
          .with("evidence", TEXT);

  private static final TableSchema REVERSALS =
      TableSchema.of("reversals")
          .with("name", TEXT)
          .with("kind", TEXT)
          .with("source", TEXT)
          .with("first_seen", TEXT)
          .with("last_seen", TEXT)
          .with("confirmed", TEXT)
          .with("area_ha", NUMBER)
          .with("area_ci90_low_ha", NUMBER)
          .with("area_ci90_high_ha", NUMBER)
          .with("co2e_tonnes", NUMBER)
          .with("co2e_ci90_low_tonnes", NUMBER)
          .with("co2e_ci90_high_tonnes", NUMBER)
          .with("buffer_share_fraction", NUMBER)
          .with("intent", TEXT)
          .with("cause_evidence", TEXT)
          .with("status", TEXT)
          .with("why", TEXT)
          .with("deadline", TEXT)
          .with("days_overdue", LONG)
          .with("clock", TEXT);

  private static final TableSchema IMAGES =
      TableSchema.of("images")
          .with("year", WHOLE)
          .with("date", TEXT)
          .with("scene", TEXT)
          .with("valid_px", LONG)
          .with("valid_fraction", NUMBER)
          .with("fault", TEXT)
          .with("shift_reference", TEXT)
          .with("shift_col_px", NUMBER)
          .with("shift_row_px", NUMBER)
          .with("shift_se_px", NUMBER);

  private static final TableSchema IMAGE_FILES =
      TableSchema.of("image_files")
          .with("scene", TEXT)
          .with("date", TEXT)
          .with("band", TEXT)
          .with("location", TEXT)
          .with("checksum", TEXT)
          .with("product", TEXT);

  private static final TableSchema ISSUES =
      TableSchema.of("issues")
          .with("project", TEXT)
          .with("scene", TEXT)
          .with("file", TEXT)
          .with("reason", TEXT)
          .with("detail", TEXT)
          .with("remedy", TEXT)
          .with("partial", DataTypes.BooleanType);

  private final SparkSession spark;
  private final Path folder;

  private ResultTables(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  static void write(
      SparkSession spark,
      Path folder,
      IntegrityReport report,
      ReadHistory history,
      Assessment assessment)
      throws IOException {
    List<StratumCount> strata = history.strata();
    List<ImageRow> images =
        history.fromImages().map(ReadHistory.FromImages::images).orElse(List.of());
    List<ImageFile> files = images.isEmpty() ? List.of() : assessment.series().files();
    ResultTables tables = new ResultTables(spark, folder);
    tables.write(
        "events",
        EVENTS,
        report.datedChange().events().stream()
            .map(
                event ->
                    RowFactory.create(
                        event.id(),
                        event.kind(),
                        event.firstDate().toString(),
                        event.lastDate().toString(),
                        event.confirmedDate().toString(),
                        event.areaHa(),
                        event.projectHa(),
                        event.beltHa(),
                        event.haPer30Days(),
                        event.probability(),
                        event.sureFraction(),
                        event.cause(),
                        event.evidence()))
            .toList());
    tables.write(
        "reversals",
        REVERSALS,
        report.reversals().rows().stream().map(ResultTables::reversal).toList());
    tables.write(
        "zone_year",
        ZONE_YEAR,
        report.zoneYears().stream()
            .map(
                row ->
                    RowFactory.create(
                        row.zone().label(),
                        row.year(),
                        row.zoneHa(),
                        row.observedHa(),
                        row.forestHa().mean(),
                        row.forestHa().standardError(),
                        row.lossHa().mean(),
                        row.lossHa().standardError(),
                        row.gainHa(),
                        row.canopyPct().mean(),
                        row.canopyPct().standardError(),
                        row.validDates()))
            .toList());
    tables.write(
        "area_estimates",
        AREA_ESTIMATES,
        Stream.concat(
                report.basis().areas().stream().filter(row -> row.fromYear() != row.toYear()),
                report.basis().areasByYear().stream())
            .map(
                row ->
                    RowFactory.create(
                        row.zone().label(),
                        row.quantity(),
                        row.fromYear(),
                        row.toYear(),
                        row.estimator(),
                        row.areaHa().mean(),
                        row.areaHa().standardError(),
                        row.areaHa().ci90Low(),
                        row.areaHa().ci90High(),
                        row.pixelCountHa(),
                        row.pixelCountExcessHa(),
                        row.referencePoints()))
            .toList());
    tables.write(
        "matching_strata",
        STRATA,
        strata.stream()
            .map(
                row ->
                    RowFactory.create(
                        row.zone().label(),
                        row.blockRow(),
                        row.blockCol(),
                        row.stratum(),
                        row.pixels(),
                        row.lostPixels()[0]))
            .toList());
    tables.write(
        "balance",
        BALANCE,
        report.comparisons().stream()
            .flatMap(
                comparison ->
                    comparison.balance().stream()
                        .map(
                            row ->
                                RowFactory.create(
                                    comparison.treated().label(),
                                    row.covariate(),
                                    row.unit(),
                                    row.treatedMean(),
                                    row.controlMean(),
                                    row.rawControlMean(),
                                    row.smd(),
                                    row.rawSmd())))
            .toList());
    tables.write(
        "images",
        IMAGES,
        images.stream()
            .map(
                row ->
                    RowFactory.create(
                        row.year(),
                        row.image().date().toString(),
                        row.image().sceneId(),
                        row.validPx(),
                        row.validFraction(),
                        row.fault().map(ImageFault::detail).orElse(""),
                        row.reference().map(DatedImage::sceneId).orElse(""),
                        row.shift().map(RegistrationJob.Shift::colPx).orElse(Double.NaN),
                        row.shift().map(RegistrationJob.Shift::rowPx).orElse(Double.NaN),
                        row.shift().map(RegistrationJob.Shift::standardErrorPx).orElse(Double.NaN)))
            .toList());
    tables.write(
        "image_files",
        IMAGE_FILES,
        files.stream()
            .map(
                file ->
                    RowFactory.create(
                        file.image().sceneId(),
                        file.image().date().toString(),
                        file.band(),
                        file.location(),
                        file.checksum(),
                        file.product()))
            .toList());
    tables.write(
        "issues",
        ISSUES,
        report.issues().stream()
            .map(
                issue ->
                    RowFactory.create(
                        issue.project(),
                        Objects.requireNonNullElse(issue.scene(), ""),
                        Objects.requireNonNullElse(issue.file(), ""),
                        issue.reason().name(),
                        issue.detail(),
                        issue.remedy(),
                        issue.partial()))
            .toList());
  }

  /** Unknown days are empty, numbers that were not measured NaN; no deadline, no days overdue. */
  private static Row reversal(LedgerRow row) {
    LedgerRow.Dates dates = row.dates();
    LedgerRow.Size size = row.size();
    Estimate share = size.bufferShareFraction();
    return RowFactory.create(
        row.name(),
        row.kind(),
        row.source().label(),
        day(dates.firstSeen()),
        day(dates.lastSeen()),
        day(dates.confirmed()),
        number(size.areaHa(), Estimate::mean),
        number(size.areaHa(), Estimate::ci90Low),
        number(size.areaHa(), Estimate::ci90High),
        number(size.co2eTonnes(), Estimate::mean),
        number(size.co2eTonnes(), Estimate::ci90Low),
        number(size.co2eTonnes(), Estimate::ci90High),
        number(share, Estimate::mean),
        row.cause().intent().label(),
        row.cause().evidence(),
        row.status().label(),
        row.why(),
        day(row.clock().deadline()),
        row.clock().daysOverdue(),
        row.clock().remark());
  }

  private static String day(@Nullable LocalDate day) {
    return day == null ? "" : day.toString();
  }

  private static double number(@Nullable Estimate estimate, ToDoubleFunction<Estimate> part) {
    return estimate == null ? Double.NaN : part.applyAsDouble(estimate);
  }

  private void write(String name, TableSchema schema, List<Row> rows) throws IOException {
    TableFile.write(spark, folder, name, schema, rows);
  }
}
