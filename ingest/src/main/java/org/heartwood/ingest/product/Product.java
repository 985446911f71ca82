package org.heartwood.ingest.product;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The imagery and map products that can be read: their layers, what kind of numbers these hold, and
 * how a product's name tells its version.
 */
public enum Product {
  /** {@link Sentinel2L2A}; version: processing baseline, {@code 04.00}. */
  SENTINEL2_L2A(
      "Sentinel-2 L2A",
      "_N(\\d{2})(\\d{2})_|^(\\d{2})\\.(\\d{2})$",
      continuous("B01 B02 B03 B04 B05 B06 B07 B08 B8A B09 B11 B12"),
      classes("SCL")),
  /** {@link LandsatC2L2}; version: collection, {@code 02}. */
  LANDSAT_C2_L2(
      "Landsat Collection 2 Level-2",
      "^L[CTEO]0\\d_L2S[PR]_\\d{6}_\\d{8}_\\d{8}_(\\d{2})_|^(\\d{2})$",
      continuous("SR_B1 SR_B2 SR_B3 SR_B4 SR_B5 SR_B6 SR_B7 ST_B6 ST_B10"),
      masks("QA_PIXEL QA_RADSAT")),
  /** {@link Sentinel1Grd}, to be resampled as linear power; version: ESA's processor, 003.71. */
  SENTINEL1_GRD("Sentinel-1 GRD", "^(\\d{3}\\.\\d{2})$", continuous("VV VH")),
  /** {@link HansenGfc}; version: {@code v1.11}. */
  HANSEN_GFC(
      "Hansen Global Forest Change",
      "GFC-\\d{4}-(v1\\.\\d{1,2})|global_forest_change_\\d{4}_(v1)_(\\d{1,2})|^(v1\\.\\d{1,2})$",
      continuous("treecover2000"),
      dates("lossyear"),
      masks("gain"),
      classes("datamask")),
  /** {@link JrcTmf}; version: release, {@code v1_2023}, which file names do not tell. */
  JRC_TMF(
      "JRC Tropical Moist Forest",
      "TMF/(v\\d_\\d{4})(?:/|$)|^(v\\d_\\d{4})$",
      classes("AnnualChange"),
      dates("DeforestationYear DegradationYear")),
  /** {@link EsaCciBiomass}; version: {@code 5.01}. */
  ESA_CCI_BIOMASS(
      "ESA CCI Biomass",
      "-fv(\\d{1,2}\\.\\d{1,2})(?:\\.|$)|^v?(\\d{1,2}\\.\\d{1,2})$",
      continuous("AGB AGB_SD")),
  /** {@link AlertEncoding#GFW_DATE_CONF} and {@link AlertEncoding#GFW_INTEGRATED}. */
  GFW_ALERTS("GFW alerts", null, dates("date_conf")),
  /** {@link AlertCode#gladL}. */
  GLAD_L("GLAD-L alerts", null, classes("conf"), dates("alertDate")),
  /** {@link AlertCode#gladS2}. */
  GLAD_S2("GLAD-S2 alerts", null, classes("alert"), dates("alertDate")),
  /** {@link AlertCode#radd}. */
  RADD("RADD alerts", null, classes("Alert"), dates("Date")),
  /** {@link AlertCode#dist}; version: {@code v1}. */
  DIST_ALERT(
      "OPERA DIST-ALERT",
      "^OPERA_L3_DIST-(?:ALERT|ANN)-HLS_.{0,120}_(v\\d+(?:\\.\\d+)?)(?:_|$)|^(v\\d+(?:\\.\\d+)?)$",
      classes("VEG-DIST-STATUS"),
      dates("VEG-DIST-DATE")),
  /** {@link GediFootprint}, a table; version: {@code 002}. */
  GEDI("GEDI footprints", "_V(\\d{3})(?:\\.|_|$)|^(\\d{3})$"),
  /** Heights in metres, from which {@link Terrain} derives slope and aspect. */
  ELEVATION("elevation", null, continuous("elevation")),
  /** A map whose codes a {@link Legend} explains. */
  CUSTOM_CLASSES("class map", null, classes("class")),
  /** A map of numbers in a unit that its owner states. */
  CUSTOM_QUANTITY("quantity map", null, continuous("value"));

  private static final int MAX_NAME = 512;

  private final String title;
  private final @Nullable Pattern version;

  @SuppressWarnings("ImmutableEnumChecker") // Stream.toList() gives an unmodifiable list.
  private final List<Layer> layers;

  Product(String title, @Nullable String version, Layer[]... layers) {
    this.title = title;
    this.version = version == null ? null : Pattern.compile(version);
    this.layers = Arrays.stream(layers).flatMap(Arrays::stream).toList();
  }

  /**
   * One layer of a product.
   *
   * @param key its name in files and catalogues
   * @param kind what its numbers are
   */
  public record Layer(String key, LayerKind kind) {}

  /** Name for messages and reports. */
  public String title() {
    return title;
  }

  /** Its layers. */
  public List<Layer> layers() {
    return layers;
  }

  /** The layer of a name; empty if the product has none. */
  public Optional<Layer> layer(String key) {
    return layers.stream().filter(layer -> layer.key().equals(key)).findFirst();
  }

  /** Whether it comes in versions that must not be mixed. */
  public boolean isVersioned() {
    return version != null;
  }

  /**
   * The version that a text tells.
   *
   * @param text a version as catalogues state it, or a product id or file name
   * @return the version in one spelling; empty if the text does not tell it
   */
  public Optional<String> versionOf(String text) {
    if (version == null || text.length() > MAX_NAME) {
      return Optional.empty();
    }
    Matcher found = version.matcher(text);
    return found.find()
        ? Optional.of(
            IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(found::group)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.joining(".")))
        : Optional.empty();
  }

  private static Layer[] continuous(String keys) {
    return layers(keys, LayerKind.CONTINUOUS);
  }

  private static Layer[] classes(String keys) {
    return layers(keys, LayerKind.CLASSES);
  }

  private static Layer[] masks(String keys) {
    return layers(keys, LayerKind.MASK);
  }

  private static Layer[] dates(String keys) {
    return layers(keys, LayerKind.DATE);
  }

  private static Layer[] layers(String keys, LayerKind kind) {
    return Arrays.stream(keys.split(" ", -1))
        .map(key -> new Layer(key, kind))
        .toArray(Layer[]::new);
  }
}
