package org.heartwood.inference.canopy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

  /**
   * How much each input matters: the growth of the root mean square error when its values are
   * shuffled over all pixels of all blocks and their surroundings, as multiples of the mean over
   * the inputs (permutation importance, Breiman 2001, doi:10.1023/A:1010933404324). An input whose
   * shuffling does no harm has none; if no input does, all count alike.
   */
  List<Double> importance(ModelCard card, List<Weights> members, long seed) {
    try (Segmenter segmenter = TorchSegmenter.open(card, members)) {
      double unshuffled = rmse(segmenter, blocks);
      List<Double> growth = new ArrayList<>();
      for (int input = 0; input < card.inputs().size(); input++) {
        growth.add(Math.max(0, rmse(segmenter, shuffled(input, seed + input)) - unshuffled));
      }
      double mean = growth.stream().mapToDouble(value -> value).sum() / growth.size();
      return growth.stream().map(value -> mean > 0 ? value / mean : 1).toList();
    }
  }

  private static double rmse(Segmenter segmenter, List<Block> blocks) {
    double squares = 0;
    long pixels = 0;
    for (Block block : blocks) {
      float[] mean = predict(segmenter, block).mean().data();
      for (int i = 0; i < mean.length; i++) {
        double error = mean[i] - block.coverPct().data()[i];
        if (!Double.isNaN(error)) {
          squares += error * error;
          pixels++;
        }
      }
    }
    return Math.sqrt(squares / pixels);
  }

  /** Pixels without data stay where they are. */
  private List<Block> shuffled(int input, long seed) {
    List<Float> values = new ArrayList<>();
    for (Block block : blocks) {
      for (float value : block.inputs().get(input).data()) {
        if (!Float.isNaN(value)) {
          values.add(value);
        }
      }
    }
    Collections.shuffle(values, new Random(seed));
    Iterator<Float> next = values.iterator();
    List<Block> shuffled = new ArrayList<>();
    for (Block block : blocks) {
      FloatRaster mixed = FloatRaster.empty(block.inputs().get(input).window());
      float[] before = block.inputs().get(input).data();
      for (int i = 0; i < before.length; i++) {
        mixed.data()[i] = Float.isNaN(before[i]) ? Float.NaN : next.next();
      }
      List<FloatRaster> inputs = new ArrayList<>(block.inputs());
      inputs.set(input, mixed);
      shuffled.add(new Block(inputs, block.coverPct()));
    }
    return shuffled;
  }

  private static Prediction predict(Segmenter segmenter, Block block) {
    return WindowedPrediction.of(
        segmenter,
        block.coverPct().window(),
        window -> block.inputs().stream().map(input -> input.crop(window)).toList());
  }
}
