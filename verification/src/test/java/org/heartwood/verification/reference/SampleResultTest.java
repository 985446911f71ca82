package org.heartwood.verification.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.verification.area.AreaEstimate;
import org.heartwood.verification.reference.SampleDesigner.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

final class SampleResultTest {
  private static final Grid GRID = MadeStrata.SMALL.grid();
  private static final Geometry ZONE = new GeometryFactory().toGeometry(GRID.envelope());

  private final Path folder;

  SampleResultTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static SampleDesign design(int points, long seed) throws IOException {
    return SampleDesigner.design(
        null, MadeStrata.SMALL, new Request("all", ZONE, "loss", points, 0, 20, Map.of(), seed));
  }

  private static FilledSample.Labels truth(SampleDesign design) {
    return new FilledSample.Labels(
        design.points().stream()
            .collect(
                Collectors.toMap(
                    SampleDesign.Point::id,
                    point -> MadeStrata.lost(point.row(), point.col()) ? "loss" : "forest")),
        0);
  }

  private static AreaEstimate loss(SampleResult result) {
    return result.classes().get(0).area().found().orElseThrow();
  }

  @Test
  void samplesOfAMapWithKnownTruthHoldItNineTimesInTenAndTheCountOfPixelsDoesNot()
      throws IOException {
    double[] m2 = PixelArea.window(GRID, GRID.window());
    double truthHa = 0;
    double mappedHa = 0;
    for (int i = 0; i < m2.length; i++) {
      int row = Math.floorDiv(i, GRID.width());
      int col = i % GRID.width();
      truthHa += MadeStrata.lost(row, col) ? m2[i] / 1e4 : 0;
      mappedHa += MadeStrata.mapped(row, col) ? m2[i] / 1e4 : 0;
    }
    int seeds = 600;
    int held = 0;
    int pixelsWithin = 0;
    double sum = 0;
    for (int seed = 0; seed < seeds; seed++) {
      SampleDesign design = design(60, seed);
      AreaEstimate loss = loss(SampleResult.of(design, truth(design)));
      assertThat(loss.mappedHa()).isCloseTo(mappedHa, within(1e-6));
      held += loss.areaHa().ci90Low() <= truthHa && truthHa <= loss.areaHa().ci90High() ? 1 : 0;
      pixelsWithin += loss.pixelCountWithinInterval() ? 1 : 0;
      sum += loss.areaHa().mean() / seeds;
    }
    assertThat((double) held / seeds).isBetween(0.88, 0.94);
    // Drawn points are unbiased: the mean of all samples is the truth.
    assertThat(sum).isCloseTo(truthHa, within(0.03 * truthHa));
    assertThat((double) pixelsWithin / seeds).isLessThan(1.0);
  }

  @Test
  void moreUnknownPointsNeverNarrowAnInterval() throws IOException {
    SampleDesign design = design(100, 4);
    Map<String, String> labels = new TreeMap<>(truth(design).labels());
    AreaEstimate before = loss(SampleResult.of(design, new FilledSample.Labels(labels, 0)));
    for (int i = 0; i < 30; i++) {
      labels.put(design.points().get(3 * i).id(), FilledSample.UNKNOWN);
      SampleResult result = SampleResult.of(design, new FilledSample.Labels(labels, 0));
      AreaEstimate after = loss(result);
      assertThat(after.areaHa().ci90Low()).isLessThanOrEqualTo(before.areaHa().ci90Low() + 1e-9);
      assertThat(after.areaHa().ci90High())
          .isGreaterThanOrEqualTo(before.areaHa().ci90High() - 1e-9);
      assertThat(result.classes().get(0).area().remarks().get(0)).contains("may all be loss");
    }
  }

  @Test
  void theHalfWidthThatWasExpectedIsTheOneThatComes() throws IOException {
    SampleDesign design =
        SampleDesigner.design(
            null,
            MadeStrata.SMALL,
            new Request("all", ZONE, "loss", 0, 15, 20, Map.of("loss", 0.75, "forest", 0.015), 2));
    assertThat(design.expectedHalfWidthHa()).isLessThanOrEqualTo(15).isGreaterThan(14);
    AreaEstimate loss = loss(SampleResult.of(design, truth(design)));
    assertThat((loss.areaHa().ci90High() - loss.areaHa().ci90Low()) / 2).isCloseTo(15, within(4.0));
  }

  @Test
  void pointsLieInTheirStratumAndTheOrderOfIdsTellsNothing() throws IOException {
    SampleDesign design = design(200, 1);
    int changes = 0;
    String last = "";
    for (SampleDesign.Point point : design.points()) {
      assertThat((int) Math.floor((point.x() - GRID.originX()) / 30)).isEqualTo(point.col());
      assertThat((int) Math.floor((GRID.originY() - point.y()) / 30)).isEqualTo(point.row());
      assertThat(MadeStrata.mapped(point.row(), point.col()))
          .isEqualTo(point.stratum().equals("loss"));
      changes += point.stratum().equals(last) ? 0 : 1;
      last = point.stratum();
    }
    assertThat(changes).isGreaterThan(50);
    assertThat(design.outsideHa()).isZero();
  }

  @Test
  void theFilesComeBackAsTheyWereWritten() throws IOException {
    SampleDesign design = design(60, 3);
    SampleFiles.write(design, folder);
    Path sample = fill(design, UnaryOperator.identity());
    SampleResult result = SampleResult.of(sample, SampleResult.designBeside(sample));
    assertThat(result.design()).isEqualTo(design);
    assertThat(loss(result)).isEqualTo(loss(SampleResult.of(design, truth(design))));
    String csv = Files.readString(folder.resolve("sample.csv"));
    assertThat(csv).doesNotContain("stratum").doesNotContain("map").doesNotContain("forest");
    assertThatThrownBy(() -> SampleFiles.write(design, folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is there already");
  }

  /** The sample with its true labels, and one change to its text. */
  private Path fill(SampleDesign design, UnaryOperator<String> change) throws IOException {
    Map<String, String> labels = truth(design).labels();
    String filled =
        Files.readString(folder.resolve("sample.csv"))
            .lines()
            .map(
                line ->
                    line.startsWith("p")
                        ? line.replace(
                            ",,,,,,",
                            ","
                                + labels.get(line.substring(0, line.indexOf(',')))
                                + ",2012-01-31,me,high,\"a, b\",")
                        : line)
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("filled.csv"), change.apply(filled));
  }

  @Test
  void whatIsWrongWithAFilledFileIsNamedWithItsRow() throws IOException {
    SampleDesign design = design(60, 3);
    SampleFiles.write(design, folder);
    SampleDesign.Point first = design.points().get(0);
    String label = truth(design).labels().get(first.id());
    refused(
        design,
        s -> s.replaceFirst("," + label + ",", ",lost,"),
        "row 2: reference_label \"lost\" is none of [loss, forest] or unknown");
    refused(design, s -> s.replaceFirst("," + label + ",", ",,"), "row 2: has no reference_label");
    refused(
        design,
        s -> s + "\n" + s.lines().toList().get(1),
        "row 62: id \"p0001\" stands in row 2 as well");
    refused(
        design,
        s -> s.substring(0, s.lastIndexOf('\n')),
        "1 of 60 points are missing, the first is p0060");
    refused(design, s -> s.replaceFirst("p0001,3", "p0001,4"), "row 2: lon is 4");
    refused(
        design,
        s -> s.replaceFirst("p0001", "p9999"),
        "row 2: id \"p9999\" is no point of this design");
    refused(
        design,
        s -> s.replaceFirst("2012-01-31", "31.1.2012"),
        "row 2: reference_date must be a day");
    refused(
        design,
        s -> s.replaceFirst(",high,", ",sure,"),
        "row 2: confidence must be high, medium, low or empty");
    refused(design, s -> s.replaceFirst("(?m)[0-9a-f]$", "x"), "row 2: belongs to the design");
    refused(design, s -> s.replace(',', ';'), "separated by ; where , is expected");
    refused(design, s -> "", "row 1: expected the names of the columns");
    assertThatThrownBy(() -> SampleResult.of(folder.resolve("sample.csv"), folder.resolve("no")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("name it with --design");
  }

  private void refused(SampleDesign design, UnaryOperator<String> change, String message)
      throws IOException {
    Path sample = fill(design, change);
    assertThatThrownBy(() -> SampleResult.of(sample, folder.resolve("design.json")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void requestsThatCannotBeMetAreRefused() {
    assertThatThrownBy(() -> design(1, 1))
        .hasMessageContaining("at least one for each of the strata");
    assertThatThrownBy(() -> new Request("all", ZONE, "loss", 0, 0, 20, Map.of(), 1))
        .hasMessageContaining("how many points");
    assertThatThrownBy(
            () ->
                SampleDesigner.design(
                    null,
                    MadeStrata.SMALL,
                    new Request("all", ZONE, "gain", 10, 0, 5, Map.of(), 1)))
        .hasMessageContaining("\"gain\" is none of [loss, forest]");
    assertThatThrownBy(
            () ->
                SampleDesigner.design(
                    null,
                    MadeStrata.SMALL,
                    new Request("all", ZONE, "loss", 10, 0, 5, Map.of("lost", 0.1), 1)))
        .hasMessageContaining("--expect names \"lost\"");
  }
}
