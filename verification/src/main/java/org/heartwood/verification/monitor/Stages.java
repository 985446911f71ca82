package org.heartwood.verification.monitor;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The steps of a run: names them to Spark and to the user, keeps their tables and their times. */
final class Stages {
  /** Usual time of each step, as a share of the whole; measured on the Kafa sample. */
  static final List<Double> WITH_IMAGES =
      List.of(
          0.12, 0.05, 0.06, 0.02, 0.04, 0.08, 0.10, 0.02, 0.04, 0.11, 0.07, 0.01, 0.04, 0.02, 0.02,
          0.01, 0.01, 0.08, 0.01);

  /** The same where a map is read; measured on the Guadeloupe sample. */
  static final List<Double> WITH_A_MAP = List.of(0.06, 0.03, 0.06, 0.02, 0.66, 0.03, 0.14);

  private final SparkSession spark;
  private final Path folder;
  private final Progress progress;
  private final List<Double> weights;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private double done;

  /**
   * Steps of a run.
   *
   * @param weights usual time of each step in order, as a share of the whole
   */
  Stages(SparkSession spark, Path folder, Progress progress, List<Double> weights) {
    this.spark = spark;
    this.folder = folder;
    this.progress = progress;
    this.weights = List.copyOf(weights);
  }

  /** A step's work. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Runs a step that gives a small result. */
  <T> T step(String name, Work<T> work) throws IOException {
    int number = seconds.size();
    progress.begins(number + 1, done, name);
    spark.sparkContext().setJobGroup("heartwood", name, false);
    long start = System.nanoTime();
    T result = work.run();
    seconds.put(name, (System.nanoTime() - start) / 1e9);
    done += number < weights.size() ? weights.get(number) : 0;
    return result;
  }

  /** Runs a step whose result is a table: written to disk, and read from there. */
  Dataset<Row> table(String table, String name, Work<Dataset<Row>> work) throws IOException {
    String path = folder.resolve(table).toString();
    return step(
        name,
        () -> {
          Dataset<Row> rows = work.run();
          rows.write().parquet(path);
          return spark.read().schema(rows.schema()).parquet(path);
        });
  }

  /** Where the tables are. */
  Path folder() {
    return folder;
  }

  /** Seconds that each finished step took, in order. */
  Map<String, Double> seconds() {
    return seconds;
  }

  /** Removes the tables. */
  void delete() throws IOException {
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
