package org.heartwood.ingest.table;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A small table as one Parquet file, the same bytes for the same rows in every run. */
public final class TableFile {
  private TableFile() {}

  /**
   * Writes {@code NAME.parquet}, in place of an earlier one.
   *
   * @param rows few enough for the driver, in the order in which they are to be read
   */
  public static void write(
      SparkSession spark, Path folder, String name, TableSchema schema, List<Row> rows)
      throws IOException {
    Path parts = folder.resolve("." + name + ".parts");
    Path table = folder.resolve(name + ".parquet");
    spark.createDataFrame(rows, schema.type()).coalesce(1).write().parquet(parts.toString());
    try (Stream<Path> files = Files.list(parts)) {
      Path only =
          files
              .filter(file -> file.toString().endsWith(".parquet"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("Spark wrote no file for " + name));
      Files.move(only, table, StandardCopyOption.REPLACE_EXISTING);
    }
    ParquetFooter.sortEncodings(table);
    MoreFiles.deleteRecursively(parts, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
