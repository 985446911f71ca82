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

/** How weights do on the validation blocks, with the input as it was acquired. */
final class BlockValidation {
  private final List<Block> blocks = new ArrayList<>();
  private final int labels;
  private final double forestThresholdPct;

  /** A block with its surroundings, and its labels. */
  private record Block(List<FloatRaster> inputs, List<FloatRaster> labels) {
    PixelWindow window() {
      return labels.get(0).window();
    }
  }

  BlockValidation(
      LabelledScene scene, List<PixelWindow> windows, ModelCard card, double forestThresholdPct) {
    this.forestThresholdPct = forestThresholdPct;
    int around = card.contract().haloPx() + card.contract().stridePx();
    for (PixelWindow window : windows) {
      blocks.add(new Block(scene.inputs(window.grow(around)), scene.labels(window)));
    }
    labels = blocks.get(0).labels().size();
    if (blocks.stream().noneMatch(block -> labelled(block.labels().get(0)))) {
      throw new InputException("the validation blocks hold no pixel with image and label");
    }
  }

  private static boolean labelled(FloatRaster label) {
    for (float value : label.data()) {
      if (!Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** Loss and scores of one member; the loss is on the network's scale, summed over the labels. */
  Validated validate(ModelCard card, Weights weights) {
    double[] loss = new double[labels];
    double[] squares = new double[labels];
    long[] pixels = new long[labels];
    double entropy = 0;
    try (Segmenter segmenter = TorchSegmenter.open(card, List.of(weights))) {
      for (Block block : blocks) {
        Prediction prediction = predict(segmenter, block);
        for (int k = 0; k < labels; k++) {
          double scale = card.outputs().get(k).scale();
          Prediction.Target target = prediction.targets().get(k);
          float[] label = block.labels().get(k).data();
          for (int i = 0; i < label.length; i++) {
            double error = target.mean().data()[i] - label[i];
            if (!Double.isNaN(error)) {
              double deviation = target.standardError().data()[i] / scale;
              loss[k] += Losses.gaussian(error / scale, 0, deviation * deviation);
              squares[k] += error * error;
              pixels[k]++;
              if (card.outputs().size() > labels) {
                double forest = prediction.targets().get(labels).mean().data()[i];
                entropy += Losses.crossEntropy(forest, label[i] >= forestThresholdPct ? 1 : 0);
              }
            }
          }
        }
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    double all = 0;
    for (int k = 0; k < labels; k++) {
      ModelCard.Output output = card.outputs().get(k);
      all += loss[k] / pixels[k];
      scores.put(
          "RMSE of " + output.target() + " in " + output.unit(), Math.sqrt(squares[k] / pixels[k]));
    }
    if (card.outputs().size() > labels) {
      scores.put("cross-entropy", entropy / pixels[0]);
    }
    return new Validated(all, scores);
  }

  /**
   * The factors on standard errors, one for each label, with which intervals cover what they
   * promise here, every block with the same say: split conformal prediction (Lei et al. 2018,
   * doi:10.1080/01621459.2017.1307116) of |error| ÷ standard error, divided by the normal quantile.
   * Neighbouring pixels are not exchangeable: the promise holds for ground like these blocks, not
   * for any pixel.
   */
  List<ModelCard.Calibration> calibrate(
      ModelCard card, List<Weights> members, double coverageFraction) {
    List<ModelCard.Calibration> calibrations = new ArrayList<>();
    try (Segmenter segmenter = TorchSegmenter.open(card, members)) {
      List<Prediction> predictions =
          blocks.stream().map(block -> predict(segmenter, block)).toList();
      for (int k = 0; k < labels; k++) {
        List<double[]> ratios = new ArrayList<>();
        for (int b = 0; b < blocks.size(); b++) {
          ratios.add(
              ratios(predictions.get(b).targets().get(k), blocks.get(b).labels().get(k).data()));
        }
        calibrations.add(
            new ModelCard.Calibration(
                card.outputs().get(k).target(),
                coverageFraction,
                Conformal.quantileByGroup(ratios, coverageFraction) / Conformal.NORMAL_90,
                ratios.stream().mapToLong(block -> block.length).sum()));
      }
    }
    return calibrations;
  }

  private static double[] ratios(Prediction.Target target, float[] label) {
    double[] ratios = new double[label.length];
    int count = 0;
    for (int i = 0; i < label.length; i++) {
      double error = target.mean().data()[i] - label[i];
      if (!Double.isNaN(error)) {
        ratios[count++] = Math.abs(error) / target.standardError().data()[i];
      }
    }
    return Arrays.copyOf(ratios, count);
  }

  /**
   * How much each input matters to the first target: the growth of its root mean square error when
   * its values are shuffled over all pixels of all blocks and their surroundings, as multiples of
   * the mean over the inputs (permutation importance, Breiman 2001, doi:10.1023/A:1010933404324).
   * An input whose shuffling does no harm has none; if no input does, all count alike.
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
        double error = mean[i] - block.labels().get(0).data()[i];
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
      shuffled.add(new Block(inputs, block.labels()));
    }
    return shuffled;
  }

  private static Prediction predict(Segmenter segmenter, Block block) {
    return WindowedPrediction.of(
        segmenter,
        block.window(),
        window -> block.inputs().stream().map(input -> input.crop(window)).toList());
  }
}
