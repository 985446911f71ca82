package org.heartwood.infra.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One of those that take turns in {@link InferenceBenchmark}. */
enum InferenceSide {
  /** The network's TorchScript, as users run it. */
  PYTHON_TORCHSCRIPT("input.bin"),
  /** With the allocator's settings that {@code infra/bin/heartwood} makes. */
  PYTHON_TORCHSCRIPT_WITH_OUR_MALLOC_SETTINGS("input.bin"),
  HEARTWOOD_TORCHSCRIPT("input.bin"),
  HEARTWOOD_ONNX("input.bin"),
  /** The built-in U-Net, written in Python, as users run it. */
  PYTHON_BUILT_IN("ndvi.bin"),
  PYTHON_BUILT_IN_WITH_OUR_MALLOC_SETTINGS("ndvi.bin"),
  HEARTWOOD_BUILT_IN("ndvi.bin");

  static final List<InferenceSide> BROUGHT =
      List.of(
          PYTHON_TORCHSCRIPT,
          PYTHON_TORCHSCRIPT_WITH_OUR_MALLOC_SETTINGS,
          HEARTWOOD_TORCHSCRIPT,
          HEARTWOOD_ONNX);
  static final List<InferenceSide> OWN =
      List.of(PYTHON_BUILT_IN, PYTHON_BUILT_IN_WITH_OUR_MALLOC_SETTINGS, HEARTWOOD_BUILT_IN);

  private static final Map<String, String> MALLOC =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_",
          "1073741824",
          "MALLOC_TRIM_THRESHOLD_",
          "4294967296",
          "MALLOC_TOP_PAD_",
          "67108864");

  private final String input;

  InferenceSide(String input) {
    this.input = input;
  }

  /** Name of the file with the bands of four windows. */
  String input() {
    return input;
  }

  Process start(Path folder, int threads) throws IOException {
    boolean python = name().startsWith("PYTHON");
    ProcessBuilder process =
        python
            ? new ProcessBuilder(
                "python3",
                folder.resolve("peer.py").toString(),
                folder.toString(),
                name(),
                Integer.toString(threads))
            : new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseParallelGC",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-cp",
                System.getProperty("java.class.path"),
                InferenceBenchmark.class.getName(),
                "--worker",
                folder.toString(),
                name());
    process.environment().keySet().removeAll(MALLOC.keySet());
    if (!python || name().endsWith("SETTINGS")) {
      process.environment().putAll(MALLOC);
    }
    process.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    process.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    return process.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
