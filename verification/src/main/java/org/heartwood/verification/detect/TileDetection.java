package org.heartwood.verification.detect;

import java.util.Arrays;
import java.util.List;

/**
 * What several detectors say of the pixels of a tile, and how far they agree. Days are days since
 * 1970-01-01, {@link #NO_DAY} where there is none. It owns its arrays.
 */
public final class TileDetection {
  /** A day that there is not. */
  public static final int NO_DAY = Integer.MIN_VALUE;

  final int[] firstSeen;
  final int[] confirmed;
  final int[] recovered;
  final float[] probability;
  final float[] magnitude;
  final float[] level;
  final byte[] standing;
  final byte[] confidence;
  final byte[] votes;
  final byte[] able;

  /**
   * @param pixels how many there are
   */
  public TileDetection(int pixels) {
    firstSeen = days(pixels);
    confirmed = days(pixels);
    recovered = days(pixels);
    probability = new float[pixels];
    magnitude = new float[pixels];
    level = new float[pixels];
    standing = new byte[pixels];
    confidence = new byte[pixels];
    votes = new byte[pixels];
    able = new byte[pixels];
  }

  private static int[] days(int pixels) {
    int[] days = new int[pixels];
    Arrays.fill(days, NO_DAY);
    return days;
  }

  /** First day of the change by pixel: the lower median of the detectors that confirmed it. */
  public int firstSeen(int pixel) {
    return firstSeen[pixel];
  }

  /** Day of the second confirmation, or of the only one. */
  public int confirmed(int pixel) {
    return confirmed[pixel];
  }

  /** Day of the return, if most of those who confirmed saw one. */
  public int recovered(int pixel) {
    return recovered[pixel];
  }

  /**
   * Mean of the detectors' probabilities, 0 to 1; one that sees no change, or cannot tell, counts
   * as 0.
   */
  public float probability(int pixel) {
    return probability[pixel];
  }

  /** Mean deviation from the regression since the first day; 0 without a change. */
  public float magnitude(int pixel) {
    return magnitude[pixel];
  }

  /** Mean value since the first day; 0 without a change. */
  public float level(int pixel) {
    return level[pixel];
  }

  /** What is known of the pixel, see {@link Standing}. */
  public Standing standing(int pixel) {
    return Standing.of(standing[pixel]);
  }

  /** Digit of {@link Confidence}. */
  public int confidence(int pixel) {
    return confidence[pixel];
  }

  /** How many detectors confirmed a change; with {@link #able} it keeps their disagreement. */
  public int votes(int pixel) {
    return votes[pixel];
  }

  /** How many detectors could tell. */
  public int able(int pixel) {
    return able[pixel];
  }

  /** Runs detectors over series; one of them is used by one thread. */
  public static final class Runner {
    private final DetectionSettings settings;
    private final List<ChangeDetector.Dates> dates;
    private final List<ChangeDetector.Workspace> workspaces;
    private final int[] sizes;

    /** States of a block of pixels, by detector. */
    private final double[][] blocks;

    /** Heads of one pixel's states, detector by detector. */
    private final double[] state;

    private final int[] offsets;
    private final double[] seen;
    private final double[] confirmations;

    /**
     * @param days ascending, days since 1970-01-01
     */
    public Runner(DetectionSettings settings, double[] days) {
      this.settings = settings;
      List<ChangeDetector> detectors = settings.detectors();
      this.dates = detectors.stream().map(detector -> detector.dates(days)).toList();
      this.workspaces = dates.stream().map(ChangeDetector.Workspace::new).toList();
      this.sizes = new int[detectors.size()];
      this.blocks = new double[detectors.size()][];
      this.offsets = new int[detectors.size() + 1];
      for (int i = 0; i < detectors.size(); i++) {
        sizes[i] = detectors.get(i).stateSize(dates.get(i));
        blocks[i] = new double[sizes[i] * BlockSweep.LANES];
        offsets[i + 1] = offsets[i] + PixelState.HEADER;
      }
      this.state = new double[offsets[detectors.size()]];
      this.seen = new double[detectors.size()];
      this.confirmations = new double[detectors.size()];
    }

    /**
     * Runs all detectors over some pixels.
     *
     * @param series values by pixel, then by day, NaN = no data
     * @param count how many pixels
     * @param firstPixel where their results go
     */
    public void run(float[] series, int count, TileDetection out, int firstPixel) {
      List<ChangeDetector> detectors = settings.detectors();
      for (int from = 0; from < count; from += BlockSweep.LANES) {
        int pixels = Math.min(BlockSweep.LANES, count - from);
        for (int i = 0; i < sizes.length; i++) {
          detectors.get(i).runAll(dates.get(i), series, from, pixels, blocks[i], workspaces.get(i));
        }
        for (int pixel = 0; pixel < pixels; pixel++) {
          for (int i = 0; i < sizes.length; i++) {
            System.arraycopy(blocks[i], pixel * sizes[i], state, offsets[i], PixelState.HEADER);
          }
          fuse(out, firstPixel + from + pixel);
        }
      }
    }

    private void fuse(TileDetection out, int pixel) {
      int able = 0;
      int flagged = 0;
      int votes = 0;
      int back = 0;
      double probability = 0;
      double deviations = 0;
      double values = 0;
      double firstFlag = Double.POSITIVE_INFINITY;
      for (int i = 0; i < offsets.length - 1; i++) {
        int at = offsets[i];
        int code = (int) state[at + PixelState.STANDING];
        able += code < Standing.FIRST_CANNOT_TELL ? 1 : 0;
        if (code < Standing.FLAGGED.code() || code >= Standing.FIRST_CANNOT_TELL) {
          continue;
        }
        probability += settings.detectors().get(i).chart().probability(state[at + PixelState.PEAK]);
        if (code == Standing.FLAGGED.code()) {
          flagged++;
          firstFlag = Math.min(firstFlag, state[at + PixelState.FIRST_SEEN]);
        } else {
          seen[votes] = state[at + PixelState.FIRST_SEEN];
          confirmations[votes++] = state[at + PixelState.CONFIRMED];
          deviations += PixelState.magnitude(state, at);
          values += PixelState.level(state, at);
          back += code == Standing.RECOVERED.code() ? 1 : 0;
        }
      }
      out.able[pixel] = (byte) able;
      out.votes[pixel] = (byte) votes;
      out.probability[pixel] = (float) (probability / (offsets.length - 1));
      if (able == 0) {
        out.standing[pixel] = (byte) state[PixelState.STANDING];
      } else if (votes > 0) {
        Arrays.sort(seen, 0, votes);
        Arrays.sort(confirmations, 0, votes);
        boolean agree = seen[votes - 1] - seen[0] <= settings.toleranceDays();
        out.firstSeen[pixel] = (int) seen[(votes - 1) / 2];
        out.confirmed[pixel] = (int) confirmations[Math.min(1, votes - 1)];
        out.magnitude[pixel] = (float) (deviations / votes);
        out.level[pixel] = (float) (values / votes);
        boolean recovered = 2 * back > votes;
        out.recovered[pixel] = recovered ? recoveredDay() : NO_DAY;
        out.standing[pixel] = (byte) (recovered ? Standing.RECOVERED : Standing.CONFIRMED).code();
        out.confidence[pixel] =
            (byte)
                (votes < 2 || !agree
                        ? Confidence.LOW
                        : votes == able ? Confidence.HIGHEST : Confidence.HIGH)
                    .digit();
      } else if (flagged > 0) {
        out.firstSeen[pixel] = (int) firstFlag;
        out.standing[pixel] = (byte) Standing.FLAGGED.code();
        out.confidence[pixel] = (byte) Confidence.LOW.digit();
      } else {
        out.standing[pixel] = (byte) Standing.NO_CHANGE.code();
      }
    }

    /** The first return that a detector saw. */
    private int recoveredDay() {
      double day = Double.POSITIVE_INFINITY;
      for (int i = 0; i < offsets.length - 1; i++) {
        if ((int) state[offsets[i] + PixelState.STANDING] == Standing.RECOVERED.code()) {
          day = Math.min(day, state[offsets[i] + PixelState.RECOVERED]);
        }
      }
      return (int) day;
    }
  }
}
