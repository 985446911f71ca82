package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.heartwood.ingest.catalogue.Acquisition;
import org.heartwood.ingest.catalogue.AssetBand;
import org.heartwood.ingest.catalogue.AssetProjection;
import org.heartwood.ingest.catalogue.LonLatBox;
import org.heartwood.ingest.catalogue.Orbit;
import org.heartwood.ingest.catalogue.Processing;
import org.heartwood.ingest.catalogue.Scene;
import org.heartwood.ingest.catalogue.SceneAsset;
import org.heartwood.ingest.catalogue.ViewAngles;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.CommonBand;
import org.heartwood.ingest.product.Product;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneFilesTest {
  private static final Instant TIME = Instant.parse("2022-03-01T08:00:00Z");
  private static final String LANDSAT = "LC08_L2SP_170055_20210101_20210308_02_T1";

  private static SceneAsset asset(String key, @Nullable Double scale, @Nullable Double offset) {
    return new SceneAsset(
        key,
        "/" + key + ".tif",
        null,
        List.of(),
        List.of(new AssetBand(null, null, null, scale, offset, null, null, null)),
        new AssetProjection(null, List.of(), List.of()),
        null,
        null);
  }

  private static Scene scene(
      String id, @Nullable String baseline, @Nullable Boolean applied, SceneAsset... assets) {
    TreeMap<String, SceneAsset> byKey = new TreeMap<>();
    for (SceneAsset asset : assets) {
      byKey.put(asset.key(), asset);
    }
    return new Scene(
        id,
        null,
        "/items.json",
        new Acquisition(
            TIME,
            TIME,
            TIME,
            null,
            null,
            List.of(),
            null,
            null,
            new ViewAngles(null, null, null, null)),
        new Processing(baseline, null, null, null, applied),
        new Orbit(null, null, List.of()),
        new LonLatBox(35, 7, 36, 8),
        byKey);
  }

  @ParameterizedTest
  @CsvSource({
    "03.01, , -0.1, 0",
    "05.09, , -0.1, -1000",
    "05.09, , , -1000",
    "05.09, , 0, 0",
    "05.09, true, -0.1, 0",
    "05.09, false, -0.1, -1000",
  })
  void theOffsetOfSentinel2IsTakenOffOnce(
      String baseline, @Nullable Boolean applied, @Nullable Double offset, int expected) {
    Scene scene =
        scene(
            "S2A",
            baseline,
            applied,
            asset("red", 1e-4, offset),
            asset("nir", 1e-4, offset),
            asset("scl", null, null));
    assertThat(SceneFiles.of(scene, Product.SENTINEL2_L2A).decoding())
        .isEqualTo(new SceneFiles.Sentinel2(expected));
  }

  @Test
  void theBandsOfLandsatAreFoundByEitherName() {
    for (List<String> keys :
        List.of(List.of("red", "nir08", "qa_pixel"), List.of("SR_B4", "SR_B5", "QA_PIXEL"))) {
      SceneFiles files =
          SceneFiles.of(
              scene(
                  LANDSAT,
                  null,
                  null,
                  asset(keys.get(0), 2.75e-5, -0.2),
                  asset(keys.get(1), 2.75e-5, -0.2),
                  asset(keys.get(2), null, null)),
              Product.LANDSAT_C2_L2);
      assertThat(files.red().key()).isEqualTo(keys.get(0));
      assertThat(files.nir().key()).isEqualTo(keys.get(1));
      assertThat(files.mask().key()).isEqualTo(keys.get(2));
    }
  }

  @Test
  void bandsThatNdviDoesWithoutAreTakenWhereTheyAre() {
    SceneFiles files =
        SceneFiles.of(
            scene(
                LANDSAT,
                null,
                null,
                asset("SR_B7", 1e-4, 0.0),
                asset("red", null, null),
                asset("nir08", null, null),
                asset("green", 2.75e-5, -0.2),
                asset("qa_pixel", null, null)),
            Product.LANDSAT_C2_L2);
    assertThat(files.assets())
        .extracting(SceneAsset::key)
        .containsExactly("red", "nir08", "qa_pixel", "green", "SR_B7");
    assertThat(files.band(CommonBand.SWIR16)).isEmpty();
    SceneAsset wrong = files.band(CommonBand.SWIR22).orElseThrow();
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> files.requireScale(wrong))
        .withMessageContaining("asset SR_B7 of " + LANDSAT + ": the catalogue states the scale");
    assertThat(files.without(CommonBand.SWIR22).assets())
        .extracting(SceneAsset::key)
        .containsExactly("red", "nir08", "qa_pixel", "green");
  }

  @Test
  void aMissingAssetIsNamedWithThoseThereAre() {
    Scene scene = scene(LANDSAT, null, null, asset("red", null, null), asset("nir08", null, null));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> SceneFiles.of(scene, Product.LANDSAT_C2_L2))
        .withMessageContaining("expected an asset qa_pixel or QA_PIXEL, found [nir08, red]")
        .matches(refused -> refused.reason() == Reason.MISSING);
  }

  @Test
  void aScaleThatIsNotTheProductsIsRefused() {
    Scene scene =
        scene(
            LANDSAT,
            null,
            null,
            asset("red", 1e-4, 0.0),
            asset("nir08", 1e-4, 0.0),
            asset("qa_pixel", null, null));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> SceneFiles.of(scene, Product.LANDSAT_C2_L2))
        .withMessageContaining("the catalogue states the scale 1.0E-4, the product's is 2.75E-5")
        .matches(refused -> refused.reason() == Reason.INCONSISTENT);
  }
}
