package org.heartwood.ingest.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.boundary.BoundaryDocument.Format;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * Reads a project boundary as registries publish it: GeoJSON, GeoPackage, Shapefile (zipped, or
 * with its other files beside it), KML, KMZ or GeoParquet, told apart by what is in the file and
 * only then by its name.
 *
 * <p>Coordinates of another CRS are converted vertex by vertex to longitude and latitude on WGS 84.
 * Heights and measures are dropped. A boundary may touch ±180° longitude, and one that crosses it
 * is cut there; a boundary at a pole is refused. Such a boundary can be read and its area is right,
 * but a grid in a projection does not hold both sides: assess them as projects of their own.
 *
 * <p>At most 10 million vertices, 1 million features and rings, and 1 GiB a file (0.5 GiB where the
 * format must be held in memory) are read.
 */
public final class BoundaryReader {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final int MAGIC_BYTES = 512;
  private static final String READABLE =
      "GeoJSON, GeoPackage, a Shapefile (.shp or zipped), KML, KMZ or GeoParquet";

  private BoundaryReader() {}

  /**
   * Reads a boundary that can be used as it is. Features are united.
   *
   * @param file in any of the formats
   * @throws InputException with the first error of the file, or the first invalid polygon: the
   *     message names the feature, the ring, the vertex (each counted from 0) and the coordinates
   */
  public static Boundary read(Path file) {
    return read(file, ReadLimits.MAX_VERTICES);
  }

  /** As {@link #read(Path)} with another limit of vertices. */
  static Boundary read(Path file, int maxVertices) {
    BoundaryDocument document = document(file, maxVertices);
    for (BoundaryProblem problem : document.problems()) {
      if (problem.severity() == Severity.ERROR) {
        throw new InputException(problem.reason(), problem.line(document.source()));
      }
    }
    List<Polygon> polygons = new ArrayList<>();
    for (BoundaryFeature feature : document.features()) {
      for (int part = 0; part < feature.polygonsLonLat().getNumGeometries(); part++) {
        Polygon polygon = (Polygon) feature.polygonsLonLat().getGeometryN(part);
        requireValid(document.source(), feature, part, polygon);
        polygons.add(polygon);
      }
    }
    return new Boundary(united(polygons), document.source());
  }

  /**
   * Reads all that a boundary file holds, and every problem that it has. Shapes are not judged:
   * rings may cross and holes may lie outside.
   *
   * @param file in any of the formats
   * @throws InputException if it cannot be read at all: it is missing, of no known format, broken,
   *     hostile or too large
   */
  public static BoundaryDocument document(Path file) {
    return document(file, ReadLimits.MAX_VERTICES);
  }

  /** As {@link #document(Path)} with another limit of vertices. */
  static BoundaryDocument document(Path file, int maxVertices) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(Reason.MISSING, file + ": no such file; check the boundary's path");
    }
    ReadLimits limits = new ReadLimits(file.toString(), maxVertices);
    try {
      return switch (format(file)) {
        case GEOJSON -> GeoJsonReader.read(file, limits);
        case GEOPACKAGE -> GeoPackageReader.read(file, limits);
        case SHAPEFILE -> ShapefileReader.read(file, limits);
        case KML -> KmlReader.read(file, limits);
        case KMZ -> zipped(file, limits);
        case GEOPARQUET -> GeoParquetReader.read(file, limits);
      };
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static BoundaryDocument zipped(Path file, ReadLimits limits) throws IOException {
    try (ZipEntries entries = ZipEntries.open(file)) {
      if (!entries.endingWith(".shp").isEmpty()) {
        return ShapefileReader.readZipped(file, entries, limits);
      }
      return KmlReader.readZipped(file, entries, limits);
    }
  }

  /** The format; KMZ stands for any ZIP archive. */
  private static Format format(Path file) throws IOException {
    String start;
    try (InputStream in = Files.newInputStream(file)) {
      start = new String(in.readNBytes(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
    }
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (start.isEmpty()) {
      throw new InputException(
          Reason.EMPTY,
          file
              + ": expected "
              + (name.endsWith("json") ? "GeoJSON" : READABLE)
              + ", found an empty file; export the boundary again");
    }
    String text = start.replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "");
    if (start.startsWith("SQLite format 3\0")) {
      return Format.GEOPACKAGE;
    } else if (start.startsWith("PK\3\4") || start.startsWith("PK\5\6")) {
      return Format.KMZ;
    } else if (start.startsWith("PAR1")) {
      return Format.GEOPARQUET;
    } else if (start.startsWith("\0\0'\n")) {
      return Format.SHAPEFILE;
    } else if (text.startsWith("{")) {
      return Format.GEOJSON;
    } else if (text.startsWith("<")) {
      return Format.KML;
    }
    return formatByName(file, name);
  }

  private static Format formatByName(Path file, String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return switch (extension) {
      case "geojson", "json" -> Format.GEOJSON;
      case "gpkg" -> Format.GEOPACKAGE;
      case "shp" -> Format.SHAPEFILE;
      case "kml" -> Format.KML;
      case "kmz", "zip" -> Format.KMZ;
      case "parquet", "geoparquet" -> Format.GEOPARQUET;
      default ->
          throw new InputException(
              Reason.UNSUPPORTED,
              file
                  + ": expected "
                  + READABLE
                  + ", found none of them; "
                  + (extension.equals("shx") || extension.equals("dbf") || extension.equals("prj")
                      ? "give the .shp of the same name"
                      : "export the boundary as one of them"));
    };
  }

  static void requireValid(String source, BoundaryFeature feature, int part, Polygon polygon) {
    TopologyValidationError error = new IsValidOp(polygon).getValidationError();
    if (error != null) {
      throw new InputException(
          Reason.GEOMETRY,
          source
              + ": feature "
              + feature.index()
              + (feature.polygonsLonLat().getNumGeometries() == 1 ? "" : ", polygon " + part)
              + ": "
              + error.getMessage()
              + " at "
              + FeatureBuilder.shown(error.getCoordinate())
              + "; repair it, for example with \"Fix geometries\" in QGIS");
    }
  }

  /** The union; JTS' normal form winds shells clockwise, GeoJSON the other way round. */
  private static MultiPolygon united(List<Polygon> polygons) {
    Geometry union =
        polygons.size() == 1
            ? polygons.get(0)
            : OverlayNGRobust.union(GEOMETRIES.buildGeometry(polygons));
    List<Polygon> parts = new ArrayList<>();
    for (int part = 0; part < union.getNumGeometries(); part++) {
      if (union.getGeometryN(part) instanceof Polygon polygon) {
        parts.add(polygon);
      }
    }
    MultiPolygon whole = GEOMETRIES.createMultiPolygon(parts.toArray(Polygon[]::new));
    whole.normalize();
    return whole.reverse();
  }
}
