package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {
  private static boolean[] mask(int length, double share, SplittableRandom random) {
    boolean[] mask = new boolean[length];
    for (int i = 0; i < length; i++) {
      mask[i] = random.nextDouble() < share;
    }
    return mask;
  }

  @Test
  void distanceIsThatToTheNearestPixelOfTheMask() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 60; trial++) {
      int width = 1 + random.nextInt(25);
      int height = 1 + random.nextInt(25);
      boolean[] mask = mask(width * height, trial % 3 == 0 ? 0.01 : 0.1, random);
      double[] distance = Neighbourhood.distancePx(mask, width, height, 12);
      for (int pixel = 0; pixel < mask.length; pixel++) {
        double nearest = 12;
        for (int other = 0; other < mask.length; other++) {
          if (mask[other]) {
            nearest =
                Math.min(
                    nearest,
                    Math.hypot(pixel % width - other % width, pixel / width - other / width));
          }
        }
        assertThat(distance[pixel]).isCloseTo(nearest, within(1e-12));
      }
    }
  }

  @Test
  void withoutAnyPixelOfTheMaskEveryDistanceIsTheCap() {
    assertThat(Neighbourhood.distancePx(new boolean[6], 3, 2, 24)).containsOnly(24);
  }

  @Test
  void shareIsThatOfTheSeenPixelsInTheSquare() {
    SplittableRandom random = new SplittableRandom(6);
    for (int trial = 0; trial < 40; trial++) {
      int width = 1 + random.nextInt(20);
      int height = 1 + random.nextInt(20);
      int radius = random.nextInt(5);
      boolean[] has = mask(width * height, 0.5, random);
      boolean[] seen = mask(width * height, 0.6, random);
      double[] share = Neighbourhood.share(has, seen, width, height, radius);
      for (int pixel = 0; pixel < has.length; pixel++) {
        int with = 0;
        int all = 0;
        for (int other = 0; other < has.length; other++) {
          if (seen[other]
              && Math.abs(pixel % width - other % width) <= radius
              && Math.abs(pixel / width - other / width) <= radius) {
            all++;
            with += has[other] ? 1 : 0;
          }
        }
        assertThat(share[pixel]).isEqualTo(all == 0 ? 0 : (double) with / all);
      }
    }
  }
}
