package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** GDAL's command-line tools as a second reader; a test that needs one is skipped without it. */
final class GdalTools {
  private GdalTools() {}

  static String info(Path raster) throws Exception {
    return run("gdalinfo", "-json", raster.toString());
  }

  static String vectors(Path file, String... arguments) throws Exception {
    return run(
        Stream.concat(Stream.of("ogrinfo", "-ro", file.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** The report of GDAL's own check, every tile included. */
  static String checkCloudOptimised(Path raster) throws Exception {
    return run(
        "/usr/bin/python3",
        "-m",
        "osgeo_utils.samples.validate_cloud_optimized_geotiff",
        "--full-check=yes",
        raster.toString());
  }

  private static String run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return abort(command[0] + " is not installed");
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (out.contains("No module named")) {
      return abort("GDAL's Python samples are not installed");
    }
    assertThat(exit).describedAs("%s said: %s", List.of(command), out).isZero();
    return out;
  }
}
