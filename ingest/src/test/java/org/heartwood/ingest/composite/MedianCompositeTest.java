package org.heartwood.ingest.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.heartwood.ingest.composite.Images.band;
import static org.heartwood.ingest.composite.Images.image;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MedianCompositeTest {
  private static final float NAN = Float.NaN;

  private static float epochDay(String day) {
    return LocalDate.parse(day).toEpochDay();
  }

  @Test
  void eachBandHasItsMedianOverTheDatesOnWhichAllBandsAreValid() {
    MedianComposite composite =
        MedianComposite.of(
            List.of(
                image("c", "2001-03-01", band(3, 1, NAN), band(1, 1, NAN)),
                image("a", "2001-01-01", band(1, 2, NAN), band(9, 4, 1)),
                image("b", "2001-02-01", band(2, 9, 7), band(5, NAN, NAN))));
    assertThat(composite.bands().get(0).data()).containsExactly(2, 1.5f, NAN);
    assertThat(composite.bands().get(1).data()).containsExactly(5, 2.5f, NAN);
    ValidDays valid = composite.valid();
    assertThat(valid.count().data()).containsExactly(3, 2, 0);
    assertThat(valid.firstEpochDay().data())
        .containsExactly(epochDay("2001-01-01"), epochDay("2001-01-01"), NAN);
    assertThat(valid.lastEpochDay().data())
        .containsExactly(epochDay("2001-03-01"), epochDay("2001-03-01"), NAN);
  }

  @Test
  void imagesThatDoNotFitTogetherAreRefused() {
    BandImage one = image("one", "2001-01-01", band(1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MedianComposite.of(List.of()))
        .withMessage("a composite needs at least one image");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> MedianComposite.of(List.of(one, image("two", "2001-01-02", band(1, 2, 3)))))
        .withMessageContaining("two: covers PixelWindow[col=0, row=0, width=3, height=1]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GeometricMedian.of(
                    List.of(one, image("two", "2001-01-02", band(1, 2), band(1, 2)))))
        .withMessage("two: has 2 bands, the other images 1");
  }
}
