package org.heartwood.verification.layer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.Grid;

/**
 * Writes cloud-optimised GeoTIFFs tile by tile: deflate, each band by itself, overviews inside,
 * directories before pixels, smallest overview first, tiles without data left out, BigTIFF above 4
 * GiB. Memory does not grow with the raster but for twelve bytes a band of a tile; tiles wait in
 * files beside the target, about as large as the result, which are deleted in the end. The target
 * appears complete or not at all, and the same pixels give the same bytes under the same Java
 * runtime.
 *
 * <p>Formats: TIFF 6.0 (Adobe 1992) and its technical note 3 (predictor 3); OGC GeoTIFF 1.1 (OGC
 * 19-008r4); OGC Cloud Optimized GeoTIFF 1.0 (OGC 21-026); tags 42112 and 42113 and the block
 * layout as in GDAL's GTiff and COG drivers.
 */
public final class CogWriter {
  /** Largest file whose positions fit in four bytes. */
  private static final long CLASSIC_LIMIT_BYTES = 0xFFFF_FFFFL;

  private static final int LEADER_BYTES = 4;
  private static final int TRAILER_BYTES = 4;

  private CogWriter() {}

  /**
   * How tiles come and who encodes them.
   *
   * @param rowsTogether tiles come from so many rows of tiles at a time, in any order but always
   *     the same, > 0
   * @param threads that encode beside the caller's; 0 if the caller's does
   */
  record Sharing(int rowsTogether, int threads) {
    /** Row by row, on the caller's thread. */
    static final Sharing NONE = new Sharing(1, 0);

    /** Whether a tile may come after another. */
    boolean follows(int before, int tile, int cols) {
      int group = tile / cols / rowsTogether;
      int groupBefore = before / cols / rowsTogether;
      return rowsTogether == 1 ? tile >= before : group >= groupBefore;
    }

    /** Rows that have come in whole when a tile of a row comes. */
    int completeRows(int row) {
      return row / rowsTogether * rowsTogether;
    }
  }

  /**
   * Writes one raster file, replacing any of that name.
   *
   * @param file target; its folder must exist
   * @param tiles full-resolution tiles, each at most once, row by row from the north and west to
   *     east; those left out have no data
   * @throws IllegalArgumentException naming file, tile and pixel if a tile is out of order or does
   *     not fit the layout
   * @throws IOException if the folder cannot be written; no file of that name is changed then
   */
  public static CogFile write(Path file, CogLayout layout, Iterator<CogTile> tiles)
      throws IOException {
    return write(file, layout, tiles, Map::of);
  }

  /**
   * As {@link #write(Path, CogLayout, Iterator)}, with metadata that only the pixels tell.
   *
   * @param findings asked for after the last tile; added to the layout's metadata
   */
  public static CogFile write(
      Path file, CogLayout layout, Iterator<CogTile> tiles, Supplier<Map<String, String>> findings)
      throws IOException {
    return write(file, layout, tiles, findings, CLASSIC_LIMIT_BYTES, Sharing.NONE);
  }

  /** As {@link #write(Path, CogLayout, Iterator, Supplier)}, with the work shared. */
  static CogFile write(
      Path file,
      CogLayout layout,
      Iterator<CogTile> tiles,
      Supplier<Map<String, String>> findings,
      Sharing sharing)
      throws IOException {
    return write(file, layout, tiles, findings, CLASSIC_LIMIT_BYTES, sharing);
  }

  static CogFile write(Path file, CogLayout layout, Iterator<CogTile> tiles, long classicLimitBytes)
      throws IOException {
    return write(file, layout, tiles, Map::of, classicLimitBytes, Sharing.NONE);
  }

  private static CogFile write(
      Path file,
      CogLayout layout,
      Iterator<CogTile> tiles,
      Supplier<Map<String, String>> findings,
      long classicLimitBytes,
      Sharing sharing)
      throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try (CogPyramid pyramid = new CogPyramid(file, layout, sharing)) {
      pyramid.fill(tiles);
      pyramid.buildOverviews();
      assemble(part, layout.withItems(findings.get()), pyramid, classicLimitBytes);
      // A sidecar of an earlier file would describe pixels that are no longer there.
      Files.deleteIfExists(attributesFile(file));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new CogFile(
          file,
          layout.pixels() instanceof CogPixels.Classified classified
              ? writeSidecars(file, classified, pyramid.summaries().get(0))
              : List.of(),
          Files.size(file),
          pyramid.levels().size() - 1);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path attributesFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".aux.xml");
  }

  private static List<Path> writeSidecars(
      Path file, CogPixels.Classified pixels, BandSummary summary) throws IOException {
    Path attributes = attributesFile(file);
    Path style =
        file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".qml");
    Files.writeString(attributes, RasterAttributes.xml(pixels, summary));
    Files.writeString(style, QgisStyle.qml(pixels));
    return List.of(attributes, style);
  }

  private static void assemble(
      Path part, CogLayout layout, CogPyramid pyramid, long classicLimitBytes) throws IOException {
    List<TileSpool> levels = pyramid.levels();
    boolean big = end(levels, header(layout, pyramid, false, 0).length) > classicLimitBytes;
    int headerBytes = header(layout, pyramid, big, 0).length;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
      out.write(header(layout, pyramid, big, headerBytes));
      for (int i = levels.size() - 1; i >= 0; i--) {
        TileSpool level = levels.get(i);
        for (int tile = 0; tile < level.tiles(); tile++) {
          for (int band = 0; band < level.bands(); band++) {
            write(level.get(tile, band), out);
          }
        }
      }
    }
  }

  private static void write(byte[] stored, OutputStream out) throws IOException {
    if (stored.length > 0) {
      out.write(
          ByteBuffer.allocate(LEADER_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(stored.length)
              .array());
      out.write(stored);
      out.write(stored, stored.length - TRAILER_BYTES, TRAILER_BYTES);
    }
  }

  private static long end(List<TileSpool> levels, long start) {
    long end = start;
    for (TileSpool level : levels) {
      for (int tile = 0; tile < level.tiles(); tile++) {
        for (int band = 0; band < level.bands(); band++) {
          int length = level.length(tile, band);
          end += length == 0 ? 0 : LEADER_BYTES + length + TRAILER_BYTES;
        }
      }
    }
    return end;
  }

  /**
   * The file up to its first tile.
   *
   * @param dataStart position of the first tile, bytes
   */
  private static byte[] header(CogLayout layout, CogPyramid pyramid, boolean big, long dataStart) {
    List<TileSpool> levels = pyramid.levels();
    TiffHeader.Directory[] directories = new TiffHeader.Directory[levels.size()];
    long position = dataStart;
    for (int i = levels.size() - 1; i >= 0; i--) {
      TileSpool level = levels.get(i);
      long[] offsets = new long[level.tiles() * level.bands()];
      int[] lengths = new int[level.tiles() * level.bands()];
      for (int tile = 0; tile < level.tiles(); tile++) {
        for (int band = 0; band < level.bands(); band++) {
          // The tags list all tiles of a band, the file all bands of a tile.
          int entry = band * level.tiles() + tile;
          lengths[entry] = level.length(tile, band);
          if (lengths[entry] > 0) {
            offsets[entry] = position + LEADER_BYTES;
            position += LEADER_BYTES + lengths[entry] + TRAILER_BYTES;
          }
        }
      }
      directories[i] =
          image(layout, level)
              .longs(254, i == 0 ? 0 : 1)
              .positions(324, big, offsets)
              .longs(325, lengths);
    }
    place(directories[0], layout);
    directories[0].ascii(42112, metadata(layout, pyramid.summaries()));
    return TiffHeader.bytes(Arrays.asList(directories), big);
  }

  private static TiffHeader.Directory image(CogLayout layout, TileSpool level) {
    int bands = layout.bands().size();
    boolean floats = layout.pixels() instanceof CogPixels.Measured;
    boolean classes = layout.pixels() instanceof CogPixels.Classified;
    TiffHeader.Directory image =
        new TiffHeader.Directory()
            .longs(256, level.width())
            .longs(257, level.height())
            .shorts(258, repeat(floats ? Float.SIZE : Byte.SIZE, bands))
            .shorts(259, 8) // Compression: deflate
            .shorts(262, classes ? 3 : 1) // Photometric: palette, or black is zero
            .shorts(277, bands)
            .shorts(284, bands > 1 ? 2 : 1) // Every band in tiles of its own
            .shorts(317, CogPyramid.predictor(layout.pixels()).tagValue)
            .shorts(322, layout.blockSize())
            .shorts(323, layout.blockSize())
            .shorts(339, repeat(floats ? 3 : 1, bands)) // Sample format: float, or unsigned
            .ascii(42113, noData(layout.pixels()));
    if (bands > 1) {
      image.shorts(338, repeat(0, bands - 1)); // Further bands are not opacity
    }
    if (layout.pixels() instanceof CogPixels.Classified classified) {
      image.shorts(320, colourMap(classified));
    }
    return image;
  }

  private static int[] repeat(int value, int times) {
    return IntStream.generate(() -> value).limit(times).toArray();
  }

  private static String noData(CogPixels pixels) {
    if (pixels instanceof CogPixels.Counted counted) {
      return Integer.toString(counted.noData());
    }
    return pixels instanceof CogPixels.Classified classified
        ? Integer.toString(classified.noData())
        : "nan";
  }

  /** All reds, then all greens, then all blues, 0 to 65535. */
  private static int[] colourMap(CogPixels.Classified pixels) {
    int[] map = new int[3 * 256];
    for (LegendClass legendClass : pixels.classes()) {
      map[legendClass.value()] = legendClass.colour().red() * 257;
      map[256 + legendClass.value()] = legendClass.colour().green() * 257;
      map[512 + legendClass.value()] = legendClass.colour().blue() * 257;
    }
    return map;
  }

  /** Adds where the raster lies: pixel scale, tie point of its north-west corner, EPSG code. */
  private static void place(TiffHeader.Directory directory, CogLayout layout) {
    Grid grid = layout.grid();
    boolean geographic = layout.srs().geographic();
    directory
        .doubles(33550, grid.pixelSize(), grid.pixelSize(), 0)
        .doubles(33922, 0, 0, 0, grid.originX(), grid.originY(), 0)
        .shorts(
            34735,
            // Version 1, revision 1.0 and three keys: key, place of the value, count, value.
            1,
            1,
            0,
            3,
            1024, // Model: 1 projected, 2 geographic
            0,
            1,
            geographic ? 2 : 1,
            1025, // A pixel is an area
            0,
            1,
            1,
            geographic ? 2048 : 3072,
            0,
            1,
            layout.srs().epsg());
  }

  private static String metadata(CogLayout layout, List<BandSummary> summaries) {
    XmlDocument xml = new XmlDocument().start("GDALMetadata");
    layout.items().forEach((name, text) -> xml.leaf("Item", escapedOnce(text), "name", name));
    for (int i = 0; i < layout.bands().size(); i++) {
      CogBand band = layout.bands().get(i);
      xml.leaf(
          "Item",
          escapedOnce(band.description()),
          "name",
          "DESCRIPTION",
          "sample",
          i,
          "role",
          "description");
      if (!band.unit().isEmpty()) {
        xml.leaf(
            "Item", escapedOnce(band.unit()), "name", "UNITTYPE", "sample", i, "role", "unittype");
      }
      if (band.rounding().rounds()) {
        String most = Double.toString(band.rounding().relativeError());
        xml.leaf("Item", most, "name", "ROUNDING_ERROR_FRACTION_MAX", "sample", i);
      }
      if (!(layout.pixels() instanceof CogPixels.Classified)) {
        statistics(xml, i, summaries.get(i), layout.grid());
      }
    }
    return xml.end().toString();
  }

  /** GDAL resolves entities a second time after parsing and drops what follows a bare ampersand. */
  private static String escapedOnce(String text) {
    return text.replace("&", "&amp;");
  }

  private static void statistics(XmlDocument xml, int band, BandSummary summary, Grid grid) {
    if (summary.valid() == 0) {
      return;
    }
    double pixels = (double) grid.width() * grid.height();
    List<String> names = List.of("MAXIMUM", "MEAN", "MINIMUM", "STDDEV", "VALID_PERCENT");
    List<Double> values =
        List.of(
            summary.max(),
            summary.mean(),
            summary.min(),
            summary.standardDeviation(),
            100 * summary.valid() / pixels);
    for (int i = 0; i < names.size(); i++) {
      xml.leaf("Item", values.get(i), "name", "STATISTICS_" + names.get(i), "sample", band);
    }
  }
}
