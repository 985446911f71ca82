package org.heartwood.ingest.composite;

import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;

/**
 * The geometric median of the valid dates' spectra: the spectrum whose Euclidean distances to them
 * have the smallest sum (Roberts, Mueller and McIntyre 2017, doi:10.1109/TGRS.2017.2723896). It
 * keeps the relations between bands, turns and moves with the data, and stays within the spread of
 * the good dates while fewer than half are outliers. Bands must be in one unit.
 *
 * <p>Weiszfeld's iteration from the mean, with the step of Vardi and Zhang (2000,
 * doi:10.1073/pnas.97.4.1423, eq. 2.5–2.8) where an iterate meets a date's spectrum. It ends when
 * the sum of the unit vectors to the dates, which is zero at the median, is below {@value
 * #TOLERANCE} of their number, or after {@value #MAX_STEPS} steps. The iteration creeps towards a
 * median that is itself one of the spectra; therefore the spectrum nearest to the iterate is tried
 * by their criterion for optimality (eq. 2.8) and taken bit by bit if it meets it.
 *
 * <p>Two dates: their mean. Spectra on one line have a median that need not be unique; then some
 * point between the middle two is taken.
 *
 * @param bands the median of each band, NaN where no date is valid
 * @param valid the dates behind each pixel; a date counts where all its bands are valid
 */
public record GeometricMedian(List<FloatRaster> bands, ValidDays valid) {
  static final double TOLERANCE = 1e-6;
  static final int MAX_STEPS = 1000;

  /** Places this close, as a share of the mean distance, are the same. */
  private static final double ROUNDING = 1e-12;

  /**
   * Composites images of one window.
   *
   * @param images at least one, all with the same bands, in any order
   */
  public static GeometricMedian of(List<BandImage> images) {
    BandImage.requireStack(images);
    int bands = images.get(0).bands().size();
    List<FloatRaster> medians =
        images.get(0).bands().stream().map(band -> FloatRaster.empty(band.window())).toList();
    double[][] spectra = new double[images.size()][bands];
    for (int pixel = 0; pixel < medians.get(0).data().length; pixel++) {
      int valid = 0;
      for (BandImage image : images) {
        if (image.isValid(pixel)) {
          for (int band = 0; band < bands; band++) {
            spectra[valid][band] = image.bands().get(band).data()[pixel];
          }
          valid++;
        }
      }
      if (valid > 0) {
        double[] median = median(spectra, valid);
        for (int band = 0; band < bands; band++) {
          medians.get(band).data()[pixel] = (float) median[band];
        }
      }
    }
    return new GeometricMedian(medians, ValidDays.of(images));
  }

  /** The geometric median of the first {@code count} points, at least one. */
  static double[] median(double[][] points, int count) {
    double[] at = mean(points, count);
    int tried = -1;
    for (int step = 0; step < MAX_STEPS; step++) {
      Pull pull = Pull.at(at, points, count);
      if (pull.nearest != tried) {
        tried = pull.nearest;
        Pull there = Pull.at(points[tried], points, count);
        if (there.excess() < -ROUNDING) {
          return points[tried].clone();
        }
      }
      if (pull.nearestDistance > 0 && pull.nearestDistance < ROUNDING * pull.meanDistance) {
        at = points[tried].clone();
      } else if (pull.excess() > TOLERANCE * count) {
        pull.move(at);
      } else {
        break;
      }
    }
    return at;
  }

  private static double[] mean(double[][] points, int count) {
    double[] mean = new double[points[0].length];
    for (int i = 0; i < count; i++) {
      for (int band = 0; band < mean.length; band++) {
        mean[band] += points[i][band] / count;
      }
    }
    return mean;
  }

  /** Unit vectors from a place to all points that do not coincide with it, summed. */
  private static final class Pull {
    private final double[] sum;
    private double inverseDistances;
    private double meanDistance;
    private int coinciding;
    private int nearest;
    private double nearestDistance = Double.POSITIVE_INFINITY;

    private Pull(int bands) {
      this.sum = new double[bands];
    }

    static Pull at(double[] place, double[][] points, int count) {
      Pull pull = new Pull(place.length);
      for (int i = 0; i < count; i++) {
        double distance = distance(place, points[i]);
        if (distance < pull.nearestDistance) {
          pull.nearestDistance = distance;
          pull.nearest = i;
        }
        if (distance > 0) {
          pull.meanDistance += distance / count;
          pull.inverseDistances += 1 / distance;
          for (int band = 0; band < place.length; band++) {
            pull.sum[band] += (points[i][band] - place[band]) / distance;
          }
        } else {
          pull.coinciding++;
        }
      }
      return pull;
    }

    private static double distance(double[] a, double[] b) {
      double squares = 0;
      for (int band = 0; band < a.length; band++) {
        squares += (a[band] - b[band]) * (a[band] - b[band]);
      }
      return Math.sqrt(squares);
    }

    /** By how much it is stronger than the points that coincide can hold; ≤ 0 at the median. */
    double excess() {
      return length() - coinciding;
    }

    private double length() {
      return distance(sum, new double[sum.length]);
    }

    /** Moves a place by one step. */
    void move(double[] place) {
      double share = (1 - coinciding / length()) / inverseDistances;
      for (int band = 0; band < place.length; band++) {
        place[band] += share * sum[band];
      }
    }
  }
}
