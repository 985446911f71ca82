package org.heartwood.verification.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.product.CommonBand;
import org.heartwood.ingest.product.SpectralIndex;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.verification.detect.DetectionJob;
import org.heartwood.verification.detect.DetectionSettings;
import org.heartwood.verification.detect.ObservationDays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Made-up reflectances of forest in which a fire, clearings on dark and on bright ground, a mild
 * dip, a flood that goes and one that stays are planted, found by the detectors and judged.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedCausesTest {
  private static final Grid GRID = new Grid("EPSG:32636", 800_000, 850_000, 30, 70, 52);
  private static final long FIRST = LocalDate.of(2010, 1, 1).toEpochDay();
  private static final long WATCHED = FIRST + 1200;
  private static final long CHANGED = FIRST + 1400;
  private static final int IMAGES = 110;

  private final SparkSession spark = SparkSessions.open("local[2]");
  private List<Event> events = List.of();

  @BeforeAll
  void find() {
    events = events(16, true);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** What covers the ground: reflectance in green, red, near infrared, 1.6 and 2.2 µm. */
  private enum Cover {
    FOREST(0.05, 0.03, 0.35, 0.17, 0.07),
    CHAR(0.05, 0.07, 0.12, 0.21, 0.19),
    SOIL(0.08, 0.11, 0.2, 0.26, 0.19),
    BRIGHT_SOIL(0.14, 0.2, 0.31, 0.41, 0.33),
    THIN_FOREST(0.055, 0.05, 0.27, 0.19, 0.09),
    WATER(0.06, 0.05, 0.03, 0.01, 0.006);

    private final double green;
    private final double red;
    private final double nir;
    private final double swir16;
    private final double swir22;

    Cover(double green, double red, double nir, double swir16, double swir22) {
      this.green = green;
      this.red = red;
      this.nir = nir;
      this.swir16 = swir16;
      this.swir22 = swir22;
    }

    double in(CommonBand band) {
      return switch (band) {
        case GREEN -> green;
        case RED -> red;
        case NIR -> nir;
        case SWIR16 -> swir16;
        case SWIR22 -> swir22;
        default -> throw new IllegalArgumentException(band.key());
      };
    }
  }

  /** Six patches of 8 by 8 pixels in a row, the first one at column 3. */
  private enum Patch {
    FIRE(Cover.CHAR, 10_000),
    CLEARING(Cover.SOIL, 10_000),
    BRIGHT_CLEARING(Cover.BRIGHT_SOIL, 10_000),
    DIP(Cover.THIN_FOREST, 10_000),
    FLOOD(Cover.WATER, 150),
    LAKE(Cover.WATER, 10_000);

    private final Cover cover;
    private final int daysUntilBack;

    Patch(Cover cover, int daysUntilBack) {
      this.cover = cover;
      this.daysUntilBack = daysUntilBack;
    }

    static Cover at(int col, int row, long day) {
      int place = (col - 3) / 11;
      boolean inPatch =
          col >= 3 && (col - 3) % 11 < 8 && row >= 20 && row < 28 && place < values().length;
      return inPatch && day >= CHANGED && day < CHANGED + values()[place].daysUntilBack
          ? values()[place].cover
          : Cover.FOREST;
    }
  }

  /** One index of the landscape; a value is addressed by its place and day. */
  private record Landscape(SpectralIndex index) implements Imagery {
    private static final long serialVersionUID = 1L;

    static List<DatedImage> images() {
      return IntStream.range(0, IMAGES)
          .mapToObj(i -> new DatedImage(i, LocalDate.ofEpochDay(FIRST + 16L * i), "scene " + i))
          .toList();
    }

    @Override
    public View read(int[] images, PixelWindow window) {
      return new View(
          Arrays.stream(images).mapToObj(image -> raster(FIRST + 16L * image, window)).toList(),
          List.of());
    }

    private FloatRaster raster(long day, PixelWindow window) {
      FloatRaster raster = FloatRaster.empty(window);
      for (int row = window.row(); row < window.endRow(); row++) {
        for (int col = window.col(); col < window.endCol(); col++) {
          SplittableRandom random =
              new SplittableRandom(day * 1_000_003L + row * 1009L + col).split();
          if (random.nextDouble() >= 0.2) {
            Cover cover = Patch.at(col, row, day);
            raster.data()[raster.index(col, row)] =
                index.value(
                    seen(cover, index.first(), day, row, col),
                    seen(cover, index.other(), day, row, col));
          }
        }
      }
      return raster;
    }

    /** With 4 % of noise that is the same for a band whatever index is made of it. */
    private static float seen(Cover cover, CommonBand band, long day, int row, int col) {
      SplittableRandom random =
          new SplittableRandom(day * 7_000_003L + row * 2003L + col * 31L + band.key().hashCode())
              .split();
      double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      return (float) (cover.in(band) * (1 + 0.08 * noise));
    }
  }

  private List<Event> events(int tileSize, boolean withBands) {
    TileGrid tiles = new TileGrid(GRID, tileSize);
    Dataset<Row> detection =
        DetectionJob.run(
                spark,
                tiles,
                new Landscape(SpectralIndex.NDVI),
                ObservationDays.of(Landscape.images(), "TEST", new ArrayList<>()),
                DetectionSettings.ndvi((double) WATCHED))
            .cache();
    Dataset<Row> indices =
        IndexChangesJob.run(
                detection,
                tiles,
                new IndexChangesJob.Request(
                    band(SpectralIndex.NBR, withBands),
                    band(SpectralIndex.MNDWI, withBands),
                    Landscape.images(),
                    LocalDate.ofEpochDay(WATCHED)))
            .cache();
    return EventsJob.run(
            detection,
            indices,
            tiles,
            new EventSettings(
                EventSettings.Neighbours.EIGHT,
                60,
                20,
                0.6,
                Landscape.images().stream().map(image -> (int) image.date().toEpochDay()).toList(),
                withBands ? Set.of(SpectralIndex.NBR, SpectralIndex.MNDWI) : Set.of()),
            List.of())
        .collectAsList()
        .stream()
        .map(EventTable::fromRow)
        .toList();
  }

  private static Optional<Imagery> band(SpectralIndex index, boolean withBands) {
    return withBands ? Optional.of(new Landscape(index)) : Optional.empty();
  }

  /** The guess for the one event that lies on a patch. */
  private Cause.Guess guess(Patch patch) {
    List<Event> found =
        events.stream()
            .filter(
                event -> {
                  double x = event.outline().getCentroid().getX();
                  int col = (int) ((x - GRID.originX()) / GRID.pixelSize());
                  return Patch.values()[(col - 3) / 11] == patch;
                })
            .toList();
    assertThat(found).as(patch + " in " + events).hasSize(1);
    return found.get(0).guess();
  }

  @Test
  void eachPlantedEventHasItsCause() {
    assertThat(guess(Patch.FIRE).cause()).isEqualTo(Cause.FIRE);
    assertThat(guess(Patch.FIRE).witness()).isEqualTo(Cause.Witness.BURN_INDEX);
    assertThat(guess(Patch.CLEARING).cause()).isEqualTo(Cause.CLEARING);
    assertThat(guess(Patch.BRIGHT_CLEARING).cause()).isEqualTo(Cause.CLEARING);
    assertThat(guess(Patch.FLOOD).cause()).isEqualTo(Cause.FLOOD);
    assertThat(guess(Patch.LAKE).cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(guess(Patch.LAKE).evidence()).contains("water stands there since");
    assertThat(guess(Patch.DIP).cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void everyGuessShowsTheValuesOfItsIndices() {
    assertThat(events)
        .extracting(event -> event.guess().evidence())
        .allMatch(text -> text.contains("burn ratio fell by") || text.contains("water index went"));
    assertThat(guess(Patch.CLEARING).evidence())
        .contains("burn ratio fell by 0.6")
        .contains("water index went from -0.5");
  }

  @Test
  void theSumsAreThePlantedIndices() {
    Evidence.Burn burn = planted(Patch.FIRE);
    assertThat(burn.measuredFraction()).isGreaterThan(0.95);
    assertThat(burn.after()).isCloseTo((0.12 - 0.19) / (0.12 + 0.19), within(0.03));
    assertThat(burn.fall()).isCloseTo((0.35 - 0.07) / 0.42 + 0.07 / 0.31, within(0.04));
  }

  private Evidence.Burn planted(Patch patch) {
    String text = guess(patch).evidence();
    Matcher found =
        Pattern.compile("fell by (-?[0-9.]+) to (-?[0-9.]+) \\(on ([0-9]+) % of it\\)")
            .matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return new Evidence.Burn(
        Double.parseDouble(found.group(1)),
        Double.parseDouble(found.group(2)),
        Integer.parseInt(found.group(3)) / 100.0);
  }

  @Test
  void noTilingChangesAnything() {
    assertThat(events(64, true)).isEqualTo(events);
  }

  @Test
  void withoutTheBandsNothingIsCalledFireOrFloodAndTheReasonIsGiven() {
    List<Event> blind = events(16, false);
    assertThat(blind).hasSameSizeAs(events);
    assertThat(blind)
        .extracting(event -> event.guess().cause())
        .doesNotContain(Cause.FIRE, Cause.FLOOD);
    assertThat(blind)
        .allSatisfy(
            event ->
                assertThat(event.guess().evidence())
                    .contains("no burn ratio: the images lack nir or swir22")
                    .contains("no water index: the images lack green or swir16"));
  }
}
