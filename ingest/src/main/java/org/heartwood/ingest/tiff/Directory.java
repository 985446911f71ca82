package org.heartwood.ingest.tiff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One image file directory: the fields of one image. The fields' values stay in the file until they
 * are asked for, and nothing is allocated before the file was seen to hold it.
 */
final class Directory {
  private static final int MAX_FIELDS = 4096;
  private static final int MAX_DIRECTORIES = 1024;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int MAX_TEXT_BYTES = 128;

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int DOUBLE = 12;
  private static final int LONG8 = 16;

  /** A field: its type, how many values, and where in the file they lie. */
  private record Field(int type, long count, long position) {}

  private final TiffBytes bytes;
  private final Map<Tag, Field> fields;

  private Directory(TiffBytes bytes, Map<Tag, Field> fields) {
    this.bytes = bytes;
    this.fields = fields;
  }

  /** Every directory of a file, in the file's order. */
  static List<Directory> all(TiffBytes bytes) {
    List<Directory> out = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    int countBytes = bytes.big() ? 8 : 2;
    int fieldBytes = bytes.big() ? 20 : 12;
    int offsetBytes = bytes.big() ? 8 : 4;
    long position = bytes.firstDirectory();
    while (position != 0) {
      if (!seen.add(position)) {
        throw bytes.inconsistent(
            "directories", "to follow each other to an end", "a loop at byte " + position);
      }
      if (seen.size() > MAX_DIRECTORIES) {
        throw bytes.fault(
            Reason.TOO_LARGE, "expected at most " + MAX_DIRECTORIES + " directories, found more");
      }
      ByteBuffer head = bytes.read(position, countBytes, "a directory");
      long count = bytes.big() ? head.getLong() : Short.toUnsignedInt(head.getShort());
      if (!(count > 0 && count <= MAX_FIELDS)) {
        throw bytes.inconsistent(
            "the directory at byte " + position,
            "to have 1 to " + MAX_FIELDS + " fields",
            Long.toUnsignedString(count));
      }
      int body = (int) count * fieldBytes;
      ByteBuffer fields = bytes.read(position + countBytes, body + offsetBytes, "a directory");
      out.add(new Directory(bytes, fields(bytes, fields, (int) count, position + countBytes)));
      position = bytes.big() ? fields.getLong(body) : Integer.toUnsignedLong(fields.getInt(body));
    }
    return out;
  }

  private static Map<Tag, Field> fields(TiffBytes bytes, ByteBuffer buffer, int count, long start) {
    Map<Tag, Field> out = new EnumMap<>(Tag.class);
    Set<Integer> seen = new HashSet<>();
    int fieldBytes = bytes.big() ? 20 : 12;
    int inlineBytes = bytes.big() ? 8 : 4;
    for (int i = 0; i < count; i++) {
      int at = i * fieldBytes;
      int tag = Short.toUnsignedInt(buffer.getShort(at));
      int type = Short.toUnsignedInt(buffer.getShort(at + 2));
      long values =
          bytes.big() ? buffer.getLong(at + 4) : Integer.toUnsignedLong(buffer.getInt(at + 4));
      int valueAt = at + fieldBytes - inlineBytes;
      if (!seen.add(tag)) {
        throw bytes.inconsistent("each tag", "once in a directory", "tag " + tag + " twice");
      }
      int size = size(type);
      if (size == 0) {
        continue; // A type of a later specification: its field is to be passed over.
      }
      if (values < 0 || values > Long.MAX_VALUE / size) {
        throw bytes.inconsistent(
            "tag " + tag, "to have a count that a file can hold", Long.toUnsignedString(values));
      }
      long position = start + valueAt;
      if (values * size > inlineBytes) {
        position =
            bytes.big() ? buffer.getLong(valueAt) : Integer.toUnsignedLong(buffer.getInt(valueAt));
        bytes.requireInside(position, values * size, "the values of tag " + tag);
      }
      Tag known = Tag.of(tag);
      if (known != null) {
        out.put(known, new Field(type, values, position));
      }
    }
    return out;
  }

  /** Bytes of a value of a field type; 0 if the type is not known. */
  private static int size(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case SHORT, 8 -> 2;
      case LONG, 9, 11, 13 -> 4;
      case 5, 10, DOUBLE, LONG8, 17, 18 -> 8;
      default -> 0;
    };
  }

  boolean has(Tag tag) {
    return fields.containsKey(tag);
  }

  /** The number of a field's values; 0 if there is no such field. */
  long count(Tag tag) {
    Field field = fields.get(tag);
    return field == null ? 0 : field.count();
  }

  /** The first value of an integer field. */
  long one(Tag tag) {
    Field field = require(tag);
    if (field.count() < 1) {
      throw bytes.inconsistent(tag.toString(), "to have a value", "none");
    }
    return integers(tag, field, 1)[0];
  }

  /** The first value of an integer field, or another one where there is no such field. */
  long one(Tag tag, long otherwise) {
    return has(tag) ? one(tag) : otherwise;
  }

  /** The value that all of a field's values equal: TIFF states some things once a sample. */
  long same(Tag tag, int samples, long otherwise) {
    if (!has(tag)) {
      return otherwise;
    }
    Field field = require(tag);
    if (field.count() != 1 && field.count() != samples) {
      throw bytes.inconsistent(
          tag.toString(), "to have " + samples + " values, one a sample", field.count());
    }
    long[] values = integers(tag, field, (int) field.count());
    for (long value : values) {
      if (value != values[0]) {
        throw bytes.unsupported(
            "expected " + tag + " to be the same for all bands, found " + values[0] + ", " + value,
            "-ot Float32");
      }
    }
    return values[0];
  }

  /** All values of an integer field, whose number must be the one given. */
  long[] integers(Tag tag, int count) {
    Field field = require(tag);
    if (field.count() != count) {
      throw bytes.inconsistent(
          tag.toString(),
          "to have " + count + " values",
          field.count() + " at byte " + field.position());
    }
    return integers(tag, field, count);
  }

  private long[] integers(Tag tag, Field field, int count) {
    int size = size(field.type());
    requireType(tag, field, field.type() == SHORT || field.type() == LONG || field.type() == LONG8);
    bytes.requireInside(field.position(), (long) count * size, tag.toString());
    long[] out = new long[count];
    int chunk = CHUNK_BYTES / size;
    for (int done = 0; done < count; done += chunk) {
      int part = Math.min(chunk, count - done);
      ByteBuffer values =
          bytes.read(field.position() + (long) done * size, part * size, tag.toString());
      for (int i = 0; i < part; i++) {
        out[done + i] =
            switch (size) {
              case 2 -> Short.toUnsignedLong(values.getShort());
              case 4 -> Integer.toUnsignedLong(values.getInt());
              default -> values.getLong();
            };
      }
    }
    return out;
  }

  /** The first values of a floating-point field; absent if there are fewer or no such field. */
  double @Nullable [] doubles(Tag tag, int count) {
    Field field = fields.get(tag);
    if (field == null || field.count() < count) {
      return null;
    }
    requireType(tag, field, field.type() == DOUBLE);
    double[] out = new double[count];
    bytes.read(field.position(), count * Double.BYTES, tag.toString()).asDoubleBuffer().get(out);
    return out;
  }

  /** A short text field, up to its first NUL. */
  String text(Tag tag) {
    return text(tag, MAX_TEXT_BYTES);
  }

  /** A text field of at most {@code mostBytes}, up to its first NUL. */
  String text(Tag tag, int mostBytes) {
    Field field = require(tag);
    requireType(tag, field, field.type() == 2);
    if (field.count() > mostBytes) {
      throw bytes.inconsistent(
          tag.toString(), "to have at most " + mostBytes + " bytes", field.count());
    }
    byte[] raw = bytes.read(field.position(), (int) field.count(), tag.toString()).array();
    String text = new String(raw, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  private Field require(Tag tag) {
    Field field = fields.get(tag);
    if (field == null) {
      throw bytes.inconsistent("a directory", "to have the field " + tag, "none");
    }
    return field;
  }

  private void requireType(Tag tag, Field field, boolean known) {
    if (!known) {
      throw bytes.inconsistent(tag.toString(), "of its field type", "type " + field.type());
    }
  }
}
