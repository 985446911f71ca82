package org.heartwood.inference.predict;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.heartwood.inference.applicability.DissimilarityIndex;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.ComputeDevice;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;

/**
 * The models of this JVM: weights are read once an executor and device and shared by its tasks, and
 * stay until the JVM ends.
 */
final class ExecutorModels {
  private static final Map<Key, Opened> LOADED = new ConcurrentHashMap<>();

  private ExecutorModels() {}

  private record Key(String name, ComputeDevice device) {}

  /**
   * A model that is ready to run.
   *
   * @param segmenter predicts
   * @param index tells where to believe it; empty if it has no reference points
   */
  record Opened(Segmenter segmenter, Optional<DissimilarityIndex> index) {}

  /** A built-in model on the device of the task that calls. */
  static Opened get(String name) {
    return LOADED.computeIfAbsent(
        new Key(name, TaskDeviceJob.device()),
        key -> {
          TrainedModel model = ModelReader.load(key.name());
          return new Opened(TorchSegmenter.open(model, key.device()), DissimilarityIndex.of(model));
        });
  }
}
