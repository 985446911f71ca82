package org.heartwood.inference.local;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * A model whose main target is corrected by a {@link Recalibration}: means on its line, clipped to
 * the target's range, standard errors by its factor. The contract stays the model's, for the model
 * did not change; whoever writes predictions names the recalibration beside it.
 */
public final class RecalibratedSegmenter implements Segmenter {
  private final Segmenter model;
  private final Recalibration recalibration;

  /**
   * @param model the model; closed with this one
   * @throws InputException if the recalibration was made for another model
   */
  public RecalibratedSegmenter(Segmenter model, Recalibration recalibration) {
    ModelContract contract = model.contract();
    Measure unit = Measure.of(contract.output().unit());
    if (!recalibration.modelSha256().equals(contract.digest())
        || !Measure.of(recalibration.unit()).equals(unit)) {
      throw new InputException(
          Reason.CHECKSUM,
          "recalibration "
              + recalibration.name()
              + " was made for "
              + recalibration.model()
              + " "
              + recalibration.modelSha256()
              + " in "
              + recalibration.unit()
              + ", the model is "
              + contract.name()
              + " "
              + contract.digest()
              + " in "
              + contract.output().unit()
              + "; learn one for this model");
    }
    this.model = model;
    this.recalibration = recalibration;
  }

  @Override
  public ModelContract contract() {
    return model.contract();
  }

  @Override
  public Raw run(List<List<FloatRaster>> windows) {
    Raw raw = model.run(windows);
    return () -> raw.predictions().stream().map(this::corrected).toList();
  }

  private Prediction corrected(Prediction prediction) {
    ModelCard.Output output = contract().output();
    Prediction.Target before = prediction.targets().get(0);
    FloatRaster mean = FloatRaster.empty(prediction.window());
    FloatRaster error = FloatRaster.empty(prediction.window());
    for (int i = 0; i < mean.data().length; i++) {
      double value = recalibration.mean(before.mean().data()[i]);
      mean.data()[i] = (float) Math.max(output.minimum(), Math.min(output.maximum(), value));
      error.data()[i] = (float) recalibration.standardError(before.standardError().data()[i]);
    }
    List<Prediction.Target> targets = new ArrayList<>(prediction.targets());
    targets.set(0, new Prediction.Target(mean, error));
    return new Prediction(targets);
  }

  @Override
  public void close() {
    model.close();
  }
}
