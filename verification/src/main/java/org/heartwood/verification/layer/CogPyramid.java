package org.heartwood.verification.layer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * The tiles of a raster file at every resolution, spooled beside it. Full resolution comes in tile
 * by tile; each overview is made from the level below it, four tiles in memory at a time, until one
 * fits in a tile. Levels halve, odd edges rounded up.
 */
final class CogPyramid implements Closeable {
  private final Path target;
  private final CogLayout layout;
  private final TileCodec codec;
  private final List<TileSpool> levels = new ArrayList<>();
  private final List<BandSummary> summaries;
  private final SortedSet<Integer> classValues = new TreeSet<>();

  CogPyramid(Path target, CogLayout layout) throws IOException {
    this.target = target;
    this.layout = layout;
    this.codec =
        new TileCodec(
            predictor(layout.pixels()), layout.blockSize(), bands(), noData(layout.pixels()));
    this.summaries = Stream.generate(BandSummary::new).limit(bands()).toList();
    if (layout.pixels() instanceof CogPixels.Classified classified) {
      classified.classes().forEach(each -> classValues.add(each.value()));
    }
    addLevel(layout.grid().width(), layout.grid().height());
  }

  static TileCodec.Predictor predictor(CogPixels pixels) {
    if (pixels instanceof CogPixels.Measured) {
      return TileCodec.Predictor.FLOATING_POINT;
    }
    return pixels instanceof CogPixels.Counted
        ? TileCodec.Predictor.HORIZONTAL
        : TileCodec.Predictor.NONE;
  }

  private static int noData(CogPixels pixels) {
    if (pixels instanceof CogPixels.Counted counted) {
      return counted.noData();
    }
    return pixels instanceof CogPixels.Classified classified ? classified.noData() : 0;
  }

  private int bands() {
    return layout.bands().size();
  }

  private TileSpool addLevel(int width, int height) throws IOException {
    Path file =
        target.resolveSibling("." + target.getFileName() + "." + levels.size() + ".tiles.part");
    TileSpool level = new TileSpool(file, width, height, layout.blockSize());
    levels.add(level);
    return level;
  }

  /** The levels, full resolution first. */
  List<TileSpool> levels() {
    return levels;
  }

  /** One summary a band, of the full resolution. */
  List<BandSummary> summaries() {
    return summaries;
  }

  /** Takes the tiles of the full resolution; tiles left out have no data. */
  void fill(Iterator<CogTile> tiles) throws IOException {
    int previous = -1;
    TileSpool level = levels.get(0);
    while (tiles.hasNext()) {
      CogTile tile = tiles.next();
      String subject =
          target.getFileName() + ": tile row " + tile.tileRow() + ", column " + tile.tileCol();
      if (tile.tileRow() < 0
          || tile.tileCol() < 0
          || tile.tileRow() >= level.rows()
          || tile.tileCol() >= level.cols()) {
        throw new IllegalArgumentException(
            subject + " lies outside the " + level.rows() + " × " + level.cols() + " tiles");
      }
      int index = tile.tileRow() * level.cols() + tile.tileCol();
      if (index <= previous) {
        throw new IllegalArgumentException(
            subject
                + " came after row "
                + previous / level.cols()
                + ", column "
                + previous % level.cols()
                + "; tiles must come once each, row by row");
      }
      previous = index;
      float[] pixels = interleaved(tile, subject);
      for (int band = 0; band < bands(); band++) {
        summaries.get(band).add(pixels, band, bands());
      }
      put(level, index, pixels);
    }
  }

  private float[] interleaved(CogTile tile, String subject) {
    if (tile.bands().size() != bands()) {
      throw new IllegalArgumentException(
          subject + " must have " + bands() + " bands, was " + tile.bands().size());
    }
    PixelWindow window = layout.window(tile.tileRow(), tile.tileCol());
    float[] out = emptyTile();
    for (int band = 0; band < bands(); band++) {
      FloatRaster raster = tile.bands().get(band);
      if (!raster.window().intersects(window)
          || !raster.window().intersection(window).equals(window)) {
        throw new IllegalArgumentException(
            subject + " must cover " + window + ", was " + raster.window());
      }
      for (int row = 0; row < window.height(); row++) {
        int from = raster.index(window.col(), window.row() + row);
        int to = row * layout.blockSize() * bands() + band;
        for (int col = 0; col < window.width(); col++) {
          float value = raster.data()[from + col];
          require(value, subject, window.col() + col, window.row() + row);
          out[to + col * bands()] = value;
        }
      }
    }
    return out;
  }

  private void require(float value, String subject, int col, int row) {
    if (Float.isNaN(value)) {
      return;
    }
    String pixel = subject + ": pixel (" + col + ", " + row + ") must be ";
    if (layout.pixels() instanceof CogPixels.Measured) {
      if (Float.isInfinite(value)) {
        throw new IllegalArgumentException(pixel + "finite or NaN, was " + value);
      }
    } else if (layout.pixels() instanceof CogPixels.Counted counted) {
      if (!(value >= 0 && value <= 255 && value == (int) value) || value == counted.noData()) {
        throw new IllegalArgumentException(
            pixel
                + "NaN or a whole number in 0 to 255 other than the no-data value "
                + counted.noData()
                + ", was "
                + value);
      }
    } else if (!classValues.contains((int) value) || value != (int) value) {
      throw new IllegalArgumentException(
          pixel + "NaN or one of the classes " + classValues + ", was " + value);
    }
  }

  private float[] emptyTile() {
    float[] tile = new float[layout.blockSize() * layout.blockSize() * bands()];
    Arrays.fill(tile, Float.NaN);
    return tile;
  }

  private void put(TileSpool level, int index, float[] tile) throws IOException {
    for (float value : tile) {
      if (!Float.isNaN(value)) {
        level.put(index, codec.encode(tile));
        return;
      }
    }
  }

  /** Makes the overviews; the full resolution must be complete. */
  void buildOverviews() throws IOException {
    TileSpool below = levels.get(0);
    while (below.width() > layout.blockSize() || below.height() > layout.blockSize()) {
      TileSpool level = addLevel((below.width() + 1) / 2, (below.height() + 1) / 2);
      for (int row = 0; row < level.rows(); row++) {
        for (int col = 0; col < level.cols(); col++) {
          put(level, row * level.cols() + col, halved(below, row, col));
        }
      }
      below = level;
    }
  }

  private float[] halved(TileSpool below, int tileRow, int tileCol) throws IOException {
    float[] out = emptyTile();
    int half = layout.blockSize() / 2;
    for (int quadrant = 0; quadrant < 4; quadrant++) {
      int row = 2 * tileRow + quadrant / 2;
      int col = 2 * tileCol + quadrant % 2;
      if (row >= below.rows() || col >= below.cols()) {
        continue;
      }
      byte[] stored = below.get(row * below.cols() + col);
      if (stored != null) {
        halve(codec.decode(stored), out, quadrant / 2 * half, quadrant % 2 * half);
      }
    }
    return out;
  }

  private void halve(float[] tile, float[] out, int outRow, int outCol) {
    int block = layout.blockSize();
    for (int row = 0; row < block / 2; row++) {
      for (int col = 0; col < block / 2; col++) {
        int from = (2 * row * block + 2 * col) * bands();
        int to = ((outRow + row) * block + outCol + col) * bands();
        for (int band = 0; band < bands(); band++) {
          out[to + band] = summary(tile, from + band);
        }
      }
    }
  }

  /** One overview value for the four pixels whose north-west one is at an index. */
  private float summary(float[] tile, int northWest) {
    if (layout.pixels() instanceof CogPixels.Classified) {
      return tile[northWest];
    }
    int rowBelow = layout.blockSize() * bands();
    double sum = 0;
    int valid = 0;
    for (int i = 0; i < 4; i++) {
      float value = tile[northWest + i / 2 * rowBelow + i % 2 * bands()];
      if (!Float.isNaN(value)) {
        sum += value;
        valid++;
      }
    }
    double mean = sum / valid;
    return (float) (layout.pixels() instanceof CogPixels.Counted ? Math.floor(mean + 0.5) : mean);
  }

  @Override
  public void close() throws IOException {
    codec.close();
    for (TileSpool level : levels) {
      level.close();
    }
  }
}
