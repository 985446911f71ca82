package org.heartwood.ingest.boundary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of a Shapefile's features, from its dBASE III table. A table that is missing or broken
 * names nothing: the boundary does not need it.
 */
final class DbfNames {
  private static final int HEADER_BYTES = 32;
  private static final int FIELD_BYTES = 32;
  private static final int FIELD_NAME_BYTES = 11;
  private static final int LAST_FIELD = 0x0d;

  private record Field(int offset, int bytes) {}

  private final ByteBuffer table;
  private final int firstRecord;
  private final int recordBytes;
  private final @Nullable Field field;

  private DbfNames(ByteBuffer table) {
    this.table = table.order(ByteOrder.LITTLE_ENDIAN);
    boolean isTable = table.limit() > HEADER_BYTES;
    this.firstRecord = isTable ? Short.toUnsignedInt(table.getShort(8)) : 0;
    this.recordBytes = isTable ? Short.toUnsignedInt(table.getShort(10)) : 0;
    this.field = field();
  }

  static DbfNames of(byte @Nullable [] dbf) {
    return new DbfNames(ByteBuffer.wrap(dbf == null ? new byte[0] : dbf));
  }

  private @Nullable Field field() {
    Map<String, Field> fields = new HashMap<>();
    int offset = 1;
    int end = Math.min(firstRecord, table.limit());
    for (int at = HEADER_BYTES; at + FIELD_BYTES <= end; at += FIELD_BYTES) {
      if (table.get(at) == LAST_FIELD) {
        break;
      }
      String name = text(at, FIELD_NAME_BYTES);
      int bytes = Byte.toUnsignedInt(table.get(at + 16));
      fields.put(name.substring(0, (name + "\0").indexOf('\0')), new Field(offset, bytes));
      offset += bytes;
    }
    String best = FeatureName.best(fields.keySet().stream().sorted().toList());
    return best == null ? null : fields.get(best);
  }

  /**
   * The name of a feature.
   *
   * @param index place in the file, from 0
   */
  @Nullable String name(int index) {
    if (field == null) {
      return null;
    }
    long at = firstRecord + (long) index * recordBytes + field.offset();
    return at + field.bytes() > table.limit()
        ? null
        : FeatureName.cleaned(text((int) at, field.bytes()));
  }

  /** UTF-8 if it can be, else Latin-1: what the table says on its code page is seldom true. */
  private String text(int at, int bytes) {
    ByteBuffer raw = table.slice(at, bytes);
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(raw.duplicate());
      return decoded.toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(raw).toString();
    }
  }
}
