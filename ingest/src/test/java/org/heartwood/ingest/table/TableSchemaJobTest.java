package org.heartwood.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TableSchemaJobTest {
  private static final TableSchema TREES =
      TableSchema.of("trees")
          .with("species", DataTypes.StringType)
          .with("height_m", DataTypes.DoubleType);

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("local[2]");
  }

  @Test
  void moreColumnsInAnotherOrderAreCutToTheSchema() {
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(RowFactory.create(1, 31.5, "Juniperus")),
            TableSchema.of("wide")
                .with("note", DataTypes.IntegerType)
                .with("height_m", DataTypes.DoubleType)
                .with("species", DataTypes.StringType)
                .type());
    Dataset<Row> required = TREES.require(rows);
    assertThat(required.columns()).containsExactly("species", "height_m");
    assertThat(required.collectAsList()).containsExactly(RowFactory.create("Juniperus", 31.5));
  }

  @Test
  void aMissingColumnIsNamed() {
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(RowFactory.create("Juniperus")),
            TableSchema.of("narrow").with("species", DataTypes.StringType).type());
    assertThatIllegalStateException()
        .isThrownBy(() -> TREES.require(rows))
        .withMessage("trees: column height_m is missing");
  }

  @Test
  void aColumnOfAnotherTypeIsNamedWithBothTypes() {
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(RowFactory.create("Juniperus", 31)),
            TableSchema.of("whole")
                .with("species", DataTypes.StringType)
                .with("height_m", DataTypes.IntegerType)
                .type());
    assertThatIllegalStateException()
        .isThrownBy(() -> TREES.require(rows))
        .withMessage("trees: column height_m must be double, was int");
  }

  @Test
  void aRowKnowsItsColumns() {
    Row row = TREES.row("Juniperus", 31.5);
    assertThat(row.<Double>getAs("height_m")).isEqualTo(31.5);
    assertThat(row.<String>getAs("species")).isEqualTo("Juniperus");
  }
}
