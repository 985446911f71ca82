package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heartwood sample} on the Guadeloupe sample, whose map holds loss and forest. */
final class SampleCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SAMPLE =
      Path.of(Objects.requireNonNull(System.getProperty("heartwood.samples")), "guadeloupe");

  private final Path temp;

  SampleCommandIT(@TempDir Path temp) {
    this.temp = temp;
  }

  private CommandRun design(String out, String... options) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    "sample",
                    "design",
                    "--strata",
                    SAMPLE.resolve("fcc12345.tif").toString(),
                    "--class",
                    "1=loss_2005",
                    "--class",
                    "2=loss_2010",
                    "--class",
                    "3=loss_2015",
                    "--class",
                    "4=loss_2020",
                    "--class",
                    "5=forest",
                    "--zone",
                    SAMPLE.resolve("boundary.geojson").toString(),
                    "--target",
                    "loss_2020",
                    "--points",
                    "300",
                    "--floor",
                    "30",
                    "--out",
                    temp.resolve(out).toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  /** Labels every point as its stratum, but every tenth as forest. */
  private Path fill(String folder) throws IOException {
    JsonNode design = JSON.readTree(temp.resolve(folder).resolve("design.json").toFile());
    Map<String, String> labels = new HashMap<>();
    int count = 0;
    for (JsonNode point : design.get("points")) {
      String stratum = point.get("stratum").asText();
      boolean other = count++ % 10 == 0 || stratum.equals("unmapped");
      labels.put(point.get("id").asText(), other ? "forest" : stratum);
    }
    String filled =
        Files.readString(temp.resolve(folder).resolve("sample.csv"))
            .lines()
            .map(
                line ->
                    line.startsWith("p")
                        ? line.replace(
                            ",,,,,,",
                            "," + labels.get(line.substring(0, line.indexOf(','))) + ",,,,,")
                        : line)
            .collect(Collectors.joining("\n"));
    return Files.writeString(temp.resolve(folder).resolve("filled.csv"), filled);
  }

  @Test
  void pointsAreDrawnLabelledAndEstimated() throws IOException {
    CommandRun drawn = design("one");
    assertThat(drawn.exitCode()).as(drawn.err()).isZero();
    assertThat(drawn.out()).contains("300 points", "the area of loss_2020 will be known to ±");
    Path filled = fill("one");
    CommandRun told = CommandRun.of("sample", "estimate", filled.toString(), "--json");
    assertThat(told.exitCode()).as(told.err()).isZero();
    JsonNode json = JSON.readTree(told.out());
    assertThat(json.get("points").intValue()).isEqualTo(300);
    double sumHa = 0;
    for (JsonNode each : json.get("classes")) {
      sumHa += each.at("/areaHa/mean").doubleValue();
      assertThat(each.at("/areaHa/ci90High").doubleValue())
          .isGreaterThan(each.at("/areaHa/ci90Low").doubleValue());
    }
    double strataHa = 0;
    for (JsonNode part :
        JSON.readTree(temp.resolve("one").resolve("design.json").toFile()).get("strata")) {
      strataHa += part.get("areaHa").doubleValue();
    }
    assertThat(sumHa).isCloseTo(strataHa, within(1e-6 * strataHa));
    String words = CommandRun.of("sample", "estimate", filled.toString()).out();
    assertThat(words).contains("loss_2020", "90 % interval", "overall accuracy");
  }

  @Test
  void sparkDrawsTheSameBytes() throws IOException {
    assertThat(design("here").exitCode()).isZero();
    CommandRun onSpark = design("there", "--master", "local[2]");
    assertThat(onSpark.exitCode()).as(onSpark.err()).isZero();
    for (String name : new String[] {"sample.csv", "design.json", "sample.gpkg"}) {
      assertThat(temp.resolve("there").resolve(name))
          .hasSameBinaryContentAs(temp.resolve("here").resolve(name));
    }
  }

  @Test
  void wrongInputIsOneLineAndExitCodeTwo() throws IOException {
    assertThat(design("two").exitCode()).isZero();
    assertRefused(
        CommandRun.of("sample", "estimate", temp.resolve("two").resolve("sample.csv").toString()),
        "row 2: has no reference_label");
    assertRefused(design("two"), "is there already");
    assertRefused(design("three", "--expect", "lost=0.1"), "--expect names \"lost\"");
    assertRefused(
        CommandRun.of(
            "sample", "design", temp.toString(), "--points", "9", "--out", temp.toString()),
        "has no rasters/loss_year.tif");
  }

  private static void assertRefused(CommandRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run.err().strip().lines()).hasSize(1);
  }
}
