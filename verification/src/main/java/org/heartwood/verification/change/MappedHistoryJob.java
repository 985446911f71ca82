package org.heartwood.verification.change;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.tile.TileZoneTable;
import org.locationtech.jts.io.ParseException;

/**
 * Reads the history of every tile from a map of when forest was lost. A task holds one tile; what
 * it counts is the map's, with no draws of an error and no probabilities.
 */
public final class MappedHistoryJob {
  private static final double MM2_PER_M2 = 1e6;

  private MappedHistoryJob() {}

  /**
   * Runs the job.
   *
   * @param tileZones {@link TileZoneTable}
   * @return {@link ChangeTable}, one row a tile, without strata
   */
  public static Dataset<Row> run(
      SparkSession spark, Dataset<Row> tileZones, TileGrid tiles, MappedHistory history) {
    return spark
        .range(tiles.count())
        .map((MapFunction<Long, Long>) number -> tiles.key(number).zOrder(), Encoders.LONG())
        .groupByKey((MapFunction<Long, Long>) key -> key, Encoders.LONG())
        .cogroup(
            ChangeJob.zonesByTile(tileZones),
            (CoGroupFunction<Long, Long, Row, Row>)
                (key, unused, zones) -> tile(TileKey.ofZOrder(key), zones, tiles, history),
            ChangeTable.SCHEMA.encoder());
  }

  private static Iterator<Row> tile(
      TileKey key, Iterator<Row> zones, TileGrid tiles, MappedHistory history)
      throws ParseException {
    PixelWindow core = tiles.core(key);
    int[] last = history.lastForest(core);
    List<Row> zoneYears = new ArrayList<>();
    double[] pixelM2 = PixelArea.window(tiles.grid(), core);
    for (Map.Entry<Zone, double[]> zone : ChangeJob.coverage(zones, tiles, core).entrySet()) {
      zoneYears.addAll(sums(zone.getKey(), zone.getValue(), pixelM2, last, history.years()));
    }
    return List.of(
            RowFactory.create(
                key.row(),
                key.col(),
                lossYear(last, history.years()),
                forestByYear(last, history.years().size()),
                zoneYears.toArray(Row[]::new),
                new Row[0]))
        .iterator();
  }

  private static byte[] lossYear(int[] last, List<Integer> years) {
    byte[] out = new byte[last.length];
    for (int i = 0; i < out.length; i++) {
      boolean lost = last[i] >= 0 && last[i] < years.size() - 1;
      out[i] =
          (byte)
              (last[i] == ChangeTable.UNKNOWN
                  ? ChangeTable.UNKNOWN
                  : lost ? years.get(last[i] + 1) - years.get(0) : 0);
    }
    return out;
  }

  private static byte[] forestByYear(int[] last, int dates) {
    byte[] out = new byte[dates * last.length];
    for (int t = 0; t < dates; t++) {
      for (int i = 0; i < last.length; i++) {
        out[t * last.length + i] =
            (byte) (last[i] == ChangeTable.UNKNOWN ? ChangeTable.UNKNOWN : last[i] >= t ? 1 : 0);
      }
    }
    return out;
  }

  private static List<Row> sums(
      Zone zone, double[] fractions, double[] pixelM2, int[] last, List<Integer> years) {
    long zoneMm2 = 0;
    long knownMm2 = 0;
    long[] forestMm2 = new long[years.size()];
    long[] lossMm2 = new long[years.size()];
    for (int i = 0; i < last.length; i++) {
      long mm2 = Math.round(fractions[i] * pixelM2[i] * MM2_PER_M2);
      zoneMm2 += mm2;
      if (last[i] != ChangeTable.UNKNOWN) {
        knownMm2 += mm2;
        for (int t = 0; t <= last[i]; t++) {
          forestMm2[t] += mm2;
        }
        if (last[i] >= 0 && last[i] < years.size() - 1) {
          lossMm2[last[i] + 1] += mm2;
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    long[] none = {};
    for (int t = 0; t < years.size(); t++) {
      rows.add(
          RowFactory.create(
              zone.label(),
              years.get(t),
              zoneMm2,
              knownMm2,
              forestMm2[t],
              lossMm2[t],
              0L,
              0L,
              0L,
              0L,
              none,
              none,
              none,
              none,
              none,
              none,
              none));
    }
    return rows;
  }
}
