package org.heartwood.inference.train;

import java.time.Duration;

/** Told after every epoch how training goes. */
@FunctionalInterface
public interface TrainingProgress {
  /** Says nothing. */
  TrainingProgress SILENT = epoch -> {};

  void epochDone(Epoch epoch);

  /**
   * How things stand after an epoch.
   *
   * @param epoch the epoch just done, counted from 1
   * @param epochs most epochs that will be run
   * @param trainingLoss mean loss of its updates, on the network's scale
   * @param validationLoss loss on the undisturbed validation blocks, on the network's scale
   * @param validationRmsePct root mean square error there, per cent of cover
   * @param best whether no earlier epoch had a lower validation loss
   * @param timeLeft time until the last epoch at the pace so far
   */
  record Epoch(
      int epoch,
      int epochs,
      double trainingLoss,
      double validationLoss,
      double validationRmsePct,
      boolean best,
      Duration timeLeft) {}
}
