package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** GDAL's tools, as an independent writer of formats; a test that needs them is skipped without. */
final class Gdal {
  private static final Path OGR2OGR = Path.of("/usr/bin/ogr2ogr");

  private Gdal() {}

  /** Writes vectors in another format. */
  static Path convert(Path from, Path to, String... options)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(OGR2OGR), "needs GDAL's tools");
    List<String> command =
        Stream.of(
                Stream.of(OGR2OGR.toString(), "-q"),
                Stream.of(options),
                Stream.of(to.toString(), from.toString()))
            .flatMap(parts -> parts)
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return to;
  }

  /** Writes vectors as a zipped Shapefile. */
  static Path shapefile(Path from, Path zip) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(zip.getParent(), "shp");
    convert(from, folder.resolve("boundary.shp"), "-f", "ESRI Shapefile");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> parts = Files.list(folder)) {
      for (Path part : parts.sorted().toList()) {
        out.putNextEntry(new ZipEntry(part.getFileName().toString()));
        Files.copy(part, out);
      }
    }
    return zip;
  }
}
