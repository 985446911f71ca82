package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules on declared areas and on maps, in a run on the Kafa sample. Belt, reference region, fires
 * and claims are made up.
 */
final class RuleAreasIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path temp = Path.of("");
  private static CommandRun run = new CommandRun(-1, "", "");
  private static JsonNode report = JSON.createObjectNode();

  @BeforeAll
  static void assessOnce() throws IOException {
    Path folder = temp.resolve("dossier");
    SampleDossier dossier = SampleDossier.copyTo(folder);
    Files.copy(SampleDossier.kafa().resolve("lulc2011.tif"), folder.resolve("lulc2011.tif"));
    write(folder, "belt.geojson", box("{}", 35.899, 7.479, 35.931, 7.517));
    write(folder, "region.geojson", box("{}", 35.899, 7.5125, 35.931, 7.517));
    write(
        folder,
        "fires.geojson",
        box("{\"name\": \"West\", \"date\": \"2006-02-01\"}", 35.903, 7.483, 35.915, 7.4975)
            + ","
            + box("{\"name\": \"Before\", \"date\": \"1999-02-01\"}", 35.9, 7.48, 35.93, 7.515));
    dossier.edit(RuleAreasIT::declare);
    run =
        CommandRun.of(
            "assess",
            folder.toString(),
            "--out",
            temp.resolve("out").toString(),
            "--master",
            "local[2]");
    report = JSON.readTree(temp.resolve("out/DEMO-KAFA/2013-03-10/report.json").toFile());
  }

  private static void declare(ObjectNode dossier) {
    ObjectNode sources = (ObjectNode) dossier.get("sources");
    sources.set(
        "areas",
        read(
            """
            [{"id": "belt", "path": "belt.geojson", "role": "LEAKAGE_BELT"},
             {"id": "region", "path": "region.geojson", "role": "REFERENCE_REGION"},
             {"id": "fires", "path": "fires.geojson", "role": "FIRES"}]
            """));
    sources.set(
        "maps",
        read(
            """
            [{"id": "lulc", "path": "lulc2011.tif", "product": "CUSTOM_CLASSES", "year": 2011,
              "legend": [{"code": 1, "label": "cropland", "cover": "NON_FOREST"},
                         {"code": 4, "label": "coffee", "cover": "PLANTATION"},
                         {"code": 5, "label": "forest", "cover": "FOREST"},
                         {"code": 6, "label": "wetland", "cover": "NON_FOREST"}],
              "noDataCodes": [2, 3, 255]}]
            """));
    ((ObjectNode) dossier.get("claims"))
        .set(
            "statements",
            read(
                """
                {"forestOrigin": "NATURAL",
                 "lossArea": {"areaHa": 40, "standardErrorHa": 0.5, "fromYear": 2005,
                              "toYear": 2012},
                 "zonalClaims": [{"map": "lulc", "statistic": "CLASS_AREA_HA", "classCode": 5,
                                  "value": 395.46, "co2eTonnes": 1000}],
                 "reversals": [{"name": "Felling", "eventDate": "2006-12-01",
                                "endDate": "2007-03-01", "noticeDate": "2007-06-01",
                                "areaHa": 1, "intent": "INTENTIONAL"}]}
                """));
    ((ObjectNode) dossier.get("project")).put("registry", "California Air Resources Board");
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String box(
      String properties, double west, double south, double east, double north) {
    return """
    {"type": "Feature", "properties": %s, "geometry": {"type": "Polygon", "coordinates":
      [[[%s, %s], [%s, %s], [%s, %s], [%s, %s], [%s, %s]]]}}
    """
        .formatted(properties, west, south, east, south, east, north, west, north, west, south);
  }

  private static void write(Path folder, String name, String features) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "{\"type\": \"FeatureCollection\", \"features\": [" + features + "]}");
  }

  private static JsonNode check(String id) {
    for (JsonNode finding : report.get("checks")) {
      if (finding.at("/standing/ruleId").textValue().equals(id)) {
        return finding;
      }
    }
    throw new AssertionError("no answer of " + id);
  }

  private static double quantity(JsonNode finding, String name) {
    for (JsonNode quantity : finding.get("quantities")) {
      if (quantity.get("name").textValue().startsWith(name)) {
        return quantity.get("value").doubleValue();
      }
    }
    throw new AssertionError("no quantity " + name + " in " + finding.get("quantities"));
  }

  @Test
  void theRunSucceedsAndNamesEveryFileThatWentIn() {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(report.get("inputs").toString())
        .contains("belt.geojson", "region.geojson", "fires.geojson", "lulc2011.tif");
  }

  @Test
  void theDeclaredBeltIsComparedWithTheRingAroundIt() {
    JsonNode finding = check("X16");
    assertThat(finding.get("headline").textValue()).contains("the declared belt");
    assertThat(quantity(finding, "loss inside the belt")).isBetween(0.5, 4.0);
    assertThat(quantity(finding, "loss in the ring")).isBetween(0.0, 5.0);
  }

  @Test
  void theReferenceRegionIsReadWhereTheImageryShowsIt() {
    JsonNode finding = check("X02");
    assertThat(quantity(finding, "part of the region that was read")).isBetween(50.0, 100.1);
    assertThat(finding.get("quantities").toString()).contains("SMD of forest around");
  }

  @Test
  void aFireTakesNoMoreThanItsPerimeterHeldAndOlderFiresDoNotCount() {
    JsonNode finding = check("X11");
    double burnedHa = quantity(finding, "forest inside the perimeter of West");
    assertThat(burnedHa).isBetween(50.0, 250.0);
    assertThat(quantity(finding, "of it lost")).isBetween(0.0, burnedHa);
    assertThat(finding.get("quantities").toString()).doesNotContain("Before");
  }

  @Test
  void numbersOfTheMapAreComputedAgain() {
    JsonNode finding = check("X26");
    assertThat(finding.get("verdict").textValue()).isEqualTo("flag");
    assertThat(quantity(finding, "exact class area ha")).isCloseTo(394.71, within(0.01));
    assertThat(check("X17").get("verdict").textValue()).isEqualTo("no flag");
    assertThat(check("X20").get("verdict").textValue()).isEqualTo("flag");
  }

  @Test
  void theLedgerHoldsTheStatedReversalItsClockAndAllLoss() {
    JsonNode ledger = report.get("reversals");
    double lossHa = 0;
    boolean felling = false;
    for (JsonNode row : ledger.get("rows")) {
      String kind = row.get("kind").textValue();
      lossHa += kind.equals("degradation") ? 0 : row.at("/size/areaHa/mean").doubleValue();
      if (row.get("name").textValue().equals("Felling")) {
        felling = true;
        assertThat(row.at("/cause/intent").textValue()).isEqualTo("intentional");
        assertThat(row.at("/clock/deadline").textValue()).isEqualTo("2009-05-01");
        // From 2009-05-01 to 2013-03-10.
        assertThat(row.at("/clock/daysOverdue").intValue()).isEqualTo(1409);
      }
    }
    assertThat(felling).isTrue();
    // The rows hold the loss of all composites since the start, and the hectare that only the
    // dossier knows where no event falls into its time.
    assertThat(lossHa)
        .isBetween(
            ledger.at("/lossHa/mean").doubleValue() - 0.01,
            ledger.at("/lossHa/mean").doubleValue() + 1.01);
  }
}
