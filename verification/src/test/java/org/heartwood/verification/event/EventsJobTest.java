package org.heartwood.verification.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.detect.DetectionJob;
import org.heartwood.verification.detect.DetectionSettings;
import org.heartwood.verification.detect.DetectionTable;
import org.heartwood.verification.detect.MadeUpImagery;
import org.heartwood.verification.detect.ObservationDays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.locationtech.jts.geom.GeometryFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsJobTest {
  private static final Grid GRID = new Grid("EPSG:32636", 800_000, 850_000, 30, 70, 52);
  private static final LocalDate DAY = LocalDate.of(2014, 3, 1);

  private final SparkSession spark = SparkSessions.open("local[2]");

  @AfterAll
  void stop() {
    spark.stop();
  }

  private static EventSettings settings(EventSettings.Neighbours neighbours, int minPixels) {
    return new EventSettings(neighbours, 60, minPixels, 0.6, List.of(), Set.of());
  }

  /** A landscape of random days: -1 = no change. */
  private static int[] landscape(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] days = new int[GRID.width() * GRID.height()];
    for (int i = 0; i < days.length; i++) {
      days[i] = random.nextDouble() < 0.45 ? (int) DAY.toEpochDay() + 50 * random.nextInt(4) : -1;
    }
    return days;
  }

  private Dataset<Row> detection(int[] days, TileGrid tiles) {
    return spark.createDataFrame(MadeUpDetection.rows(days, tiles), DetectionTable.SCHEMA.type());
  }

  private List<Event> events(int[] days, int tileSize, EventSettings settings) {
    TileGrid tiles = new TileGrid(GRID, tileSize);
    return EventsJob.run(
            detection(days, tiles), IndexChangeTable.empty(spark), tiles, settings, List.of())
        .collectAsList()
        .stream()
        .map(EventTable::fromRow)
        .toList();
  }

  @Test
  void eventsAreWholeAndTheSameForAnyTileSize() {
    for (EventSettings.Neighbours neighbours : EventSettings.Neighbours.values()) {
      int[] days = landscape(5);
      List<Event> whole = events(days, 128, settings(neighbours, 1));
      assertThat(events(days, 16, settings(neighbours, 1))).isEqualTo(whole);
      assertThat(events(days, 32, settings(neighbours, 1))).isEqualTo(whole);
      assertThat(whole.stream().mapToLong(Event::pixels).boxed().toList())
          .containsExactlyInAnyOrderElementsOf(flooded(days, neighbours));
    }
  }

  @Test
  void theAreasOfAllEventsAreThoseOfTheirPixels() {
    int[] days = landscape(6);
    double[] m2 = PixelArea.window(GRID, GRID.window());
    double expected = 0;
    for (int i = 0; i < days.length; i++) {
      expected += days[i] < 0 ? 0 : m2[i] / 1e4;
    }
    double found =
        events(days, 16, settings(EventSettings.Neighbours.FOUR, 1)).stream()
            .mapToDouble(Event::areaHa)
            .sum();
    assertThat(found).isCloseTo(expected, within(1e-6));
  }

  @Test
  void smallEventsAreLeftOut() {
    int[] days = landscape(7);
    List<Event> all = events(days, 32, settings(EventSettings.Neighbours.FOUR, 1));
    List<Event> large = events(days, 32, settings(EventSettings.Neighbours.FOUR, 6));
    assertThat(large).isEqualTo(all.stream().filter(event -> event.pixels() >= 6).toList());
  }

  @Test
  void aSquareIsCompactAndALineIsLong() {
    int[] days = new int[GRID.width() * GRID.height()];
    Arrays.fill(days, -1);
    for (int r = 10; r < 30; r++) {
      for (int c = 10; c < 30; c++) {
        days[r * GRID.width() + c] = (int) DAY.toEpochDay();
      }
    }
    for (int c = 0; c < 60; c++) {
      days[40 * GRID.width() + c] = (int) DAY.toEpochDay() + c;
    }
    List<Event> events = events(days, 16, settings(EventSettings.Neighbours.FOUR, 1));
    assertThat(events).hasSize(2);
    Event square = events.get(0);
    assertThat(square.compactness()).isCloseTo(Math.PI / 4, within(1e-9));
    assertThat(square.elongation()).isCloseTo(1, within(1e-9));
    assertThat(square.areaHa()).isCloseTo(36, within(0.2));
    assertThat(square.haPer30Days()).isEqualTo(square.areaHa());
    assertThat(square.outline().getNumPoints()).isEqualTo(5);
    Event line = events.get(1);
    assertThat(line.elongation()).isCloseTo(60, within(0.5));
    assertThat(line.haPer30Days()).isCloseTo(line.areaHa() / 59 * 30, within(1e-9));
    assertThat(line.lastDate()).isEqualTo(DAY.plusDays(59));
  }

  @Test
  void plantedClearingsComeOutOfImagery() {
    MadeUpImagery imagery = MadeUpImagery.of(140, 0);
    TileGrid tiles = new TileGrid(GRID, 16);
    Dataset<Row> detection =
        DetectionJob.run(
                spark,
                tiles,
                imagery,
                ObservationDays.of(imagery.images(), "TEST", new ArrayList<>()),
                DetectionSettings.ndvi(MadeUpImagery.WATCH_FROM))
            .cache();
    List<Event> events =
        EventsJob.run(
                detection,
                IndexChangeTable.empty(spark),
                tiles,
                settings(EventSettings.Neighbours.EIGHT, 20),
                List.of(
                    new FirePerimeter(
                        "Test Fire",
                        LocalDate.ofEpochDay((long) MadeUpImagery.WATCH_FROM + 495),
                        new GeometryFactory()
                            .toGeometry(GRID.envelope(new PixelWindow(45, 5, 20, 15))))))
            .collectAsList()
            .stream()
            .map(EventTable::fromRow)
            .toList();
    assertThat(events).hasSize(2);
    assertThat(events).allMatch(event -> event.kind() == Event.Kind.DEFORESTATION);
    assertThat(events.get(0).guess().cause()).isEqualTo(Cause.FIRE);
    assertThat(events.get(0).guess().evidence()).contains("Test Fire");
    assertThat(events.get(0).pixels()).isBetween(65L, 85L);
    assertThat(events.get(1).guess().cause()).isEqualTo(Cause.CLEARING);
    assertThat(events.get(1).pixels()).isBetween(240L, 275L);
  }

  /** Sizes of the connected sets, by flooding the whole landscape. */
  private static List<Long> flooded(int[] days, EventSettings.Neighbours neighbours) {
    boolean[] seen = new boolean[days.length];
    List<Long> sizes = new ArrayList<>();
    for (int start = 0; start < days.length; start++) {
      if (days[start] < 0 || seen[start]) {
        continue;
      }
      ArrayDeque<Integer> open = new ArrayDeque<>();
      open.add(start);
      seen[start] = true;
      long size = 0;
      while (!open.isEmpty()) {
        int at = open.remove();
        size++;
        int row = at / GRID.width();
        int col = at % GRID.width();
        for (int dr = -1; dr <= 1; dr++) {
          for (int dc = -1; dc <= 1; dc++) {
            int r = row + dr;
            int c = col + dc;
            boolean touches =
                neighbours == EventSettings.Neighbours.EIGHT || Math.abs(dr) + Math.abs(dc) == 1;
            if (touches && r >= 0 && c >= 0 && r < GRID.height() && c < GRID.width()) {
              int other = r * GRID.width() + c;
              if (days[other] >= 0 && !seen[other] && Math.abs(days[other] - days[at]) <= 60) {
                seen[other] = true;
                open.add(other);
              }
            }
          }
        }
      }
      sizes.add(size);
    }
    return sizes;
  }
}
