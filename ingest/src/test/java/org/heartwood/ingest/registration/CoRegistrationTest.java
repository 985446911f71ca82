package org.heartwood.ingest.registration;

import org.heartwood.ingest.grid.FloatRaster;
import org.junit.jupiter.api.Test;

class CoRegistrationTest {
  @Test
  void probe() {
    double[][] shifts = {
      {0, 0}, {1, -2}, {0.3, 0.5}, {0.8, -0.3}, {1.7, 0.5}, {-3.2, 1.7}, {3.9, 3.9}, {5, 0}, {8, 3}
    };
    for (int seed = 0; seed < 2; seed++) {
      Texture texture = new Texture(seed);
      FloatRaster a = texture.image(200, 0, 0);
      for (double[] s : shifts) {
        FloatRaster b = texture.image(200, s[0], s[1]);
        show("clean", s, a, b);
        show("noise .05", s, Texture.noisy(a, 0.05, 1), Texture.noisy(b, 0.05, 2));
        show("noise .15", s, Texture.noisy(a, 0.15, 1), Texture.noisy(b, 0.15, 2));
        show(
            "clouds 30",
            s,
            Texture.gappy(Texture.noisy(a, 0.02, 1), 0.3, 12, 3),
            Texture.gappy(Texture.noisy(b, 0.02, 2), 0.3, 12, 4));
        show(
            "same gaps",
            s,
            Texture.gappy(Texture.noisy(a, 0.02, 1), 0.3, 5, 3),
            Texture.gappy(Texture.noisy(b, 0.02, 2), 0.3, 5, 3));
        show(
            "salt 30",
            s,
            Texture.gappy(Texture.noisy(a, 0.02, 1), 0.3, 0, 3),
            Texture.gappy(Texture.noisy(b, 0.02, 2), 0.3, 0, 4));
      }
      double v = 0, m = 0;
      for (float f : a.data()) {
        m += f / 40000;
      }
      for (float f : a.data()) {
        v += (f - m) * (f - m) / 40000;
      }
      System.err.println("sd " + Math.sqrt(v));
    }
  }

  private static void show(String name, double[] s, FloatRaster a, FloatRaster b) {
    ImageShift r = CoRegistration.between(a, b);
    System.err.printf(
        java.util.Locale.ROOT,
        "%s %s: %s %.3f±%.3f %.3f±%.3f n=%d%n",
        java.util.Arrays.toString(s),
        name,
        r.outcome(),
        r.colPx() - s[0],
        r.colStandardErrorPx(),
        r.rowPx() - s[1],
        r.rowStandardErrorPx(),
        r.blocks());
  }
}
