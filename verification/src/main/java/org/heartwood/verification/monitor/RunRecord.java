package org.heartwood.verification.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.heartwood.verification.report.IntegrityReport;

/**
 * Writes {@code run.json}: inputs with digests, parameters, versions, machine and times. It is the
 * only output that differs between two runs of the same inputs.
 */
final class RunRecord {
  private RunRecord() {}

  static void write(
      Path file,
      SparkSession spark,
      Assessment assessment,
      IntegrityReport report,
      Map<String, Double> stepSeconds)
      throws IOException {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("heartwoodVersion", report.heartwoodVersion());
    record.put("methodVersion", report.methodVersion());
    record.put("asOf", assessment.asOf().toString());
    record.put("dossierSha256", report.dossierSha256());
    record.put("inputs", report.inputs());
    IntegrityReport.Model model = report.model();
    if (model != null) {
      record.put("model", model.name() + " " + model.sha256());
    }
    record.put("parameters", report.dossier().method());
    record.put("sparkVersion", spark.version());
    record.put("sparkMaster", spark.sparkContext().master());
    record.put(
        "java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    record.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    record.put("processors", Runtime.getRuntime().availableProcessors());
    record.put("maxHeapMebibytes", Runtime.getRuntime().maxMemory() >> 20);
    record.put("stepSeconds", stepSeconds);
    String json =
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(record);
    Files.writeString(file, json + "\n", StandardCharsets.UTF_8);
  }
}
