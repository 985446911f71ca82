package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.inference.applicability.DissimilarityIndex;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionLayerTest {
  private final Path folder;

  PredictionLayerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path image(FloatRaster values, double pixelSizeM) throws Exception {
    PixelWindow window = values.window();
    Grid grid =
        new Grid("EPSG:32636", 600_000, 800_010, pixelSizeM, window.width(), window.height());
    CogLayout layout =
        new CogLayout(
            grid,
            Srs.of("EPSG:32636"),
            64,
            new CogPixels.Measured(),
            List.of(new CogBand("NDVI times 100", "1")),
            Map.of());
    Path file = folder.resolve("ndvi.tif");
    CogWriter.write(file, layout, CogTile.cut(layout, List.of(values)));
    return file;
  }

  private static FloatRaster waves() {
    FloatRaster values = FloatRaster.empty(new PixelWindow(0, 0, 300, 260));
    for (int i = 0; i < values.data().length; i++) {
      int row = i / 300;
      int col = i % 300;
      values.data()[i] = (float) (60 + 20 * Math.sin(col / 9.0) * Math.cos(row / 7.0));
    }
    values.data()[1000] = Float.NaN;
    return values;
  }

  @Test
  void tilesGiveWhatTheModelGivesForTheWholeImage() throws Exception {
    FloatRaster values = waves();
    Path output = folder.resolve("canopy.tif");
    try (TorchSegmenter model = TorchSegmenter.open(ModelReader.load("canopy-ndvi-landsat"))) {
      PredictionLayer.write(
          model,
          DissimilarityIndex.of(ModelReader.load("canopy-ndvi-landsat")),
          request(image(values, 30), List.of(), output),
          PredictionLayer.Progress.SILENT);
      FloatRaster padded = FloatRaster.empty(values.window().grow(24));
      padded.paste(values);
      for (int i = 0; i < padded.data().length; i++) {
        padded.data()[i] = (float) (padded.data()[i] * 0.01);
      }
      Prediction direct = model.predict(List.of(List.of(padded))).get(0);
      try (GeoTiffSource written = GeoTiffSource.open(output)) {
        assertThat(written.bandNames())
            .containsExactly(
                "tree cover", "standard error of tree cover", "dissimilarity index", "applicable");
        List<FloatRaster> bands = written.read(new int[] {0, 1, 2, 3}, values.window());
        for (int i = 0; i < values.data().length; i++) {
          assertThat(Float.isNaN(bands.get(2).data()[i])).isEqualTo(Float.isNaN(values.data()[i]));
          assertThat(Float.isNaN(bands.get(3).data()[i])).isEqualTo(Float.isNaN(values.data()[i]));
        }
        assertSame(bands.get(0), direct.mean().crop(values.window()), MEAN_ROUNDING);
        assertSame(bands.get(1), direct.standardError().crop(values.window()), ERROR_ROUNDING);
      }
    }
  }

  @Test
  void tilesOfSeveralBlocksBatchesAndThreadsGiveTheSamePixels() throws Exception {
    FloatRaster values = FloatRaster.empty(new PixelWindow(0, 0, 1100, 1060));
    for (int i = 0; i < values.data().length; i++) {
      int row = i / 1100;
      int col = i % 1100;
      values.data()[i] = (float) (60 + 20 * Math.sin(col / 9.0) * Math.cos(row / 7.0));
    }
    Path file = image(values, 30);
    List<List<FloatRaster>> found = new ArrayList<>();
    try (TorchSegmenter model = TorchSegmenter.open(ModelReader.load("canopy-ndvi-landsat"))) {
      for (PredictionLayer.Work work :
          List.of(
              new PredictionLayer.Work(1024, 1, 2),
              new PredictionLayer.Work(512, 2, 1),
              new PredictionLayer.Work(256, 3, 2))) {
        Path output = folder.resolve("canopy.tif");
        PredictionLayer.write(
            model,
            DissimilarityIndex.of(ModelReader.load("canopy-ndvi-landsat")),
            new PredictionLayer.Request(file, List.of(), 0.01, 0, output, Map.of(), work),
            PredictionLayer.Progress.SILENT);
        try (GeoTiffSource written = GeoTiffSource.open(output)) {
          found.add(written.read(new int[] {0, 1, 2, 3}, values.window()));
        }
      }
    }
    for (List<FloatRaster> bands : found) {
      // Two values on either side of an edge may be rounded apart from each other.
      assertSame(bands.get(0), found.get(0).get(0), 2 * MEAN_ROUNDING);
      assertSame(bands.get(1), found.get(0).get(1), 2 * ERROR_ROUNDING);
      assertThat(bands.get(2).data()).isEqualTo(found.get(0).get(2).data());
      assertThat(bands.get(3).data()).isEqualTo(found.get(0).get(3).data());
    }
  }

  /** Largest share of a mean and of a standard error by which they are rounded. */
  private static final double MEAN_ROUNDING = 1.0 / 2048;

  private static final double ERROR_ROUNDING = 1.0 / 128;

  private static void assertSame(FloatRaster actual, FloatRaster expected, double share) {
    for (int i = 0; i < expected.data().length; i++) {
      if (Float.isNaN(expected.data()[i])) {
        assertThat(actual.data()[i]).isNaN();
      } else {
        assertThat(actual.data()[i])
            .isCloseTo(
                expected.data()[i], within((float) (1e-3 + share * Math.abs(expected.data()[i]))));
      }
    }
  }

  /** A model whose predictions depend on all of the window: its mean, NaN where it has no data. */
  private record SeesEverything(int blendPx) implements Segmenter {
    @Override
    public ModelContract contract() {
      return new ModelContract(
          "sees everything",
          "1",
          "0".repeat(64),
          List.of(new ModelCard.InputBand("NDVI", "1", "ndvi", -1, 1, "NaN", 0, 1)),
          List.of(new ModelCard.Output("tree cover", "%", 0, 100, 0, 1, "NaN")),
          List.of(),
          4,
          8,
          blendPx);
    }

    @Override
    public Raw run(List<List<FloatRaster>> windows) {
      return () -> windows.stream().map(bands -> mean(bands.get(0))).toList();
    }

    private static Prediction mean(FloatRaster band) {
      double sum = 0;
      int count = 0;
      for (float value : band.data()) {
        if (!Float.isNaN(value)) {
          sum += value;
          count++;
        }
      }
      FloatRaster mean = FloatRaster.empty(band.window());
      for (int i = 0; i < mean.data().length; i++) {
        mean.data()[i] = Float.isNaN(band.data()[i]) ? Float.NaN : (float) (100 * sum / count);
      }
      return new Prediction(List.of(new Prediction.Target(mean, mean)));
    }

    @Override
    public void close() {}
  }

  @Test
  void aModelThatSeesFurtherThanItsHaloShowsNoSeam() throws Exception {
    FloatRaster values = waves();
    for (int row = 100; row < 260; row++) {
      for (int col = 140; col < 300; col++) {
        values.data()[row * 300 + col] = Float.NaN; // Whole tiles, so that some are left out.
      }
    }
    Path file = image(values, 30);
    float cropped = steepest(values, file, 0);
    float blended = steepest(values, file, 16);

    assertThat(cropped).isGreaterThan(3);
    // A step is spread over 16 pixels; where two ramps of a corner meet, not over all of them.
    assertThat(blended).isLessThan(cropped / 8);
  }

  /** The largest difference of neighbouring pixels in the output. */
  private float steepest(FloatRaster values, Path file, int blendPx) throws Exception {
    Path output = folder.resolve("canopy.tif");
    try (SeesEverything model = new SeesEverything(blendPx)) {
      write(model, request(file, List.of(), output));
    }
    float steepest = 0;
    try (GeoTiffSource written = GeoTiffSource.open(output)) {
      FloatRaster mean = written.read(new int[] {0}, values.window()).get(0);
      for (int row = 1; row < 260; row++) {
        for (int col = 1; col < 300; col++) {
          float value = mean.at(col, row);
          assertThat(Float.isNaN(value)).isEqualTo(Float.isNaN(values.at(col, row)));
          for (float neighbour : new float[] {mean.at(col - 1, row), mean.at(col, row - 1)}) {
            float step = Math.abs(value - neighbour);
            steepest = step > steepest ? step : steepest; // Not by a NaN.
          }
        }
      }
    }
    return steepest;
  }

  @Test
  void tilesSmallerThanTheOverlapAreRefused() throws Exception {
    Path file = image(waves(), 30);
    try (SeesEverything model = new SeesEverything(65)) {
      assertThatThrownBy(() -> write(model, request(file, List.of(), folder.resolve("canopy.tif"))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(
              "at least the overlap in which the model's tiles are blended, 65 px");
    }
  }

  @Test
  void roundingCarriesNoPixelAcrossTheThresholdOfApplicability() throws Exception {
    FloatRaster values = waves();
    Path output = folder.resolve("canopy.tif");
    TrainedModel model = ModelReader.load("canopy-ndvi-landsat");
    DissimilarityIndex index = DissimilarityIndex.of(model).orElseThrow();
    // A stretch to the edge of the training points and beyond, by small steps.
    for (int i = 0; i < 30_000; i++) {
      values.data()[i] = 20 + i * 0.003f;
    }

    PredictionLayer.writeApplicability(
        model, request(image(values, 30), List.of(), output), PredictionLayer.Progress.SILENT);

    try (GeoTiffSource written = GeoTiffSource.open(output)) {
      List<FloatRaster> bands = written.read(new int[] {0, 1}, values.window());
      int outside = 0;
      for (int i = 0; i < values.data().length; i++) {
        float dissimilarity = bands.get(0).data()[i];
        if (!Float.isNaN(dissimilarity)) {
          boolean applicable = bands.get(1).data()[i] == 1;
          assertThat(dissimilarity <= index.threshold()).isEqualTo(applicable);
          outside += applicable ? 0 : 1;
        }
      }
      assertThat(outside).isBetween(1000, 77_000);
    }
  }

  @Test
  void refusesPixelsOfAnotherSizeThanTheModels() throws Exception {
    Path file = image(waves(), 10);
    try (TorchSegmenter model = TorchSegmenter.open(ModelReader.load("canopy-ndvi-landsat"))) {
      assertThatThrownBy(() -> write(model, request(file, List.of(), folder.resolve("canopy.tif"))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("pixels must be 30.0 m, as in the model's training, were 10.0");
    }
  }

  private static PredictionLayer.Request request(Path image, List<String> bands, Path output) {
    return new PredictionLayer.Request(
        image, bands, 0.01, 0, output, Map.of(), new PredictionLayer.Work(64, 2, 2));
  }

  private static void write(Segmenter model, PredictionLayer.Request request) throws Exception {
    PredictionLayer.write(model, Optional.empty(), request, PredictionLayer.Progress.SILENT);
  }

  @Test
  void bandsThatAreNotThereAndOutputsThatCannotBeAreRefusedInOneLine() throws Exception {
    Path file = image(waves(), 30);
    Path output = folder.resolve("canopy.tif");
    try (TorchSegmenter model = TorchSegmenter.open(ModelReader.load("canopy-ndvi-landsat"))) {
      assertThatThrownBy(() -> write(model, request(file, List.of("red"), output)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("has no band red; the file has the bands [1 \"NDVI times 100\"]")
          .hasMessageContaining("takes [NDVI]");
      assertThatThrownBy(() -> write(model, request(file, List.of("1", "1"), output)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("--bands names 2 bands");
      assertThatThrownBy(() -> write(model, request(file, List.of("SWIR=1"), output)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the model has no input SWIR");
      assertThatThrownBy(() -> write(model, request(file, List.of(), file)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("is the image itself");
      assertThatThrownBy(
              () -> write(model, request(file, List.of(), folder.resolve("absent/canopy.tif"))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cannot be written");
      assertThat(output).doesNotExist();
      write(model, request(file, List.of("NDVI=1"), output));
      assertThat(output).exists();
    }
  }

  @Test
  void anImageWithoutDataGivesAFileWithoutData() throws Exception {
    Path output = folder.resolve("canopy.tif");
    FloatRaster nothing = FloatRaster.empty(new PixelWindow(0, 0, 100, 80));
    try (TorchSegmenter model = TorchSegmenter.open(ModelReader.load("canopy-ndvi-landsat"))) {
      write(model, request(image(nothing, 30), List.of(), output));
      try (GeoTiffSource written = GeoTiffSource.open(output)) {
        assertThat(written.read(new int[] {0}, nothing.window()).get(0).data())
            .containsOnly(Float.NaN);
      }
    }
  }
}
