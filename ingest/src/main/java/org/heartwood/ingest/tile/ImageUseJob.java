package org.heartwood.ingest.tile;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.table.TableSchema;

/** Adds up what every image gave to the composites. */
public final class ImageUseJob {
  private static final String YEAR = "year";
  private static final String IMAGE = "image";
  private static final String VALID_PX = "valid_px";

  /** Reason and detail in one text, so that the greatest of several is one of them. */
  private static final String FAULT = "fault";

  private static final char SEPARATOR = '\n';

  private static final TableSchema USES =
      TableSchema.of("image_uses")
          .with(YEAR, DataTypes.IntegerType)
          .with(IMAGE, DataTypes.IntegerType)
          .with(VALID_PX, DataTypes.LongType)
          .with(FAULT, DataTypes.StringType);

  private ImageUseJob() {}

  /**
   * What one image gave to one year's composite.
   *
   * @param image its place in the imagery, counted from 0
   * @param validPx pixels of the analysis grid on which it has a value
   * @param fault why it could not be read, at least on some tiles; empty if it was
   */
  public record Total(int year, int image, long validPx, Optional<ImageFault> fault) {}

  /**
   * Runs the job; its result has one entry an image and year.
   *
   * @param composites {@link CompositeTable}
   * @return by year, then by image
   */
  public static List<Total> run(Dataset<Row> composites) {
    return CompositeTable.SCHEMA
        .require(composites)
        .flatMap(
            (FlatMapFunction<Row, Row>)
                row ->
                    CompositeTable.images(row).stream()
                        .map(use -> row(CompositeTable.year(row), use))
                        .iterator(),
            USES.encoder())
        .groupBy(YEAR, IMAGE)
        .agg(
            functions.sum(VALID_PX).as(VALID_PX),
            // The greatest text: any fault comes after none.
            functions.max(FAULT).as(FAULT))
        .collectAsList()
        .stream()
        .map(ImageUseJob::total)
        .sorted(Comparator.comparingInt(Total::year).thenComparingInt(Total::image))
        .toList();
  }

  private static Row row(int year, ImageUse use) {
    return USES.row(
        year,
        use.image(),
        use.validPx(),
        use.fault().map(fault -> fault.reason().name() + SEPARATOR + fault.detail()).orElse(""));
  }

  private static Total total(Row row) {
    int image = row.<Integer>getAs(IMAGE);
    String fault = row.getAs(FAULT);
    int end = fault.indexOf(SEPARATOR);
    return new Total(
        row.<Integer>getAs(YEAR),
        image,
        row.<Long>getAs(VALID_PX),
        end < 0
            ? Optional.empty()
            : Optional.of(
                new ImageFault(
                    image, Reason.valueOf(fault.substring(0, end)), fault.substring(end + 1))));
  }
}
