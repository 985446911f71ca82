package org.heartwood.ingest.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.registration.ImageShift.Outcome;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Landsat dates of one dry season, at most a month apart, of the sample in Kafa. */
class CoRegistrationKafaTest {
  private static final Path STACK =
      Path.of(System.getProperty("heartwood.samples"), "kafa", "ndvi_1984_2013_x10000.tif");

  private static ImageShift shift(int firstBand, int secondBand, int plantedPx) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(STACK)) {
      List<FloatRaster> dates =
          source.read(new int[] {firstBand - 1, secondBand - 1}, source.grid().window());
      PixelWindow inside = new PixelWindow(2, 2, 139, 144);
      PixelWindow off = new PixelWindow(2 - plantedPx, 2 + plantedPx, 139, 144);
      return CoRegistration.between(
          dates.get(0).crop(inside), new FloatRaster(inside, dates.get(1).crop(off).data()));
    }
  }

  /** Bands by their number in bands.csv. */
  @ParameterizedTest
  @CsvSource({"9, 11", "11, 12", "12, 13", "21, 22", "22, 23", "23, 24", "109, 110", "161, 162"})
  void datesThatLieOnEachOtherShowNoShiftAndAPlantedOneIsFound(int first, int second)
      throws IOException {
    ImageShift asTheyAre = shift(first, second, 0);
    assertThat(asTheyAre.outcome()).isEqualTo(Outcome.MEASURED);
    assertThat(asTheyAre.lengthPx()).isLessThan(0.25);
    assertThat(asTheyAre.isMisregistered()).isFalse();
    ImageShift planted = shift(first, second, 1);
    assertThat(planted.colPx()).isCloseTo(1, within(0.25));
    assertThat(planted.rowPx()).isCloseTo(-1, within(0.25));
    assertThat(planted.isMisregistered()).isTrue();
  }

  /**
   * 2003-12-12 and 2003-12-28 do not lie on each other. The shifts are those at which the second
   * date, moved in steps of 0.05 px by scipy 1.17.1 (ndimage.shift, cubic splines, both smoothed by
   * σ = 1 px), correlates best with the first. Standard errors of ours are 0.02 to 0.07 px.
   */
  @ParameterizedTest
  @CsvSource({
    "65, 66, 0.90, 0.25",
    "21, 22, 0.05, 0",
    "85, 86, -0.35, -0.05",
    "161, 162, 0, -0.05"
  })
  void shiftsAreThoseOfTheHighestCorrelationWithScipysSplines(
      int first, int second, double colPx, double rowPx) throws IOException {
    ImageShift shift = shift(first, second, 0);
    assertThat(shift.colPx()).isCloseTo(colPx, within(0.15));
    assertThat(shift.rowPx()).isCloseTo(rowPx, within(0.15));
    assertThat(shift.isMisregistered()).isEqualTo(first == 65);
  }
}
