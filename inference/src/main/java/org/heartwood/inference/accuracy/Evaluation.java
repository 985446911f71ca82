package org.heartwood.inference.accuracy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.accuracy.InputCondition.Smoothing;
import org.heartwood.inference.landscape.LabelledScene;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.landscape.Split;
import org.heartwood.inference.model.AreaScores;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * Scores a model on ground that its training never saw: the test columns of its scene and the
 * window that training kept out, as acquired and with the input disturbed, beside a quadratic
 * regression on the same input that was learnt on the training columns outside the kept-out window.
 *
 * <p>The label is a map, not field truth; a label map made from the same sensor flatters every
 * score.
 */
public final class Evaluation {
  /** Area name of the test columns in reports and cards. */
  public static final String TEST_COLUMNS = "test columns";

  /** Area name of the window that training kept out. */
  public static final String EXCLUDED_WINDOW = "excluded window";

  private static final List<InputCondition> CONDITIONS =
      List.of(
          InputCondition.AS_ACQUIRED,
          new InputCondition("noise sd 0.02", 1, 0.02, Smoothing.NONE),
          new InputCondition("3 x 3 mean", 1, 0, Smoothing.NEIGHBOUR_MEAN),
          new InputCondition("gain 0.85", 0.85, 0, Smoothing.NONE),
          new InputCondition("gain 1.15", 1.15, 0, Smoothing.NONE));

  private final Segmenter segmenter;
  private final LabelledScene scene;
  private final Request request;
  private final QuadraticBaseline baseline;

  private Evaluation(Segmenter segmenter, LabelledScene scene, Request request) {
    this.segmenter = segmenter;
    this.scene = scene;
    this.request = request;
    this.baseline = baseline();
  }

  /**
   * What to score on.
   *
   * @param folder what the paths in {@code scene} are relative to
   * @param scene the image and its label
   * @param split which pixels are kept for testing
   * @param forestThresholdPct cover from which a pixel counts as forest, per cent
   * @param seed seed of the noise added to the input
   */
  public record Request(
      Path folder, SceneSpec scene, Split split, double forestThresholdPct, long seed) {}

  /**
   * Scores a model.
   *
   * @throws InputException if the scene cannot be read or an area has no labelled pixel
   */
  public static EvaluationReport evaluate(Request request, Segmenter segmenter) {
    try (LabelledScene scene = LabelledScene.open(request.folder(), request.scene())) {
      return new Evaluation(segmenter, scene, request).report();
    }
  }

  private EvaluationReport report() {
    PixelWindow test = request.split().testWindow(scene.grid());
    List<AreaScores> areas = new ArrayList<>();
    List<ResidualComponent> residuals = new ArrayList<>();
    for (InputCondition condition : CONDITIONS) {
      Prediction prediction = predict(test, condition);
      areas.add(score(TEST_COLUMNS, test, condition, prediction));
      if (condition.equals(InputCondition.AS_ACQUIRED)) {
        residuals.addAll(ResidualBlocks.of(residual(prediction)));
      }
    }
    for (InputCondition condition : CONDITIONS) {
      PixelWindow excluded = request.split().excluded();
      areas.add(score(EXCLUDED_WINDOW, excluded, condition, predict(excluded, condition)));
    }
    ModelCard card = segmenter.card();
    return new EvaluationReport(
        card.name() + " " + card.version(), card.weightsSha256(), areas, residuals);
  }

  private Prediction predict(PixelWindow area, InputCondition condition) {
    return WindowedPrediction.of(segmenter, area, window -> List.of(ndvi(window, condition)));
  }

  private FloatRaster ndvi(PixelWindow window, InputCondition condition) {
    double level = segmenter.card().inputs().get(0).denseForestLevel();
    FloatRaster read = scene.ndvi(window.grow(condition.reachPx()));
    return condition.apply(read, level, request.seed()).crop(window);
  }

  private AreaScores score(
      String name, PixelWindow area, InputCondition condition, Prediction prediction) {
    float[] ndvi = ndvi(area, condition).data();
    float[] label = scene.coverPct(area).data();
    float[] mean = prediction.mean().data();
    float[] error = prediction.standardError().data();
    ScoreSums model = new ScoreSums(request.forestThresholdPct());
    ScoreSums simple = new ScoreSums(request.forestThresholdPct());
    boolean any = false;
    for (int i = 0; i < label.length; i++) {
      if (!Float.isNaN(label[i]) && !Float.isNaN(mean[i])) {
        any = true;
        model.add(mean[i], error[i], label[i]);
        simple.add(baseline.coverPct(ndvi[i]), baseline.residualDeviationPct(), label[i]);
      }
    }
    if (!any) {
      throw new InputException(
          request.scene().label() + ": the " + name + " hold no pixel with image and label");
    }
    return new AreaScores(name, condition.name(), model.scores(), simple.scores());
  }

  private FloatRaster residual(Prediction prediction) {
    FloatRaster label = scene.coverPct(prediction.mean().window());
    float[] residual = new float[label.data().length];
    for (int i = 0; i < residual.length; i++) {
      residual[i] = prediction.mean().data()[i] - label.data()[i];
    }
    return new FloatRaster(label.window(), residual);
  }

  private QuadraticBaseline baseline() {
    PixelWindow training = request.split().trainingWindow(scene.grid());
    boolean[] learnable = request.split().learnable(scene.grid(), List.of());
    float[] ndvi = scene.ndvi(training).data();
    float[] label = scene.coverPct(training).data();
    QuadraticBaseline.Fit fit = new QuadraticBaseline.Fit();
    for (int i = 0; i < label.length; i++) {
      if (learnable[i] && !Float.isNaN(ndvi[i]) && !Float.isNaN(label[i])) {
        fit.add(ndvi[i], label[i]);
      }
    }
    return fit.solve();
  }
}
