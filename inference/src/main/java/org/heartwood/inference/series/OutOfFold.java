package org.heartwood.inference.series;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.Weights;

/** What networks say of the samples that they never saw. */
final class OutOfFold {
  private OutOfFold() {}

  /**
   * Scores every sample by the networks of its fold.
   *
   * @param members names of the weights without ending, in the order of {@code weights}
   * @return one entry a sample
   * @throws IllegalArgumentException if a fold has no network
   */
  static List<LogitScale.Scored> of(
      Folding folding,
      SeriesSamples samples,
      List<StepSeries> steps,
      SeriesSpec spec,
      List<String> members,
      List<Weights> weights) {
    int[] folds = folding.folds(samples, spec);
    List<List<float[]>> logits = new ArrayList<>();
    steps.forEach(one -> logits.add(new ArrayList<>()));
    for (int fold = 0; fold < folding.count(spec); fold++) {
      int held = fold;
      int[] its = IntStream.range(0, folds.length).filter(i -> folds[i] == held).toArray();
      List<StepSeries> series = IntStream.of(its).mapToObj(steps::get).toList();
      for (long seed : spec.optimisation().seeds()) {
        int at = members.indexOf(folding.member(fold, seed));
        if (at < 0) {
          throw new IllegalArgumentException(
              "no weights are named "
                  + folding.member(fold, seed)
                  + "; the model was not made from this training file");
        }
        List<ModelCard.InputBand> inputs = spec.inputs();
        try (SeriesNetwork network = new SeriesNetwork(spec.network(), inputs, weights.get(at))) {
          List<float[]> out = network.logits(series);
          for (int i = 0; i < its.length; i++) {
            logits.get(its[i]).add(out.get(i));
          }
        }
      }
    }
    List<LogitScale.Scored> scored = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      scored.add(new LogitScale.Scored(logits.get(i), samples.labelled().get(i).event()));
    }
    return scored;
  }
}
