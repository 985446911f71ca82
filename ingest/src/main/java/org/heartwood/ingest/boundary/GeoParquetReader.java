package org.heartwood.ingest.boundary;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.heartwood.ingest.boundary.BoundaryDocument.Format;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the primary geometry column of a GeoParquet file (versions 1.0 and 1.1, encoding WKB), row
 * group by row group, and a column of names if there is one; no other column is touched.
 */
final class GeoParquetReader {
  private static final int MAX_METADATA_CHARACTERS = 1 << 20;
  private static final String EXPORT_AGAIN = "export the boundary again";

  private final String source;
  private final long fileBytes;
  private final ParquetFileReader parquet;
  private final ReadLimits limits;
  private final ProblemLog log = new ProblemLog();

  private GeoParquetReader(
      String source, long fileBytes, ParquetFileReader parquet, ReadLimits limits) {
    this.source = source;
    this.fileBytes = fileBytes;
    this.parquet = parquet;
    this.limits = limits;
  }

  static BoundaryDocument read(Path file, ReadLimits limits) throws IOException {
    long bytes = Files.size(file);
    ReadLimits.requireBytes(file.toString(), bytes, ReadLimits.MAX_FILE_BYTES);
    ParquetReadOptions options =
        ParquetReadOptions.builder().usePageChecksumVerification(true).build();
    try (ParquetFileReader parquet = ParquetFileReader.open(new LocalInputFile(file), options)) {
      return new GeoParquetReader(file.toString(), bytes, parquet, limits).document();
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // The decoder believes the counts of page headers: a broken file may ask for one array larger
      // than the heap, which fails by itself and leaves the heap as it was.
      throw new InputException(
          file
              + ": expected GeoParquet, found Parquet that is broken ("
              + JsonFault.shortened(String.valueOf(e.getMessage()).lines().findFirst().orElse(""))
              + "); "
              + EXPORT_AGAIN,
          e);
    }
  }

  private BoundaryDocument document() throws IOException {
    String metadata = parquet.getFileMetaData().getKeyValueMetaData().get("geo");
    if (metadata == null) {
      throw new InputException(
          Reason.UNSUPPORTED,
          source
              + ": expected GeoParquet, found Parquet without its \"geo\" metadata; write it with"
              + " a program that knows GeoParquet");
    }
    JsonNode geo = json(metadata);
    String column = geo.path("primary_column").asText("");
    JsonNode description = geo.path("columns").path(column);
    requireWkb(column, description);
    FileCrs crs = crs(description);
    if (!"planar".equals(description.path("edges").asText("planar"))) {
      log.warning(
          Reason.UNSUPPORTED,
          Place.FILE,
          "its edges run along the sphere; they were taken as straight in longitude and latitude",
          "add vertices along long edges");
    }
    FeatureBuilder builder = new FeatureBuilder(log, crs, FeatureBuilder.Winding.ANY);
    features(column, builder);
    return builder.document(source, Format.GEOPARQUET);
  }

  private JsonNode json(String metadata) {
    if (metadata.length() <= MAX_METADATA_CHARACTERS) {
      try {
        return new JsonMapper().readTree(metadata);
      } catch (JacksonException e) {
        throw new InputException(
            source + ": its \"geo\" metadata are not JSON; " + EXPORT_AGAIN, e);
      }
    }
    throw new InputException(
        Reason.TOO_LARGE,
        source
            + ": expected at most "
            + MAX_METADATA_CHARACTERS
            + " characters of \"geo\" metadata, found "
            + metadata.length()
            + "; "
            + EXPORT_AGAIN);
  }

  private void requireWkb(String column, JsonNode description) {
    String encoding = description.path("encoding").asText("");
    if (!encoding.equals("WKB")) {
      throw new InputException(
          Reason.UNSUPPORTED,
          source
              + ": expected the primary geometry column in the encoding WKB, found "
              + (encoding.isEmpty()
                  ? "no description of " + JsonFault.quoted(column)
                  : JsonFault.quoted(encoding))
              + "; write it with the encoding WKB");
    }
  }

  private FileCrs crs(JsonNode description) {
    JsonNode crs = description.path("crs");
    if (crs.isMissingNode()) {
      return FileCrs.IMPLIED_LON_LAT;
    }
    if (crs.isNull()) {
      log.warning(
          Reason.NO_CRS,
          Place.FILE,
          "says that its CRS is not known; its coordinates were taken as longitude and latitude",
          "write the CRS of the data into the file");
      return FileCrs.IMPLIED_LON_LAT;
    }
    String authority = crs.path("id").path("authority").asText("");
    String code = crs.path("id").path("code").asText("");
    if (authority.equals("OGC") && code.equals("CRS84")) {
      return FileCrs.STATED_LON_LAT;
    }
    if (authority.equals("EPSG") && code.matches("[0-9]{1,9}")) {
      return FileCrs.ofEpsg(source, Integer.parseInt(code));
    }
    throw new InputException(
        Reason.UNSUPPORTED,
        source
            + ": expected a CRS with an EPSG code, found "
            + JsonFault.quoted(crs.path("name").asText(""))
            + "; convert the boundary to longitude and latitude");
  }

  private void features(String column, FeatureBuilder builder) throws IOException {
    MessageType schema = parquet.getFileMetaData().getSchema();
    if (!schema.containsField(column) || !isBinary(schema.getType(column))) {
      throw new InputException(
          Reason.MISSING,
          source
              + ": expected a binary column "
              + JsonFault.quoted(column)
              + ", found none; "
              + EXPORT_AGAIN);
    }
    String name = nameColumn(schema, column);
    List<Type> read = new ArrayList<>(List.of(schema.getType(column)));
    if (name != null) {
      read.add(schema.getType(name));
    }
    MessageType wanted = new MessageType(schema.getName(), read);
    for (BlockMetaData group : parquet.getRowGroups()) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        requireInside(chunk);
      }
    }
    parquet.setRequestedSchema(wanted);
    int feature = 0;
    for (PageReadStore pages = parquet.readNextRowGroup();
        pages != null;
        pages = parquet.readNextRowGroup()) {
      RecordReader<Group> rows =
          new ColumnIOFactory()
              .getColumnIO(wanted)
              .getRecordReader(pages, new GroupRecordConverter(wanted));
      for (long row = 0; row < pages.getRowCount(); row++) {
        feature(feature++, rows.read(), column, name, builder);
      }
    }
  }

  private void feature(
      int index, Group row, String column, @Nullable String name, FeatureBuilder builder) {
    limits.part();
    if (row.getFieldRepetitionCount(column) != 1) {
      builder.refuse(index, Reason.MISSING, "has no geometry", "draw it or remove the feature");
      return;
    }
    String text =
        name == null || row.getFieldRepetitionCount(name) != 1
            ? null
            : row.getValueToString(row.getType().getFieldIndex(name), 0);
    WkbPolygons.add(
        builder,
        index,
        FeatureName.cleaned(text),
        row.getBinary(column, 0).toByteBuffer().slice(),
        limits);
  }

  private static @Nullable String nameColumn(MessageType schema, String geometry) {
    List<String> names = new ArrayList<>();
    for (Type field : schema.getFields()) {
      if (field.isPrimitive()
          && !field.isRepetition(Type.Repetition.REPEATED)
          && !field.getName().equals(geometry)) {
        names.add(field.getName());
      }
    }
    return FeatureName.best(names);
  }

  private static boolean isBinary(Type field) {
    return field.isPrimitive()
        && field.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && !field.isRepetition(Type.Repetition.REPEATED);
  }

  /** The decoder takes memory for a chunk before it reads it. */
  private void requireInside(ColumnChunkMetaData chunk) {
    long start = chunk.getStartingPos();
    long bytes = chunk.getTotalSize();
    if (start < 0 || bytes < 0 || bytes > fileBytes || start > fileBytes - bytes) {
      throw new InputException(
          Reason.INCONSISTENT,
          source
              + ": expected its columns within "
              + fileBytes
              + " bytes, found "
              + bytes
              + " at "
              + start
              + "; "
              + EXPORT_AGAIN);
    }
  }
}
