package org.heartwood.ingest.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heartwood.ingest.grid.PixelWindow;

/** GDAL's gdal_translate and gdaladdo, independent readers and writers of GeoTIFF. */
public final class Gdal {
  private static final String COMMAND = "gdal_translate";

  private Gdal() {}

  public static boolean isPresent() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, COMMAND)));
  }

  /** Writes a file from another one; the options are gdal_translate's. */
  public static Path translate(Path from, Path to, String... options) {
    List<String> arguments = new ArrayList<>(Arrays.asList(options));
    arguments.add(from.toString());
    arguments.add(to.toString());
    run(COMMAND, arguments);
    return to;
  }

  /** Adds overviews to a file; the options are gdaladdo's. */
  public static void addOverviews(Path file, List<String> options, String... levels) {
    List<String> arguments = new ArrayList<>(options);
    arguments.add(file.toString());
    arguments.addAll(Arrays.asList(levels));
    run("gdaladdo", arguments);
  }

  /** A small part of a file whose VRT text is changed before it is written as GeoTIFF. */
  static Path edited(Path from, Path folder, String pattern, String replacement) {
    try {
      Path vrt =
          translate(
              from, folder.resolve("part.vrt"), "-of", "VRT", "-srcwin", "0", "0", "40", "30");
      String text = Files.readString(vrt);
      String changed = text.replaceFirst("(?s)" + pattern, replacement);
      assertThat(changed).isNotEqualTo(text);
      Files.writeString(vrt, changed);
      return translate(vrt, folder.resolve("edited.tif"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers that GDAL reads in a window of one band, counted from 0. */
  public static float[] values(Path file, int bandIndex, PixelWindow window, String... options) {
    List<String> arguments = new ArrayList<>(Arrays.asList(options));
    arguments.addAll(
        List.of(
            "-of",
            "XYZ",
            "-b",
            Integer.toString(bandIndex + 1),
            "-srcwin",
            Integer.toString(window.col()),
            Integer.toString(window.row()),
            Integer.toString(window.width()),
            Integer.toString(window.height()),
            file.toString(),
            "/vsistdout/"));
    String xyz = run(COMMAND, arguments);
    List<Float> values =
        xyz.lines().map(line -> Float.valueOf(line.substring(line.lastIndexOf(' ') + 1))).toList();
    float[] out = new float[values.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = values.get(i);
    }
    return out;
  }

  private static String run(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program, "-q"));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s", command).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for GDAL", e);
    }
  }
}
