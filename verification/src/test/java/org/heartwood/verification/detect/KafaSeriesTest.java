package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.scene.StackIndex;
import org.heartwood.ingest.tile.StackImagery;
import org.heartwood.verification.report.SeriesFigure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real series of the Kafa sample: clearings that came from the west between 1999 and 2013. */
class KafaSeriesTest {
  private static final Path KAFA = Path.of("..", "data-samples", "kafa");
  private static final PixelWindow ALL = new PixelWindow(0, 0, 143, 148);

  @Test
  void tenClearedPixelsAreDatedAndDrawn(@TempDir Path folder) throws IOException {
    List<DatedImage> images = StackIndex.read(KAFA.resolve("bands.csv"), 166);
    ObservationDays days = ObservationDays.of(images, "KAFA", new ArrayList<>());
    StackImagery imagery =
        new StackImagery(KAFA.resolve("ndvi_1984_2013_x10000.tif").toString(), 1e-4, 0, 0);
    double from = LocalDate.of(2005, 1, 1).toEpochDay();
    TileDetection tile = DetectionJob.tile(ALL, imagery, days, DetectionSettings.ndvi(from));
    int confirmed = 0;
    int west = 0;
    List<Integer> sure = new ArrayList<>();
    for (int pixel = 0; pixel < 143 * 148; pixel++) {
      if (tile.confidence(pixel) >= Confidence.HIGH.digit() && tile.level(pixel) < 0.65) {
        confirmed++;
        west += pixel % 143 < 72 ? 1 : 0;
        sure.add(pixel);
        assertThat(tile.firstSeen(pixel)).isGreaterThanOrEqualTo((int) from);
      }
    }
    // The front of clearings comes in from the west.
    assertThat(confirmed).isGreaterThan(100);
    assertThat(west / (double) confirmed).isGreaterThan(0.5);

    List<FloatRaster> stack =
        imagery.read(images.stream().mapToInt(DatedImage::index0).toArray(), ALL).images();
    List<SeriesFigure.Panel> panels = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int pixel = sure.get(i * sure.size() / 10);
      List<SeriesFigure.Point> points = new ArrayList<>();
      for (int k = 0; k < images.size(); k++) {
        float value = stack.get(k).data()[pixel];
        if (!Float.isNaN(value)) {
          points.add(new SeriesFigure.Point(images.get(k).date(), value));
        }
      }
      panels.add(
          new SeriesFigure.Panel(
              "Column " + pixel % 143 + ", row " + pixel / 143,
              points,
              Optional.of(LocalDate.ofEpochDay(tile.firstSeen(pixel))),
              Optional.of(LocalDate.ofEpochDay(tile.confirmed(pixel)))));
    }
    String svg = SeriesFigure.draw("series", "NDVI", panels);
    Files.writeString(folder.resolve("series.svg"), svg);
    assertThat(svg.split("stroke-dasharray", -1)).hasSize(11);
    assertThat(svg).contains("confirmed " + panels.get(0).confirmed().orElseThrow());
    assertThat(SeriesFigure.draw("series", "NDVI", panels)).isEqualTo(svg);
  }
}
