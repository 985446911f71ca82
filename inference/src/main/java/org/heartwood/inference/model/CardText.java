package org.heartwood.inference.model;

import java.util.List;

/** What a training file says for the card of its model, beyond numbers. */
public interface CardText {
  /** Name of the model. */
  String name();

  /** Version of the weights. */
  String version();

  /** What it predicts from what, one sentence. */
  String task();

  /** Whether verdicts may rest on it. */
  ModelCard.Status status();

  /** Where the data come from. */
  String origin();

  /** Licence of the data. */
  String dataLicence();

  /** Licence of the weights and why. */
  String licence();

  /** Known failures. */
  List<String> limits();

  /** What it is for. */
  List<String> intendedUse();

  /** What it must not be used for. */
  List<String> refusals();

  /** What the weights are learnt from, in these words. */
  default ModelCard.Training training(
      TrainingFile file,
      List<ModelCard.DataFile> files,
      long samples,
      List<ModelCard.TrainedBand> bands) {
    return new ModelCard.Training(file.name(), files, samples, bands, origin(), dataLicence());
  }

  /** The card before training: no weights, no scores, standard errors as they come. */
  default ModelCard draft(
      Architecture architecture,
      List<ModelCard.InputBand> inputs,
      List<ModelCard.Output> outputs,
      List<ModelCard.Imagery> imagery,
      ModelCard.Training training) {
    return new ModelCard(
        name(),
        version(),
        task(),
        status(),
        architecture,
        inputs,
        outputs,
        imagery,
        training,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        limits(),
        intendedUse(),
        refusals(),
        licence());
  }

  /** The words alone; see the methods of {@link CardText}. */
  record Plain(
      String name,
      String version,
      String task,
      ModelCard.Status status,
      String origin,
      String dataLicence,
      String licence,
      List<String> limits,
      List<String> intendedUse,
      List<String> refusals)
      implements CardText {
    public Plain {
      limits = List.copyOf(limits);
      intendedUse = List.copyOf(intendedUse);
      refusals = List.copyOf(refusals);
    }
  }
}
