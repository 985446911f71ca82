package org.heartwood.ingest.composite;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * The best date of every pixel, all its bands from that date, chosen by a sum of scores (Griffiths
 * et al. 2013, doi:10.1109/JSTARS.2012.2228167; White et al. 2014,
 * doi:10.1080/07038992.2014.945827), each 0 to 1:
 *
 * <ul>
 *   <li>day: {@code exp(−½ (d / σ)²)}, d = days from the target day;
 *   <li>cloud: {@code 1 / (1 + exp(−0.2 (min(D, R) − R / 2)))}, D = pixels to the nearest masked
 *       pixel, R = the distance beyond which clouds do not matter;
 *   <li>sensor: as the candidate says.
 * </ul>
 *
 * Of equal sums the earlier day wins, then the smaller scene identifier; so the outcome does not
 * depend on the order of the candidates.
 *
 * @param bands the chosen date's values, NaN where no date is valid
 * @param chosen position of the chosen candidate in the list that was given, NaN where none
 * @param score the chosen candidate's sum, NaN where none
 * @param valid the dates that there were to choose from
 */
public record BestPixel(
    List<FloatRaster> bands, FloatRaster chosen, FloatRaster score, ValidDays valid) {
  /**
   * An image that may be chosen.
   *
   * @param clouds its clouds and shadows, bits of the image's window, row-major: what the image's
   *     pixels keep a distance from. Gaps of other kinds (edge of the scene, missing lines) are no
   *     clouds and are left out.
   * @param sensorScore preference for the sensor, 0 to 1 times its weight
   */
  public record Candidate(BandImage image, BitSet clouds, double sensorScore) {}

  /**
   * Composites candidates of one window.
   *
   * @param candidates at least one, in any order; their windows need a halo of {@link
   *     BestPixelRule#cloudReachPx} for a result that does not depend on the tiling
   */
  public static BestPixel of(List<Candidate> candidates, BestPixelRule rule) {
    List<BandImage> images = candidates.stream().map(Candidate::image).toList();
    BandImage.requireStack(images);
    PixelWindow window = images.get(0).window();
    FloatRaster chosen = FloatRaster.empty(window);
    FloatRaster best = FloatRaster.empty(window);
    List<Integer> order =
        IntStream.range(0, images.size())
            .boxed()
            .sorted(
                Comparator.<Integer, BandImage>comparing(
                    images::get,
                    Comparator.comparing(BandImage::day).thenComparing(BandImage::scene)))
            .toList();
    for (int index : order) {
      Candidate candidate = candidates.get(index);
      double base = candidate.sensorScore + rule.dayScore(candidate.image.day());
      float[] cloudPx = MaskBuffer.distancesPx(window, candidate.clouds);
      for (int pixel = 0; pixel < cloudPx.length; pixel++) {
        if (candidate.image.isValid(pixel)) {
          float score = (float) (base + rule.cloudScore(cloudPx[pixel]));
          if (!(score <= best.data()[pixel])) {
            best.data()[pixel] = score;
            chosen.data()[pixel] = index;
          }
        }
      }
    }
    return new BestPixel(taken(images, chosen), chosen, best, ValidDays.of(images));
  }

  private static List<FloatRaster> taken(List<BandImage> images, FloatRaster chosen) {
    return IntStream.range(0, images.get(0).bands().size())
        .mapToObj(
            band -> {
              FloatRaster out = FloatRaster.empty(chosen.window());
              for (int pixel = 0; pixel < out.data().length; pixel++) {
                float index = chosen.data()[pixel];
                if (!Float.isNaN(index)) {
                  out.data()[pixel] = images.get((int) index).bands().get(band).data()[pixel];
                }
              }
              return out;
            })
        .toList();
  }
}
