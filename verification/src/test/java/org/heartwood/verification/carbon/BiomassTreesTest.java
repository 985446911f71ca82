package org.heartwood.verification.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.heartwood.inference.biomass.ChaveAllometry;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Dossier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class BiomassTreesTest {
  private static final Geometry LAND =
      new GeometryFactory().toGeometry(new Envelope(36, 36.1, 7, 7.1));
  private static final String HEADER =
      "plot,lon,lat,plot_area_ha,diameter_cm,species,family,wood_density_g_per_cm3,height_m\n";
  private static final String GOOD =
      """
      a,36.01,7.01,0.25,40,Inga alba,Fabaceae,0.6,25
      a,36.01,7.01,0.25,22,Inga alba,Fabaceae,NA,NA
      a,36.01,7.01,0.25,3,Inga alba,Fabaceae,NA,NA
      b,36.02,7.02,0.25,31,Inga edulis,Fabaceae,0.55,
      c,36.03,7.03,0.25,,,,,
      """;

  private final Path folder;

  BiomassTreesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private BiomassTrees read(String text, @Nullable Double stress) throws IOException {
    Path file = Files.writeString(folder.resolve("trees.csv"), text);
    return BiomassTrees.read(
        file, new Dossier.BiomassTrees("trees.csv", "made up", null, stress, null), LAND, 5);
  }

  @Test
  void plotsWithoutTreesCountAndTreesThatCannotAreTold() throws IOException {
    BiomassTrees found = read(HEADER + GOOD, 0.1);
    double a =
        (ChaveAllometry.massKg(0.6, 25, 40) + ChaveAllometry.massWithoutHeightKg(0.6, 0.1, 22))
            / 250;
    double b = ChaveAllometry.massWithoutHeightKg(0.55, 0.1, 31) / 250;
    assertThat(found.mean().plots()).isEqualTo(3);
    assertThat(found.mean().tonnesPerHa()).isCloseTo((a + b) / 3, within(0.02 * (a + b) / 3));
    assertThat(found.mean().sharedErrorTonnesPerHa()).isBetween(0.05 * a / 3, 0.3 * a / 3);
    assertThat(found.remarks().get(0))
        .contains("3 trees on 3 plots", "equation 4 of Chave et al. 2014", "equation 6a");
    assertThat(found.remarks().get(1)).contains("1 trees thinner than 5 cm are not counted");
  }

  @Test
  void theSameListGivesTheSameBytes() throws IOException {
    assertThat(read(HEADER + GOOD, 0.1)).isEqualTo(read(HEADER + GOOD, 0.1));
  }

  @Test
  void aGreaterStressMeansLowerTreesAndLessBiomass() throws IOException {
    assertThat(read(HEADER + GOOD, 0.6).mean().tonnesPerHa())
        .isLessThan(read(HEADER + GOOD, 0.1).mean().tonnesPerHa());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,36.2,7.01,0.25,40,,,0.6,25 | plot a at 36.200000, 7.010000 lies 11120 m outside",
        "a,36.01,7.01,0.5,40,,,0.6,25 | plot_area_ha of plot \"a\" is 0.5, in row 2 it is 0.25",
        "a,36.01,7.01,2500,40,,,0.6,25 | plot_area_ha must lie between 0.001 and 100.0, was 2500",
        "a,36.01,7.01,0.25,4O,,,0.6,25 | expected a number in diameter_cm, found \"4O\"",
        "a,36.01,7.01,0.25,400,,,0.6,25 | diameter_cm must lie between 0.0 and 300.0, was 400",
        "a,36.01,7.01,0.25,40,,,600,25 | wood_density_g_per_cm3 must lie between 0.05 and 1.4",
        "a,36.01,7.01,0.25,120,,,0.6,2 | height_m 2.0 contradicts diameter_cm 120.0",
        ",36.01,7.01,0.25,40,,,0.6,25 | has no plot",
        "a,36.01,7.01,0.25,40 | expected 9 fields, found 5",
      })
  void aRowThatIsNotRightIsNamed(String row, String message) {
    assertThatThrownBy(() -> read(HEADER + GOOD + row + "\n", 0.1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trees.csv: row 7: ")
        .hasMessageContaining(message);
  }

  @Test
  void listsThatSayTooLittleAreRefusedWithWhatIsMissing() {
    assertThatThrownBy(() -> read("", 0.1)).hasMessageContaining("names of the columns");
    assertThatThrownBy(() -> read("plot,lon,lat,diameter_cm\n", 0.1))
        .hasMessageContaining("has no column plot_area_ha");
    assertThatThrownBy(() -> read(HEADER, 0.1)).hasMessageContaining("has 0 plots");
    assertThatThrownBy(() -> read(HEADER + GOOD, null))
        .hasMessageContaining("do not carry a height curve: found 1 of 3 trees")
        .hasMessageContaining("environmentalStress");
    assertThatThrownBy(() -> read(HEADER + GOOD.replaceAll("0\\.6,|0\\.55,", ","), 0.1))
        .hasMessageContaining("no tree has a wood_density_g_per_cm3");
    assertThatThrownBy(() -> read(HEADER + "a,36,7,1,,,,,\nb,36,7,1,2,,,0.5,\n", 0.1))
        .hasMessageContaining("has no tree of 5.0 cm or more");
  }
}
