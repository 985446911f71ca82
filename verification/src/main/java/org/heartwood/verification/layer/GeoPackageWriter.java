package org.heartwood.verification.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mil.nga.geopackage.GeoPackage;
import mil.nga.geopackage.GeoPackageException;
import mil.nga.geopackage.GeoPackageManager;
import mil.nga.geopackage.db.GeoPackageDataType;
import mil.nga.geopackage.extension.rtree.RTreeIndexExtension;
import mil.nga.geopackage.extension.schema.SchemaExtension;
import mil.nga.geopackage.features.columns.GeometryColumns;
import mil.nga.geopackage.features.user.FeatureColumn;
import mil.nga.geopackage.features.user.FeatureTable;
import mil.nga.geopackage.features.user.FeatureTableMetadata;
import mil.nga.geopackage.geom.GeoPackageGeometryData;
import mil.nga.geopackage.srs.SpatialReferenceSystem;
import mil.nga.geopackage.srs.SpatialReferenceSystemDao;
import mil.nga.sf.GeometryType;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.WKBWriter;

/**
 * Writes vector layers to a GeoPackage (OGC 12-128r18) with a spatial index, a description of every
 * column, and a style that QGIS applies when a layer is opened. Text is stored as it is. The file
 * appears complete or not at all, and the same layers and instant give the same bytes under the
 * same SQLite.
 */
public final class GeoPackageWriter {
  private static final String GEOMETRY = "geom";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The table QGIS looks for; its column names are QGIS's. */
  private static final String LAYER_STYLES =
      """
      CREATE TABLE layer_styles (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        f_table_catalog TEXT,
        f_table_schema TEXT,
        f_table_name TEXT,
        f_geometry_column TEXT,
        styleName TEXT,
        styleQML TEXT,
        styleSLD TEXT,
        useAsDefault BOOLEAN,
        description TEXT,
        owner TEXT,
        ui TEXT,
        update_time DATETIME)
      """;

  private final Path file;
  private final GeoPackage geoPackage;
  private final Connection connection;
  private final Instant lastChange;

  private GeoPackageWriter(Path file, GeoPackage geoPackage, Instant lastChange) {
    this.file = file;
    this.geoPackage = geoPackage;
    this.connection = geoPackage.getConnection().getConnection();
    this.lastChange = lastChange;
  }

  /**
   * Writes one file, replacing any of that name.
   *
   * @param file target, {@code *.gpkg}; its folder must exist
   * @param layers one or more, in the order a GIS lists them, names unique
   * @param lastChange instant written as the time of last change, to the millisecond
   * @throws IllegalArgumentException naming file, layer and feature if a geometry or value does not
   *     fit its layer
   * @throws IOException if the file cannot be written; no file of that name is changed then
   */
  public static void write(Path file, List<VectorLayer> layers, Instant lastChange)
      throws IOException {
    String name = file.getFileName().toString();
    if (!name.endsWith(".gpkg")) {
      throw new IllegalArgumentException(file + ": a GeoPackage's name must end with .gpkg");
    }
    requireLayers(file, layers);
    Path part = file.resolveSibling("." + name.replaceFirst("\\.gpkg$", ".part.gpkg"));
    Files.deleteIfExists(part);
    try {
      GeoPackageManager.create(part.toFile());
      try (GeoPackage geoPackage = GeoPackageManager.open(part.toFile())) {
        new GeoPackageWriter(file, geoPackage, lastChange).write(layers);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (SQLException | GeoPackageException e) {
      throw new IOException(file + ": cannot be written as a GeoPackage", e);
    } finally {
      Files.deleteIfExists(part);
      Files.deleteIfExists(part.resolveSibling(part.getFileName() + "-journal"));
    }
  }

  private static void requireLayers(Path file, List<VectorLayer> layers) {
    Set<String> names = new HashSet<>();
    for (VectorLayer layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException(file + ": layer " + layer.name() + " occurs twice");
      }
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(file + ": a GeoPackage needs at least one layer");
    }
  }

  private void write(List<VectorLayer> layers) throws SQLException, IOException {
    for (VectorLayer layer : layers) {
      requireSrs(layer.srs());
      FeatureTable table = createTable(layer);
      describeColumns(layer);
      // One transaction for the rows only: the library looks for its tables outside of it.
      connection.setAutoCommit(false);
      insert(layer);
      connection.setAutoCommit(true);
      new RTreeIndexExtension(geoPackage).create(table);
    }
    insertStyles(layers);
    stamp();
  }

  private void requireSrs(Srs srs) throws SQLException {
    SpatialReferenceSystemDao known = geoPackage.getSpatialReferenceSystemDao();
    if (known.queryForId((long) srs.epsg()) == null) {
      SpatialReferenceSystem row = new SpatialReferenceSystem();
      row.setId(srs.epsg());
      row.setSrsName(srs.name());
      row.setSrsId(srs.epsg());
      row.setOrganization("EPSG");
      row.setOrganizationCoordsysId(srs.epsg());
      row.setDefinition(srs.wkt());
      known.create(row);
    }
  }

  private FeatureTable createTable(VectorLayer layer) throws SQLException {
    GeometryColumns geometry = new GeometryColumns();
    geometry.setTableName(layer.name());
    geometry.setColumnName(GEOMETRY);
    geometry.setGeometryType(GeometryType.fromName(layer.shape().name()));
    geometry.setZ((byte) 0);
    geometry.setM((byte) 0);
    geometry.setSrsId(layer.srs().epsg());
    geometry.setSrs(
        geoPackage.getSpatialReferenceSystemDao().queryForId((long) layer.srs().epsg()));
    List<FeatureColumn> columns =
        layer.columns().stream()
            .map(column -> FeatureColumn.createColumn(column.name(), type(column.kind())))
            .toList();
    return geoPackage.createFeatureTable(FeatureTableMetadata.create(geometry, "fid", columns));
  }

  private static GeoPackageDataType type(LayerColumn.Kind kind) {
    return switch (kind) {
      case TEXT -> GeoPackageDataType.TEXT;
      case INTEGER -> GeoPackageDataType.INTEGER;
      case REAL -> GeoPackageDataType.REAL;
      case DATE -> GeoPackageDataType.DATE;
      case BOOLEAN -> GeoPackageDataType.BOOLEAN;
    };
  }

  private void describeColumns(VectorLayer layer) throws SQLException {
    if (layer.columns().isEmpty()) {
      return;
    }
    new SchemaExtension(geoPackage).getOrCreate();
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO gpkg_data_columns (table_name, column_name, description) VALUES (?, ?,"
                + " ?)")) {
      for (LayerColumn column : layer.columns()) {
        row.setString(1, layer.name());
        row.setString(2, column.name());
        row.setString(3, column.description());
        row.executeUpdate();
      }
    }
  }

  private void insert(VectorLayer layer) throws SQLException, IOException {
    List<String> names = new ArrayList<>(List.of(GEOMETRY));
    layer.columns().forEach(column -> names.add(column.name()));
    // Names are checked when a column is made; values only ever go in as parameters.
    String sql =
        "INSERT INTO \""
            + layer.name()
            + "\" (\""
            + String.join("\", \"", names)
            + "\") VALUES ("
            + String.join(", ", Collections.nCopies(names.size(), "?"))
            + ")";
    Envelope extent = new Envelope();
    long feature = 0;
    try (PreparedStatement row = connection.prepareStatement(sql)) {
      for (VectorFeature each : layer.features()) {
        String subject = file + ": layer " + layer.name() + ", feature " + ++feature;
        row.setBytes(1, geometryBytes(layer, each.geometry(), subject));
        extent.expandToInclude(each.geometry().getEnvelopeInternal());
        if (each.values().size() != layer.columns().size()) {
          throw new IllegalArgumentException(
              subject
                  + " needs "
                  + layer.columns().size()
                  + " values, has "
                  + each.values().size());
        }
        for (int i = 0; i < layer.columns().size(); i++) {
          row.setObject(i + 2, stored(layer.columns().get(i), each.values().get(i), subject));
        }
        row.executeUpdate();
      }
    }
    describeContents(layer, extent);
  }

  private static byte[] geometryBytes(VectorLayer layer, Geometry geometry, String subject)
      throws IOException {
    Geometry shape = asShape(layer.shape(), geometry);
    if (!shape.getGeometryType().equalsIgnoreCase(layer.shape().name()) || shape.isEmpty()) {
      throw new IllegalArgumentException(
          subject + " must be a " + layer.shape() + " and not empty, was " + brief(geometry));
    }
    Envelope extent = shape.getEnvelopeInternal();
    if (!Double.isFinite(
        extent.getMinX() + extent.getMaxX() + extent.getMinY() + extent.getMaxY())) {
      throw new IllegalArgumentException(
          subject + " must have finite coordinates, was " + brief(geometry));
    }
    return GeoPackageGeometryData.createFromWkbAndBuildEnvelope(
            layer.srs().epsg(), new WKBWriter(2).write(shape))
        .toBytes();
  }

  private static String brief(Geometry geometry) {
    String text = geometry.toText();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  /** A geometry as one of a layer: single ones become collections of one where those are wanted. */
  private static Geometry asShape(VectorLayer.Shape shape, Geometry geometry) {
    GeometryFactory factory = geometry.getFactory();
    if (shape == VectorLayer.Shape.MULTIPOLYGON && geometry instanceof Polygon polygon) {
      return factory.createMultiPolygon(new Polygon[] {polygon});
    }
    if (shape == VectorLayer.Shape.MULTILINESTRING && geometry instanceof LineString line) {
      return factory.createMultiLineString(new LineString[] {line});
    }
    if (shape == VectorLayer.Shape.MULTIPOINT && geometry instanceof Point point) {
      return factory.createMultiPoint(new Point[] {point});
    }
    return geometry;
  }

  private static @Nullable Object stored(
      LayerColumn column, @Nullable Object value, String subject) {
    if (value == null) {
      return null;
    }
    if (!column.kind().valueType().isInstance(value)
        || (value instanceof Double number && !Double.isFinite(number))) {
      throw new IllegalArgumentException(
          subject
              + ": "
              + column.name()
              + " must be a"
              + (column.kind() == LayerColumn.Kind.REAL ? " finite " : " ")
              + column.kind().valueType().getSimpleName()
              + " or null, was "
              + value.getClass().getSimpleName()
              + " "
              + value);
    }
    return switch (column.kind()) {
      case TEXT, INTEGER, REAL -> value;
      case DATE -> value.toString();
      case BOOLEAN -> value.equals(true) ? 1 : 0;
    };
  }

  private void describeContents(VectorLayer layer, Envelope extent) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            "UPDATE gpkg_contents SET identifier = ?, description = ?, min_x = ?, min_y = ?, max_x"
                + " = ?, max_y = ? WHERE table_name = ?")) {
      row.setString(1, layer.name());
      row.setString(2, layer.description());
      row.setObject(3, extent.isNull() ? null : extent.getMinX());
      row.setObject(4, extent.isNull() ? null : extent.getMinY());
      row.setObject(5, extent.isNull() ? null : extent.getMaxX());
      row.setObject(6, extent.isNull() ? null : extent.getMaxY());
      row.setString(7, layer.name());
      row.executeUpdate();
    }
  }

  private void insertStyles(List<VectorLayer> layers) throws SQLException {
    try (Statement create = connection.createStatement()) {
      create.executeUpdate(LAYER_STYLES);
      create.executeUpdate(
          "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES"
              + " ('layer_styles', 'attributes', 'layer_styles', 'How QGIS draws each layer')");
    }
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
                + " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description,"
                + " owner, update_time) VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '', ?)")) {
      for (VectorLayer layer : layers) {
        row.setString(1, layer.name());
        row.setString(2, GEOMETRY);
        row.setString(3, layer.name());
        row.setString(4, QgisStyle.qml(layer));
        row.setString(5, SldStyle.sld(layer));
        row.setString(6, layer.description());
        row.setString(7, TIME.format(lastChange));
        row.executeUpdate();
      }
    }
  }

  private void stamp() throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement("UPDATE gpkg_contents SET last_change = ?")) {
      row.setString(1, TIME.format(lastChange));
      row.executeUpdate();
    }
  }
}
