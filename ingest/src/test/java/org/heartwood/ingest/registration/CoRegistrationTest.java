package org.heartwood.ingest.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.registration.ImageShift.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoRegistrationTest {
  private static final int SIZE = 180;
  private static final Texture LAND = new Texture(1);
  private static final FloatRaster REFERENCE = LAND.image(SIZE, 0, 0);

  /** The standard deviation of the land is about 0.8. */
  private static final double NOISE = 0.15;

  private static void assertShift(
      FloatRaster reference, FloatRaster moved, double colPx, double rowPx, Offset<Double> within) {
    ImageShift shift = CoRegistration.between(reference, moved);
    assertThat(shift.outcome()).isEqualTo(Outcome.MEASURED);
    assertThat(shift.colPx()).isCloseTo(colPx, within);
    assertThat(shift.rowPx()).isCloseTo(rowPx, within);
    assertThat(Math.max(shift.colStandardErrorPx(), shift.rowStandardErrorPx())).isLessThan(0.05);
    assertThat(shift.isMisregistered()).isEqualTo(Math.hypot(colPx, rowPx) > 0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, -2",
    "0.3, 0",
    "0.5, 0.5",
    "0.8, -0.3",
    "-1.7, 0.5",
    "3.2, 1.7",
    "-3.9, 3.9"
  })
  void aPlantedShiftIsFound(double colPx, double rowPx) {
    FloatRaster moved = LAND.image(SIZE, colPx, rowPx);
    assertShift(REFERENCE, moved, colPx, rowPx, within(0.02));
    assertShift(
        Texture.noisy(REFERENCE, NOISE, 1),
        Texture.noisy(moved, NOISE, 2),
        colPx,
        rowPx,
        within(0.06));
    assertShift(
        Texture.gappy(REFERENCE, 0.3, 5, 3),
        Texture.gappy(moved, 0.3, 5, 4),
        colPx,
        rowPx,
        within(0.06));
    assertShift(
        Texture.gappy(REFERENCE, 0.3, 0, 3),
        Texture.gappy(moved, 0.3, 0, 4),
        colPx,
        rowPx,
        within(0.06));
  }

  /** Gaps that lie still (water, the border of a mask) must not hold the shift back. */
  @Test
  void gapsOfBothDatesInOnePlaceDoNotHoldTheShiftBack() {
    FloatRaster moved = LAND.image(SIZE, 1.7, -0.8);
    assertShift(
        Texture.gappy(REFERENCE, 0.3, 5, 3),
        Texture.gappy(moved, 0.3, 5, 3),
        1.7,
        -0.8,
        within(0.06));
  }

  @Test
  void anotherGainAndOffsetDoNotMatter() {
    FloatRaster moved = LAND.image(SIZE, 0.3, 0.8);
    for (int i = 0; i < moved.data().length; i++) {
      moved.data()[i] = 200 + 37 * moved.data()[i];
    }
    assertShift(REFERENCE, moved, 0.3, 0.8, within(0.02));
  }

  /** A third of the image was cleared between the dates, to bare soil with its own texture. */
  @Test
  void aClearingDoesNotMoveTheShift() {
    FloatRaster moved = Texture.noisy(LAND.image(SIZE, 0.3, -0.5), 0.02, 5);
    FloatRaster soil = new Texture(9).image(SIZE, 0, 0);
    for (int i = 0; i < moved.data().length / 3; i++) {
      moved.data()[i] = 0.2f * soil.data()[i];
    }
    assertShift(REFERENCE, moved, 0.3, -0.5, within(0.05));
  }

  private static void assertUnknown(FloatRaster reference, FloatRaster moved, Outcome outcome) {
    ImageShift shift = CoRegistration.between(reference, moved);
    assertThat(shift.outcome()).isEqualTo(outcome);
    assertThat(shift.lengthPx()).isNaN();
    assertThat(shift.isMisregistered()).isFalse();
  }

  @Test
  void flatImagesCannotTell() {
    FloatRaster flat = FloatRaster.empty(REFERENCE.window());
    Arrays.fill(flat.data(), 0.7f);
    assertUnknown(flat, flat, Outcome.TOO_LITTLE_TEXTURE);
    assertUnknown(
        Texture.noisy(flat, 0.02, 1), Texture.noisy(flat, 0.02, 2), Outcome.TOO_LITTLE_TEXTURE);
    assertUnknown(REFERENCE, flat, Outcome.TOO_LITTLE_TEXTURE);
  }

  /** Along a pattern of stripes nothing tells how far it was moved. */
  @Test
  void stripesCannotTell() {
    FloatRaster stripes = FloatRaster.empty(REFERENCE.window());
    for (int i = 0; i < stripes.data().length; i++) {
      stripes.data()[i] = (float) Math.sin(i % SIZE / 3.0);
    }
    ImageShift shift =
        CoRegistration.between(Texture.noisy(stripes, 0.05, 1), Texture.noisy(stripes, 0.05, 2));
    assertThat(shift.outcome()).isNotEqualTo(Outcome.MEASURED);
  }

  @Test
  void differentGroundCannotTell() {
    assertUnknown(REFERENCE, new Texture(2).image(SIZE, 0, 0), Outcome.TOO_LITTLE_TEXTURE);
  }

  @Test
  void aShiftBeyondTheSearchCannotTell() {
    assertUnknown(REFERENCE, LAND.image(SIZE, 9, 0), Outcome.TOO_LITTLE_TEXTURE);
  }

  @Test
  void blocksThatMovedApartDisagree() {
    FloatRaster moved = LAND.image(SIZE, -2, 1);
    FloatRaster other = LAND.image(SIZE, 2, -1);
    FloatRaster third = LAND.image(SIZE, 0, 3);
    for (int i = 0; i < moved.data().length; i++) {
      int third0 = 3 * (i % SIZE) / SIZE;
      moved.data()[i] =
          third0 == 0 ? moved.data()[i] : third0 == 1 ? other.data()[i] : third.data()[i];
    }
    assertUnknown(REFERENCE, moved, Outcome.BLOCKS_DISAGREE);
  }

  @Test
  void imagesThatHardlyOverlapCannotTell() {
    FloatRaster half = REFERENCE.crop(REFERENCE.window());
    Arrays.fill(half.data(), 0, half.data().length * 9 / 10, Float.NaN);
    assertUnknown(REFERENCE, half, Outcome.TOO_LITTLE_OVERLAP);
    FloatRaster small = LAND.image(60, 0, 0);
    assertUnknown(small, small, Outcome.TOO_LITTLE_OVERLAP);
  }

  @Test
  void imagesOfDifferentWindowsAreRefused() {
    FloatRaster part = REFERENCE.crop(new PixelWindow(0, 0, 100, 100));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CoRegistration.between(REFERENCE, part))
        .withMessageContaining("both images must have one window");
  }
}
