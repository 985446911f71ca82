package org.heartwood.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Items spelled as the large catalogues publish them; see the README beside the files. */
final class PublishedItemsTest {
  private static Scene only(String resource) {
    String location = "https://a.example/items/item.json";
    SceneListing listing =
        CatalogueReader.read(
            location,
            "VCS1",
            Items.everything(),
            new FakeWeb().with(location, FakeWeb.resource(resource)));
    assertThat(listing.issues()).isEmpty();
    assertThat(listing.scenes()).hasSize(1);
    return listing.scenes().get(0);
  }

  @Test
  void earthSearchSentinel2KeepsOffsetAndTheFlagThatItIsAppliedAlready() {
    Scene scene = only("earth-search-sentinel-2-l2a.json");

    assertThat(scene.id()).isEqualTo("S2A_36NUF_20230701_0_L2A");
    assertThat(scene.collection()).isEqualTo("sentinel-2-l2a");
    assertThat(scene.acquisition())
        .isEqualTo(
            new Acquisition(
                Instant.parse("2023-07-01T08:26:30.262Z"),
                Instant.parse("2023-07-01T08:26:30.262Z"),
                Instant.parse("2023-07-01T08:26:30.262Z"),
                "sentinel-2a",
                "sentinel-2",
                List.of("msi"),
                null,
                0.125,
                new ViewAngles(null, null, 61.4514369440134, 59.757571576334996)));
    assertThat(scene.processing()).isEqualTo(new Processing("05.09", null, null, null, true));
    assertThat(scene.footprint()).isEqualTo(new LonLatBox(31.2, -0.1, 32.2, 0.9));
    assertThat(scene.assets()).containsOnlyKeys("nir", "red", "scl");
    SceneAsset red = Items.asset(scene, "red");
    assertThat(red.bands())
        .containsExactly(new AssetBand("red", "red", 0.665, 0.0001, -0.1, 0.0, "uint16", null));
    assertThat(red.projection())
        .isEqualTo(
            new AssetProjection(
                "EPSG:32636",
                List.of(10.0, 0.0, 300000.0, 0.0, -10.0, 100020.0),
                List.of(10980, 10980)));
    assertThat(red.roles()).containsExactly("data", "reflectance");
    SceneAsset scl = Items.asset(scene, "scl");
    assertThat(scl.bands())
        .containsExactly(new AssetBand(null, null, null, null, null, 0.0, "uint8", null));
    assertThat(scl.projection().shape()).containsExactly(5490, 5490);
  }

  @Test
  void landsatTakesTheGridOfTheItemAndRelativeHrefs() {
    Scene scene = only("landsat-c2-l2.json");

    assertThat(scene.acquisition().platform()).isEqualTo("landsat-9");
    assertThat(scene.acquisition().gsdM()).isEqualTo(30);
    assertThat(scene.acquisition().cloudCoverFraction()).isEqualTo(0.2112);
    assertThat(scene.processing()).isEqualTo(new Processing(null, null, "02", "L2SP", null));
    assertThat(scene.assets()).containsOnlyKeys("qa_pixel", "red", "nir08");
    SceneAsset nir = Items.asset(scene, "nir08");
    assertThat(nir.location())
        .isEqualTo("https://a.example/items/LC09_L2SP_171060_20220129_20220131_02_T1_SR_B5.TIF");
    assertThat(nir.bands())
        .containsExactly(
            new AssetBand("SR_B5", "nir08", 0.86, 2.75e-05, -0.2, 0.0, "uint16", null));
    assertThat(nir.projection())
        .isEqualTo(
            new AssetProjection(
                "EPSG:32636",
                List.of(30.0, 0.0, 491985.0, 0.0, -30.0, 83715.0),
                List.of(7741, 7611)));
    assertThat(Items.asset(scene, "qa_pixel").bands().get(0).unit()).isEqualTo("bit index");
  }

  @Test
  void sentinel1HasOrbitChannelsAndAnIntervalInsteadOfATime() {
    Scene scene = only("sentinel-1-rtc.json");

    assertThat(scene.acquisition().acquired()).isEqualTo(Instant.parse("2020-01-03T15:35:56Z"));
    assertThat(scene.acquisition().end()).isEqualTo(Instant.parse("2020-01-03T15:36:46Z"));
    assertThat(scene.acquisition().cloudCoverFraction()).isNull();
    assertThat(scene.orbit()).isEqualTo(new Orbit("ascending", 121, List.of("VV", "VH")));
    SceneAsset vv = Items.asset(scene, "gamma0_vv");
    assertThat(vv.projection().code()).isEqualTo("EPSG:32636");
    assertThat(vv.projection().transform()).hasSize(6);
    assertThat(vv.bands())
        .containsExactly(new AssetBand(null, null, null, null, null, 0.0, "float32", null));
  }

  @Test
  void bandsOfVersion11InheritFromTheirAsset() {
    Scene scene = only("bands-1.1.json");

    assertThat(scene.acquisition().acquired())
        .isEqualTo(Instant.parse("2024-02-03T08:00:00.123456789Z"));
    assertThat(scene.processing().version()).isEqualTo("05.11");
    assertThat(scene.footprint()).isEqualTo(new LonLatBox(31.2, -0.1, 32.2, 0.9));
    SceneAsset stack = Items.asset(scene, "stack");
    assertThat(stack.bands())
        .containsExactly(
            new AssetBand("B04", "red", 0.665, 0.0001, -0.1, Double.NaN, "int16", null),
            new AssetBand("B8A", "nir08", 0.865, 0.0002, null, -9999.0, "int16", null));
    assertThat(stack.fileSizeBytes()).isEqualTo(4);
    assertThat(stack.checksum())
        .isEqualTo(
            new Checksum(
                "SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
    assertThat(Items.asset(scene, "preview").projection().code()).isNull();
  }

  @Test
  void scenesTravelToTheTasksThatReadThem() throws Exception {
    Scene scene = only("earth-search-sentinel-2-l2a.json");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(scene);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(scene);
    }
  }
}
