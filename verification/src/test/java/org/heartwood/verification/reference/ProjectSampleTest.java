package org.heartwood.verification.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Dossier.ReferenceSample;
import org.heartwood.verification.area.AreaEstimate;
import org.heartwood.verification.area.Outcome;
import org.heartwood.verification.reference.SampleDesigner.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

final class ProjectSampleTest {
  private static final Grid GRID = MadeStrata.SMALL.grid();
  private static final Geometry ZONE = new GeometryFactory().toGeometry(GRID.envelope());
  private static final Geometry LAND = MapProjection.of(GRID.crs()).unproject(ZONE);
  private static final double LAND_HA = PixelArea.polygonM2(LAND) / 1e4;
  private static final ReferenceSample YEARS =
      new ReferenceSample("design.json", "filled.csv", 2005, 2013);

  private final Path folder;

  ProjectSampleTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A sample of the whole grid in a folder of its own; every point carries the label given. */
  private Path labelled(String name, String source, String label) throws IOException {
    SampleDesign drawn =
        SampleDesigner.design(
            null, MadeStrata.SMALL, new Request("all", ZONE, "loss", 60, 0, 20, Map.of(), 1));
    SampleDesign design =
        new SampleDesign(
            drawn.format(),
            source,
            drawn.zone(),
            drawn.crs(),
            drawn.pixelSize(),
            drawn.seed(),
            drawn.target(),
            drawn.classes(),
            drawn.outsideHa(),
            drawn.expectedHalfWidthHa(),
            drawn.strata(),
            drawn.points());
    Path here = folder.resolve(name);
    SampleFiles.write(design, here);
    String filled =
        Files.readString(here.resolve("sample.csv"))
            .lines()
            .map(line -> line.replace(",,,,,,", "," + label + ",,me,high,,"))
            .collect(Collectors.joining("\n"));
    Files.writeString(here.resolve("filled.csv"), filled);
    return here;
  }

  private static ProjectSample open(Path here, ReferenceSample named, Geometry land, double landHa)
      throws IOException {
    return ProjectSample.open(
        named, here.resolve("filled.csv"), here.resolve("design.json"), land, landHa);
  }

  @Test
  void aSampleOfTheProjectTellsItsLossAndItsYears() throws IOException {
    Path here = labelled("all", "assessment, 2005 to 2013", "loss");
    ReferenceSample named = new ReferenceSample("design.json", "filled.csv", null, null);
    ProjectSample sample = open(here, named, LAND, LAND_HA);
    assertThat(List.of(sample.fromYear(), sample.toYear())).containsExactly(2005, 2013);
    AreaEstimate loss = sample.loss().found().orElseThrow();
    // Every point of every stratum is loss: no variance at all, and yet no certainty.
    assertThat(loss.areaHa().mean()).isCloseTo(LAND_HA, within(0.01 * LAND_HA));
    assertThat(loss.areaHa().standardError()).isZero();
    assertThat(loss.areaHa().ci90Low()).isLessThan(0.97 * LAND_HA);
    assertThat(loss.estimator()).isEqualTo(AreaEstimate.Estimator.STRATIFIED);
    assertThatThrownBy(
            () ->
                open(
                    here,
                    new ReferenceSample("design.json", "filled.csv", 2006, null),
                    LAND,
                    LAND_HA))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("fromYear must be 2005, as the sample was drawn, was 2006");
  }

  @Test
  void aSampleOfOtherLandIsRefused() throws IOException {
    Path here = labelled("all", "raster", "forest");
    assertThat(open(here, YEARS, LAND, LAND_HA).fromYear()).isEqualTo(2005);
    assertThatThrownBy(() -> open(here, YEARS, LAND, 2 * LAND_HA))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("they may differ by 1 %");
    Envelope aside = LAND.getEnvelopeInternal();
    aside.translate(0.02, 0);
    Geometry elsewhere = new GeometryFactory().toGeometry(aside);
    assertThatThrownBy(() -> open(here, YEARS, elsewhere, LAND_HA))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("outside of the project");
  }

  @Test
  void aRasterThatNamesNoYearsNeedsThemFromTheDossier() throws IOException {
    Path here = labelled("all", "raster", "forest");
    assertThatThrownBy(
            () ->
                open(
                    here,
                    new ReferenceSample("design.json", "filled.csv", null, null),
                    LAND,
                    LAND_HA))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("give sources.referenceSample.fromYear");
  }

  @Test
  void labelsOfAnotherDesignAreRefused() throws IOException {
    Path one = labelled("one", "raster", "forest");
    Path other = labelled("other", "assessment, 2005 to 2013", "forest");
    assertThatThrownBy(
            () ->
                ProjectSample.open(
                    YEARS, one.resolve("filled.csv"), other.resolve("design.json"), LAND, LAND_HA))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("belongs to the design");
  }

  @Test
  void aSampleThatNobodyCouldTellGivesNoArea() throws IOException {
    Path here = labelled("unknown", "raster", "unknown");
    assertThat(open(here, YEARS, LAND, LAND_HA).loss()).isInstanceOf(Outcome.CannotTell.class);
  }
}
