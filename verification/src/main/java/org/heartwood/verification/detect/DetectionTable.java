package org.heartwood.verification.detect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;

/**
 * Dated change by tile: one row a tile, rasters of its pixels, row-major. Days are little-endian
 * int32, days since 1970-01-01, {@link TileDetection#NO_DAY} where there is none; measures are
 * little-endian float32, 0 where there is no change, never NaN; the rest is one byte a pixel.
 */
public final class DetectionTable {
  public static final String TILE_ROW = "tile_row";
  public static final String TILE_COL = "tile_col";

  /** First day of the change. */
  public static final String FIRST_SEEN = "first_seen_day";

  /** Day on which it was confirmed. */
  public static final String CONFIRMED = "confirmed_day";

  /** Day from which the pixel is back at its history. */
  public static final String RECOVERED = "recovered_day";

  /** 0 to 1. */
  public static final String PROBABILITY = "probability";

  /** Mean deviation since the first day, in the quantity's unit, negative for a fall. */
  public static final String MAGNITUDE = "magnitude";

  /** Mean value since the first day, in the quantity's unit. */
  public static final String LEVEL = "level";

  /** Codes of {@link Standing}: no change, a change, or why it cannot be told. */
  public static final String STANDING = "standing";

  /** Digits of {@link Confidence}. */
  public static final String CONFIDENCE = "confidence";

  /** Detectors that confirmed a change. */
  public static final String VOTES = "votes";

  /** Detectors that could tell. */
  public static final String ABLE = "able";

  public static final TableSchema SCHEMA =
      TableSchema.of("detection")
          .with(TILE_ROW, DataTypes.IntegerType)
          .with(TILE_COL, DataTypes.IntegerType)
          .with(FIRST_SEEN, DataTypes.BinaryType)
          .with(CONFIRMED, DataTypes.BinaryType)
          .with(RECOVERED, DataTypes.BinaryType)
          .with(PROBABILITY, DataTypes.BinaryType)
          .with(MAGNITUDE, DataTypes.BinaryType)
          .with(LEVEL, DataTypes.BinaryType)
          .with(STANDING, DataTypes.BinaryType)
          .with(CONFIDENCE, DataTypes.BinaryType)
          .with(VOTES, DataTypes.BinaryType)
          .with(ABLE, DataTypes.BinaryType);

  private DetectionTable() {}

  /** A tile's row. */
  public static Row toRow(TileKey key, TileDetection tile) {
    return SCHEMA.row(
        key.row(),
        key.col(),
        bytes(tile.firstSeen),
        bytes(tile.confirmed),
        bytes(tile.recovered),
        bytes(tile.probability),
        bytes(tile.magnitude),
        bytes(tile.level),
        tile.standing,
        tile.confidence,
        tile.votes,
        tile.able);
  }

  /**
   * A row with other codes, levels and days of recovery.
   *
   * @param standing one byte a pixel
   * @param level little-endian float32, one value a pixel
   * @param recovered little-endian int32, one value a pixel
   */
  public static Row with(Row row, byte[] standing, byte[] level, byte[] recovered) {
    String[] names = SCHEMA.type().fieldNames();
    Object[] values = new Object[names.length];
    for (int i = 0; i < names.length; i++) {
      values[i] =
          switch (names[i]) {
            case STANDING -> standing;
            case LEVEL -> level;
            case RECOVERED -> recovered;
            default -> row.getAs(names[i]);
          };
    }
    return SCHEMA.row(values);
  }

  public static TileKey key(Row row) {
    return new TileKey(row.<Integer>getAs(TILE_ROW), row.<Integer>getAs(TILE_COL));
  }

  /** One of the row's rasters of days. */
  public static int[] days(Row row, String column) {
    byte[] bytes = row.getAs(column);
    int[] days = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(days);
    return days;
  }

  /** One of the row's rasters of measures. */
  public static float[] measures(Row row, String column) {
    byte[] bytes = row.getAs(column);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static byte[] bytes(int[] days) {
    ByteBuffer out =
        ByteBuffer.allocate(days.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.asIntBuffer().put(days);
    return out.array();
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.asFloatBuffer().put(values);
    return out.array();
  }
}
