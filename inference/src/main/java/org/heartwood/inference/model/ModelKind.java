package org.heartwood.inference.model;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.ingest.issue.InputException;

/**
 * A way of making models: what a training file of its kind means, how weights are learnt from it,
 * and how they are scored on data that they never saw.
 */
public interface ModelKind {
  /** Value of the property {@code kind} at the top of a training file. */
  String kind();

  /**
   * Learns, measures, and writes card and weights. The same training file, data, machine and thread
   * count give the same bytes.
   *
   * @return the model; empty if only some members were to learn and others have yet to
   * @throws InputException if the training file or its data cannot be used, or the result cannot be
   *     written
   */
  Optional<TrainedModel> train(Training request, Progress progress);

  /**
   * Measures a model again on the data of a training file that learning from it would not have
   * seen.
   *
   * @param trainingFile the file the model was made from; paths in it are relative to its folder
   * @return the same weights with a card that holds what was found, and the reference points that
   *     belong to it
   * @throws InputException if the data cannot be used, or the model is of another kind
   */
  TrainedModel evaluate(TrainedModel model, Path trainingFile);

  /**
   * Draws what a model says of the data that {@link #evaluate} measures it on, for people to look
   * at.
   *
   * @param folder receives the pictures; it is made if it is absent
   * @return the files written; empty if models of this kind are not drawn
   * @throws InputException as {@link #evaluate}, or if a picture cannot be written
   */
  default List<Path> draw(TrainedModel model, Path trainingFile, Path folder) {
    return List.of();
  }

  /**
   * What to train and where to put it.
   *
   * @param trainingFile training file; paths in it are relative to its folder
   * @param output folder that receives card, weights, curves and checkpoints; training that was
   *     stopped there goes on from its last checkpoint
   * @param members members of an ensemble to teach, counted from 1, all if empty; several processes
   *     may teach one each into one folder, then a run without this puts the model together
   * @param clock times the epochs for the estimate of time left; nothing else depends on it
   */
  record Training(Path trainingFile, Path output, List<Integer> members, InstantSource clock) {
    public Training {
      members = List.copyOf(members);
    }
  }

  /** Told after every epoch how training goes; may be called from several threads. */
  @FunctionalInterface
  interface Progress {
    /** Says nothing. */
    Progress SILENT = epoch -> {};

    void epochDone(Epoch epoch);
  }

  /**
   * How things stand after an epoch.
   *
   * @param member which of the model's members, counted from 1
   * @param members how many there are
   * @param epoch the epoch just done, counted from 1
   * @param epochs most epochs that will be run
   * @param trainingLoss mean loss of its updates
   * @param validationLoss loss on the undisturbed validation data
   * @param validationScores other scores there by name, in a fixed order
   * @param best whether no earlier epoch had a lower validation loss
   * @param timeLeft time until the last epoch at the pace so far
   */
  record Epoch(
      int member,
      int members,
      int epoch,
      int epochs,
      double trainingLoss,
      double validationLoss,
      Map<String, Double> validationScores,
      boolean best,
      Duration timeLeft) {}
}
