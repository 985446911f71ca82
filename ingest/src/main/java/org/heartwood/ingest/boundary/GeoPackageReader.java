package org.heartwood.ingest.boundary;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.boundary.BoundaryDocument.Format;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Reads the one polygon layer of a GeoPackage (OGC 12-128r19). The file is opened read-only and
 * immutable, without extensions; only plain tables are read, never views, virtual tables or
 * generated columns, whose SQL comes from the file.
 */
final class GeoPackageReader {
  private static final int MAX_LAYERS_SHOWN = 10;
  private static final int MAX_COLUMNS = 2000;
  private static final int LONGEST_TEXT = 1 << 16;
  private static final int ENVELOPE_KINDS = 5;
  private static final int[] ENVELOPE_BYTES = {0, 32, 48, 48, 64};

  private record Layer(String table, String column, int srsId) {}

  private final Path file;
  private final Connection connection;
  private final ReadLimits limits;
  private final ProblemLog log = new ProblemLog();

  private GeoPackageReader(Path file, Connection connection, ReadLimits limits) {
    this.file = file;
    this.connection = connection;
    this.limits = limits;
  }

  static BoundaryDocument read(Path file, ReadLimits limits) throws IOException {
    ReadLimits.requireBytes(file.toString(), Files.size(file), ReadLimits.MAX_FILE_BYTES);
    Path journal = file.resolveSibling(file.getFileName() + "-wal");
    if (Files.exists(journal) && Files.size(journal) > 0) {
      throw new InputException(
          Reason.INCONSISTENT,
          file
              + ": has changes in "
              + journal.getFileName()
              + " that are not yet in it; close it in the program that has it open");
    }
    String url = "jdbc:sqlite:" + file.toUri() + "?immutable=1&mode=ro";
    try (Connection connection = config().createConnection(url)) {
      return new GeoPackageReader(file, connection, limits).document();
    } catch (SQLException e) {
      throw new InputException(
          file
              + ": expected a GeoPackage, found a database that is broken ("
              + JsonFault.shortened(String.valueOf(e.getMessage()).lines().findFirst().orElse(""))
              + "); export the boundary again",
          e);
    }
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.enableLoadExtension(false);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
    return config;
  }

  private BoundaryDocument document() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA cell_size_check = ON");
    }
    Layer layer = layer();
    FeatureBuilder builder = new FeatureBuilder(log, crs(layer), FeatureBuilder.Winding.ANY);
    features(layer, builder);
    return builder.document(file.toString(), Format.GEOPACKAGE);
  }

  private Layer layer() throws SQLException {
    requirePlainTable("gpkg_contents");
    requirePlainTable("gpkg_geometry_columns");
    List<Layer> layers = new ArrayList<>();
    List<String> others = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT g.table_name, g.column_name, g.geometry_type_name, g.srs_id"
                    + " FROM gpkg_geometry_columns g JOIN gpkg_contents c USING (table_name)"
                    + " WHERE c.data_type = 'features' LIMIT 1000")) {
      while (rows.next()) {
        String type = String.valueOf(rows.getString(3)).toUpperCase(Locale.ROOT);
        if (type.contains("POINT") || type.contains("LINE")) {
          others.add(String.valueOf(rows.getString(1)));
        } else {
          layers.add(
              new Layer(
                  String.valueOf(rows.getString(1)),
                  String.valueOf(rows.getString(2)),
                  rows.getInt(4)));
        }
      }
    }
    if (layers.size() != 1) {
      List<String> names = layers.isEmpty() ? others : layers.stream().map(Layer::table).toList();
      throw new InputException(
          Reason.UNSUPPORTED,
          file
              + ": expected one layer of polygons, found "
              + layers.size()
              + (names.isEmpty() ? "" : layers.isEmpty() ? ", but " : ": ")
              + JsonFault.shortened(
                  String.join(", ", names.subList(0, Math.min(names.size(), MAX_LAYERS_SHOWN))))
              + "; export the project area alone, as in ogr2ogr boundary.gpkg file.gpkg layer");
    }
    requirePlainTable(layers.get(0).table());
    return layers.get(0);
  }

  /** A view runs the file's own SQL, which need not ever end. */
  private void requirePlainTable(String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT type, sql FROM sqlite_master WHERE lower(name) = lower(?)"
                + " AND type IN ('table', 'view')")) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new InputException(
              Reason.MISSING,
              file
                  + ": expected a GeoPackage, found an SQLite database without the table "
                  + JsonFault.quoted(table)
                  + "; export the boundary again");
        }
        String sql = String.valueOf(rows.getString(2)).stripLeading();
        boolean virtual = sql.regionMatches(true, 0, "CREATE VIRTUAL", 0, 14);
        if (!"table".equals(rows.getString(1)) || virtual) {
          throw new InputException(
              Reason.FORBIDDEN,
              file
                  + ": expected a table, found that "
                  + JsonFault.quoted(table)
                  + " is a view or virtual table; export the layer as a table of its own");
        }
      }
    }
  }

  private FileCrs crs(Layer layer) throws SQLException {
    requirePlainTable("gpkg_spatial_ref_sys");
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT organization, organization_coordsys_id, substr(definition, 1, "
                + (LONGEST_TEXT + 1)
                + ") FROM gpkg_spatial_ref_sys WHERE srs_id = ?")) {
      statement.setInt(1, layer.srsId());
      try (ResultSet rows = statement.executeQuery()) {
        if (layer.srsId() <= 0 || !rows.next()) {
          return FileCrs.MISSING; // 0 and -1 stand for undefined
        }
        if ("EPSG".equalsIgnoreCase(rows.getString(1))) {
          return FileCrs.ofEpsg(file.toString(), rows.getInt(2));
        }
        return CrsReader.ofText(file.toString(), String.valueOf(rows.getString(3)), log);
      }
    }
  }

  private void features(Layer layer, FeatureBuilder builder) throws SQLException {
    String geometry = quoted(layer.column());
    String name = nameColumn(layer);
    String sql =
        "SELECT "
            + geometry
            + ", length("
            + geometry
            + ")"
            + (name == null
                ? ", NULL"
                : ", substr(CAST(" + quoted(name) + " AS TEXT), 1, " + FeatureName.LONGEST + ")")
            + " FROM "
            + quoted(layer.table());
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      for (int feature = 0; rows.next(); feature++) {
        limits.part();
        long bytes = rows.getLong(2);
        ReadLimits.requireBytes(file + ": feature " + feature, bytes, ReadLimits.MAX_MEMORY_BYTES);
        feature(feature, FeatureName.cleaned(rows.getString(3)), rows.getBytes(1), builder);
      }
    }
  }

  private @Nullable String nameColumn(Layer layer) throws SQLException {
    List<String> names = new ArrayList<>();
    boolean geometrySeen = false;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("PRAGMA table_xinfo(" + quoted(layer.table()) + ")")) {
      while (rows.next() && names.size() < MAX_COLUMNS) {
        boolean generated = rows.getInt("hidden") != 0;
        String name = String.valueOf(rows.getString("name"));
        geometrySeen |= !generated && name.equalsIgnoreCase(layer.column());
        if (!generated) {
          names.add(name);
        }
      }
    }
    if (!geometrySeen) {
      throw new InputException(
          Reason.MISSING,
          file
              + ": expected the column "
              + JsonFault.quoted(layer.column())
              + " in the table "
              + JsonFault.quoted(layer.table())
              + ", found none; export the boundary again");
    }
    return FeatureName.best(names);
  }

  /** An identifier of SQL, whatever it holds. */
  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private void feature(
      int index, @Nullable String name, byte @Nullable [] blob, FeatureBuilder builder) {
    if (blob == null) {
      builder.refuse(index, Reason.MISSING, "has no geometry", "draw it or remove the feature");
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(blob);
    try {
      boolean isGeometry = buffer.get() == 'G' && buffer.get() == 'P' && buffer.get() == 0;
      int flags = isGeometry ? buffer.get() : 0;
      int envelope = flags >> 1 & 7;
      if (!isGeometry || envelope >= ENVELOPE_KINDS || (flags & 0x20) != 0) {
        builder.refuse(
            index,
            Reason.INCONSISTENT,
            "expected a GeoPackage geometry, found other bytes",
            "export the boundary again");
        return;
      }
      buffer.order((flags & 1) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      buffer.getInt();
      if (buffer.remaining() < ENVELOPE_BYTES[envelope]) {
        throw new BufferUnderflowException();
      }
      buffer.position(buffer.position() + ENVELOPE_BYTES[envelope]);
      WkbPolygons.add(builder, index, name, buffer.slice(), limits);
    } catch (BufferUnderflowException e) {
      builder.refuse(
          index,
          Reason.TRUNCATED,
          "its geometry ends after " + blob.length + " bytes, in the middle",
          "export the boundary again");
    }
  }
}
