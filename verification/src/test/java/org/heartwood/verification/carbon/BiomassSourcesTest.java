package org.heartwood.verification.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class BiomassSourcesTest {
  private static final Geometry LAND =
      new GeometryFactory().toGeometry(new Envelope(36.0, 36.1, 7.0, 7.1));
  private static final String HEADER = "plot,lon,lat,tonnes_per_ha,shared_se_tonnes_per_ha\n";

  @TempDir private Path folder = Path.of("");

  private PlotMean mean(String text) throws IOException {
    Path file = folder.resolve("plots.csv");
    Files.writeString(file, text);
    return BiomassPlots.mean(file, LAND);
  }

  @Test
  void theMeanIsThatOfThePlots() throws IOException {
    PlotMean mean =
        mean(
            HEADER
                + "a,36.01,7.01,100,8\n"
                + "b,36.02,7.02,200,12\n"
                + "c,36.03,7.03,300,10\n"
                + "d,36.04,7.04,200,10\n");
    assertThat(mean.plots()).isEqualTo(4);
    assertThat(mean.tonnesPerHa()).isEqualTo(200);
    // Σ (y − m)² = 20000, over 4 · 3.
    assertThat(mean.samplingErrorTonnesPerHa()).isCloseTo(Math.sqrt(20000 / 12.0), within(1e-9));
    assertThat(mean.sharedErrorTonnesPerHa()).isEqualTo(10);
    assertThat(mean.standardErrorTonnesPerHa())
        .isCloseTo(Math.sqrt(20000 / 12.0 + 100), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b,36.2,7.02,200,12 | plot b at 36.200000, 7.020000 lies 11120 m outside of the project",
        "a,36.02,7.02,200,12 | stands in row 2 as well",
        "b,36.02,7.02,many,12 | expected a number in tonnes_per_ha",
        "b,36.02,7.02,-9999,12 | must lie between 0.0 and 3000.0, was -9999",
        "b,36.02,7.02,200,NaN | expected a number in shared_se_tonnes_per_ha",
        "b,36.02,7.02,200 | expected 5 fields, found 4",
      })
  void aRowThatIsNotRightIsNamed(String row, String message) {
    assertThatThrownBy(() -> mean(HEADER + "a,36.01,7.01,100,8\n" + row + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("row 3")
        .hasMessageContaining(message);
  }

  @Test
  void otherUnitsAndTooFewPlotsAreRefused() {
    assertThatThrownBy(() -> mean("plot,lon,lat,kg_per_m2,shared_se_tonnes_per_ha\n"))
        .hasMessageContaining("has no column tonnes_per_ha")
        .hasMessageContaining("dry matter per hectare");
    assertThatThrownBy(() -> mean(HEADER + "a,36.01,7.01,100,8\n"))
        .hasMessageContaining("has 1 plots; a sampling error needs at least 2");
    assertThatThrownBy(() -> BiomassPlots.mean(folder.resolve("none.csv"), LAND))
        .hasMessageContaining("no such file");
  }
}
