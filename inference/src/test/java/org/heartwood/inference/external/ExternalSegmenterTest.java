package org.heartwood.inference.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalSegmenterTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"small.pt", "small.onnx"})
  void givesWhatPythonGave(String network) {
    JsonNode expected = ModelFolder.json("expected.json");
    PixelWindow window = new PixelWindow(0, 0, 12, 8);
    int pixels = 96;
    List<FloatRaster> bands =
        List.of(
            new FloatRaster(window, floats(expected.get("input"), 0, pixels)),
            new FloatRaster(window, floats(expected.get("input"), pixels, pixels)));
    float[] mean = floats(expected.get("output"), 0, pixels);
    float[] logVariance = floats(expected.get("output"), pixels, pixels);

    try (ExternalSegmenter segmenter = open(unscaled(network))) {
      Prediction cover = segmenter.predict(List.of(bands)).get(0);
      for (int i = 0; i < pixels; i++) {
        assertThat(cover.mean().data()[i]).isCloseTo(50 + 20 * mean[i], within(1e-4f));
        assertThat(cover.standardError().data()[i])
            .isCloseTo((float) (20 * Math.exp(logVariance[i] / 2)), within(1e-4f));
      }
    }
  }

  @Test
  void bothEnginesGiveTheSame(@TempDir Path other) {
    List<FloatRaster> bands = reflectance(new PixelWindow(8, 4, 64, 32), 1);
    try (ExternalSegmenter torch = open(ModelFolder.of(folder, "small.pt"));
        ExternalSegmenter onnx = open(ModelFolder.of(other, "small.onnx"))) {
      float[] one = torch.predict(List.of(bands)).get(0).mean().data();
      float[] two = onnx.predict(List.of(bands)).get(0).mean().data();

      assertThat(one).containsExactly(two, within(1e-3f));
      assertThat(one).doesNotContain(Float.NaN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.pt", "small.onnx"})
  void predictionsAreMissingExactlyWhereABandIs(String network) {
    List<FloatRaster> bands = reflectance(new PixelWindow(0, 0, 16, 16), 2);
    bands.get(0).data()[5] = Float.NaN;
    bands.get(1).data()[77] = 2f;
    bands.get(1).data()[78] = Float.POSITIVE_INFINITY;

    try (ExternalSegmenter segmenter = open(ModelFolder.of(folder, network))) {
      Prediction cover = segmenter.predict(List.of(bands)).get(0);
      for (int i = 0; i < 256; i++) {
        boolean missing = i == 5 || i == 77 || i == 78;
        assertThat(Float.isNaN(cover.mean().data()[i])).isEqualTo(missing);
        assertThat(Float.isNaN(cover.standardError().data()[i])).isEqualTo(missing);
      }
    }
  }

  @Test
  void aNetworkOfOneSizeShowsNoSeamAndGivesWhatOneOfAnySizeGives(@TempDir Path other) {
    ModelFolder fixed = ModelFolder.of(folder, "fixed.onnx");
    fixed.with("/mlm:input/0/input", "shape", "[1, 2, 32, 32]");
    fixed.with("/mlm:output/0/result", "shape", "[1, 2, 32, 32]");
    List<List<FloatRaster>> windows =
        List.of(
            reflectance(new PixelWindow(0, 0, 100, 68), 3),
            reflectance(new PixelWindow(100, 0, 100, 68), 4));
    try (ExternalSegmenter pieces = open(fixed);
        ExternalSegmenter whole = open(ModelFolder.of(other, "small.onnx"))) {
      for (int i = 0; i < 2; i++) {
        float[] cut = pieces.predict(windows).get(i).mean().data();
        float[] uncut = whole.predict(windows).get(i).mean().data();
        // At the window's own edge the last piece sees the fill, the other the network's padding.
        for (int row = 0; row < 67; row++) {
          for (int col = 0; col < 99; col++) {
            assertThat(cut[row * 100 + col]).isCloseTo(uncut[row * 100 + col], within(1e-3f));
          }
        }
      }
    }
  }

  @Test
  void aNetworkThatSeesFurtherThanItsHaloIsBlendedAcrossItsPieces() {
    ModelFolder wide = ModelFolder.of(folder, "wide.onnx");
    wide.with("/mlm:input/0", "value_scaling", "null");
    wide.with("/mlm:input/0/input", "shape", "[1, 2, 32, 32]");
    wide.with("/mlm:output/0/result", "shape", "[1, 2, 32, 32]");
    wide.with("", "heartwood:tiling", "{\"stride_px\":4,\"halo_px\":4,\"blend_px\":8}");
    FloatRaster steps = FloatRaster.empty(new PixelWindow(0, 0, 48, 32));
    for (int i = 0; i < steps.data().length; i++) {
      steps.data()[i] = i % 48 < 16 ? 0.2f : 0.4f;
    }
    try (ExternalSegmenter segmenter = open(wide)) {
      float[] row = segmenter.predict(List.of(List.of(steps, steps))).get(0).mean().data();
      // Pieces are columns 0 to 31, half of them 0.2, and 16 to 47, all 0.4: 50 + 20 · mean.
      for (int col = 0; col < 48; col++) {
        double second = Math.max(0, Math.min(1, (col - 20 + 0.5) / 8));
        assertThat(row[col]).isCloseTo((float) (56 + 2 * second), within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "96,32,4,0",
    "32,32,4,4",
    "33,32,4,12",
    "4,32,4,5",
    "1000,48,8,16",
    "24,32,0,16",
    "997,32,15,1"
  })
  void cutsKeepTheHaloAndTheirWeightsSumToOne(int length, int side, int halo, int blend) {
    double[] weights = new double[length];
    int[] pieces = new int[length];
    for (WindowCuts.Cut cut : WindowCuts.along(length, side, halo, blend)) {
      assertThat(cut.from() - cut.start()).isEqualTo(cut.start() == 0 ? 0 : halo);
      assertThat(cut.start() + side - cut.to())
          .isGreaterThanOrEqualTo(cut.to() < length ? halo : 0);
      for (int pixel = cut.from(); pixel < cut.to(); pixel++) {
        assertThat(cut.weight(pixel)).isGreaterThan(0).isLessThanOrEqualTo(1);
        weights[pixel] += cut.weight(pixel);
        pieces[pixel]++;
      }
    }
    assertThat(weights).containsOnly(new double[] {1}, within(1e-6));
    assertThat(pieces).doesNotContain(0, 3);
  }

  @Test
  void classProbabilitiesSumToOne() {
    ModelFolder model = ModelFolder.of(folder, "small.pt");
    String target =
        "{\"name\":\"%s\",\"unit\":\"1\",\"minimum\":0,\"maximum\":1,\"channel\":%d,"
            + "\"activation\":\"softmax\",\"offset\":0,\"scale\":1,\"standard_error\":null}";
    model.with(
        "",
        "heartwood:targets",
        "[" + target.formatted("forest", 0) + "," + target.formatted("other", 1) + "]");

    try (ExternalSegmenter segmenter = open(model)) {
      List<Prediction.Target> layers =
          segmenter.predict(List.of(reflectance(new PixelWindow(0, 0, 8, 8), 5))).get(0).targets();
      for (int i = 0; i < 64; i++) {
        float forest = layers.get(0).mean().data()[i];
        assertThat(forest).isBetween(0f, 1f);
        assertThat(forest + layers.get(1).mean().data()[i]).isCloseTo(1, within(1e-6f));
        assertThat(layers.get(0).standardError().data()[i]).isNaN();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE,2", "SIGMOID,0.880797", "SOFTMAX,0.731059"})
  void activationsAreThoseOfTheirFormulas(Target.Activation activation, double expected) {
    Target target =
        new Target(
            "cover",
            "1",
            -9,
            9,
            1,
            activation,
            0,
            1,
            new Target.StandardError(Target.ErrorForm.STANDARD_DEVIATION, 0, 0));
    OutputImage image = new OutputImage(new float[] {99, 1, 2}, 1, 2, 1);

    assertThat(target.value(image, 0)).isCloseTo(expected, within(1e-6));
    assertThat(target.standardError(image, 0)).isEqualTo(1);
  }

  @Test
  void aModelThatIsNotAllowedIsNotRun() {
    Path written = ModelFolder.of(folder, "small.pt").write();

    assertThatThrownBy(() -> ExternalSegmenter.open(written, AllowedModels.of(List.of())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("this model is not allowed to run here; its SHA-256 is");
  }

  @Test
  void anOutputOfAnotherSizeThanDeclaredIsRefused() {
    refused("halved.pt")
        .hasMessageContaining("gave an output of [2, 2, 32, 34] for an input of [2, 2, 64, 68]");
  }

  @Test
  void anOutputOfMoreChannelsThanDeclaredIsRefused() {
    ModelFolder model = ModelFolder.of(folder, "small.onnx");
    model.with("/mlm:output/0/result", "shape", "[-1, 3, -1, -1]");

    assertThatThrownBy(() -> open(model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("gave an output of [2, 2, 64, 68]")
        .hasMessageContaining("declares any × 3 × any × any");
  }

  @Test
  void noNumberOnValidInputIsRefused() {
    refused("undefined.pt")
        .hasMessageContaining("gave tree cover NaN")
        .hasMessageContaining("where all bands have data");
  }

  @Test
  void twoOutputsAreRefused() {
    refused("two.pt").hasMessageContaining("must give one tensor, gave 2");
  }

  @Test
  void aNetworkInDoublePrecisionIsRefused() {
    refused("double.pt").hasMessageContaining("double.pt: cannot be run on [2, 2, 64, 68]");
  }

  @Test
  void moreBandsThanTheNetworkTakesAreRefused(@TempDir Path other) {
    assertThatThrownBy(() -> open(threeBands(ModelFolder.of(folder, "small.pt"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("small.pt: cannot be run on [2, 3, 64, 68]");
    assertThatThrownBy(() -> open(threeBands(ModelFolder.of(other, "small.onnx"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("takes an input of float32 of [-1, 2, -1, -1] (-1 is any)");
  }

  @Test
  void aNetworkOfOneSizeThatIsDeclaredForAnyIsRefused() {
    refused("fixed.onnx")
        .hasMessageContaining(
            "takes an input of float32 of [1, 2, 32, 32] (-1 is any), the item declares any");
  }

  @Test
  void windowsOffTheStrideOrOfOtherBandsAreRefused() {
    try (ExternalSegmenter segmenter = open(ModelFolder.of(folder, "small.pt"))) {
      List<FloatRaster> odd = reflectance(new PixelWindow(0, 0, 18, 16), 1);
      assertThatThrownBy(() -> segmenter.predict(List.of(odd)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("multiples of 4 px");
      assertThatThrownBy(() -> segmenter.predict(List.of(odd.subList(0, 1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("small needs 2 bands, was given 1");
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String network) {
    ModelFolder model = ModelFolder.of(folder, network);
    return assertThatThrownBy(() -> open(model)).isInstanceOf(InputException.class);
  }

  private static ExternalSegmenter open(ModelFolder model) {
    return ExternalSegmenter.open(model.write(), model.allowed());
  }

  /** The network on its own scale. */
  private ModelFolder unscaled(String network) {
    ModelFolder model = ModelFolder.of(folder, network);
    model.with("/mlm:input/0", "value_scaling", "null");
    for (int band = 0; band < 2; band++) {
      model.at("/heartwood:bands/" + band).put("minimum", -10).put("maximum", 10);
    }
    return model;
  }

  private static ModelFolder threeBands(ModelFolder model) {
    model.with("/mlm:input/0", "bands", "[\"B04\", \"B08\", \"B03\"]");
    model.with("/mlm:input/0", "value_scaling", "null");
    model.with("/mlm:input/0/input", "shape", "[-1, 3, -1, -1]");
    ((ArrayNode) model.properties().get("heartwood:bands"))
        .add(model.at("/heartwood:bands/0").deepCopy().put("name", "B03"));
    return model;
  }

  private static float[] floats(JsonNode numbers, int from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = numbers.get(from + i).floatValue();
    }
    return values;
  }

  private static List<FloatRaster> reflectance(PixelWindow window, long seed) {
    Random random = new Random(seed);
    return Stream.generate(
            () -> {
              FloatRaster raster = FloatRaster.empty(window);
              for (int i = 0; i < raster.data().length; i++) {
                raster.data()[i] = 0.02f + 0.3f * random.nextFloat();
              }
              return raster;
            })
        .limit(2)
        .toList();
  }
}
