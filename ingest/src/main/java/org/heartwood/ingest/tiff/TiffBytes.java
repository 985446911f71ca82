package org.heartwood.ingest.tiff;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.heartwood.ingest.access.ByteSource;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/** A TIFF file's bytes in its byte order. Its faults name the file. */
final class TiffBytes implements Closeable {
  private static final int SIGNATURE_BYTES = 16;

  private final ByteSource source;
  private final ByteOrder order;
  private final boolean big;
  private final long firstDirectory;

  /** Reads the signature: byte order, classic or BigTIFF, and where the first directory lies. */
  TiffBytes(ByteSource source) {
    this.source = source;
    byte[] signature = new byte[(int) Math.min(SIGNATURE_BYTES, source.length())];
    read(0, signature, signature.length, "signature");
    ByteBuffer header = ByteBuffer.wrap(signature);
    if (header.limit() < 8) {
      throw notTiff(header.limit() + " bytes");
    }
    int mark = header.getShort(0);
    if (mark != 0x4949 && mark != 0x4D4D) {
      throw notTiff("the bytes 0x%08X".formatted(header.getInt(0)));
    }
    this.order = mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    header.order(order);
    int version = header.getShort(2);
    this.big = version == 43;
    if (version == 42) {
      this.firstDirectory = Integer.toUnsignedLong(header.getInt(4));
    } else if (big && header.limit() == SIGNATURE_BYTES && header.getShort(4) == 8) {
      this.firstDirectory = header.getLong(8);
    } else {
      throw notTiff("version " + version);
    }
  }

  private InputException notTiff(String found) {
    return new InputException(
        Reason.UNREADABLE,
        source.name()
            + ": cannot be read as a GeoTIFF (expected the signature of a TIFF, found "
            + found
            + "); check it with gdalinfo");
  }

  String name() {
    return source.name();
  }

  ByteOrder order() {
    return order;
  }

  /** Whether it is a BigTIFF, whose offsets have 8 bytes. */
  boolean big() {
    return big;
  }

  long firstDirectory() {
    return firstDirectory;
  }

  /** Refuses bytes that do not lie in the file; counts and positions are unsigned. */
  void requireInside(long position, long count, String subject) {
    if (position < 0 || count < 0 || position > source.length() - count) {
      throw fault(
          Reason.TRUNCATED,
          "expected "
              + subject
              + " at byte "
              + Long.toUnsignedString(position)
              + ", "
              + Long.toUnsignedString(count)
              + " bytes long, found a file of "
              + source.length()
              + " bytes");
    }
  }

  ByteBuffer read(long position, int count, String subject) {
    requireInside(position, count, subject);
    byte[] bytes = new byte[count];
    read(position, bytes, count, subject);
    return ByteBuffer.wrap(bytes).order(order);
  }

  void read(long position, byte[] target, int count, String subject) {
    try {
      source.readFully(position, target, 0, count);
    } catch (EOFException e) {
      throw fault(Reason.TRUNCATED, "expected " + subject + " at byte " + position + ", found end");
    } catch (IOException e) {
      throw new InputException(
          Reason.UNREADABLE, name() + ": cannot be read (" + e + "); try again", e);
    }
  }

  InputException fault(Reason reason, String found) {
    return new InputException(reason, name() + ": " + found + "; check it with gdalinfo");
  }

  /** The fault of a file that is in order but not of a kind that is read. */
  InputException unsupported(String found, String options) {
    return new InputException(
        Reason.UNSUPPORTED, name() + ": " + found + "; convert it with gdal_translate " + options);
  }

  InputException inconsistent(String subject, String expected, Object found) {
    return fault(Reason.INCONSISTENT, "expected " + subject + " " + expected + ", found " + found);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
