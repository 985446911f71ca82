package org.heartwood.ingest.table;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Names and types of a table's columns, checked before a job reads it. */
public final class TableSchema {
  private final String table;
  private final StructType type;

  private TableSchema(String table, StructType type) {
    this.table = table;
    this.type = type;
  }

  /** A schema without columns; add them with {@link #with}. */
  public static TableSchema of(String table) {
    return new TableSchema(table, new StructType());
  }

  /** This schema with one more column that is never null. */
  public TableSchema with(String column, DataType dataType) {
    return new TableSchema(table, type.add(column, dataType, false));
  }

  public StructType type() {
    return type;
  }

  public Encoder<Row> encoder() {
    return Encoders.row(type);
  }

  /** A row that knows its columns, also before Spark has stored it. */
  public Row row(Object... values) {
    return new GenericRowWithSchema(values, type);
  }

  /**
   * Checks that a dataset has these columns with these types; more columns are allowed.
   *
   * @return the dataset with exactly these columns, in this order
   * @throws IllegalStateException naming the table, the column, the type found and the one expected
   */
  public Dataset<Row> require(Dataset<Row> rows) {
    List<StructField> found = Arrays.asList(rows.schema().fields());
    for (StructField wanted : type.fields()) {
      StructField field =
          found.stream()
              .filter(candidate -> candidate.name().equals(wanted.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          table + ": column " + wanted.name() + " is missing"));
      // Files do not keep whether nested values may be null, so names and types are compared alone.
      if (!field.dataType().catalogString().equals(wanted.dataType().catalogString())) {
        throw new IllegalStateException(
            table
                + ": column "
                + wanted.name()
                + " must be "
                + wanted.dataType().simpleString()
                + ", was "
                + field.dataType().simpleString());
      }
    }
    return rows.select(Arrays.stream(type.fieldNames()).map(functions::col).toArray(Column[]::new));
  }
}
