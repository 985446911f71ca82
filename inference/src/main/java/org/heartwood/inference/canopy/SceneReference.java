package org.heartwood.inference.canopy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.heartwood.inference.applicability.ReferencePoints;
import org.heartwood.inference.landscape.LabelledScene;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * Gives a model the training pixels that tell where it may be believed: drawn by seed, all alike,
 * from those it learnt from. Their folds are the cells of the raster that the validation blocks are
 * cells of; the weight of an input is how much the error on the validation blocks grows when the
 * input is shuffled, over the mean of all inputs.
 */
final class SceneReference {
  private static final String FILE = "reference.safetensors";
  private static final int POINTS = 2000;

  private SceneReference() {}

  /**
   * The model with reference points; they depend on the training file alone, the weights on the
   * model too.
   *
   * @throws InputException if the training pixels lie in one cell only
   */
  static TrainedModel add(
      LabelledScene scene, CanopySpec spec, TrainedModel model, List<PixelWindow> blocks) {
    PixelWindow columns = spec.split().trainingWindow(scene.grid());
    TrainingPixels pixels =
        new TrainingPixels(
            scene.inputs(columns),
            scene.labels(columns),
            spec.scene().labels().get(0),
            spec.split().learnable(scene.grid(), blocks));
    long seed = spec.optimisation().seeds().get(0);
    ReferencePoints points = draw(pixels, spec.split().validationBlockPx(), seed);
    List<Double> weights =
        new BlockValidation(scene, blocks, model.card(), spec.evaluation().forestThresholdPct())
            .importance(model.card(), model.members(), seed);
    ModelCard.Evidence known =
        new ModelCard.Evidence(
            List.of(points.describe(FILE, weights)),
            model.card().tables(),
            model.card().residuals());
    return model.with(known, Optional.of(points.tensors()));
  }

  /** Every learnable pixel has the same chance. */
  static ReferencePoints draw(TrainingPixels pixels, int cellPx, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    boolean[] learnable = pixels.learnable();
    int width = pixels.window().width();
    int cells = (width + cellPx - 1) / cellPx;
    int inputs = pixels.inputs().size();
    int wanted = (int) Math.min(POINTS, pixels.count());
    float[] values = new float[wanted * inputs];
    int[] folds = new int[wanted];
    long left = pixels.count();
    int drawn = 0;
    for (int i = 0; i < learnable.length; i++) {
      if (learnable[i]) {
        if (random.nextDouble() * left < wanted - drawn) {
          for (int d = 0; d < inputs; d++) {
            values[drawn * inputs + d] = pixels.inputs().get(d).data()[i];
          }
          folds[drawn] = i / width / cellPx * cells + i % width / cellPx;
          drawn++;
        }
        left--;
      }
    }
    if (Arrays.stream(folds).distinct().count() < 2) {
      throw new InputException(
          "the training pixels must lie in at least 2 cells of "
              + cellPx
              + " px (split.validationBlockPx), lay in fewer");
    }
    return new ReferencePoints(inputs, values, folds);
  }
}
