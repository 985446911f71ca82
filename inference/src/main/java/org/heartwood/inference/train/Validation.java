package org.heartwood.inference.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heartwood.inference.accuracy.WindowedPrediction;
import org.heartwood.inference.landscape.LabelledScene;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/** How a model does on the validation blocks, with the input as it was acquired. */
final class Validation {
  /** Two-sided 90 % quantile of the standard normal distribution. */
  private static final double NORMAL_90 = 1.6448536269514722;

  private final List<PixelWindow> blocks;
  private final LabelledScene scene;

  Validation(List<PixelWindow> blocks, LabelledScene scene) {
    this.blocks = blocks;
    this.scene = scene;
  }

  /**
   * What was found.
   *
   * @param loss Gaussian negative log-likelihood on the network's scale
   * @param rmsePct root mean square error, per cent of cover
   */
  record Result(double loss, double rmsePct) {}

  Result of(TrainedModel model) {
    double scale = model.card().output().scale();
    double loss = 0;
    double squares = 0;
    long pixels = 0;
    for (Compared compared : compare(model)) {
      for (int i = 0; i < compared.labels(); i++) {
        double error = compared.errorPct(i);
        double deviation = compared.standardErrorPct(i) / scale;
        loss += GaussianNll.of(error / scale, 0, deviation * deviation);
        squares += error * error;
        pixels++;
      }
    }
    return new Result(loss / pixels, Math.sqrt(squares / pixels));
  }

  /**
   * The factor on standard errors with which intervals cover what they promise here: the ⌈(n +
   * 1)·coverage⌉-th smallest |error| ÷ standard error (split conformal prediction, Lei et al. 2018,
   * doi:10.1080/01621459.2017.1307116), divided by the normal quantile. Neighbouring pixels are not
   * exchangeable: the promise holds for ground like these blocks, not for any pixel.
   */
  ModelCard.Calibration calibrate(TrainedModel model, double coverageFraction) {
    List<Compared> compared = compare(model);
    int pixels = compared.stream().mapToInt(Compared::labels).sum();
    double[] ratios = new double[pixels];
    int at = 0;
    for (Compared block : compared) {
      for (int i = 0; i < block.labels(); i++) {
        ratios[at++] = Math.abs(block.errorPct(i)) / block.standardErrorPct(i);
      }
    }
    return new ModelCard.Calibration(
        coverageFraction, conformalQuantile(ratios, coverageFraction) / NORMAL_90, pixels);
  }

  /** The ⌈(n + 1)·coverage⌉-th smallest score; sorts {@code scores}. */
  static double conformalQuantile(double[] scores, double coverageFraction) {
    Arrays.sort(scores);
    long rank = (long) Math.ceil((scores.length + 1) * coverageFraction);
    if (rank > scores.length) {
      throw new InputException(
          "the validation blocks need more labelled pixels to calibrate intervals of coverage "
              + coverageFraction
              + ", had "
              + scores.length);
    }
    return scores[(int) rank - 1];
  }

  private List<Compared> compare(TrainedModel model) {
    List<Compared> compared = new ArrayList<>();
    try (TorchSegmenter segmenter = TorchSegmenter.open(model)) {
      for (PixelWindow block : blocks) {
        Prediction prediction =
            WindowedPrediction.of(segmenter, block, window -> List.of(scene.ndvi(window)));
        compared.add(new Compared(prediction, scene.coverPct(block)));
      }
    }
    if (compared.stream().mapToInt(Compared::labels).sum() == 0) {
      throw new InputException("the validation blocks hold no pixel with image and label");
    }
    return compared;
  }

  /** Predictions of a block where there is a label. */
  private static final class Compared {
    private final double[] errorPct;
    private final double[] standardErrorPct;
    private final int labels;

    Compared(Prediction prediction, FloatRaster label) {
      float[] mean = prediction.mean().data();
      errorPct = new double[mean.length];
      standardErrorPct = new double[mean.length];
      int count = 0;
      for (int i = 0; i < mean.length; i++) {
        double error = mean[i] - label.data()[i];
        if (!Double.isNaN(error)) {
          errorPct[count] = error;
          standardErrorPct[count++] = prediction.standardError().data()[i];
        }
      }
      labels = count;
    }

    int labels() {
      return labels;
    }

    double errorPct(int i) {
      return errorPct[i];
    }

    double standardErrorPct(int i) {
      return standardErrorPct[i];
    }
  }
}
