package org.heartwood.verification.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.verification.detect.Confidence;
import org.heartwood.verification.detect.Standing;
import org.heartwood.verification.detect.TileDetection;

/** Detection tables whose days are given. */
final class MadeUpDetection {
  private MadeUpDetection() {}

  /** Rows of a table; a pixel whose day is negative has not changed. */
  static List<Row> rows(int[] days, TileGrid tiles) {
    List<Row> rows = new ArrayList<>();
    for (int tileRow = 0; tileRow < tiles.down(); tileRow++) {
      for (int tileCol = 0; tileCol < tiles.across(); tileCol++) {
        rows.add(row(days, tiles, new TileKey(tileRow, tileCol)));
      }
    }
    return rows;
  }

  private static Row row(int[] days, TileGrid tiles, TileKey key) {
    PixelWindow core = tiles.core(key);
    int pixels = core.width() * core.height();
    ByteBuffer first = ByteBuffer.allocate(4 * pixels).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer none = ByteBuffer.allocate(4 * pixels).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer measures = ByteBuffer.allocate(4 * pixels).order(ByteOrder.LITTLE_ENDIAN);
    byte[] standing = new byte[pixels];
    byte[] confidence = new byte[pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      int day =
          days[
              (core.row() + pixel / core.width()) * tiles.grid().width()
                  + core.col()
                  + pixel % core.width()];
      first.putInt(day < 0 ? TileDetection.NO_DAY : day);
      none.putInt(TileDetection.NO_DAY);
      measures.putFloat(day < 0 ? 0 : 0.25f);
      standing[pixel] = (byte) (day < 0 ? Standing.NO_CHANGE : Standing.CONFIRMED).code();
      confidence[pixel] = (byte) (day < 0 ? Confidence.NONE : Confidence.HIGH).digit();
    }
    return RowFactory.create(
        key.row(),
        key.col(),
        first.array(),
        first.array(),
        none.array(),
        measures.array(),
        measures.array(),
        measures.array(),
        standing,
        confidence,
        confidence,
        confidence);
  }
}
