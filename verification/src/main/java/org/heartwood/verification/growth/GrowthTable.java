package org.heartwood.verification.growth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.table.TableFile;

/** The plots that a comparison of growth rests on, as a file. */
public final class GrowthTable {
  private GrowthTable() {}

  /** Writes {@code growth_plots.parquet}: one row a plot, by row and column. */
  public static void write(SparkSession spark, Path folder, List<GrowthPlot> plots)
      throws IOException {
    TableFile.write(
        spark,
        folder,
        "growth_plots",
        GrowthPlotsJob.PLOTS,
        plots.stream().map(GrowthPlotsJob::row).toList());
  }
}
