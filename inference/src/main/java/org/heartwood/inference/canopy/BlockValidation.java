package org.heartwood.inference.canopy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.accuracy.Conformal;
import org.heartwood.inference.accuracy.WindowedPrediction;
import org.heartwood.inference.landscape.LabelledScene;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.inference.train.EnsembleTraining.Validated;
import org.heartwood.inference.train.Losses;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * How weights do on the validation blocks, with the input as it was acquired. The blocks are in
 * memory, so that several threads may ask.
 */
final class BlockValidation {
  /** Name of the root mean square error among the validation scores. */
  static final String RMSE_PCT = "RMSE %";

  private final List<Block> blocks = new ArrayList<>();
  private final double forestThresholdPct;

  /** A block with its surroundings. */
  private record Block(List<FloatRaster> inputs, FloatRaster coverPct) {}

  BlockValidation(
      LabelledScene scene, List<PixelWindow> windows, ModelCard card, double forestThresholdPct) {
    this.forestThresholdPct = forestThresholdPct;
    int around = card.contract().haloPx() + card.contract().stridePx();
    for (PixelWindow window : windows) {
      blocks.add(new Block(scene.inputs(window.grow(around)), scene.coverPct(window)));
    }
    if (blocks.stream().noneMatch(block -> labelled(block.coverPct()))) {
      throw new InputException("the validation blocks hold no pixel with image and label");
    }
  }

  private static boolean labelled(FloatRaster coverPct) {
    for (float cover : coverPct.data()) {
      if (!Float.isNaN(cover)) {
        return true;
      }
    }
    return false;
  }

  /** Loss and scores of one member; the loss is on the network's scale. */
  Validated validate(ModelCard card, Weights weights) {
    double scale = card.outputs().get(0).scale();
    double loss = 0;
    double squares = 0;
    double entropy = 0;
    long pixels = 0;
    try (Segmenter segmenter = TorchSegmenter.open(card, List.of(weights))) {
      for (Block block : blocks) {
        Prediction prediction = predict(segmenter, block);
        for (int i = 0; i < block.coverPct().data().length; i++) {
          double label = block.coverPct().data()[i];
          double error = prediction.mean().data()[i] - label;
          if (!Double.isNaN(error)) {
            double deviation = prediction.standardError().data()[i] / scale;
            loss += Losses.gaussian(error / scale, 0, deviation * deviation);
            squares += error * error;
            if (prediction.targets().size() > 1) {
              double forest = prediction.targets().get(1).mean().data()[i];
              entropy += Losses.crossEntropy(forest, label >= forestThresholdPct ? 1 : 0);
            }
            pixels++;
          }
        }
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put(RMSE_PCT, Math.sqrt(squares / pixels));
    if (card.outputs().size() > 1) {
      scores.put("cross-entropy", entropy / pixels);
    }
    return new Validated(loss / pixels, scores);
  }

  /**
   * The factor on standard errors with which intervals cover what they promise here, every block
   * with the same say: split conformal prediction (Lei et al. 2018,
   * doi:10.1080/01621459.2017.1307116) of |error| ÷ standard error, divided by the normal quantile.
   * Neighbouring pixels are not exchangeable: the promise holds for ground like these blocks, not
   * for any pixel.
   */
  ModelCard.Calibration calibrate(ModelCard card, List<Weights> members, double coverageFraction) {
    List<double[]> ratios = new ArrayList<>();
    long pixels = 0;
    try (Segmenter segmenter = TorchSegmenter.open(card, members)) {
      for (Block block : blocks) {
        Prediction prediction = predict(segmenter, block);
        double[] found = new double[block.coverPct().data().length];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
          double error = prediction.mean().data()[i] - block.coverPct().data()[i];
          if (!Double.isNaN(error)) {
            found[count++] = Math.abs(error) / prediction.standardError().data()[i];
          }
        }
        ratios.add(Arrays.copyOf(found, count));
        pixels += count;
      }
    }
    return new ModelCard.Calibration(
        card.outputs().get(0).target(),
        coverageFraction,
        Conformal.quantileByGroup(ratios, coverageFraction) / Conformal.NORMAL_90,
        pixels);
  }

  private static Prediction predict(Segmenter segmenter, Block block) {
    return WindowedPrediction.of(
        segmenter,
        block.coverPct().window(),
        window -> block.inputs().stream().map(input -> input.crop(window)).toList());
  }
}
