package org.heartwood.verification.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.change.ChangeTable;
import org.heartwood.verification.detect.DetectionTable;
import org.heartwood.verification.detect.Standing;
import org.heartwood.verification.detect.TileDetection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForestChangesJobTest {
  private static final int DAY = 14_000;
  private static final byte CONFIRMED = (byte) Standing.CONFIRMED.code();
  private static final byte RECOVERED = (byte) Standing.RECOVERED.code();
  private static final byte QUIET = (byte) Standing.NO_CHANGE.code();
  private static final byte SHORT = (byte) Standing.SHORT_HISTORY.code();

  private final SparkSession spark = SparkSessions.open("local[2]");

  @AfterAll
  void stop() {
    spark.stop();
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return bytes.array();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** Pixels of one tile after the job. */
  private Row judged(byte[] standing, float[] magnitude, byte[] forest, int years) {
    int pixels = standing.length;
    int[] days = new int[pixels];
    Arrays.fill(days, DAY);
    byte[] bytes = new byte[pixels];
    Row detection =
        RowFactory.create(
            0,
            0,
            ints(days),
            ints(days),
            ints(days),
            floats(new float[pixels]),
            floats(magnitude),
            floats(new float[pixels]),
            standing,
            bytes,
            bytes,
            bytes);
    Row change = RowFactory.create(0, 0, bytes, forest, List.of(), List.of());
    return ForestChangesJob.run(
            spark.createDataFrame(List.of(detection), DetectionTable.SCHEMA.type()),
            spark.createDataFrame(List.of(change), ChangeTable.SCHEMA.type()),
            years)
        .collectAsList()
        .get(0);
  }

  @Test
  void onlyWhatTheHistoryLostOrWhatFellFarCountsAsChangeOfForest() {
    byte unknown = (byte) ChangeTable.UNKNOWN;
    Row row =
        judged(
            new byte[] {RECOVERED, CONFIRMED, CONFIRMED, CONFIRMED, CONFIRMED, QUIET, SHORT},
            new float[] {-0.02f, -0.2f, -0.02f, -0.2f, -0.2f, 0, 0},
            // first composite, then the last
            new byte[] {1, 1, 1, 0, unknown, 1, 1, 0, 1, 1, 0, unknown, 0, 0},
            2);
    byte[] standing = row.getAs(DetectionTable.STANDING);
    assertThat(standing)
        .containsExactly(
            CONFIRMED, // lost for good, whatever the index did later
            CONFIRMED, // forest still, and fell far
            QUIET, // forest still, and hardly fell
            QUIET, // was no forest
            QUIET, // not known to have been forest
            QUIET, // lost, but no detector dates it
            SHORT); // cannot tell stays cannot tell
    assertThat(DetectionTable.days(row, DetectionTable.RECOVERED)[0])
        .isEqualTo(TileDetection.NO_DAY);
    assertThat(DetectionTable.days(row, DetectionTable.RECOVERED)[1]).isEqualTo(DAY);
    assertThat(DetectionTable.measures(row, DetectionTable.LEVEL))
        .containsExactly(0, 1, 1, 0, 0, 0, 0);
  }
}
