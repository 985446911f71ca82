package org.heartwood.infra;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.scene.StackIndex;
import org.heartwood.ingest.tile.Season;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;

/**
 * A catalogue of Landsat scenes that are made from the NDVI of the Kafa sample: red and near
 * infrared always add up to {@value #SUM}, so that only their NDVI is that of a real image.
 */
final class MadeScenes {
  private static final double SUM = 0.4;
  private static final double SCALE = 2.75e-5;
  private static final double OFFSET = -0.2;
  private static final List<String> BANDS = List.of("red", "nir08", "qa_pixel");
  private static final List<String> WITH_INFRARED =
      List.of("red", "nir08", "qa_pixel", "green", "swir16", "swir22");
  private static final int CLEAR = 5440;
  private static final int FILL = 1;

  /** NDVI of burnt ground: near infrared of 0.24, short-wave infrared above it. */
  static final float CHAR_NDVI = 0.2f;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final List<Scene> scenes = new ArrayList<>();

  /**
   * @param folder of the dossier; the catalogue is written into it
   */
  MadeScenes(Path folder) {
    this.folder = folder;
  }

  /** NDVI of a day. */
  record Image(LocalDate day, Grid grid, FloatRaster ndvi) {

    /** Its identifier by the rules of Collection 2. */
    String sceneId() {
      return "LE07_L2SP_169055_" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + "_20200830_02_T1";
    }

    Image on(LocalDate other) {
      return new Image(other, grid, ndvi);
    }
  }

  /** An item of the catalogue and the files that it names. */
  record Scene(Path folder, ObjectNode item) {
    String id() {
      return item.get("id").textValue();
    }

    ObjectNode asset(String key) {
      return (ObjectNode) item.at("/assets/" + key);
    }

    Path file(String key) {
      return folder.resolve(asset(key).get("href").textValue());
    }

    byte[] bytes(String key) throws IOException {
      return Files.readAllBytes(file(key));
    }

    /** Replaces a file, and what the item says of its size and digest. */
    void replace(String key, byte[] bytes) throws IOException {
      Files.write(file(key), bytes);
      asset(key).put("file:size", bytes.length).put("file:checksum", "1220" + Sha256.of(bytes));
    }
  }

  /** The images of the sample's seasons, December to March; of two of one day the first. */
  static List<Image> images(int firstYear, int lastYear) throws IOException {
    Path kafa = SampleDossier.kafa();
    Season season = new Season(12, 3);
    List<Image> images = new ArrayList<>();
    Set<LocalDate> seen = new HashSet<>();
    try (GeoTiffSource stack = GeoTiffSource.open(kafa.resolve("ndvi_1984_2013_x10000.tif"))) {
      for (DatedImage band : StackIndex.read(kafa.resolve("bands.csv"), stack.bands())) {
        LocalDate day = band.date();
        if ((season.contains(day.getYear(), day) || season.contains(day.getYear() + 1, day))
            && day.isAfter(LocalDate.of(firstYear - 1, 11, 30))
            && day.isBefore(LocalDate.of(lastYear, 4, 1))
            && seen.add(day)) {
          FloatRaster values = stack.read(new int[] {band.index0()}, stack.grid().window()).get(0);
          for (int i = 0; i < values.data().length; i++) {
            values.data()[i] /= 10_000;
          }
          images.add(new Image(day, stack.grid(), values));
        }
      }
    }
    return images;
  }

  List<Scene> scenes() {
    return List.copyOf(scenes);
  }

  Scene add(Image image) throws IOException {
    return add(image.sceneId(), image);
  }

  Scene add(String id, Image image) throws IOException {
    return add(id, image, BANDS);
  }

  /**
   * Adds a scene that has green and both bands of short-wave infrared as well: those of leaves and
   * soil by its NDVI, of char where NDVI is exactly {@link #CHAR_NDVI}.
   */
  Scene addWithInfrared(Image image) throws IOException {
    return add(image.sceneId(), image, WITH_INFRARED);
  }

  private Scene add(String id, Image image, List<String> bands) throws IOException {
    ObjectNode item = item(id, image);
    Scene scene = new Scene(folder, item);
    Files.createDirectories(folder.resolve("scenes"));
    for (String key : bands) {
      item.withObjectProperty("assets")
          .putObject(key)
          .put("href", "scenes/" + id + "_" + key + ".tif")
          .put("type", "image/tiff; application=geotiff");
      scene.replace(key, tiff(image.grid, numbers(key, image.ndvi.data()), key.equals("qa_pixel")));
      if (!key.equals("qa_pixel")) {
        scene
            .asset(key)
            .putArray("raster:bands")
            .addObject()
            .put("scale", SCALE)
            .put("offset", OFFSET)
            .put("nodata", 0);
      }
    }
    scenes.add(scene);
    return scene;
  }

  /**
   * Writes the catalogue: {@code catalog.json} with links to the list of all items and to the
   * documents named.
   */
  void write(String... linked) throws IOException {
    ObjectNode list = JSON.createObjectNode().put("type", "FeatureCollection");
    ArrayNode features = list.putArray("features");
    scenes.forEach(scene -> features.add(scene.item));
    JSON.writeValue(folder.resolve("items.json").toFile(), list);
    ObjectNode catalogue =
        JSON.createObjectNode()
            .put("type", "Catalog")
            .put("stac_version", "1.0.0")
            .put("id", "made")
            .put("description", "Scenes made from the Kafa sample");
    ArrayNode links = catalogue.putArray("links");
    links.addObject().put("rel", "item").put("href", "./items.json");
    for (String document : linked) {
      links.addObject().put("rel", "item").put("href", document);
    }
    JSON.writeValue(folder.resolve("catalog.json").toFile(), catalogue);
  }

  private static ObjectNode item(String id, Image image) {
    Grid grid = image.grid;
    Envelope lonLat = new Envelope();
    MapProjection projection = MapProjection.of(grid.crs());
    for (Coordinate corner : corners(grid.envelope())) {
      lonLat.expandToInclude(projection.inverse(corner.x, corner.y));
    }
    ObjectNode item =
        JSON.createObjectNode()
            .put("type", "Feature")
            .put("stac_version", "1.0.0")
            .put("id", id)
            .put("collection", "landsat-c2-l2");
    ArrayNode bbox = item.putArray("bbox");
    bbox.add(lonLat.getMinX()).add(lonLat.getMinY()).add(lonLat.getMaxX()).add(lonLat.getMaxY());
    ObjectNode geometry = item.putObject("geometry").put("type", "Polygon");
    ArrayNode ring = geometry.putArray("coordinates").addArray();
    for (Coordinate corner : corners(lonLat)) {
      ring.addArray().add(corner.x).add(corner.y);
    }
    ObjectNode properties =
        item.putObject("properties")
            .put("datetime", image.day + "T07:40:00Z")
            .put("platform", "landsat-7")
            .put("eo:cloud_cover", 10)
            .put("proj:epsg", Integer.parseInt(grid.crs().substring("EPSG:".length())))
            .put("landsat:collection_number", "02")
            .put("landsat:correction", "L2SP");
    properties.putArray("proj:shape").add(grid.height()).add(grid.width());
    properties
        .putArray("proj:transform")
        .add(grid.pixelSize())
        .add(0)
        .add(grid.originX())
        .add(0)
        .add(-grid.pixelSize())
        .add(grid.originY());
    return item;
  }

  private static List<Coordinate> corners(Envelope box) {
    return List.of(
        new Coordinate(box.getMinX(), box.getMinY()),
        new Coordinate(box.getMaxX(), box.getMinY()),
        new Coordinate(box.getMaxX(), box.getMaxY()),
        new Coordinate(box.getMinX(), box.getMaxY()),
        new Coordinate(box.getMinX(), box.getMinY()));
  }

  private static int[] numbers(String key, float[] ndvi) {
    int[] numbers = new int[ndvi.length];
    for (int i = 0; i < ndvi.length; i++) {
      boolean valid = !Float.isNaN(ndvi[i]);
      numbers[i] =
          switch (key) {
            case "red" -> valid ? digitalNumber(SUM * (1 - ndvi[i]) / 2) : 0;
            case "nir08" -> valid ? digitalNumber(SUM * (1 + ndvi[i]) / 2) : 0;
            case "green" -> valid ? digitalNumber(0.05) : 0;
            case "swir16" -> valid ? digitalNumber(shortWave(ndvi[i], 0.3)) : 0;
            case "swir22" -> valid ? digitalNumber(shortWave(ndvi[i], 0.36)) : 0;
            default -> valid ? CLEAR : FILL;
          };
    }
    return numbers;
  }

  /** Reflectance beyond 1.5 µm: as red of leaves and soil, and that of char. */
  private static double shortWave(float ndvi, double ofChar) {
    return ndvi == CHAR_NDVI ? ofChar : SUM * (1 - ndvi) / 2;
  }

  private static int digitalNumber(double reflectance) {
    return (int) Math.rint((reflectance - OFFSET) / SCALE);
  }

  /** An unsigned 16-bit GeoTIFF of one strip that is not compressed. */
  private static byte[] tiff(Grid grid, int[] values, boolean mask) {
    int pixelBytes = 2 * values.length;
    int epsg = Integer.parseInt(grid.crs().substring("EPSG:".length()));
    byte[] tailBytes = new byte[24 + 48 + 32];
    ByteBuffer tail = buffer(tailBytes);
    List.of(grid.pixelSize(), grid.pixelSize(), 0.0).forEach(tail::putDouble);
    List.of(0.0, 0.0, 0.0, grid.originX(), grid.originY(), 0.0).forEach(tail::putDouble);
    for (int key : new int[] {1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, epsg}) {
      tail.putShort((short) key);
    }
    int directory = 8 + pixelBytes;
    int fields = 13;
    int tailAt = directory + 2 + 12 * fields + 4;
    byte[] file = new byte[tailAt + tailBytes.length];
    ByteBuffer out = buffer(file);
    out.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(directory);
    for (int value : values) {
      out.putShort((short) value);
    }
    out.putShort((short) fields);
    field(out, 256, 4, 1, grid.width());
    field(out, 257, 4, 1, grid.height());
    field(out, 258, 3, 1, 16);
    field(out, 259, 3, 1, 1);
    field(out, 262, 3, 1, 1);
    field(out, 273, 4, 1, 8);
    field(out, 277, 3, 1, 1);
    field(out, 278, 4, 1, grid.height());
    field(out, 279, 4, 1, pixelBytes);
    field(out, 33550, 12, 3, tailAt);
    field(out, 33922, 12, 6, tailAt + 24);
    field(out, 34735, 3, 16, tailAt + 72);
    field(out, 42113, 2, 2, mask ? '1' : '0');
    out.putInt(0).put(tailBytes);
    return file;
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void field(ByteBuffer out, int tag, int type, int count, int value) {
    out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  /** The file with another tag or value in one field of its directory. */
  static byte[] changed(byte[] tiff, int tag, int newTag, int newValue) {
    byte[] file = tiff.clone();
    ByteBuffer bytes = buffer(file);
    int directory = bytes.getInt(4);
    for (int i = 0; i < bytes.getShort(directory); i++) {
      int at = directory + 2 + 12 * i;
      if (Short.toUnsignedInt(bytes.getShort(at)) == tag) {
        bytes.putShort(at, (short) newTag).putInt(at + 8, newValue);
      }
    }
    return file;
  }
}
