package org.heartwood.inference.predict;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;

/**
 * The models of this JVM: weights are read once an executor and shared by its tasks, and stay until
 * the JVM ends.
 */
final class ExecutorModels {
  private static final Map<String, Segmenter> LOADED = new ConcurrentHashMap<>();

  private ExecutorModels() {}

  static Segmenter get(String name) {
    return LOADED.computeIfAbsent(name, builtIn -> TorchSegmenter.open(ModelReader.load(builtIn)));
  }
}
