package org.heartwood.inference.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileSpecTest {
  @TempDir private Path folder = Path.of("");

  private static TileSpec shipped() {
    return TileSpec.read(MadeUpTiles.AMAZON.resolve("training.json"));
  }

  @Test
  void everyTileIsTestedOnceByAMemberThatNeitherLearnsFromItNorIsStoppedByIt() {
    TileSpec spec = shipped();

    assertThat(spec.tiles()).hasSize(30).doesNotHaveDuplicates();
    for (int member = 0; member < 5; member++) {
      TileSpec.Fold fold = spec.folds().get(member);
      assertThat(fold.test()).hasSize(6);
      assertThat(spec.training(member))
          .hasSize(21)
          .doesNotContainAnyElementsOf(fold.test())
          .doesNotContainAnyElementsOf(fold.validation());
      assertThat(fold.validation()).doesNotContainAnyElementsOf(fold.test());
    }
  }

  @Test
  void aMemberThatSawATileIsNeverTheOneThatIsTestedOnIt() {
    TileSpec spec = shipped();

    for (String tile : spec.tiles()) {
      assertThat(spec.folds().get(spec.testedBy(tile)).test()).contains(tile);
      assertThat(spec.training(spec.taughtBy(tile))).contains(tile);
    }
  }

  /** A Sentinel-2 granule is 110 km wide: nearer tiles may show one scene. */
  @Test
  void tilesWithin90KmOfOneAnotherAreInOneFold() throws IOException {
    TileSpec spec = shipped();
    Map<String, Grid> grids = new HashMap<>();
    for (String tile : spec.tiles()) {
      try (GeoTiffSource source =
          GeoTiffSource.open(ForestTile.imageFile(MadeUpTiles.AMAZON, spec.imagery(), tile))) {
        grids.put(tile, source.grid());
      }
    }
    int near = 0;
    for (String one : spec.tiles()) {
      for (String other : spec.tiles()) {
        Grid a = Objects.requireNonNull(grids.get(one));
        Grid b = Objects.requireNonNull(grids.get(other));
        // Mercator metres are at most 4 % too long here.
        double km = Math.hypot(a.originX() - b.originX(), a.originY() - b.originY()) / 1e3;
        if (!one.equals(other) && km < 90) {
          near++;
          assertThat(spec.testedBy(one)).as(one + " and " + other).isEqualTo(spec.testedBy(other));
        }
      }
    }
    assertThat(near).isEqualTo(2 * 4);
  }

  @Test
  void whatWouldLetATestTileIntoTrainingIsRefused() throws IOException {
    assertThatThrownBy(() -> read("\"Amazon_970_1\"]", "\"Amazon_692_6\"]"))
        .hasMessageContaining("tested in one fold only, Amazon_692_6");
    assertThatThrownBy(
            () -> read("\"validation\": [\"Amazon_692_6\"]", "\"validation\": [\"Amazon_720_40\"]"))
        .hasMessageContaining("validation must name test tiles of other folds, was Amazon_720_40");
    assertThatThrownBy(
            () ->
                read(
                    "\"validation\": [\"Amazon_692_6\"]",
                    "\"validation\": [\"Amazon_692_6\", \"Amazon_832_43\"]"))
        .hasMessageContaining("leave at least one of the 4 tiles");
    assertThatThrownBy(
            () ->
                read("\"validation\": [\"Amazon_832_43\"]", "\"validation\": [\"Amazon_720_40\"]"))
        .hasMessageContaining("a tile must be learnt from by some member, Amazon_720_40 is not");
  }

  @Test
  void hostileFieldsAreNamed() {
    for (List<String> wrong :
        List.of(
            List.of("\"Amazon_970_1\"]", "\"../../secret\"]", "letters, digits, _ and - only"),
            List.of("\"randomHoldoutFraction\": 0.02", "\"randomHoldoutFraction\": 1", "0 and 1"),
            List.of("[1, 2, 3]", "[1, 2]", "one for each of the 2 optimisation.seeds"),
            List.of("\"PROBABILITY\"", "\"GAUSSIAN\"", "network.heads must be [PROBABILITY]"),
            List.of("\"bands\": 3", "\"bands\": 4", "network.bands must be"),
            List.of("\"hazeMax\": 9", "\"hazeMax\": -1", "hazeMax and noiseDeviationMax"),
            List.of(
                "\"hazeMax\"", "\"fogMax\": 1, \"hazeMax\"", "unknown field disturbance.fogMax"),
            List.of("\"otherCode\": 0", "\"otherCode\": 1", "must differ"),
            List.of("\"forest-tiles\"", "\"canopy-scene\"", "kind must be forest-tiles"))) {
      assertThatThrownBy(() -> read(wrong.get(0), wrong.get(1)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("training.json: ")
          .hasMessageContaining(wrong.get(2));
    }
  }

  private TileSpec read(String from, String to) throws IOException {
    String tiny = MadeUpTiles.tiny();
    assertThat(tiny).contains(from);
    Path file = folder.resolve("training.json");
    Files.writeString(file, tiny.replace(from, to));
    return TileSpec.read(file);
  }
}
