package org.heartwood.inference.segment;

import ai.djl.engine.Engine;

/**
 * Starts PyTorch for this JVM: offline, without usage reports and on one thread, so that results do
 * not depend on the machine's load and a Spark task takes one core. A system property that is
 * already set is left alone.
 */
public final class TorchRuntime {
  private TorchRuntime() {}

  /** The engine; the first call unpacks its native libraries, which takes seconds. */
  public static Engine engine() {
    setIfAbsent("ai.djl.offline", "true");
    setIfAbsent("OPT_OUT_TRACKING", "true");
    setIfAbsent("ai.djl.pytorch.num_threads", "1");
    setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
    return Engine.getEngine("PyTorch");
  }

  /** Threads that one forward pass uses; the same for every engine. */
  public static int threads() {
    return Integer.getInteger("ai.djl.pytorch.num_threads", 1);
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
