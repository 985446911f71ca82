package org.heartwood.ingest.tiff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decoded blocks of GeoTIFFs, kept for whoever reads them next: windows with a halo share blocks
 * with their neighbours, and the dates of a stack share one block. Those used longest ago go first
 * when there is no more room. Safe for several threads.
 */
public final class DecodedBlocks {
  /** Part of the heap that the process's blocks may take. */
  private static final int HEAP_PARTS = 16;

  private static final DecodedBlocks OF_PROCESS =
      new DecodedBlocks(Runtime.getRuntime().maxMemory() / HEAP_PARTS);

  private final long mostBytes;
  private final Map<Key, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** A file in one state: one that was replaced is another. */
  private record FileState(Path path, String key, long size, FileTime modified) {}

  /** A block by where its bytes begin in the file. */
  private record Key(FileState file, long offset) {}

  /**
   * The first rows of a block.
   *
   * @param pixels never changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Block(byte[] pixels, int rows) {}

  /**
   * @param mostBytes room for decoded pixels, bytes
   */
  public DecodedBlocks(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** What the readers of this process share; at most a sixteenth of the heap. */
  public static DecodedBlocks ofProcess() {
    return OF_PROCESS;
  }

  /** The blocks of a file as it is now. */
  public OfFile of(Path file) {
    try {
      BasicFileAttributes state = Files.readAttributes(file, BasicFileAttributes.class);
      return new OfFile(
          new FileState(
              file.toAbsolutePath(),
              String.valueOf(state.fileKey()),
              state.size(),
              state.lastModifiedTime()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks of one file. */
  public final class OfFile {
    private final FileState file;

    private OfFile(FileState file) {
      this.file = file;
    }

    Optional<Block> get(long offset) {
      synchronized (blocks) {
        return Optional.ofNullable(blocks.get(new Key(file, offset)));
      }
    }

    void put(long offset, Block block) {
      synchronized (blocks) {
        Block before = blocks.put(new Key(file, offset), block);
        bytes += block.pixels().length - (before == null ? 0 : before.pixels().length);
        Iterator<Block> oldest = blocks.values().iterator();
        while (bytes > mostBytes) {
          bytes -= oldest.next().pixels().length;
          oldest.remove();
        }
      }
    }
  }
}
