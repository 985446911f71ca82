package org.heartwood.ingest.boundary;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;

/**
 * The entries of a ZIP archive (PKWARE APPNOTE 6.3.10, stored and deflated, no ZIP64), read into
 * memory one by one; nothing is written to disk and no name is used as a path. The directory at the
 * archive's end is the only one believed. Refused as a whole: archives of more than 1,000 entries,
 * names that leave their folder, links, duplicates, archives inside, encrypted entries.
 *
 * <p>Why not {@code java.util.zip}: its file reader allocates by the directory's size before anyone
 * can object, and hides the attributes that tell a link.
 */
final class ZipEntries implements Closeable {
  static final int MAX_ENTRIES = 1000;

  /** Inflated size above which the compression ratio must be plausible. */
  static final long RATIO_FREE_BYTES = 10L << 20;

  static final int MAX_RATIO = 200;

  private static final int MAX_DIRECTORY_BYTES = 1 << 20;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 0xffff;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int DIRECTORY_SIGNATURE = 0x02014b50;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int DIRECTORY_HEADER_BYTES = 46;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int UNIX_TYPE = 0xf000;
  private static final int UNIX_LINK = 0xa000;
  private static final long UNKNOWN = 0xffffffffL;

  private static final Pattern LEAVES =
      Pattern.compile("(^|/)\\.\\.(/|$)|^/|^[A-Za-z]:|\\\\|[\\x00-\\x1f\\x7f]");
  private static final Pattern ARCHIVE =
      Pattern.compile("\\.(zip|kmz|jar|7z|rar|gz|tgz|tar|bz2|xz|zst)$", Pattern.CASE_INSENSITIVE);

  private record Entry(int method, long crc, long packed, long inflated, long at) {}

  private final String source;
  private final FileChannel channel;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long inflatedSoFar;

  private ZipEntries(String source, FileChannel channel) {
    this.source = source;
    this.channel = channel;
  }

  /**
   * Opens an archive and checks its directory.
   *
   * @throws InputException if it is broken, hostile or too large
   */
  static ZipEntries open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      ReadLimits.requireBytes(file.toString(), channel.size(), ReadLimits.MAX_FILE_BYTES);
      ZipEntries zip = new ZipEntries(file.toString(), channel);
      zip.directory();
      return zip;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Names of the entries that end so, whatever their case, in the archive's order. */
  List<String> endingWith(String suffix) {
    return entries.keySet().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(suffix))
        .toList();
  }

  /**
   * The bytes of an entry.
   *
   * @param name one of those listed
   * @throws InputException if it is broken, or inflates to more than is allowed or plausible
   */
  byte[] read(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("no entry " + name);
    }
    inflatedSoFar += entry.inflated();
    ReadLimits.requireBytes(
        subject(name), Math.max(entry.inflated(), inflatedSoFar), ReadLimits.MAX_MEMORY_BYTES);
    if (entry.inflated() > RATIO_FREE_BYTES
        && entry.inflated() / Math.max(1, entry.packed()) > MAX_RATIO) {
      throw new InputException(
          Reason.TOO_LARGE,
          subject(name)
              + ": expected at most "
              + MAX_RATIO
              + " bytes from a byte of the archive, found "
              + entry.inflated()
              + " bytes from "
              + entry.packed()
              + "; pack the boundary again");
    }
    ByteBuffer local = bytes(entry.at(), LOCAL_HEADER_BYTES);
    if (local.getInt(0) != LOCAL_SIGNATURE) {
      throw broken(subject(name), "no entry where the directory says");
    }
    long data =
        entry.at()
            + LOCAL_HEADER_BYTES
            + Short.toUnsignedInt(local.getShort(26))
            + Short.toUnsignedInt(local.getShort(28));
    byte[] packed = bytes(data, entry.packed()).array();
    byte[] out = entry.method() == 0 ? packed : inflated(name, entry, packed);
    CRC32 crc = new CRC32();
    crc.update(out);
    if (out.length != entry.inflated() || crc.getValue() != entry.crc()) {
      throw new InputException(
          Reason.CHECKSUM,
          subject(name) + ": its checksum or size is wrong; copy or download the archive again");
    }
    return out;
  }

  private byte[] inflated(String name, Entry entry, byte[] packed) {
    byte[] out = new byte[Math.toIntExact(entry.inflated())];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      int size = 0;
      while (size < out.length && !inflater.finished()) {
        int count = inflater.inflate(out, size, out.length - size);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw broken(subject(name), "compressed data that end early");
        }
        size += count;
      }
      if (size < out.length || (!inflater.finished() && inflater.inflate(new byte[1]) > 0)) {
        throw broken(subject(name), "another size than the directory says");
      }
      return out;
    } catch (DataFormatException e) {
      throw new InputException(
          subject(name) + ": its compressed data are broken; pack the boundary again", e);
    } finally {
      inflater.end();
    }
  }

  private void directory() throws IOException {
    ByteBuffer end = end();
    int count = Short.toUnsignedInt(end.getShort(10));
    long size = Integer.toUnsignedLong(end.getInt(12));
    long start = Integer.toUnsignedLong(end.getInt(16));
    if (count > MAX_ENTRIES || size > MAX_DIRECTORY_BYTES) {
      throw new InputException(
          Reason.TOO_LARGE,
          source
              + ": expected an archive of at most "
              + MAX_ENTRIES
              + " entries, found more; pack only the boundary");
    }
    ByteBuffer directory = bytes(start, size);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (directory.remaining() < DIRECTORY_HEADER_BYTES
          || directory.getInt(directory.position()) != DIRECTORY_SIGNATURE) {
        throw broken(source, "a directory that ends after " + i + " of " + count + " entries");
      }
      names.add(entry(directory));
    }
    for (String name : names) {
      String folder = name.endsWith("/") ? name : "";
      // macOS adds a shadow of every file; folders hold nothing.
      if (!folder.isEmpty() || name.startsWith("__MACOSX/")) {
        entries.remove(name);
      }
    }
  }

  /** Reads one entry of the directory and moves on to the next. */
  private String entry(ByteBuffer directory) {
    int from = directory.position();
    int nameBytes = Short.toUnsignedInt(directory.getShort(from + 28));
    int next =
        from
            + DIRECTORY_HEADER_BYTES
            + nameBytes
            + Short.toUnsignedInt(directory.getShort(from + 30))
            + Short.toUnsignedInt(directory.getShort(from + 32));
    if (next > directory.limit()) {
      throw broken(source, "a directory entry longer than the directory");
    }
    String name =
        StandardCharsets.UTF_8
            .decode(directory.slice(from + DIRECTORY_HEADER_BYTES, nameBytes))
            .toString();
    Entry entry =
        new Entry(
            directory.getShort(from + 10),
            Integer.toUnsignedLong(directory.getInt(from + 16)),
            Integer.toUnsignedLong(directory.getInt(from + 20)),
            Integer.toUnsignedLong(directory.getInt(from + 24)),
            Integer.toUnsignedLong(directory.getInt(from + 42)));
    requireHarmless(name, directory.getInt(from + 38) >>> 16, directory.getShort(from + 8));
    if (entry.inflated() == UNKNOWN || entry.packed() == UNKNOWN || entry.at() == UNKNOWN) {
      throw unsupported(name, "a ZIP64 entry");
    }
    if (entry.method() != 0 && entry.method() != 8) {
      throw unsupported(name, "compression method " + entry.method());
    }
    if (entries.put(name, entry) != null) {
      throw forbidden(name, "twice");
    }
    directory.position(next);
    return name;
  }

  private void requireHarmless(String name, int unixMode, int flags) {
    if (name.isEmpty() || LEAVES.matcher(name).find()) {
      throw forbidden(name, "a name that leaves the archive or is none");
    }
    if ((unixMode & UNIX_TYPE) == UNIX_LINK) {
      throw forbidden(name, "a link");
    }
    if (ARCHIVE.matcher(name).find()) {
      throw forbidden(name, "an archive in the archive");
    }
    if ((flags & 1) != 0) {
      throw unsupported(name, "an encrypted entry");
    }
  }

  private InputException forbidden(String name, String found) {
    return new InputException(
        Reason.FORBIDDEN,
        subject(name) + ": expected a plain file, found " + found + "; pack only the boundary");
  }

  private InputException unsupported(String name, String found) {
    return new InputException(
        Reason.UNSUPPORTED,
        subject(name)
            + ": expected a stored or deflated file, found "
            + found
            + "; pack the boundary again with an ordinary ZIP program");
  }

  private String subject(String name) {
    return source + ": entry " + JsonFault.quoted(name);
  }

  /** The record at the archive's end, which a comment may follow. */
  private ByteBuffer end() throws IOException {
    long length = channel.size();
    int tailBytes = (int) Math.min(length, END_BYTES + MAX_COMMENT_BYTES);
    ByteBuffer tail = bytes(length - tailBytes, tailBytes);
    for (int at = tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE) {
        return tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw new InputException(
        Reason.TRUNCATED,
        source
            + ": expected a ZIP archive, found no directory at its end; copy or download it again");
  }

  private ByteBuffer bytes(long position, long count) throws IOException {
    if (position < 0 || position + count > channel.size()) {
      throw new InputException(
          Reason.TRUNCATED,
          source
              + ": expected "
              + count
              + " bytes at "
              + position
              + ", found the archive's end at "
              + channel.size()
              + "; copy or download it again");
    }
    ReadLimits.requireBytes(source, count, ReadLimits.MAX_MEMORY_BYTES);
    ByteBuffer out = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
    while (out.hasRemaining()) {
      if (channel.read(out, position + out.position()) < 0) {
        throw new InputException(Reason.TRUNCATED, source + ": ends while it is read; try again");
      }
    }
    return out.flip();
  }

  private static InputException broken(String subject, String found) {
    return new InputException(
        Reason.INCONSISTENT,
        subject + ": expected a ZIP archive, found " + found + "; pack the boundary again");
  }
}
