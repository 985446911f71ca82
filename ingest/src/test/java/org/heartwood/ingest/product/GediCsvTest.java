package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GediCsvTest {
  private static final String FILE = "gedi_cerrado_2019108.csv";
  private static final String HEADER = "lat,lon,quality_flag,degrade_flag,sensitivity\n";

  private static String text() {
    try (InputStreamReader in =
        new InputStreamReader(
            Objects.requireNonNull(GediCsvTest.class.getResourceAsStream(FILE)),
            StandardCharsets.UTF_8)) {
      StringBuilder out = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        out.append((char) c);
      }
      return out.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GediCsv read(String table) {
    return GediCsv.read("shots.csv", new StringReader(table));
  }

  @Test
  void realShotsAreReadWithHeightsAndFlags() {
    GediCsv csv = read(text());
    assertThat(csv.faults()).isEmpty();
    assertThat(csv.shots()).hasSize(60);
    GediFootprint first = csv.shots().get(0);
    assertThat(first.latDeg()).isEqualTo(-13.72637);
    assertThat(first.lonDeg()).isEqualTo(-44.13999);
    assertThat(first.rh98M()).isEqualTo(3.25);
    assertThat(first.sensitivity()).isEqualTo(0.9492896);
    assertThat(first.solarElevationDeg()).isEqualTo(-10.95539);
    assertThat(first.agbdMgPerHa()).isNaN();
  }

  /** Counted from the text by column, without the reader. */
  @Test
  void asManyPassTheFilterAsAPlainCountFinds() {
    List<String[]> rows = text().lines().skip(1).map(line -> line.split(",", -1)).toList();
    for (GediFilter filter : List.of(GediFilter.STANDARD, GediFilter.TROPICAL_FOREST)) {
      long plain =
          rows.stream()
              .filter(row -> row[5].equals("1") && row[6].equals("0"))
              .filter(row -> Double.parseDouble(row[7]) > filter.sensitivityAbove())
              .count();
      assertThat(read(text()).shots().stream().filter(filter::accepts).count()).isEqualTo(plain);
    }
    assertThat(read(text()).shots().stream().filter(GediFilter.STANDARD::accepts).count())
        .isBetween(1L, 59L);
  }

  @Test
  void degradedDaylightAndPoorShotsAreLeftOut() {
    GediCsv csv =
        read(
            """
            lat,lon,quality_flag,degrade_flag,sensitivity,solar_elevation
            1,2,1,0,0.96,-3
            1,2,0,0,0.96,-3
            1,2,1,3,0.96,-3
            1,2,1,0,0.95,-3
            1,2,1,0,0.96,12
            1,2,1,0,0.96,
            """);
    GediFilter night = new GediFilter(0.95, GediFilter.Light.NIGHT);
    assertThat(csv.shots().stream().map(GediFilter.STANDARD::accepts))
        .containsExactly(true, false, false, false, true, true);
    assertThat(csv.shots().stream().map(night::accepts))
        .containsExactly(true, false, false, false, false, false);
  }

  @Test
  void columnsMayComeInAnyOrderUnderTheNamesOfNasa() {
    GediCsv csv =
        read(
            "\uFEFF\"agbd\",agbd_se,Sensitivity,degrade_flag,quality_flag,lon_lowestmode,"
                + "lat_lowestmode,beam\r\n\"120.5\",9.25,0.97,0,1,10.5,-0.25,BEAM0101\r\n"
                + "-9999,-9999,0.97,0,1,10.5,-0.25,BEAM0101\r\n\r\n");
    assertThat(csv.faults()).isEmpty();
    assertThat(csv.shots()).hasSize(2);
    assertThat(csv.shots().get(0).agbdMgPerHa()).isEqualTo(120.5);
    assertThat(csv.shots().get(0).agbdSeMgPerHa()).isEqualTo(9.25);
    assertThat(csv.shots().get(0).latDeg()).isEqualTo(-0.25);
    assertThat(csv.shots().get(1).agbdMgPerHa()).isNaN();
  }

  @Test
  void aRowThatCannotBeReadIsNamedByItsLineAndTheOthersStay() {
    GediCsv csv =
        read(
            HEADER
                + """
                1,2,1,0,0.96
                91,2,1,0,0.96
                x,2,1,0,0.96
                1,2
                1,2,1.5,0,0.9
                3,4,1,0,
                """);
    assertThat(csv.shots()).hasSize(1);
    assertThat(csv.faults())
        .containsExactly(
            "shots.csv:3: a footprint lies within ±180° of longitude and ±52° of latitude, was"
                + " (2.0, 91.0)",
            "shots.csv:4: lat must be a number, was \"x\"",
            "shots.csv:5: expected a field for column quality_flag, the row has 2 fields",
            "shots.csv:6: quality_flag must be a whole number, was 1.5",
            "shots.csv:7: sensitivity is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lat,lon,quality_flag,degrade_flag\n", "a;b;c\n", "\u0000\u0001"})
  void aHeaderWithoutANeededColumnIsRefused(String table) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(table))
        .withMessageStartingWith("shots.csv:1: no column ")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
  }

  @Test
  void aColumnThatIsThereTwiceIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read("lat,lon,lat_lowestmode,quality_flag,degrade_flag,sensitivity\n"))
        .withMessageContaining("the column lat is there twice");
  }

  @Test
  void aHugeLineAndATableOfRubbishEndEarly() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(HEADER + "1".repeat(100_000)))
        .withMessageStartingWith("shots.csv:2: a line longer than 64 KiB");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(HEADER + "x\n".repeat(1000)))
        .withMessageContaining("more than 100 rows cannot be read");
  }

  @Test
  void aFootprintIsACircleOf25MetresOnTheGround() {
    for (double latDeg : new double[] {-51.6, -13.7, 0, 51}) {
      GediFootprint shot = new GediFootprint(latDeg, 30, 1, 0, 0.97, -1, 10, 100, 10);
      assertThat(PixelArea.polygonM2(shot.polygonLonLat()))
          .isCloseTo(Math.PI * 12.5 * 12.5, within(0.001));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GediFootprint(Double.NaN, 30, 1, 0, 0.97, -1, 10, 100, 10));
  }
}
