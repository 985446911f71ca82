package org.heartwood.inference.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class LabelledSceneTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");

  @Test
  void ndviAndCoverOfTheKafaSceneAreWithinTheirRanges() {
    try (LabelledScene scene = LabelledScene.open(KAFA, spec("vcf2000_treecover_pct.tif"))) {
      PixelWindow window = new PixelWindow(0, 0, 200, 200);
      for (float ndvi : scene.inputs(window).get(0).data()) {
        assertThat(ndvi).isBetween(-1f, 1f);
      }
      for (float cover : scene.labels(window).get(0).data()) {
        assertThat(Float.isNaN(cover) || (cover >= 0 && cover <= 100)).isTrue();
      }
    }
  }

  @Test
  void flagsOfTheLabelMapAreNoData() {
    try (LabelledScene scene = LabelledScene.open(KAFA, spec("vcf2000_treecover_pct.tif"))) {
      int missing = 0;
      float[] cover = scene.labels(scene.grid().window()).get(0).data();
      for (float value : cover) {
        missing += Float.isNaN(value) ? 1 : 0;
      }
      assertThat(missing / (double) cover.length).isCloseTo(0.0116, within(1e-4));
    }
  }

  @Test
  void aWindowFarFromTheSceneHoldsNoData() {
    try (LabelledScene scene = LabelledScene.open(KAFA, spec("vcf2000_treecover_pct.tif"))) {
      PixelWindow far = new PixelWindow(50_000, 50_000, 8, 8);

      assertThat(scene.inputs(far).get(0).data()).containsOnly(Float.NaN);
      assertThat(scene.labels(far).get(0).data()).containsOnly(Float.NaN);
    }
  }

  @Test
  void reflectanceIsTheNumbersOverTheirScale() {
    try (LabelledScene scene = LabelledScene.open(KAFA, spec("vcf2000_treecover_pct.tif"))) {
      for (float red : scene.inputs(new PixelWindow(300, 300, 64, 64)).get(1).data()) {
        assertThat(red).isBetween(0.005f, 0.2f);
      }
    }
  }

  @Test
  void aBandThatTheImageHasNotIsNamed() {
    SceneSpec spec = spec("vcf2000_treecover_pct.tif");
    SceneSpec beyond =
        new SceneSpec(
            spec.image(),
            List.of(new SceneSpec.Input("thermal", List.of(6))),
            10_000,
            spec.sensor(),
            spec.acquired(),
            spec.labels(),
            List.of());

    assertThatThrownBy(() -> LabelledScene.open(KAFA, beyond))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has 6 bands; thermal needs band 6");
  }

  @Test
  void aMissingLabelMapIsNamed() {
    assertThatThrownBy(() -> LabelledScene.open(KAFA, spec("absent.tif")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("absent.tif: no such file");
  }

  private static SceneSpec spec(String label) {
    return new SceneSpec(
        "etm_2001_sr_x10000.tif",
        List.of(new SceneSpec.Input("NDVI", List.of(3, 2)), new SceneSpec.Input("red", List.of(2))),
        10_000,
        "Landsat 7 ETM+",
        LocalDate.of(2001, 2, 5),
        List.of(new SceneSpec.Label("tree cover", "per cent", label, 0, 100)),
        List.of());
  }
}
