package org.heartwood.inference.canopy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.heartwood.inference.accuracy.Conformal;
import org.heartwood.inference.accuracy.WindowedPrediction;
import org.heartwood.inference.landscape.LabelledScene;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * Scores any target of a scene, such as height at scattered footprints, on the test columns: by
 * bins of the label, each a tenth of its range.
 */
final class TargetEvaluation {
  private static final int BINS = 10;
  private static final List<ScoreTable.Column> COLUMNS =
      List.of(
          new ScoreTable.Column("labels", 0),
          new ScoreTable.Column("RMSE", 2),
          new ScoreTable.Column("mean error", 2),
          new ScoreTable.Column("MAE", 2),
          new ScoreTable.Column("in 90 %", 3));

  private TargetEvaluation() {}

  static ModelCard.Evidence of(LabelledScene scene, CanopySpec spec, TrainedModel model) {
    PixelWindow test = spec.split().testWindow(scene.grid());
    List<FloatRaster> labels = scene.labels(test);
    List<ScoreTable> tables = new ArrayList<>();
    try (Segmenter segmenter = TorchSegmenter.open(model)) {
      Prediction prediction = WindowedPrediction.of(segmenter, test, scene::inputs);
      for (int k = 0; k < labels.size(); k++) {
        tables.add(table(spec.scene().labels().get(k), prediction.targets().get(k), labels.get(k)));
      }
      return new ModelCard.Evidence(model.card().applicability(), tables, List.of());
    }
  }

  private static ScoreTable table(
      SceneSpec.Label target, Prediction.Target prediction, FloatRaster label) {
    double width = (target.maximum() - target.minimum()) / BINS;
    Sums all = new Sums();
    List<Sums> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      bins.add(new Sums());
    }
    for (int i = 0; i < label.data().length; i++) {
      double truth = label.data()[i];
      double error = prediction.mean().data()[i] - truth;
      if (!Double.isNaN(error)) {
        boolean covered =
            Math.abs(error) <= Conformal.NORMAL_90 * prediction.standardError().data()[i];
        all.add(error, covered);
        bins.get(Math.min(BINS - 1, (int) ((truth - target.minimum()) / width)))
            .add(error, covered);
      }
    }
    if (all.count == 0) {
      throw new InputException(target.file() + ": the test columns hold no label");
    }
    List<ScoreTable.Row> rows = new ArrayList<>(List.of(all.row("all")));
    for (int bin = 0; bin < BINS; bin++) {
      if (bins.get(bin).count > 0) {
        double low = target.minimum() + bin * width;
        rows.add(bins.get(bin).row(String.format(Locale.ROOT, "%.0f to %.0f", low, low + width)));
      }
    }
    return new ScoreTable(
        "Test columns, " + target.target() + " in " + target.unit(), COLUMNS, rows);
  }

  /** Errors added up. */
  private static final class Sums {
    private long count;
    private long covered;
    private double sum;
    private double absolute;
    private double squares;

    void add(double error, boolean inInterval) {
      count++;
      covered += inInterval ? 1 : 0;
      sum += error;
      absolute += Math.abs(error);
      squares += error * error;
    }

    ScoreTable.Row row(String group) {
      return new ScoreTable.Row(
          group,
          List.of(
              (double) count,
              Math.sqrt(squares / count),
              sum / count,
              absolute / count,
              covered / (double) count));
    }
  }
}
