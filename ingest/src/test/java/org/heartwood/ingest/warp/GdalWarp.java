package org.heartwood.ingest.warp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;

/** GDAL's gdalwarp, an independent implementation. */
final class GdalWarp {
  private GdalWarp() {}

  static boolean isPresent(String command) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** The whole target grid as gdalwarp makes it, every pixel projected exactly; NaN = no data. */
  static FloatRaster warp(FloatRaster source, Grid from, Grid to, String resampling, Path folder) {
    try {
      Files.write(folder.resolve("source.raw"), source.toBytes());
      Path vrt = Files.writeString(folder.resolve("source.vrt"), vrt(from));
      Path out = folder.resolve("target.raw");
      Files.deleteIfExists(out);
      run(
          "",
          "gdalwarp",
          "-q",
          "-overwrite",
          "-of",
          "ENVI",
          "-et",
          "0",
          "-r",
          resampling,
          "-ovr",
          "NONE",
          "-wo",
          "XSCALE=1",
          "-wo",
          "YSCALE=1",
          "-srcnodata",
          "nan",
          "-dstnodata",
          "nan",
          "-t_srs",
          to.crs(),
          "-ts",
          Integer.toString(to.width()),
          Integer.toString(to.height()),
          "-te",
          number(to.envelope().getMinX()),
          number(to.envelope().getMinY()),
          number(to.envelope().getMaxX()),
          number(to.envelope().getMaxY()),
          vrt.toString(),
          out.toString());
      return FloatRaster.fromBytes(to.window(), Files.readAllBytes(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String vrt(Grid grid) {
    return String.format(
        Locale.ROOT,
        """
        <VRTDataset rasterXSize="%d" rasterYSize="%d">
          <SRS dataAxisToSRSAxisMapping="%s">%s</SRS>
          <GeoTransform>%s, %s, 0, %s, 0, %s</GeoTransform>
          <VRTRasterBand dataType="Float32" band="1" subClass="VRTRawRasterBand">
            <NoDataValue>nan</NoDataValue>
            <SourceFilename relativetoVRT="1">source.raw</SourceFilename>
            <ImageOffset>0</ImageOffset>
            <PixelOffset>4</PixelOffset>
            <LineOffset>%d</LineOffset>
            <ByteOrder>LSB</ByteOrder>
          </VRTRasterBand>
        </VRTDataset>
        """,
        grid.width(),
        grid.height(),
        grid.crs().equals("EPSG:4326") ? "2,1" : "1,2",
        grid.crs(),
        number(grid.originX()),
        number(grid.pixelSize()),
        number(grid.originY()),
        number(-grid.pixelSize()),
        4 * grid.width());
  }

  private static String number(double value) {
    return Double.toString(value);
  }

  /** What a command prints after reading a text. */
  static String run(String input, String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for GDAL", e);
    }
  }
}
