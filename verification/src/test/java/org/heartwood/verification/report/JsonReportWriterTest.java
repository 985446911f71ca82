package org.heartwood.verification.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportWriterTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void theReportSatisfiesItsPublishedSchema() throws Exception {
    assertThat(violations(tree())).isEmpty();
  }

  @Test
  void theSchemaRefusesAVerdictOfAFourthKindAndAMissingPart() throws Exception {
    ObjectNode tree = tree();
    ((ObjectNode) tree.at("/findings/0")).put("verdict", "probably fine");
    tree.remove("inputs");
    assertThat(violations(tree))
        .extracting(ValidationMessage::getType)
        .containsExactlyInAnyOrder("enum", "required");
  }

  @Test
  void everyPartOfTheRecordIsInTheSchemaInTheSameOrder() throws Exception {
    List<String> names = new ArrayList<>();
    schemaTree().path("properties").fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactlyElementsOf(
            Arrays.stream(IntegrityReport.class.getRecordComponents())
                .map(component -> component.getName())
                .toList());
  }

  @Test
  void whatWasNotMeasuredIsNull() throws Exception {
    JsonNode tree = tree();
    JsonNode unseen =
        StreamSupport.stream(tree.path("zoneYears").spliterator(), false)
            .filter(row -> row.path("year").asInt() == MadeUpReport.UNSEEN_YEAR)
            .findFirst()
            .orElseThrow();
    assertThat(unseen.path("canopyPct").isNull()).isTrue();
    assertThat(tree.at("/findings/1/quantities/1/value").isNull()).isTrue();
    assertThat(tree.at("/findings/1/sizeCo2eTonnes").isNull()).isTrue();
    assertThat(JsonReportWriter.text(MadeUpReport.report())).doesNotContain("NaN", "Infinity");
  }

  @Test
  void enumsGoByTheirLabelsAndDatesByIso8601() throws Exception {
    JsonNode tree = tree();
    assertThat(tree.at("/zoneYears/0/zone").asText()).isEqualTo("project");
    assertThat(tree.at("/findings/1/verdict").asText()).isEqualTo("cannot tell");
    assertThat(tree.at("/findings/1/question").asText()).isEqualTo("leakage");
    assertThat(tree.at("/dossier/project/startDate").asText()).isEqualTo("2005-01-01");
  }

  @Test
  void theSameReportGivesTheSameBytes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.json");
    JsonReportWriter.write(file, MadeUpReport.report());
    byte[] once = Files.readAllBytes(file);
    JsonReportWriter.write(file, MadeUpReport.report());
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
    assertThat(Files.readString(file))
        .startsWith("{\n  \"heartwoodVersion\": \"0.1.0\",\n  \"methodVersion\"")
        .endsWith("]\n}\n")
        .doesNotContain("\r");
    JsonNode shares = tree().path("errorShares");
    List<String> names = new ArrayList<>();
    shares.fieldNames().forEachRemaining(names::add);
    assertThat(names).isSorted();
  }

  private static ObjectNode tree() throws IOException {
    return (ObjectNode) MAPPER.readTree(JsonReportWriter.text(MadeUpReport.report()));
  }

  private static JsonNode schemaTree() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(JsonReportWriter.class.getResourceAsStream("report.schema.json"))) {
      return MAPPER.readTree(in);
    }
  }

  private static Set<ValidationMessage> violations(JsonNode tree) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaTree());
    return schema.validate(
        tree, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
  }
}
