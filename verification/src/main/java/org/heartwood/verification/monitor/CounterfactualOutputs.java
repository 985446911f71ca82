package org.heartwood.verification.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.run.WholeFile;
import org.heartwood.verification.counterfactual.CounterfactualConfig;
import org.heartwood.verification.counterfactual.CounterfactualTable;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.report.CounterfactualFigures;
import org.heartwood.verification.report.HtmlReportWriter;

/** What a counterfactual run leaves: tables, figures, a page, and all of it as one JSON file. */
public final class CounterfactualOutputs {
  private CounterfactualOutputs() {}

  /** The file says all choices; the results say what came of them. */
  private record Document(CounterfactualConfig config, List<ProjectResult> projects) {}

  /**
   * Writes a folder.
   *
   * @param folder made if it is not there; files of an earlier run are replaced
   */
  public static void write(
      SparkSession spark, Path folder, CounterfactualConfig config, List<ProjectResult> results)
      throws IOException {
    Files.createDirectories(folder);
    CounterfactualTable.write(spark, folder, results);
    WholeFile.write(
        folder.resolve("counterfactual.json"), StrictJson.bytes(new Document(config, results)));
    HtmlReportWriter.write(folder.resolve("counterfactual.html"), results);
    for (ProjectResult result : results) {
      String name = words(result.project());
      figure(folder, name + "-specifications", CounterfactualFigures.specificationCurve(result));
      for (EffectEstimate estimate : result.result().estimates()) {
        if (!estimate.balance().isEmpty()) {
          figure(
              folder,
              name + "-balance-" + words(estimate.specification()),
              CounterfactualFigures.lovePlot(estimate));
        }
      }
    }
  }

  private static String words(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }

  private static void figure(Path folder, String name, String svg) throws IOException {
    WholeFile.write(folder.resolve(name + ".svg"), svg.getBytes(StandardCharsets.UTF_8));
  }
}
