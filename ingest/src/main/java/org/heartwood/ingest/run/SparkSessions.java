package org.heartwood.ingest.run;

import org.apache.sedona.spark.SedonaContext;
import org.apache.spark.sql.SparkSession;

/** Opens Spark with Sedona, the same way for every command and test. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * A session on a master.
   *
   * @param master Spark master URL such as {@code local[2]}; ignored when {@code spark.master} is
   *     already set, as spark-submit does
   */
  public static SparkSession open(String master) {
    SparkSession.Builder builder =
        SedonaContext.builder()
            .appName("heartwood")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            // All the code that an assessment has Spark generate is compiled once for many of them.
            .config("spark.sql.codegen.cache.maxEntries", "2000")
            .config("spark.sql.parquet.compression.codec", "zstd");
    if (System.getProperty("spark.master") == null) {
      builder = builder.master(master);
      if (master.startsWith("local")) {
        builder =
            builder
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                // On one machine, planning every stage anew costs more than it saves.
                .config("spark.sql.adaptive.enabled", "false");
      }
      if (master.startsWith("local[")) {
        builder =
            builder.config("spark.hadoop.fs.file.impl", DirectLocalFileSystem.class.getName());
      }
      String home = System.getenv("HEARTWOOD_HOME");
      if (master.startsWith("local-cluster") && home != null) {
        // The jar's manifest lists the class path in the one order that works.
        builder = builder.config("spark.executor.extraClassPath", home + "/heartwood.jar");
      }
    }
    return SedonaContext.create(builder.getOrCreate());
  }
}
