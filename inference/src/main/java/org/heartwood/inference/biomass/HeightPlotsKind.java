package org.heartwood.inference.biomass;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.inference.accuracy.Conformal;
import org.heartwood.inference.model.HeightPowerLaw;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.TrainingFile;
import org.heartwood.ingest.issue.InputException;

/** Biomass density from canopy height, fitted to measured plots; see {@link HeightPlotsSpec}. */
public final class HeightPlotsKind implements ModelKind {
  private static final String TARGET = "above-ground biomass density";
  private static final double COVERAGE_FRACTION = 0.9;

  /** Densities above are no forest's. */
  private static final double MAXIMUM_TONNES_PER_HA = 2000;

  @Override
  public String kind() {
    return HeightPlotsSpec.KIND;
  }

  /** Fits the law in one step: no epoch is reported, and the card holds all there is. */
  @Override
  public Optional<TrainedModel> train(Training request, Progress progress) {
    Path file = request.trainingFile();
    HeightPlotsSpec spec = StrictJson.read(file, HeightPlotsSpec.class);
    Path folder = TrainingFile.of(file).folder();
    HeightPlots plots = fitted(file, spec);
    ModelCard card =
        card(file, spec, plots, HeightPlotsEvaluation.tables(folder, spec, plots, plots.law()));
    TrainedModel model = new TrainedModel(card, List.of(), Optional.empty());
    model.write(request.output());
    return Optional.of(model);
  }

  @Override
  public TrainedModel evaluate(TrainedModel model, Path trainingFile) {
    if (!(model.card().architecture() instanceof HeightPowerLaw law)) {
      throw new InputException(
          trainingFile + ": makes height power laws, " + model.card().name() + " is none");
    }
    HeightPlotsSpec spec = StrictJson.read(trainingFile, HeightPlotsSpec.class);
    ModelCard.Evidence found =
        new ModelCard.Evidence(
            List.of(),
            HeightPlotsEvaluation.tables(
                TrainingFile.of(trainingFile).folder(), spec, fitted(trainingFile, spec), law),
            List.of());
    return model.with(found, Optional.empty());
  }

  private static HeightPlots fitted(Path trainingFile, HeightPlotsSpec spec) {
    try {
      return HeightPlots.of(TrainingFile.of(trainingFile).folder(), spec);
    } catch (IllegalArgumentException e) {
      throw new InputException(trainingFile + ": " + e.getMessage(), e);
    }
  }

  private static ModelCard card(
      Path trainingFile, HeightPlotsSpec spec, HeightPlots plots, List<ScoreTable> tables) {
    HeightPlotsSpec.Words text = spec.card();
    HeightPowerLaw law = plots.law();
    TrainingFile file = TrainingFile.of(trainingFile);
    ModelCard draft =
        text.draft(
            law,
            List.of(
                new ModelCard.InputBand(
                    "canopy height",
                    "m",
                    text.heightFormula(),
                    law.minimumHeightM(),
                    law.maximumHeightM(),
                    "a height outside the range is refused: no plot of the fit was so low or so"
                        + " high",
                    0,
                    1)),
            List.of(
                new ModelCard.Output(
                    TARGET, "Mg/ha", 0, MAXIMUM_TONNES_PER_HA, 0, 1, "none where no height is")),
            List.of(),
            text.training(file, files(file.folder(), spec), plots.estimates().size(), List.of()));
    ModelCard.Calibration calibration =
        new ModelCard.Calibration(
            TARGET,
            COVERAGE_FRACTION,
            law.intervalFactor() / Conformal.NORMAL_90,
            plots.estimates().size());
    return draft.with(
        draft.training(),
        List.of(),
        List.of(calibration),
        new ModelCard.Evidence(List.of(), tables, List.of()));
  }

  private static List<ModelCard.DataFile> files(Path folder, HeightPlotsSpec spec) {
    List<String> names = new ArrayList<>();
    spec.inventories().forEach(inventory -> names.add(inventory.file()));
    names.add(spec.canopy().before());
    names.add(spec.canopy().after());
    return names.stream().map(name -> ModelCard.DataFile.of(folder, name)).toList();
  }
}
