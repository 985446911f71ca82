package org.heartwood.verification.event;

import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.product.SpectralIndex;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.verification.detect.DetectionTable;
import org.heartwood.verification.detect.ImageMediansJob;
import org.heartwood.verification.detect.Standing;

/**
 * Reads burn and water index around the change of every pixel: in the last image before its first
 * day that shows it, and in the first one on that day or after it, neither more than {@value
 * #MAX_DAYS} days away.
 *
 * <pre>NBR = (NIR − SWIR2) / (NIR + SWIR2)
 * dNBR = (NBR_before − median NBR_before of the grid) − (NBR_after − median NBR_after of the grid)
 * MNDWI = (green − SWIR1) / (green + SWIR1)</pre>
 *
 * <p>The medians are the offset of Key and Benson 2006 (USDA RMRS-GTR-164-CD, LA-1): what ground
 * that did not burn differs by, for season and haze. It is blind where more than half of the grid
 * burns at once.
 *
 * <p>A task is one tile with a change; it holds {@value #IMAGES_AT_ONCE} images of the tile at a
 * time. Tiles without change read nothing.
 */
public final class IndexChangesJob {
  /** From one season to the next. */
  static final int MAX_DAYS = 400;

  /** Images that show less of the grid have no median worth the name. */
  private static final double MIN_VALID_FRACTION = 0.1;

  private static final int IMAGES_AT_ONCE = 16;

  private IndexChangesJob() {}

  /**
   * What to read.
   *
   * @param burn {@link SpectralIndex#NBR} of the images; empty if they lack the bands
   * @param water {@link SpectralIndex#MNDWI} of the images; empty if they lack the bands
   * @param images the images that changes are dated by, in any order
   * @param watchedFrom no change is dated earlier
   */
  public record Request(
      Optional<Imagery> burn,
      Optional<Imagery> water,
      List<DatedImage> images,
      LocalDate watchedFrom) {
    public Request {
      images =
          images.stream()
              .filter(image -> !image.date().isBefore(watchedFrom.minusDays(MAX_DAYS)))
              .sorted(Comparator.comparing(DatedImage::date).thenComparing(DatedImage::index0))
              .toList();
    }
  }

  /** One index of images by date, each with what is taken off for the whole grid. */
  @SuppressWarnings("ArrayRecordComponent") // a closure's payload, never compared
  private record Series(Imagery imagery, int[] places, int[] days, float[] offsets)
      implements Serializable {
    static Series of(Imagery imagery, List<DatedImage> images, Map<Integer, Float> offsets) {
      List<DatedImage> used =
          images.stream().filter(image -> offsets.containsKey(image.index0())).toList();
      float[] values = new float[used.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = offsets.getOrDefault(used.get(i).index0(), 0f);
      }
      return new Series(
          imagery,
          used.stream().mapToInt(DatedImage::index0).toArray(),
          used.stream().mapToInt(image -> (int) image.date().toEpochDay()).toArray(),
          values);
    }
  }

  /**
   * Runs the job.
   *
   * @param detection {@link DetectionTable}; confirmed pixels count
   * @param tiles the analysis grid in tiles
   * @return {@link IndexChangeTable}, one row a tile that has a change
   */
  public static Dataset<Row> run(Dataset<Row> detection, TileGrid tiles, Request request) {
    if (request.burn().isEmpty() && request.water().isEmpty()) {
      return IndexChangeTable.empty(detection.sparkSession());
    }
    Optional<Series> burn =
        request
            .burn()
            .map(
                imagery ->
                    Series.of(
                        imagery,
                        request.images(),
                        ImageMediansJob.run(
                            detection.sparkSession(),
                            tiles,
                            imagery,
                            request.images().stream().map(DatedImage::index0).toList(),
                            MIN_VALID_FRACTION)));
    Optional<Series> water =
        request
            .water()
            .map(imagery -> Series.of(imagery, request.images(), noOffsets(request.images())));
    Series burnSeries = burn.orElse(null);
    Series waterSeries = water.orElse(null);
    return DetectionTable.SCHEMA
        .require(detection)
        .flatMap(
            (FlatMapFunction<Row, Row>)
                row ->
                    tile(
                        row,
                        tiles,
                        Optional.ofNullable(burnSeries),
                        Optional.ofNullable(waterSeries)),
            IndexChangeTable.SCHEMA.encoder());
  }

  private static Map<Integer, Float> noOffsets(List<DatedImage> images) {
    return images.stream().collect(Collectors.toMap(DatedImage::index0, image -> 0f));
  }

  private static Iterator<Row> tile(
      Row row, TileGrid tiles, Optional<Series> burn, Optional<Series> water) throws IOException {
    byte[] standing = row.getAs(DetectionTable.STANDING);
    int[] days = DetectionTable.days(row, DetectionTable.FIRST_SEEN);
    boolean[] changed = new boolean[standing.length];
    boolean any = false;
    for (int i = 0; i < changed.length; i++) {
      changed[i] = Standing.of(standing[i]).confirmed();
      any |= changed[i];
    }
    if (!any) {
      return List.<Row>of().iterator();
    }
    PixelWindow window = tiles.core(DetectionTable.key(row));
    Around burned = new Around(days, changed);
    Around flooded = new Around(days, changed);
    if (burn.isPresent()) {
      burned.read(burn.get(), window);
    }
    if (water.isPresent()) {
      flooded.read(water.get(), window);
    }
    return List.of(
            IndexChangeTable.SCHEMA.row(
                row.getAs(DetectionTable.TILE_ROW),
                row.getAs(DetectionTable.TILE_COL),
                IndexChangeTable.bytes(burned.fall()),
                IndexChangeTable.bytes(burned.after),
                IndexChangeTable.bytes(flooded.before),
                IndexChangeTable.bytes(flooded.after)))
        .iterator();
  }

  /** An index before and after the change of each pixel of a tile; NaN where it is not known. */
  private static final class Around {
    private final int[] days;
    private final boolean[] changed;
    private final float[] before;
    private final float[] after;
    private final float[] offsetBefore;
    private final float[] offsetAfter;

    Around(int[] days, boolean[] changed) {
      this.days = days;
      this.changed = changed;
      this.before = nothing(days.length);
      this.after = nothing(days.length);
      this.offsetBefore = new float[days.length];
      this.offsetAfter = new float[days.length];
    }

    private static float[] nothing(int pixels) {
      float[] values = new float[pixels];
      Arrays.fill(values, Float.NaN);
      return values;
    }

    void read(Series series, PixelWindow window) throws IOException {
      int count = series.places.length;
      for (int from = 0; from < count; from += IMAGES_AT_ONCE) {
        int to = Math.min(count, from + IMAGES_AT_ONCE);
        List<FloatRaster> rasters =
            series.imagery.read(Arrays.copyOfRange(series.places, from, to), window).images();
        for (int i = from; i < to; i++) {
          add(rasters.get(i - from).data(), series.days[i], series.offsets[i]);
        }
      }
    }

    private void add(float[] values, int day, float offset) {
      for (int pixel = 0; pixel < values.length; pixel++) {
        if (!changed[pixel] || Float.isNaN(values[pixel])) {
          continue;
        }
        int since = day - days[pixel];
        if (since < 0 && since >= -MAX_DAYS) {
          before[pixel] = values[pixel];
          offsetBefore[pixel] = offset;
        } else if (since >= 0 && since <= MAX_DAYS && Float.isNaN(after[pixel])) {
          after[pixel] = values[pixel];
          offsetAfter[pixel] = offset;
        }
      }
    }

    float[] fall() {
      float[] fall = new float[before.length];
      for (int i = 0; i < fall.length; i++) {
        fall[i] = (before[i] - offsetBefore[i]) - (after[i] - offsetAfter[i]);
      }
      return fall;
    }
  }
}
