package org.heartwood.ingest.tile;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.heartwood.ingest.catalogue.AssetBand;
import org.heartwood.ingest.catalogue.Scene;
import org.heartwood.ingest.catalogue.SceneAsset;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.CommonBand;
import org.heartwood.ingest.product.LandsatC2L2;
import org.heartwood.ingest.product.LandsatScene;
import org.heartwood.ingest.product.ProcessingBaseline;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.product.Sentinel2L2A;
import org.jspecify.annotations.Nullable;

/**
 * The files of one scene from which its indices are made, and how their numbers are decoded.
 *
 * @param sceneId scene, as messages name it
 * @param red file of the red band
 * @param nir file of the near infrared band
 * @param mask file of the scene classification (Sentinel-2) or QA_PIXEL (Landsat)
 * @param others files of other bands that the scene has, of {@link #OTHERS}
 * @param decoding what the numbers mean
 */
public record SceneFiles(
    String sceneId,
    SceneAsset red,
    SceneAsset nir,
    SceneAsset mask,
    Map<CommonBand, SceneAsset> others,
    Decoding decoding)
    implements Serializable {
  /** Bands that NDVI does without; burn and water indices are made of them. */
  static final List<CommonBand> OTHERS =
      List.of(CommonBand.GREEN, CommonBand.SWIR16, CommonBand.SWIR22);

  public SceneFiles {
    others = Map.copyOf(others);
  }

  /** What the numbers of a scene mean. */
  public sealed interface Decoding extends Serializable permits Landsat, Sentinel2 {}

  /** {@link LandsatC2L2}. */
  public record Landsat() implements Decoding {
    private static final double SCALE = 2.75e-5;
  }

  /**
   * {@link Sentinel2L2A}.
   *
   * @param offsetDn what is added to digital numbers before scaling, 0 or −1000
   */
  public record Sentinel2(int offsetDn) implements Decoding {
    private static final double SCALE = 1e-4;
  }

  /** The file of a band; empty if the scene has none. */
  public Optional<SceneAsset> band(CommonBand band) {
    return switch (band) {
      case RED -> Optional.of(red);
      case NIR -> Optional.of(nir);
      default -> Optional.ofNullable(others.get(band));
    };
  }

  /** Red, near infrared and mask, then the others in the order of the spectrum. */
  public List<SceneAsset> assets() {
    List<SceneAsset> assets = new ArrayList<>(List.of(red, nir, mask));
    OTHERS.stream().flatMap(band -> band(band).stream()).forEach(assets::add);
    return List.copyOf(assets);
  }

  /** The same scene with one of the other bands not used. */
  SceneFiles without(CommonBand band) {
    Map<CommonBand, SceneAsset> left = new EnumMap<>(CommonBand.class);
    left.putAll(others);
    left.remove(band);
    return new SceneFiles(sceneId, red, nir, mask, left, decoding);
  }

  /**
   * Refuses a band whose catalogue states another scaling than the product has.
   *
   * @throws InputException {@link Reason#INCONSISTENT}
   */
  void requireScale(SceneAsset asset) {
    requireScale(sceneId, asset, decoding instanceof Sentinel2 ? Sentinel2.SCALE : Landsat.SCALE);
  }

  /**
   * Finds the files of a scene.
   *
   * @param product {@link Product#SENTINEL2_L2A} or {@link Product#LANDSAT_C2_L2}
   * @throws InputException {@link Reason#MISSING} if one is not among its assets, {@link
   *     Reason#INCONSISTENT} if the catalogue states another scaling than the product has, {@link
   *     Reason#VALUE} if the scene does not tell its version
   */
  public static SceneFiles of(Scene scene, Product product) {
    return switch (product) {
      case SENTINEL2_L2A -> sentinel2(scene);
      case LANDSAT_C2_L2 -> landsat(scene);
      default -> throw new IllegalArgumentException("no scenes of " + product + " can be read");
    };
  }

  private static SceneFiles sentinel2(Scene scene) {
    SceneAsset red = asset(scene, CommonBand.RED, "red", "B04");
    SceneAsset nir = asset(scene, CommonBand.NIR, "nir", "B08");
    SceneAsset mask = asset(scene, null, "scl", "SCL");
    String baseline = scene.processing().baseline();
    int offset =
        Sentinel2L2A.offset(
            ProcessingBaseline.parse(baseline == null ? scene.id() : baseline),
            offsetState(scene, red));
    return checked(
        new SceneFiles(
            scene.id(),
            red,
            nir,
            mask,
            others(
                scene,
                band ->
                    switch (band) {
                      case GREEN -> "B03";
                      case SWIR16 -> "B11";
                      case SWIR22 -> "B12";
                      default -> throw new IllegalStateException("no other band: " + band);
                    }),
            new Sentinel2(offset)));
  }

  /**
   * Who took the offset off. Earth Search says so in a flag, and then its stated offset must not be
   * applied; where nobody says, an offset stated as 0 means that the provider took it off.
   */
  private static Sentinel2L2A.OffsetState offsetState(Scene scene, SceneAsset red) {
    Boolean applied = scene.processing().boaOffsetApplied();
    boolean removed =
        applied == null
            ? band(red).map(AssetBand::offset).filter(offset -> offset == 0).isPresent()
            : applied;
    return removed ? Sentinel2L2A.OffsetState.REMOVED : Sentinel2L2A.OffsetState.IN_FILE;
  }

  private static SceneFiles landsat(Scene scene) {
    LandsatC2L2.Sensor sensor = LandsatScene.parse(scene.id()).sensor();
    SceneAsset red = landsatBand(scene, sensor, CommonBand.RED);
    SceneAsset nir = landsatBand(scene, sensor, CommonBand.NIR08);
    SceneAsset mask = asset(scene, null, "qa_pixel", "QA_PIXEL");
    return checked(
        new SceneFiles(
            scene.id(),
            red,
            nir,
            mask,
            others(scene, band -> sensor.reflectanceBand(band).orElseThrow()),
            new Landsat()));
  }

  private static SceneFiles checked(SceneFiles files) {
    files.requireScale(files.red);
    files.requireScale(files.nir);
    return files;
  }

  private static Map<CommonBand, SceneAsset> others(
      Scene scene, Function<CommonBand, String> publishersKey) {
    Map<CommonBand, SceneAsset> others = new EnumMap<>(CommonBand.class);
    for (CommonBand band : OTHERS) {
      found(scene, band, band.key(), publishersKey.apply(band))
          .ifPresent(asset -> others.put(band, asset));
    }
    return others;
  }

  private static SceneAsset landsatBand(Scene scene, LandsatC2L2.Sensor sensor, CommonBand band) {
    return asset(scene, band, band.key(), sensor.reflectanceBand(band).orElseThrow());
  }

  /** An asset by one of its usual keys, or by the common name of its only band. */
  private static Optional<SceneAsset> found(
      Scene scene, @Nullable CommonBand band, String... keys) {
    for (String key : keys) {
      SceneAsset asset = scene.assets().get(key);
      if (asset != null) {
        return Optional.of(asset);
      }
    }
    return scene.assets().values().stream()
        .filter(asset -> band != null && isOnly(asset, band))
        .findFirst();
  }

  private static SceneAsset asset(Scene scene, @Nullable CommonBand band, String... keys) {
    return found(scene, band, keys)
        .orElseThrow(
            () ->
                new InputException(
                    Reason.MISSING,
                    "expected an asset "
                        + String.join(" or ", keys)
                        + ", found "
                        + scene.assets().keySet()
                        + "; complete the item"));
  }

  private static boolean isOnly(SceneAsset asset, CommonBand band) {
    List<AssetBand> bands = asset.bands();
    return bands.size() == 1 && band.key().equals(bands.get(0).commonName());
  }

  private static Optional<AssetBand> band(SceneAsset asset) {
    return asset.bands().stream().findFirst();
  }

  private static void requireScale(String sceneId, SceneAsset asset, double scale) {
    band(asset)
        .map(AssetBand::scale)
        .filter(stated -> Math.abs(stated - scale) > 1e-6 * scale)
        .ifPresent(
            stated -> {
              throw new InputException(
                  Reason.INCONSISTENT,
                  "asset "
                      + asset.key()
                      + " of "
                      + sceneId
                      + ": the catalogue states the scale "
                      + stated
                      + ", the product's is "
                      + scale
                      + "; use the publisher's own files");
            });
  }
}
