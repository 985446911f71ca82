package org.heartwood.ingest.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One asset of an item. A band's members are looked for where STAC 1.1 puts them ({@code bands}),
 * then where 1.0 did ({@code raster:bands}, {@code eo:bands}), then on the asset itself: catalogues
 * in the wild mix the versions.
 */
final class AssetReader {
  /** Names of STAC 1.1, and what 1.0 called them inside its two arrays. */
  private static final Map<String, String> BAND_MEMBERS =
      Map.of(
          "name", "name",
          "eo:common_name", "common_name",
          "eo:center_wavelength", "center_wavelength",
          "raster:scale", "scale",
          "raster:offset", "offset",
          "nodata", "nodata",
          "data_type", "data_type",
          "unit", "unit");

  private final DocumentReader documents;
  private final String base;
  private final JsonNode properties;

  /**
   * A reader of the assets of one item.
   *
   * @param base location of the document that holds the item
   * @param properties of the item
   */
  AssetReader(DocumentReader documents, String base, JsonNode properties) {
    this.documents = documents;
    this.base = base;
    this.properties = properties;
  }

  /** Whether it says that it is a GeoTIFF, or is silent and named like one. */
  static boolean isTiff(JsonNode asset) {
    String type = asset.path("type").asText().toLowerCase(Locale.ROOT);
    String path = asset.path("href").asText().toLowerCase(Locale.ROOT).replaceFirst("[?#].*", "");
    return type.isEmpty()
        ? path.endsWith(".tif") || path.endsWith(".tiff")
        : type.startsWith("image/tiff") || type.startsWith("image/vnd.stac.geotiff");
  }

  /**
   * Reads an asset.
   *
   * @param doubtful takes what is wrong but does not hinder
   */
  SceneAsset read(String key, JsonNode asset, Consumer<CatalogueFault> doubtful)
      throws CatalogueFault {
    if (!isTiff(asset)) {
      throw new CatalogueFault(
          Reason.UNSUPPORTED,
          "type: expected a GeoTIFF (image/tiff), found "
              + CatalogueFault.shown(asset.path("type").asText("none")),
          "name an asset that is a GeoTIFF");
    }
    return new SceneAsset(
        key,
        location(asset),
        Members.text(asset, "type"),
        Members.texts(asset, "roles"),
        bands(asset),
        projection(asset),
        checksum(asset, doubtful),
        Members.integer(asset, "file:size", 0, Long.MAX_VALUE));
  }

  private String location(JsonNode asset) throws CatalogueFault {
    String href = Members.text(asset, "href");
    if (href == null || href.isBlank()) {
      throw new CatalogueFault(
          Reason.MISSING, "href: expected the address of a file, found none", "fill it in");
    }
    try {
      return documents.resolve(base, href);
    } catch (InputException e) {
      throw CatalogueFault.of(e, base);
    }
  }

  private static @Nullable Checksum checksum(JsonNode asset, Consumer<CatalogueFault> doubtful)
      throws CatalogueFault {
    String multihash = Members.text(asset, "file:checksum");
    try {
      return multihash == null ? null : Checksum.parse(multihash);
    } catch (CatalogueFault e) {
      doubtful.accept(e);
      return null;
    }
  }

  private AssetProjection projection(JsonNode asset) throws CatalogueFault {
    // A null on the asset says that the item's code is not its own: it stands before it, too.
    boolean ownCode = asset.has("proj:code") || asset.has("proj:epsg");
    List<Double> transform = Members.numbers(holder(asset, "proj:transform"), "proj:transform");
    if (!transform.isEmpty() && transform.size() != 6 && transform.size() != 9) {
      throw CatalogueFault.value("proj:transform", "6 or 9 numbers", transform);
    }
    List<Integer> shape = shape(holder(asset, "proj:shape"));
    return new AssetProjection(
        code(ownCode ? asset : properties),
        transform.subList(0, Math.min(6, transform.size())),
        shape);
  }

  private JsonNode holder(JsonNode asset, String name) {
    return asset.has(name) ? asset : properties;
  }

  private static @Nullable String code(JsonNode holder) throws CatalogueFault {
    Long epsg = Members.integer(holder, "proj:epsg", 1, 999_999);
    String code = Members.text(holder, "proj:code");
    if (code != null) {
      return code.toUpperCase(Locale.ROOT);
    }
    return epsg == null ? null : "EPSG:" + epsg;
  }

  private static List<Integer> shape(JsonNode holder) throws CatalogueFault {
    List<Integer> out = new ArrayList<>();
    for (JsonNode size : Members.array(holder, "proj:shape")) {
      if (!size.canConvertToExactIntegral() || !size.canConvertToInt() || size.intValue() <= 0) {
        throw CatalogueFault.value("proj:shape", "rows and columns, both > 0", size);
      }
      out.add(size.intValue());
    }
    if (!out.isEmpty() && out.size() != 2) {
      throw CatalogueFault.value("proj:shape", "rows and columns", out);
    }
    return out;
  }

  private static List<AssetBand> bands(JsonNode asset) throws CatalogueFault {
    JsonNode bands = Members.array(asset, "bands");
    JsonNode raster = Members.array(asset, "raster:bands");
    JsonNode eo = Members.array(asset, "eo:bands");
    int count = IntStream.of(bands.size(), raster.size(), eo.size()).max().orElse(0);
    if (count == 0 && BAND_MEMBERS.keySet().stream().anyMatch(asset::hasNonNull)) {
      count = 1;
    }
    List<AssetBand> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      out.add(band(bands.path(i), raster.path(i), eo.path(i), asset));
    }
    return out;
  }

  private static AssetBand band(JsonNode newer, JsonNode raster, JsonNode eo, JsonNode asset)
      throws CatalogueFault {
    ObjectNode band = JsonNodeFactory.instance.objectNode();
    BAND_MEMBERS.forEach(
        (name, oldName) ->
            Stream.of(newer.path(name), raster.path(oldName), eo.path(oldName), asset.path(name))
                .filter(value -> !value.isMissingNode() && !value.isNull())
                .findFirst()
                .ifPresent(value -> band.set(name, value)));
    Double scale = Members.number(band, "raster:scale");
    if (scale != null && scale == 0) {
      throw CatalogueFault.value("scale", "a number other than 0", scale);
    }
    return new AssetBand(
        Members.text(band, "name"),
        Members.text(band, "eo:common_name"),
        Members.number(band, "eo:center_wavelength", 1e-6, 1e6),
        scale,
        Members.number(band, "raster:offset"),
        noData(Members.first(band, "nodata")),
        Members.text(band, "data_type"),
        Members.text(band, "unit"));
  }

  private static @Nullable Double noData(JsonNode value) throws CatalogueFault {
    if (value.isMissingNode()) {
      return null;
    }
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.asText().toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> throw CatalogueFault.value("nodata", "a number, nan, inf or -inf", value);
    };
  }
}
