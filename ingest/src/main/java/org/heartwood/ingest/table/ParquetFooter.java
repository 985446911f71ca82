package org.heartwood.ingest.table;

import com.google.common.primitives.Ints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Makes small Parquet files the same in every run. The writer lists a column's encodings in the
 * order of a hash set of enum constants, which differs from one JVM to the next; nothing else in
 * the file does.
 */
final class ParquetFooter {
  /** Length of the footer's length and of the magic number after it. */
  private static final int TAIL_BYTES = 8;

  private ParquetFooter() {}

  /** Rewrites a file's footer with the encodings of each column in order. */
  static void sortEncodings(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int tail = bytes.length - TAIL_BYTES;
    int footerLength =
        ByteBuffer.wrap(bytes, tail, Ints.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int footerStart = tail - footerLength;
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(bytes, footerStart, footerLength));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        column.getMeta_data().getEncodings().sort(Comparator.naturalOrder());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    out.write(bytes, 0, footerStart);
    Util.writeFileMetaData(footer, out);
    int written = out.size() - footerStart;
    out.write(
        ByteBuffer.allocate(Ints.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(written).array());
    out.write(Arrays.copyOfRange(bytes, tail + Ints.BYTES, bytes.length));
    Files.write(file, out.toByteArray());
  }
}
