package org.heartwood.inference.predict;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.segment.ComputeDevice;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;

/**
 * The models of this JVM: weights are read once an executor and device and shared by its tasks, and
 * stay until the JVM ends.
 */
final class ExecutorModels {
  private static final Map<Key, Segmenter> LOADED = new ConcurrentHashMap<>();

  private ExecutorModels() {}

  private record Key(String name, ComputeDevice device) {}

  /** A built-in model on the device of the task that calls. */
  static Segmenter get(String name) {
    return LOADED.computeIfAbsent(
        new Key(name, TaskDeviceJob.device()),
        key -> TorchSegmenter.open(ModelReader.load(key.name()), key.device()));
  }
}
