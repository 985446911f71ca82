package org.heartwood.ingest.zonal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.locationtech.jts.math.DD;

/**
 * Statistics as bytes between tasks of one run. Java's serialisation, but a class is one byte in
 * place of its description, which would be most of a small zone; a class that is not listed is
 * neither written nor read.
 */
final class StatisticsBytes {
  /** To be raised whenever the fields of a class change: nothing describes them in the bytes. */
  private static final int VERSION = 1;

  private static final List<Class<?>> CLASSES =
      List.of(
          ZoneStatistics.class,
          Sums.class,
          Squares.class,
          Extremes.class,
          Areas.class,
          ValueWeights.class,
          Weighted.class,
          DD.class,
          long[].class,
          double[].class);

  private StatisticsBytes() {}

  static byte[] write(ZoneStatistics statistics) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new Writer(bytes)) {
      out.writeObject(statistics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static ZoneStatistics read(byte[] bytes) {
    try (ObjectInputStream in = new Reader(new ByteArrayInputStream(bytes))) {
      return (ZoneStatistics) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("statistics of another version of Heartwood", e);
    }
  }

  private static final class Writer extends ObjectOutputStream {
    Writer(OutputStream out) throws IOException {
      super(out);
    }

    @Override
    protected void writeStreamHeader() throws IOException {
      writeByte(VERSION);
    }

    @Override
    protected void writeClassDescriptor(ObjectStreamClass description) throws IOException {
      int index = CLASSES.indexOf(description.forClass());
      if (index < 0) {
        throw new InvalidClassException(description.getName(), "is not listed");
      }
      writeByte(index);
    }
  }

  private static final class Reader extends ObjectInputStream {
    Reader(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected void readStreamHeader() throws IOException {
      int version = readUnsignedByte();
      if (version != VERSION) {
        throw new IOException("version " + version + ", expected " + VERSION);
      }
    }

    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException {
      int index = readUnsignedByte();
      if (index >= CLASSES.size()) {
        throw new IOException("class " + index + " is not listed");
      }
      return ObjectStreamClass.lookup(CLASSES.get(index));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) {
      return description.forClass();
    }
  }
}
