package org.heartwood.verification.layer;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * The tiles of a raster file at every resolution, spooled beside it. Full resolution comes in tile
 * by tile; each tile of an overview is made from the four below it as soon as they are there, until
 * one tile holds all. Levels halve, odd edges rounded up. A few tiles are in memory at a time.
 */
final class CogPyramid implements Closeable {
  /** Halved tiles of a level that wait in memory; others are read and halved again. */
  private static final int HALVES_HELD = 12;

  private final Path target;
  private final CogLayout layout;
  private final CogWriter.Sharing sharing;
  private final TileCodec codec;
  private final List<TileSpool> levels = new ArrayList<>();
  private final List<BandSummary> summaries;
  private final SortedSet<Integer> classValues = new TreeSet<>();
  private final Optional<ExecutorService> encoders;

  /** Tiles that are being encoded, in the order in which they are stored. */
  private final Deque<Encoding> encoding = new ArrayDeque<>();

  /** Tiles of overviews that can be made: all below them is stored. */
  private final Deque<Place> ready = new ArrayDeque<>();

  /** Tiles of every level that are in {@link #ready} or beyond it. */
  private final List<BitSet> begun = new ArrayList<>();

  /** How many of the tiles below a tile are stored, tile by tile of every level. */
  private final List<byte[]> childrenStored = new ArrayList<>();

  /** Halved tiles whose overview waits for others, the first few of a level. */
  private final Map<Place, float[]> halves = new HashMap<>();

  /** Rows of the first overview that are all in {@link #ready} or beyond it. */
  private int rowsComplete;

  private record Place(int level, int tile) {}

  /**
   * A tile as it is stored, and halved for the overview above it.
   *
   * @param stored band by band, empty where one has no data; none at all if the tile has none
   * @param half empty if there is no level above, or no data
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record Encoded(byte[][] stored, float[] half) {
    static final Encoded NOTHING = new Encoded(new byte[0][], new float[0]);
  }

  private record Encoding(Place place, CompletableFuture<Encoded> result) {}

  CogPyramid(Path target, CogLayout layout, CogWriter.Sharing sharing) throws IOException {
    this.target = target;
    this.layout = layout;
    this.sharing = sharing;
    this.codec =
        new TileCodec(predictor(layout.pixels()), layout.blockSize(), noData(layout.pixels()));
    this.summaries =
        Stream.generate(() -> new BandSummary(layout.pixels())).limit(bands()).toList();
    if (layout.pixels() instanceof CogPixels.Classified classified) {
      classified.classes().forEach(each -> classValues.add(each.value()));
    }
    this.encoders =
        sharing.threads() > 0
            ? Optional.of(Executors.newFixedThreadPool(sharing.threads()))
            : Optional.empty();
    int width = layout.grid().width();
    int height = layout.grid().height();
    addLevel(width, height);
    while (width > layout.blockSize() || height > layout.blockSize()) {
      width = (width + 1) / 2;
      height = (height + 1) / 2;
      addLevel(width, height);
    }
    for (TileSpool level : levels) {
      begun.add(new BitSet());
      childrenStored.add(new byte[level.tiles()]);
    }
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

  private void addLevel(int width, int height) throws IOException {
    Path file =
        target.resolveSibling("." + target.getFileName() + "." + levels.size() + ".tiles.part");
    levels.add(new TileSpool(file, width, height, layout.blockSize(), bands()));
  }

  /** The levels, full resolution first. */
  List<TileSpool> levels() {
    return levels;
  }

  /** One summary a band, of the full resolution. */
  List<BandSummary> summaries() {
    return summaries;
  }

  /**
   * Takes the tiles of the full resolution, and makes what overviews it can; tiles left out have no
   * data.
   */
  void fill(Iterator<CogTile> tiles) throws IOException {
    TileSpool level = levels.get(0);
    BitSet came = new BitSet();
    int previous = 0;
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
      if (came.get(index) || !sharing.follows(previous, index, level.cols())) {
        throw new IllegalArgumentException(
            subject
                + " came after row "
                + previous / level.cols()
                + ", column "
                + previous % level.cols()
                + "; tiles must come once each, row by row");
      }
      came.set(index);
      previous = index;
      float[] pixels = stacked(tile, subject);
      for (int band = 0; band < bands(); band++) {
        summaries.get(band).add(pixels, band * bandPixels(), bandPixels());
      }
      encode(new Place(0, index), () -> pixels);
      if (!ready.isEmpty()) {
        encodeOverview(ready.remove());
      }
    }
  }

  /** The bands of a tile one after the other, rounded. */
  private float[] stacked(CogTile tile, String subject) {
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
        int to = band * bandPixels() + row * layout.blockSize();
        System.arraycopy(raster.data(), from, out, to, window.width());
        for (int col = 0; col < window.width(); col++) {
          require(out[to + col], subject, window.col() + col, window.row() + row);
        }
      }
    }
    round(out, bandPixels());
    return out;
  }

  /** Rounds every band as it is to be. */
  private void round(float[] bands, int pixels) {
    for (int band = 0; band < bands(); band++) {
      layout.bands().get(band).rounding().round(bands, band * pixels, (band + 1) * pixels);
    }
  }

  private void require(float value, String subject, int col, int row) {
    if (!Float.isNaN(value) && !allowed(value)) {
      throw new IllegalArgumentException(
          subject + ": pixel (" + col + ", " + row + ") must be " + rule() + ", was " + value);
    }
  }

  private boolean allowed(float value) {
    if (layout.pixels() instanceof CogPixels.Measured) {
      return !Float.isInfinite(value);
    }
    if (layout.pixels() instanceof CogPixels.Counted counted) {
      return value >= 0 && value <= 255 && value == (int) value && value != counted.noData();
    }
    return classValues.contains((int) value) && value == (int) value;
  }

  private String rule() {
    if (layout.pixels() instanceof CogPixels.Measured) {
      return "finite or NaN";
    }
    return layout.pixels() instanceof CogPixels.Counted counted
        ? "NaN or a whole number in 0 to 255 other than the no-data value " + counted.noData()
        : "NaN or one of the classes " + classValues;
  }

  private int bandPixels() {
    return layout.blockSize() * layout.blockSize();
  }

  private float[] emptyTile() {
    float[] tile = new float[bandPixels() * bands()];
    Arrays.fill(tile, Float.NaN);
    return tile;
  }

  /** A tile's pixels. */
  @FunctionalInterface
  private interface Pixels {
    float[] get() throws IOException;
  }

  /** Has a tile encoded, and stores those that have waited long enough. */
  private void encode(Place place, Pixels pixels) throws IOException {
    encoding.add(
        new Encoding(
            place,
            CompletableFuture.supplyAsync(
                () -> encoded(place, pixels),
                encoders.<Executor>map(each -> each).orElse(Runnable::run))));
    while (encoding.size() > sharing.threads() + 1) {
      store(encoding.remove());
    }
  }

  private Encoded encoded(Place place, Pixels pixels) {
    try {
      float[] tile = pixels.get();
      byte[][] stored = new byte[bands()][];
      boolean data = false;
      for (int band = 0; band < bands(); band++) {
        int from = band * bandPixels();
        stored[band] = hasData(tile, from) ? codec.encode(tile, from) : new byte[0];
        data |= stored[band].length > 0;
      }
      if (!data) {
        return Encoded.NOTHING;
      }
      boolean top = place.level() + 1 == levels.size();
      return new Encoded(stored, top ? new float[0] : halve(tile));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hasData(float[] tile, int from) {
    for (int i = from; i < from + bandPixels(); i++) {
      if (!Float.isNaN(tile[i])) {
        return true;
      }
    }
    return false;
  }

  private void store(Encoding done) throws IOException {
    Place place = done.place();
    TileSpool level = levels.get(place.level());
    Encoded result = join(done.result());
    if (result.stored().length > 0) {
      level.put(place.tile(), result.stored());
    }
    if (place.level() + 1 < levels.size()) {
      if (result.half().length > 0 && halvesOf(place.level()) < HALVES_HELD) {
        halves.put(place, result.half());
      }
      count(place);
    }
    if (place.level() == 0) {
      complete(sharing.completeRows(place.tile() / level.cols()));
    }
  }

  private long halvesOf(int level) {
    return halves.keySet().stream().filter(place -> place.level() == level).count();
  }

  private static Encoded join(CompletableFuture<Encoded> result) throws IOException {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException cause) {
        throw cause.getCause();
      }
      throw e;
    }
  }

  /** Makes the tile above ready if this was the last one below it. */
  private void count(Place stored) {
    TileSpool below = levels.get(stored.level());
    int row = stored.tile() / below.cols() / 2;
    int col = stored.tile() % below.cols() / 2;
    int above = row * levels.get(stored.level() + 1).cols() + col;
    int rows = Math.min(2, below.rows() - 2 * row);
    int cols = Math.min(2, below.cols() - 2 * col);
    if (++childrenStored.get(stored.level() + 1)[above] == rows * cols) {
      begin(new Place(stored.level() + 1, above));
    }
  }

  private void begin(Place overview) {
    if (!begun.get(overview.level()).get(overview.tile())) {
      begun.get(overview.level()).set(overview.tile());
      ready.add(overview);
    }
  }

  /**
   * Makes the first level's tiles ready some of whose tiles below were left out.
   *
   * @param rows rows of tiles of the full resolution that have come, from the top on
   */
  private void complete(int rows) {
    if (levels.size() > 1) {
      TileSpool level = levels.get(1);
      int all = levels.get(0).rows();
      for (int row = rowsComplete;
          row < level.rows() && Math.min(2 * row + 2, all) <= rows;
          row++) {
        for (int col = 0; col < level.cols(); col++) {
          begin(new Place(1, row * level.cols() + col));
        }
        rowsComplete = row + 1;
      }
    }
  }

  private void encodeOverview(Place place) throws IOException {
    TileSpool below = levels.get(place.level() - 1);
    int cols = levels.get(place.level()).cols();
    List<Place> children = new ArrayList<>();
    List<Optional<float[]>> held = new ArrayList<>();
    for (int quadrant = 0; quadrant < 4; quadrant++) {
      int row = 2 * (place.tile() / cols) + quadrant / 2;
      int col = 2 * (place.tile() % cols) + quadrant % 2;
      boolean inside = row < below.rows() && col < below.cols();
      Place child = new Place(place.level() - 1, inside ? row * below.cols() + col : -1);
      children.add(child);
      held.add(Optional.ofNullable(halves.remove(child)));
    }
    encode(place, () -> joined(children, held));
  }

  /**
   * A tile of an overview from the four below it: north-west, north-east, south-west, south-east.
   */
  private float[] joined(List<Place> children, List<Optional<float[]>> held) throws IOException {
    float[] out = emptyTile();
    int edge = layout.blockSize();
    int half = edge / 2;
    for (int quadrant = 0; quadrant < 4; quadrant++) {
      float[] part =
          held.get(quadrant).isPresent()
              ? held.get(quadrant).get()
              : stored(children.get(quadrant));
      for (int row = 0; row < part.length / half; row++) {
        int band = row / half;
        int to = band * bandPixels() + (quadrant / 2 * half + row % half) * edge;
        System.arraycopy(part, row * half, out, to + quadrant % 2 * half, half);
      }
    }
    return out;
  }

  /** A stored tile halved; empty if it has no data or lies outside. */
  private float[] stored(Place place) throws IOException {
    if (place.tile() < 0) {
      return new float[0];
    }
    float[] tile = emptyTile();
    boolean data = false;
    for (int band = 0; band < bands(); band++) {
      byte[] stored = levels.get(place.level()).get(place.tile(), band);
      if (stored.length > 0) {
        codec.decode(stored, tile, band * bandPixels());
        data = true;
      }
    }
    return data ? halve(tile) : new float[0];
  }

  /** Makes the overviews that are left; the full resolution must be complete. */
  void buildOverviews() throws IOException {
    boolean ended = false;
    while (!encoding.isEmpty() || !ready.isEmpty() || !ended) {
      if (!ready.isEmpty()) {
        encodeOverview(ready.remove());
      } else if (!encoding.isEmpty()) {
        store(encoding.remove());
      } else {
        complete(levels.get(0).rows());
        ended = true;
      }
    }
  }

  private float[] halve(float[] tile) {
    int edge = layout.blockSize();
    int half = edge / 2;
    float[] out = new float[half * half * bands()];
    boolean classes = layout.pixels() instanceof CogPixels.Classified;
    // The rows of all bands lie one after the other, and every band has an even number of them.
    for (int row = 0; row < half * bands(); row++) {
      int north = 2 * row * edge;
      for (int col = 0; col < half; col++) {
        int northWest = north + 2 * col;
        out[row * half + col] = classes ? tile[northWest] : mean(tile, northWest, edge);
      }
    }
    round(out, half * half);
    return out;
  }

  /** One overview value for the four pixels whose north-west one is at an index. */
  private float mean(float[] tile, int northWest, int edge) {
    double sum = 0;
    int valid = 0;
    for (int i = 0; i < 4; i++) {
      float value = tile[northWest + i / 2 * edge + i % 2];
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
    encoders.ifPresent(ExecutorService::shutdownNow);
    for (TileSpool level : levels) {
      level.close();
    }
  }
}
