package org.heartwood.inference.canopy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.landscape.Split;
import org.heartwood.inference.model.CardText;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.train.Losses;
import org.heartwood.inference.train.Optimisation;
import org.heartwood.ingest.issue.InputException;

/**
 * A training file for targets such as tree cover from one scene that maps label, wholly or at
 * scattered footprints: everything that decides what weights come out. Every field must be given;
 * an unknown one is an error.
 *
 * @param kind always {@value #KIND}
 * @param scene the image and the maps that label it
 * @param split which pixels are for training, validation and testing
 * @param network shape of the network: a Gaussian head for cover, and perhaps a probability head
 *     for forest
 * @param optimisation how long and how fast it learns
 * @param losses what it is punished for
 * @param balance how far rare cover is weighted up: a label weighs as the share of its bin of 20
 *     per cent to the power of minus this; 0 weighs all alike, 1 gives every bin the same say
 * @param disturbance how training disturbs its input
 * @param teachers a model whose mean and variance are learnt instead of the label; at most one, a
 *     built-in model or a folder relative to the training file
 * @param evaluation how the result is scored
 * @param card what the card says beyond numbers
 */
public record CanopySpec(
    String kind,
    SceneSpec scene,
    Split split,
    UNet network,
    Optimisation optimisation,
    Losses losses,
    double balance,
    Disturbance disturbance,
    List<String> teachers,
    EvaluationSettings evaluation,
    Words card) {
  /** Value of {@code kind}. */
  public static final String KIND = "canopy-scene";

  /** Target whose scores are compared with baselines. */
  static final String TREE_COVER = "tree cover";

  public CanopySpec {
    teachers = List.copyOf(teachers);
    if (!kind.equals(KIND)) {
      throw new IllegalArgumentException("kind must be " + KIND + ", was " + kind);
    }
    if (network.bands() != scene.inputs().size()) {
      throw new IllegalArgumentException(
          "network.bands must be the number of scene.inputs, "
              + scene.inputs().size()
              + ", was "
              + network.bands());
    }
    List<UNet.Head> heads = new ArrayList<>();
    scene.labels().forEach(label -> heads.add(UNet.Head.GAUSSIAN));
    if (network.heads().size() > heads.size() && ofCover(scene)) {
      heads.add(UNet.Head.PROBABILITY);
    }
    if (!network.heads().equals(heads)) {
      throw new IllegalArgumentException(
          "network.heads must be GAUSSIAN for each of scene.labels, with PROBABILITY after tree"
              + " cover alone, were "
              + network.heads());
    }
    if (!(balance >= 0 && balance <= 1)) {
      throw new IllegalArgumentException("balance must be 0 to 1, was " + balance);
    }
    if (teachers.size() > 1) {
      throw new IllegalArgumentException("teachers must name at most one model");
    }
  }

  /** Whether the only label is tree cover. */
  static boolean ofCover(SceneSpec scene) {
    return scene.labels().size() == 1 && scene.labels().get(0).target().equals(TREE_COVER);
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
   * @param status whether verdicts may rest on it
   * @param season when of the year the image shows
   * @param origin where the data come from
   * @param dataLicence licence of the data
   * @param licence licence of the weights and why
   * @param limits known failures
   * @param intendedUse what it is for
   * @param refusals what it must not be used for
   */
  public record Words(
      String name,
      String version,
      String task,
      ModelCard.Status status,
      String season,
      String origin,
      String dataLicence,
      String licence,
      List<String> limits,
      List<String> intendedUse,
      List<String> refusals)
      implements CardText {
    public Words {
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
  public static CanopySpec read(Path file) {
    return StrictJson.read(file, CanopySpec.class);
  }
}
