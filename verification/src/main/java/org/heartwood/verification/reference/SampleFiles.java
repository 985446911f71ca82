package org.heartwood.verification.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.run.WholeFile;
import org.heartwood.verification.layer.GeoPackageWriter;
import org.heartwood.verification.layer.LayerColumn;
import org.heartwood.verification.layer.LayerStyle;
import org.heartwood.verification.layer.Rgb;
import org.heartwood.verification.layer.Srs;
import org.heartwood.verification.layer.VectorFeature;
import org.heartwood.verification.layer.VectorLayer;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * The files of a sample: {@code sample.csv} to fill in, {@code sample.gpkg} to look at the points,
 * and {@code design.json}, which alone says to which stratum a point belongs. An interpreter who
 * knows what the map says sees it too; so the first two do not say it, and the points come in an
 * order that gives nothing away.
 */
public final class SampleFiles {
  static final String DESIGN = "design.json";
  static final List<String> COLUMNS =
      List.of(
          "id",
          "lon",
          "lat",
          "x",
          "y",
          "reference_label",
          "reference_date",
          "interpreter",
          "confidence",
          "remark",
          "design");

  private static final int DIGEST_CHARACTERS = 16;
  private static final long LARGEST_BYTES = 64 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SampleFiles() {}

  /** A design as read, with its digest as the rows of a sample carry it. */
  record Stored(SampleDesign design, String digest) {}

  /**
   * Writes the three files.
   *
   * @param folder made if it is not there
   * @throws InputException if it holds a sample already, which may have labels
   */
  public static void write(SampleDesign design, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("sample.csv", "sample.gpkg", DESIGN)) {
      if (Files.exists(folder.resolve(name))) {
        throw new InputException(
            Reason.FORBIDDEN,
            folder.resolve(name) + ": is there already; give another folder with --out");
      }
    }
    byte[] json =
        (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(design) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    String digest = digest(json);
    WholeFile.write(folder.resolve("sample.csv"), csv(design, digest));
    GeoPackageWriter.write(
        folder.resolve("sample.gpkg"), List.of(layer(design, digest)), Instant.EPOCH);
    WholeFile.write(folder.resolve(DESIGN), json);
  }

  private static String digest(byte[] json) {
    return Sha256.of(json).substring(0, DIGEST_CHARACTERS);
  }

  private static byte[] csv(SampleDesign design, String digest) {
    StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
    int decimals = degrees(design) ? 7 : 2;
    for (SampleDesign.Point point : design.points()) {
      text.append(point.id())
          .append(number(point.lon(), 7))
          .append(number(point.lat(), 7))
          .append(number(point.x(), decimals))
          .append(number(point.y(), decimals))
          .append(",,,,,,")
          .append(digest)
          .append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, ",%." + decimals + "f", value);
  }

  static boolean degrees(SampleDesign design) {
    return design.crs().equals("EPSG:4326");
  }

  private static VectorLayer layer(SampleDesign design, String digest) {
    GeometryFactory geometries = new GeometryFactory();
    List<VectorFeature> features =
        design.points().stream()
            .map(
                point ->
                    new VectorFeature(
                        geometries.createPoint(new Coordinate(point.lon(), point.lat())),
                        Arrays.asList(
                            point.id(),
                            point.lon(),
                            point.lat(),
                            point.x(),
                            point.y(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            digest)))
            .toList();
    String labels = String.join(", ", design.classes());
    return new VectorLayer(
        "sample",
        "Reference points to label: " + labels + " or " + FilledSample.UNKNOWN,
        VectorLayer.Shape.POINT,
        Srs.of("EPSG:4326"),
        List.of(
            new LayerColumn("id", LayerColumn.Kind.TEXT, "Name of the point"),
            new LayerColumn("lon", LayerColumn.Kind.REAL, "Longitude, degrees"),
            new LayerColumn("lat", LayerColumn.Kind.REAL, "Latitude, degrees"),
            new LayerColumn("x", LayerColumn.Kind.REAL, "In " + design.crs()),
            new LayerColumn("y", LayerColumn.Kind.REAL, "In " + design.crs()),
            new LayerColumn("reference_label", LayerColumn.Kind.TEXT, "What is there: " + labels),
            new LayerColumn("reference_date", LayerColumn.Kind.TEXT, "Day of the image looked at"),
            new LayerColumn("interpreter", LayerColumn.Kind.TEXT, "Who looked"),
            new LayerColumn("confidence", LayerColumn.Kind.TEXT, "high, medium or low"),
            new LayerColumn("remark", LayerColumn.Kind.TEXT, "Anything else"),
            new LayerColumn("design", LayerColumn.Kind.TEXT, "Digest of design.json")),
        features,
        new LayerStyle.Simple(Rgb.of(0xFFFF00), 1, new LayerStyle.Outline(Rgb.of(0x000000), 0.3)));
  }

  /**
   * Reads a design.
   *
   * @throws InputException if it is missing, too large or not one of ours
   */
  static Stored read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Reason.MISSING,
          file
              + ": no such file; it says to which stratum each point belongs, name it with"
              + " --design");
    }
    if (Files.size(file) > LARGEST_BYTES) {
      throw new InputException(
          Reason.TOO_LARGE,
          file + ": must have at most " + LARGEST_BYTES + " bytes, was " + Files.size(file));
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      SampleDesign design = JSON.readValue(bytes, SampleDesign.class);
      if (design.format() != SampleDesign.FORMAT) {
        throw new InputException(
            Reason.UNSUPPORTED,
            file
                + ": format must be "
                + SampleDesign.FORMAT
                + ", was "
                + design.format()
                + "; use the Heartwood that drew the sample");
      }
      return new Stored(design, digest(bytes));
    } catch (JsonProcessingException e) {
      throw new InputException(
          file
              + ": is not the design of a sample ("
              + (e instanceof ValueInstantiationException
                  ? "a part of it is missing or no value of a design"
                  : e.getOriginalMessage().lines().findFirst().orElse(""))
              + "); restore it as it was written",
          e);
    }
  }
}
