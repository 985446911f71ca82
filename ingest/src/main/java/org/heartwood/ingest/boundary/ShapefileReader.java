package org.heartwood.ingest.boundary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.boundary.BoundaryDocument.Format;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the polygons of a Shapefile (Esri Shapefile Technical Description, July 1998), bare or
 * zipped: the {@code .shp} from front to back, a name from the {@code .dbf} and the CRS from the
 * {@code .prj} where they are. Every length is compared with the bytes that are there.
 */
final class ShapefileReader {
  private static final int FILE_CODE = 9994;
  private static final int HEADER_BYTES = 100;
  private static final int RECORD_HEADER_BYTES = 8;
  private static final int POLYGON_HEADER_BYTES = 44;
  private static final int POSITION_BYTES = 2 * Double.BYTES;
  private static final int MAX_RINGS = 50_000;
  private static final String EXPORT_AGAIN = "export the boundary again";

  private static final List<String> TYPES =
      List.of("null", "point", "", "line", "", "polygon", "", "", "multipoint", "");

  private final String source;
  private final ReadLimits limits;
  private final FeatureBuilder builder;
  private final ProblemLog log;
  private final DbfNames names;

  private ShapefileReader(
      String source, ReadLimits limits, ProblemLog log, FileCrs crs, DbfNames names) {
    this.source = source;
    this.limits = limits;
    this.log = log;
    this.builder = new FeatureBuilder(log, crs, FeatureBuilder.Winding.ANY);
    this.names = names;
  }

  /** Reads a {@code .shp} and what lies beside it. */
  static BoundaryDocument read(Path file, ReadLimits limits) throws IOException {
    return read(file.toString(), bytes(file), sibling(file, "prj"), sibling(file, "dbf"), limits);
  }

  /** Reads the one Shapefile of an archive, in whatever folder it lies. */
  static BoundaryDocument readZipped(Path file, ZipEntries entries, ReadLimits limits)
      throws IOException {
    List<String> shapes = entries.endingWith(".shp");
    if (shapes.size() > 1) {
      throw new InputException(
          Reason.UNSUPPORTED,
          file
              + ": expected one .shp in the archive, found "
              + shapes.size()
              + ": "
              + JsonFault.shortened(String.join(", ", shapes))
              + "; keep the project area");
    }
    String shape = shapes.get(0);
    return read(
        file.toString(),
        entries.read(shape),
        entry(entries, shape, ".prj"),
        entry(entries, shape, ".dbf"),
        limits);
  }

  private static byte[] bytes(Path file) throws IOException {
    ReadLimits.requireBytes(file.toString(), Files.size(file), ReadLimits.MAX_MEMORY_BYTES);
    return Files.readAllBytes(file);
  }

  private static byte @Nullable [] sibling(Path file, String extension) throws IOException {
    String name = String.valueOf(file.getFileName());
    String stem = name.substring(0, Math.max(0, name.lastIndexOf('.')) + 1);
    for (String each : List.of(extension, extension.toUpperCase(Locale.ROOT))) {
      Path sibling = file.resolveSibling(stem + each);
      if (!stem.isEmpty() && Files.isRegularFile(sibling)) {
        return bytes(sibling);
      }
    }
    return null;
  }

  private static byte @Nullable [] entry(ZipEntries entries, String shape, String extension)
      throws IOException {
    String wanted = shape.substring(0, shape.length() - extension.length()) + extension;
    for (String name : entries.endingWith(extension)) {
      if (name.equalsIgnoreCase(wanted)) {
        return entries.read(name);
      }
    }
    return null;
  }

  private static BoundaryDocument read(
      String source, byte[] shp, byte @Nullable [] prj, byte @Nullable [] dbf, ReadLimits limits) {
    ProblemLog log = new ProblemLog();
    FileCrs crs =
        prj == null
            ? FileCrs.MISSING
            : CrsReader.ofText(source, new String(prj, StandardCharsets.UTF_8), log);
    ShapefileReader reader = new ShapefileReader(source, limits, log, crs, DbfNames.of(dbf));
    reader.records(ByteBuffer.wrap(shp));
    return reader.builder.document(source, Format.SHAPEFILE);
  }

  private void records(ByteBuffer shp) {
    if (shp.limit() < HEADER_BYTES || shp.getInt(0) != FILE_CODE) {
      throw new InputException(
          Reason.TRUNCATED,
          source
              + ": expected a Shapefile, found "
              + shp.limit()
              + " bytes without its header; copy or download it again");
    }
    long stated = 2 * Integer.toUnsignedLong(shp.getInt(24));
    if (stated > shp.limit()) {
      throw new InputException(
          Reason.TRUNCATED,
          source
              + ": expected "
              + stated
              + " bytes as its header says, found "
              + shp.limit()
              + "; copy or download it again");
    }
    shp.limit((int) Math.max(HEADER_BYTES, stated));
    shp.position(HEADER_BYTES);
    for (int record = 0; shp.remaining() >= RECORD_HEADER_BYTES; record++) {
      limits.part();
      shp.getInt();
      long bytes = 2 * Integer.toUnsignedLong(shp.getInt());
      if (bytes < Integer.BYTES || bytes > shp.remaining()) {
        throw new InputException(
            Reason.INCONSISTENT,
            source
                + ": feature "
                + record
                + ": expected a record of at most "
                + shp.remaining()
                + " bytes, found a length of "
                + bytes
                + "; "
                + EXPORT_AGAIN);
      }
      ByteBuffer content = shp.slice(shp.position(), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
      record(record, content);
      shp.position(shp.position() + (int) bytes);
    }
  }

  private void record(int index, ByteBuffer content) {
    int type = content.getInt();
    if (type == 0) {
      builder.refuse(index, Reason.MISSING, "has no geometry", "draw it or remove the feature");
    } else if (type % 10 != 5 || type < 0 || type > 25) {
      builder.refuse(
          index,
          Reason.GEOMETRY,
          "expected a polygon, found "
              + (type > 0 && type < 30 ? TYPES.get(type % 10) : "shape type")
              + " ("
              + type
              + ")",
          "keep only the project area");
    } else {
      polygon(index, content, type);
    }
  }

  private void polygon(int index, ByteBuffer content, int type) {
    long parts = content.limit() < POLYGON_HEADER_BYTES ? -1 : content.getInt(36);
    long positions = content.limit() < POLYGON_HEADER_BYTES ? -1 : content.getInt(40);
    long needed = POLYGON_HEADER_BYTES + parts * Integer.BYTES + positions * POSITION_BYTES;
    if (parts < 0 || positions < 0 || needed > content.limit()) {
      builder.refuse(
          index,
          Reason.INCONSISTENT,
          "expected its parts and positions in "
              + content.limit()
              + " bytes, found "
              + parts
              + " and "
              + positions,
          EXPORT_AGAIN);
      return;
    }
    if (parts > MAX_RINGS) {
      throw new InputException(
          Reason.TOO_LARGE,
          source
              + ": feature "
              + index
              + ": expected at most "
              + MAX_RINGS
              + " rings, found "
              + parts
              + "; split the feature");
    }
    List<RawRing> rings = rings(index, content, (int) parts, (int) positions);
    if (type > 5) {
      rings.forEach(RawRing::dropHeights);
    }
    builder.add(index, names.name(index), RingRoles.polygons(index, rings, log));
  }

  private List<RawRing> rings(int index, ByteBuffer content, int parts, int positions) {
    List<RawRing> rings = new ArrayList<>();
    int firstPosition = POLYGON_HEADER_BYTES + parts * Integer.BYTES;
    int end = positions;
    for (int part = parts - 1; part >= 0; part--) {
      int from = content.getInt(POLYGON_HEADER_BYTES + part * Integer.BYTES);
      if (from < 0 || from > end) {
        builder.refuse(
            index,
            Reason.INCONSISTENT,
            "expected ring " + part + " to start before position " + end + ", found " + from,
            EXPORT_AGAIN);
        return List.of();
      }
      RawRing ring = new RawRing(limits);
      for (int i = from; i < end; i++) {
        int at = firstPosition + i * POSITION_BYTES;
        ring.add(content.getDouble(at), content.getDouble(at + Double.BYTES));
      }
      rings.add(ring);
      end = from;
    }
    Collections.reverse(rings);
    return rings;
  }
}
