package org.heartwood.inference.predict;

import com.google.common.collect.Iterators;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.tile.CompositeTable;

/**
 * Predicts canopy cover for every tile and year: the composite is brought to the reference
 * radiometry, run through the model with its halo, cut into the pieces that lie on each tile, and
 * the pieces are blended. Beside it stands how unlike the model's training points each pixel is.
 */
public final class PredictCanopyJob {
  /** Windows that go through the network together. */
  private static final int BATCH = 4;

  private PredictCanopyJob() {}

  /**
   * What to predict with.
   *
   * @param model name of a built-in model
   * @param tiles the analysis grid in tiles
   * @param haloPx halo of the composites' rasters; at least {@link #haloPx(int)}
   * @param lines one a year; years without a line are left out
   */
  public record Request(String model, TileGrid tiles, int haloPx, List<RadiometricLine> lines) {
    public Request {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The halo that a model needs: its receptive field and the overlap that is blended, rounded up to
   * a multiple of 4 pixels.
   */
  public static int haloPx(int receptiveFieldRadiusPx) {
    int needed = receptiveFieldRadiusPx + OverlapBlend.BLEND_PX;
    return (needed + 3) / 4 * 4;
  }

  /** Runs the job on {@link CompositeTable}; gives {@link CanopyTable}. */
  public static Dataset<Row> run(Dataset<Row> composites, Request request) {
    TileGrid tiles = request.tiles();
    Predictor predictor =
        new Predictor(
            request.model(),
            tiles,
            request.haloPx(),
            request.lines().toArray(RadiometricLine[]::new));
    return CompositeTable.SCHEMA
        .require(composites)
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) predictor::predict, CanopyPieceTable.SCHEMA.encoder())
        .groupByKey((MapFunction<Row, String>) PredictCanopyJob::targetOf, Encoders.STRING())
        .mapGroups(
            (MapGroupsFunction<String, Row, Row>) (target, pieces) -> blend(tiles, pieces),
            CanopyTable.SCHEMA.encoder());
  }

  private static String targetOf(Row row) {
    TileKey key = CanopyTable.key(row);
    return key.row() + "/" + key.col() + "/" + CanopyTable.year(row);
  }

  private static Row blend(TileGrid tiles, Iterator<Row> rows) {
    List<Row> sorted = new ArrayList<>();
    rows.forEachRemaining(sorted::add);
    sorted.sort(
        Comparator.comparingInt((Row row) -> CanopyPieceTable.source(row).row())
            .thenComparingInt(row -> CanopyPieceTable.source(row).col()));
    TileKey target = CanopyTable.key(sorted.get(0));
    OverlapBlend overlap = new OverlapBlend(tiles);
    List<OverlapBlend.Piece> pieces = new ArrayList<>();
    byte[] validDates = new byte[0];
    byte[] dissimilarity = new byte[0];
    for (Row row : sorted) {
      PixelWindow window =
          overlap.usable(CanopyPieceTable.source(row)).intersection(tiles.core(target));
      pieces.add(
          new OverlapBlend.Piece(
              CanopyPieceTable.source(row),
              CanopyTable.raster(row, CanopyTable.MEAN_PCT, window),
              CanopyTable.raster(row, CanopyTable.STANDARD_ERROR_PCT, window)));
      if (CanopyPieceTable.source(row).equals(target)) {
        validDates = row.getAs(CanopyTable.VALID_DATES);
        dissimilarity = row.getAs(CanopyTable.DISSIMILARITY);
      }
    }
    OverlapBlend.Blended blended = overlap.blend(target, pieces);
    return RowFactory.create(
        target.row(),
        target.col(),
        CanopyTable.year(sorted.get(0)),
        blended.mean().toBytes(),
        blended.standardError().toBytes(),
        validDates,
        dissimilarity);
  }

  /** The part that runs on executors. */
  @SuppressWarnings("ArrayRecordComponent") // a closure's payload, never compared
  private record Predictor(String model, TileGrid tiles, int haloPx, RadiometricLine[] lines)
      implements Serializable {

    Iterator<Row> predict(Iterator<Row> composites) {
      Map<Integer, RadiometricLine> lineOfYear =
          Arrays.stream(lines).collect(Collectors.toMap(RadiometricLine::year, line -> line));
      ExecutorModels.Opened opened = ExecutorModels.get(model);
      Iterator<Row> usable =
          Iterators.filter(composites, row -> lineOfYear.containsKey(CompositeTable.year(row)));
      // Lazy: one batch of composites and its pieces are in memory at a time.
      return Iterators.concat(
          Iterators.transform(
              Iterators.partition(usable, BATCH),
              batch -> predictBatch(opened, lineOfYear, batch).iterator()));
    }

    private List<Row> predictBatch(
        ExecutorModels.Opened opened, Map<Integer, RadiometricLine> lineOfYear, List<Row> batch) {
      List<List<FloatRaster>> windows =
          batch.stream()
              .map(
                  row ->
                      List.of(
                          harmonised(
                              row,
                              Objects.requireNonNull(lineOfYear.get(CompositeTable.year(row))))))
              .toList();
      List<Prediction> predictions = opened.segmenter().predict(windows);
      List<Row> pieces = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        FloatRaster input =
            windows.get(i).get(0).crop(tiles.core(CompositeTable.key(batch.get(i))));
        FloatRaster dissimilarity =
            opened
                .index()
                .map(index -> index.of(List.of(input)))
                .orElseGet(() -> FloatRaster.empty(input.window()));
        pieces.addAll(pieces(batch.get(i), predictions.get(i), dissimilarity));
      }
      return pieces;
    }

    private FloatRaster harmonised(Row row, RadiometricLine line) {
      PixelWindow window = window(row);
      float[] values = CompositeTable.raster(row, CompositeTable.MEDIAN, window).data();
      for (int i = 0; i < values.length; i++) {
        values[i] = line.apply(values[i]);
      }
      return new FloatRaster(window, values);
    }

    private PixelWindow window(Row row) {
      return tiles.full(CompositeTable.key(row)).grow(haloPx);
    }

    private List<Row> pieces(Row row, Prediction prediction, FloatRaster dissimilarity) {
      TileKey source = CompositeTable.key(row);
      PixelWindow usable = new OverlapBlend(tiles).usable(source);
      FloatRaster validDates = CompositeTable.raster(row, CompositeTable.VALID_DATES, window(row));
      return tiles
          .neighbourhood(source)
          .filter(target -> usable.intersects(tiles.core(target)))
          .map(
              target -> {
                PixelWindow part = usable.intersection(tiles.core(target));
                return CanopyPieceTable.toRow(
                    target,
                    source,
                    CompositeTable.year(row),
                    prediction.mean().crop(part),
                    prediction.standardError().crop(part),
                    validDates.crop(part),
                    dissimilarity);
              })
          .toList();
    }
  }
}
