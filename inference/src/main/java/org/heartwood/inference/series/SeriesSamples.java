package org.heartwood.inference.series;

import java.util.BitSet;
import java.util.List;
import org.heartwood.inference.model.ModelCard;

/**
 * The series of a training file.
 *
 * @param labelled series with labels
 * @param unlabelled series without, on the same dates; may be empty
 * @param inputs the bands, with mean and deviation as the network is to scale them
 * @param imagery the images they come from
 * @param files the data that were read
 * @param folds number of spatial folds
 */
record SeriesSamples(
    List<LabelledSeries> labelled,
    List<Unlabelled> unlabelled,
    List<ModelCard.InputBand> inputs,
    List<ModelCard.Imagery> imagery,
    List<ModelCard.DataFile> files,
    int folds) {
  SeriesSamples {
    labelled = List.copyOf(labelled);
    unlabelled = List.copyOf(unlabelled);
    inputs = List.copyOf(inputs);
    imagery = List.copyOf(imagery);
    files = List.copyOf(files);
  }

  /**
   * A series of which nothing is known.
   *
   * @param hiddenFrom the folds whose model must not learn from it
   */
  record Unlabelled(PixelSeries series, BitSet hiddenFrom) {}
}
