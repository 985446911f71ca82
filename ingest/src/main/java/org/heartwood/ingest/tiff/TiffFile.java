package org.heartwood.ingest.tiff;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.heartwood.ingest.access.ByteSource;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * One open GeoTIFF or BigTIFF: its grid, bands and overviews, whose blocks are inflated one at a
 * time. North-up rasters with square pixels and an EPSG code; 8 to 32-bit integers and 32 or 64-bit
 * floats; without compression or with LZW, deflate, PackBits or ZSTD. The whole header is checked
 * when it is opened, so that a file that is refused costs no more than its header, and one that
 * ends early is found before a pixel is read. Not safe for several threads; open one per task.
 */
public final class TiffFile implements Closeable {
  private static final int REDUCED = 1;
  private static final int PAGE_OR_MASK = 6;

  /** The most by which an overview's far edge may be misplaced if its pixels are called square. */
  private static final double OVERVIEW_TOLERANCE_PX = 0.1;

  /** The most blocks of the image and its overviews together: 64 MiB of offsets and sizes. */
  private static final int MAX_BLOCKS = 1 << 22;

  /** The image itself, or one of its overviews. */
  private record Level(Grid grid, ImageLayout layout, BlockDecoder decoder) {}

  private final TiffBytes bytes;
  private final List<Level> levels;
  private final Directory first;
  private final OptionalDouble noData;
  private final int level;

  private TiffFile(
      TiffBytes bytes, Directory first, List<Level> levels, OptionalDouble noData, int level) {
    this.bytes = bytes;
    this.first = first;
    this.levels = levels;
    this.noData = noData;
    this.level = level;
  }

  /**
   * Reads and checks the header of a file, and takes over its bytes: they are closed with the file,
   * or at once if it is refused.
   *
   * @throws InputException if it is no GeoTIFF, contradicts itself, ends early, asks for too much,
   *     or is of a kind that is not read
   */
  public static TiffFile open(ByteSource source) {
    return open(source, Optional.empty());
  }

  /**
   * As {@link #open(ByteSource)}, with blocks that others have decoded.
   *
   * @param kept of the same file
   */
  public static TiffFile open(ByteSource source, DecodedBlocks.OfFile kept) {
    return open(source, Optional.of(kept));
  }

  private static TiffFile open(ByteSource source, Optional<DecodedBlocks.OfFile> kept) {
    try {
      return read(source, kept);
    } catch (RuntimeException e) {
      try {
        source.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static TiffFile read(ByteSource source, Optional<DecodedBlocks.OfFile> kept) {
    TiffBytes bytes = new TiffBytes(source);
    List<Directory> directories = Directory.all(bytes);
    if (directories.isEmpty()) {
      throw bytes.inconsistent("a TIFF", "to have a directory", "none");
    }
    Directory first = directories.get(0);
    ImageLayout layout = new ImageLayout(bytes, first, MAX_BLOCKS);
    Grid grid = GeoReference.grid(bytes, first, layout.width, layout.height);
    List<Level> levels = new ArrayList<>();
    levels.add(new Level(grid, layout, new BlockDecoder(bytes, layout, kept)));
    for (Directory directory : directories.subList(1, directories.size())) {
      long kind = directory.one(Tag.NEW_SUBFILE_TYPE, 0);
      if ((kind & REDUCED) != 0 && (kind & PAGE_OR_MASK) == 0) {
        addOverview(bytes, directory, levels, kept);
      }
    }
    return new TiffFile(bytes, first, levels, noData(bytes, first), 0);
  }

  /** Adds an overview that is like the image but coarser; passes over any other. */
  private static void addOverview(
      TiffBytes bytes,
      Directory directory,
      List<Level> levels,
      Optional<DecodedBlocks.OfFile> kept) {
    int listed = levels.stream().mapToInt(each -> each.layout.blocks()).sum();
    ImageLayout layout;
    try {
      layout = new ImageLayout(bytes, directory, MAX_BLOCKS - listed);
    } catch (InputException e) {
      if (e.reason() == Reason.UNSUPPORTED) {
        return;
      }
      throw e;
    }
    Level full = levels.get(0);
    double ratioX = (double) full.layout.width / layout.width;
    double ratioY = (double) full.layout.height / layout.height;
    double ratio = (ratioX + ratioY) / 2;
    double misplacedPx =
        Math.abs(ratioX - ratioY) / ratio * Math.max(layout.width, layout.height) / 2;
    boolean alike = layout.samples == full.layout.samples && layout.type == full.layout.type;
    if (!alike || !(misplacedPx <= OVERVIEW_TOLERANCE_PX) || !(ratio > 1)) {
      return;
    }
    Grid grid = full.grid;
    Grid coarse =
        new Grid(
            grid.crs(),
            grid.originX(),
            grid.originY(),
            grid.pixelSize() * ratio,
            layout.width,
            layout.height);
    levels.add(new Level(coarse, layout, new BlockDecoder(bytes, layout, kept)));
  }

  /** The no-data value; NaN where there is none, for a pixel that is NaN never is data. */
  private static OptionalDouble noData(TiffBytes bytes, Directory directory) {
    if (!directory.has(Tag.GDAL_NO_DATA)) {
      return OptionalDouble.empty();
    }
    String text = directory.text(Tag.GDAL_NO_DATA);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "" -> OptionalDouble.empty();
      case "nan", "-nan" -> OptionalDouble.of(Double.NaN);
      case "inf", "+inf", "infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> {
        try {
          yield OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
          throw bytes.inconsistent(
              Tag.GDAL_NO_DATA.toString(), "to be a number", text.replaceAll("[^ -~]", "?"));
        }
      }
    };
  }

  /** Where the bytes come from, as shown in messages. */
  public String name() {
    return bytes.name();
  }

  /** What the file says about itself in GDAL's metadata; empty where it says nothing. */
  public TiffMetadata metadata() {
    return first.has(Tag.GDAL_METADATA)
        ? TiffMetadata.of(first.text(Tag.GDAL_METADATA, TiffMetadata.MOST_BYTES))
        : TiffMetadata.of("");
  }

  /** The grid of this level's pixels. */
  public Grid grid() {
    return levels.get(level).grid;
  }

  /** Number of bands. */
  public int bands() {
    return levels.get(level).layout.samples;
  }

  /** The bands' descriptions, empty where a band has none. */
  public List<String> bandNames() {
    Map<Integer, String> named = metadata().descriptions();
    return IntStream.range(0, bands()).mapToObj(band -> named.getOrDefault(band, "")).toList();
  }

  /**
   * Grids of the overviews, in the file's order, usually from fine to coarse. Their edges are those
   * of the image; one whose pixels would then not be square to a tenth of a pixel at its far edge
   * is passed over, and so is one of other bands, another type or an encoding that is not read.
   */
  public List<Grid> overviews() {
    return levels.stream().skip(1).map(Level::grid).toList();
  }

  /**
   * An overview, as its writer resampled it; it shares this file's bytes, and closing either closes
   * both.
   *
   * @param index position in {@link #overviews()}
   */
  public TiffFile overview(int index) {
    return new TiffFile(
        bytes, first, levels, noData, Objects.checkIndex(index, levels.size() - 1) + 1);
  }

  /**
   * One band of this level. Bands stored beside each other share the block that is inflated: read a
   * block of all bands before the next block. Closing a band closes the file.
   *
   * @param bandIndex from 0
   * @throws InputException if the file does not have it
   */
  public BlockRaster band(int bandIndex) {
    if (bandIndex < 0 || bandIndex >= bands()) {
      throw new InputException(
          Reason.MISSING,
          name()
              + ": has "
              + bands()
              + " bands, band "
              + (bandIndex + 1)
              + " was asked for; bands are counted from 1");
    }
    Level read = levels.get(level);
    return new TiffBand(this, read.grid, read.layout, read.decoder, bandIndex, noData);
  }

  @Override
  public void close() throws IOException {
    for (Level each : levels) {
      each.decoder.close();
    }
    bytes.close();
  }
}
