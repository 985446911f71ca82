package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.simulate.Scenario;
import org.heartwood.verification.simulate.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated project goes through the whole chain, and what was planted is found. */
final class SimulateIT {
  @TempDir private static Path temp = Path.of("");

  @Test
  void plantedClearingsAreFoundWhereTheyAreAndEveryOutputSaysThatItIsSynthetic()
      throws IOException {
    Path project = temp.resolve("project");
    Simulation.write(
        new Scenario(
            Scenario.Kind.PLANTED,
            new Scenario.Window(160, 2001, 2005, 2011, 3),
            Scenario.Pressure.USUAL,
            new Scenario.Effect(0, 0, 500, 12, 0),
            Scenario.Claims.HONEST,
            0.1),
        11,
        Objects.requireNonNull(SampleDossier.kafa().toAbsolutePath().getParent()),
        project);
    CommandRun assessed =
        CommandRun.of("assess", project.toString(), "--out", temp.resolve("out").toString());
    assertThat(assessed.exitCode()).as(assessed.err()).isZero();
    assertThat(assessed.out()).contains("SYNTHETIC");

    Path folder = folder();
    assertThat(Files.readString(folder.resolve("report.html"))).contains("SYNTHETIC: landscape");
    try (GeoTiffSource truth = GeoTiffSource.open(project.resolve("truth.tif"));
        GeoTiffSource found = GeoTiffSource.open(folder.resolve("rasters/loss_year.tif"))) {
      FloatRaster lost = truth.read(new int[] {0}, truth.grid().window()).get(0);
      FloatRaster seen = found.read(new int[] {0}, found.grid().window()).get(0);
      int colShift =
          (int)
              Math.rint(
                  (found.grid().originX() - truth.grid().originX()) / found.grid().pixelSize());
      int rowShift =
          (int)
              Math.rint(
                  (truth.grid().originY() - found.grid().originY()) / found.grid().pixelSize());
      int hits = 0;
      int planted = 0;
      int alarms = 0;
      for (int row = 0; row < found.grid().height(); row++) {
        for (int col = 0; col < found.grid().width(); col++) {
          boolean was = lost.at(col + colShift, row + rowShift) > 0;
          boolean is = seen.at(col, row) > 0;
          planted += was ? 1 : 0;
          hits += was && is ? 1 : 0;
          alarms += is && !was ? 1 : 0;
        }
      }
      assertThat(planted).isGreaterThan(1000);
      double hitFraction = (double) hits / planted;
      int others = found.grid().width() * found.grid().height() - planted;
      // One index of one season leaves many clearings unseen, but hardly invents any.
      assertThat(hitFraction).isGreaterThan(0.25);
      assertThat(hitFraction / ((double) alarms / others)).isGreaterThan(8);
    }
    JsonNode truth = new ObjectMapper().readTree(project.resolve("truth.json").toFile());
    assertThat(truth.get("reversalHa").doubleValue()).isBetween(6.0, 13.0);
  }

  private static Path folder() throws IOException {
    try (Stream<Path> reports = Files.walk(temp.resolve("out"))) {
      return reports
          .filter(file -> file.endsWith("report.html"))
          .map(file -> file.resolveSibling(""))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void theCommandWritesAProjectThatCanBeValidatedAndSaysWhatItPlanted() {
    String project = temp.resolve("generated").toString();
    CommandRun run =
        CommandRun.of(
            "simulate", "--seed", "3", "--side-px", "100", "--prevented", "0.8", "--out", project);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("SYNTHETIC project of").contains("dossier.json");
    CommandRun valid = CommandRun.of("validate", project);
    assertThat(valid.exitCode()).as(valid.out()).isZero();
    assertThat(valid.out()).contains("SYNTHETIC");
    assertThat(CommandRun.of("simulate", "--seed", "3", "--out", project).err())
        .contains("holds a dossier already");
  }

  @Test
  void anImpossibleScenarioIsRefusedInOneLine() {
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--seed",
            "1",
            "--prevented",
            "1.5",
            "--out",
            temp.resolve("no").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("preventedFraction must be 0 to 1, was 1.5");
    assertThat(temp.resolve("no")).doesNotExist();
  }
}
