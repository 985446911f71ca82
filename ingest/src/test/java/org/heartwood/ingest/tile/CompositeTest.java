package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.Test;

class CompositeTest {
  private static final PixelWindow WINDOW = new PixelWindow(7, 9, 4, 1);
  private static final float NONE = Float.NaN;

  private static FloatRaster date(float... values) {
    return new FloatRaster(WINDOW, values);
  }

  @Test
  void anOddNumberOfDatesHasAMiddleAndAnEvenOneTheMeanOfItsMiddleTwo() {
    Composite composite =
        Composite.of(
            List.of(
                date(5, NONE, NONE, NONE),
                date(-1, 0.25f, NONE, 3),
                date(2, 0.75f, NONE, NONE),
                date(9, 4f, NONE, NONE),
                date(2.5f, -8f, NONE, NONE)));
    assertThat(composite.median().data()).containsExactly(2.5f, 0.5f, NONE, 3);
    assertThat(composite.minimum().data()).containsExactly(-1, -8, NONE, 3);
    assertThat(composite.validDates().data()).containsExactly(5, 4, 0, 1);
  }

  @Test
  void allRastersLieOnTheWindowOfTheDates() {
    Composite composite = Composite.of(List.of(date(1, 2, 3, 4)));
    assertThat(composite.median().window()).isEqualTo(WINDOW);
    assertThat(composite.minimum().window()).isEqualTo(WINDOW);
    assertThat(composite.validDates().window()).isEqualTo(WINDOW);
  }

  @Test
  void theOrderOfTheDatesDoesNotMatterAndTheDatesStayAsTheyWere() {
    Random random = new Random(1);
    List<FloatRaster> dates = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      float[] values = new float[4];
      for (int pixel = 0; pixel < 4; pixel++) {
        values[pixel] = random.nextInt(3) == 0 ? NONE : random.nextFloat();
      }
      dates.add(date(values));
    }
    float[] first = dates.get(0).data().clone();
    float[] median = Composite.of(dates).median().data();
    Collections.shuffle(dates, random);
    assertThat(Composite.of(dates).median().data()).isEqualTo(median);
    assertThat(dates).anySatisfy(date -> assertThat(date.data()).isEqualTo(first));
  }
}
