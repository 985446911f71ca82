package org.heartwood.inference.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.inference.accuracy.Evaluation;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.landscape.Split;
import org.heartwood.inference.model.Architecture;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.issue.InputException;

/**
 * A training file: everything that decides what weights come out. Every field must be given; an
 * unknown one is an error.
 *
 * @param scene the image and the map that labels it
 * @param split which pixels are for training, validation and testing
 * @param network shape of the network
 * @param optimisation how long and how fast it learns
 * @param disturbance how training disturbs its input
 * @param evaluation how the result is scored
 * @param card what the card says beyond numbers
 */
public record TrainingSpec(
    SceneSpec scene,
    Split split,
    Architecture network,
    Optimisation optimisation,
    Disturbance disturbance,
    EvaluationSettings evaluation,
    CardText card) {
  public TrainingSpec {
    if (network.bands() != 1) {
      throw new IllegalArgumentException("network.bands must be 1, NDVI, was " + network.bands());
    }
  }

  /**
   * How long and how fast the network learns.
   *
   * @param seed seed of weights, crops, disturbances and validation blocks
   * @param epochs most epochs to run; the learning rate falls to 0 over them along a cosine
   * @param patienceEpochs epochs without a better validation loss after which training stops
   * @param stepsPerEpoch weight updates an epoch
   * @param cropsPerStep crops a weight update looks at
   * @param cropPx side of a crop, pixels, a multiple of 4
   * @param cropBorderPx pixels along a crop's edge that carry no label, because the network sees
   *     little of their surroundings
   * @param learningRate peak learning rate of Adam
   * @param averagingFraction share of the running average of the weights that each update keeps;
   *     the average is what is validated and kept
   */
  public record Optimisation(
      long seed,
      int epochs,
      int patienceEpochs,
      int stepsPerEpoch,
      int cropsPerStep,
      int cropPx,
      int cropBorderPx,
      double learningRate,
      double averagingFraction) {
    public Optimisation {
      if (epochs <= 0 || patienceEpochs <= 0 || stepsPerEpoch <= 0 || cropsPerStep <= 0) {
        throw new IllegalArgumentException(
            "epochs, patienceEpochs, stepsPerEpoch and cropsPerStep must be > 0, were "
                + List.of(epochs, patienceEpochs, stepsPerEpoch, cropsPerStep));
      }
      if (cropPx <= 2 * cropBorderPx || cropPx % Architecture.STRIDE_PX != 0 || cropBorderPx < 0) {
        throw new IllegalArgumentException(
            "cropPx must be a multiple of "
                + Architecture.STRIDE_PX
                + " and more than twice cropBorderPx, were "
                + cropPx
                + " and "
                + cropBorderPx);
      }
      if (!(learningRate > 0) || !(averagingFraction >= 0 && averagingFraction < 1)) {
        throw new IllegalArgumentException(
            "learningRate must be > 0 and averagingFraction in [0, 1), were "
                + learningRate
                + " and "
                + averagingFraction);
      }
    }
  }

  /**
   * How training disturbs its input, so that the model bears other dates that were normalised to
   * the training scene with some error: {@code x' = h + g·(x − h) + d + noise}, h the level of
   * dense forest. Also how much it hides.
   *
   * @param gainSpread g is uniform in 1 ± this
   * @param shiftDeviation d is Gaussian with this standard deviation, NDVI
   * @param noiseDeviationMax the standard deviation of the noise is uniform in 0 to this, NDVI; a
   *     random share of its variance is smooth over 5 × 5 pixels
   * @param smoothingFraction share of crops that are blended with their own 3 × 3 mean, by a weight
   *     uniform in 0 to 1, because composites of several dates are smoother than one image
   * @param stripesFraction share of crops with missing stripes, as of a failed scan line corrector
   * @param holesFraction share of crops with missing rectangles, as of clouds
   */
  public record Disturbance(
      double gainSpread,
      double shiftDeviation,
      double noiseDeviationMax,
      double smoothingFraction,
      double stripesFraction,
      double holesFraction) {
    public Disturbance {
      if (!(gainSpread >= 0 && gainSpread < 1)
          || !(shiftDeviation >= 0)
          || !(noiseDeviationMax >= 0)) {
        throw new IllegalArgumentException(
            "gainSpread must be in [0, 1), shiftDeviation and noiseDeviationMax >= 0, were "
                + List.of(gainSpread, shiftDeviation, noiseDeviationMax));
      }
      List<Double> fractions = List.of(smoothingFraction, stripesFraction, holesFraction);
      if (!fractions.stream().allMatch(fraction -> fraction >= 0 && fraction <= 1)) {
        throw new IllegalArgumentException(
            "smoothingFraction, stripesFraction and holesFraction must be 0 to 1, were "
                + fractions);
      }
    }
  }

  /**
   * How the result is scored.
   *
   * @param forestThresholdPct cover from which a pixel counts as forest, per cent
   * @param noiseSeed seed of the noise in the sensitivity scores
   */
  public record EvaluationSettings(double forestThresholdPct, long noiseSeed) {}

  /**
   * What the card says beyond numbers.
   *
   * @param name name of the model
   * @param version version of the weights
   * @param task what it predicts from what
   * @param season when of the year the image shows
   * @param origin where the data come from
   * @param dataLicence licence of the data
   * @param licence licence of the weights and why
   * @param limits known failures
   * @param intendedUse what it is for
   * @param refusals what it must not be used for
   */
  public record CardText(
      String name,
      String version,
      String task,
      String season,
      String origin,
      String dataLicence,
      String licence,
      List<String> limits,
      List<String> intendedUse,
      List<String> refusals) {
    public CardText {
      limits = List.copyOf(limits);
      intendedUse = List.copyOf(intendedUse);
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Reads a training file.
   *
   * @throws InputException naming the file, the field and what is wrong with it
   */
  public static TrainingSpec read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file; give the path of a training file");
    }
    try {
      return StrictJson.read(Files.readAllBytes(file), file.toString(), TrainingSpec.class);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * How to score a model on this file's test areas.
   *
   * @param folder the folder the training file lies in
   */
  public Evaluation.Request evaluationRequest(Path folder) {
    return new Evaluation.Request(
        folder, scene, split, evaluation.forestThresholdPct(), evaluation.noiseSeed());
  }
}
