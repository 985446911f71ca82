package org.heartwood.inference.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelItemTest {
  private static final String ANY = "[\"batch\",\"channel\",\"height\",\"width\"]";

  @TempDir private Path folder = Path.of("");
  private ModelFolder model = ModelFolder.unwritten();

  @BeforeEach
  void valid() {
    model = ModelFolder.of(folder, "small.pt");
  }

  @Test
  void aValidItemIsRead() {
    ExternalModel read = ModelItem.read(model.write()).model();

    assertThat(read.name()).isEqualTo("small");
    assertThat(read.format()).isEqualTo(NetworkFormat.TORCHSCRIPT);
    assertThat(read.licence()).isEqualTo("Apache-2.0");
    assertThat(read.bands()).extracting(ExternalModel.Band::measures).containsExactly("red", "nir");
    assertThat(read.bands().get(0).scaling().apply(0.2f)).isEqualTo(2f);
    assertThat(read.bands().get(1).scaling().apply(0.2f)).isEqualTo(0.4f);
    assertThat(read.targets().get(0).error().form()).isEqualTo(Target.ErrorForm.LOG_VARIANCE);
  }

  @Test
  void anItemThatIsMissingOrNoJsonIsRefused() throws IOException {
    refused().hasMessageContaining("item.json: no such file");

    Files.writeString(folder.resolve("item.json"), "{\n\"type\": }");
    refused().hasMessageContaining("is not JSON at line 2");

    Files.writeString(folder.resolve("item.json"), "{\"type\":\"Feature\",\"type\":\"Feature\"}");
    refused().hasMessageContaining("Duplicate field 'type'");

    Files.writeString(folder.resolve("item.json"), "[]");
    refused().hasMessageContaining("must be a JSON object");
  }

  @Test
  void anItemWithoutTheExtensionOrOfAnotherVersionIsRefused() {
    model.item().putArray("stac_extensions").add("https://example.org/mlm/v1.2.0/schema.json");

    refused(model).hasMessageContaining("must list the Machine Learning Model extension");
  }

  @Test
  void aBandThatTheItemDoesNotDefineIsRefused() {
    model.with("", "bands", "[{\"name\":\"B04\"},{\"name\":\"B03\"}]");

    refused(model)
        .hasMessageContaining("band B08 is not defined in the item, which defines [B03, B04]");
  }

  @Test
  void aBandThatHeartwoodDoesNotKnowIsRefused() {
    model.at("/heartwood:bands/1").put("measures", "thermal");

    refused(model)
        .hasMessageContaining("heartwood:bands[1]: measures must be one of [blue, coastal")
        .hasMessageEndingWith("was \"thermal\"");
  }

  @Test
  void bandsDescribedInAnotherOrderAreRefused() {
    model.at("/heartwood:bands/0").put("name", "B08");
    model.at("/heartwood:bands/1").put("name", "B04");

    refused(model).hasMessageContaining("in their order, [B04, B08], described [B08, B04]");
  }

  @Test
  void anotherNumberOfBandsThanChannelsIsRefused() {
    model.with("/mlm:input/0", "bands", "[\"B04\", \"B08\", \"B03\"]");

    refused(model).hasMessageContaining("the channels of input.shape, 2, were 3 [B04, B08, B03]");
  }

  @Test
  void aBandExpressionIsRefused() {
    model.with(
        "/mlm:input/0",
        "bands",
        "[\"B04\", {\"name\":\"B08\",\"format\":\"python\",\"expression\":\"os:system\"}]");

    refused(model).hasMessageContaining("mlm:input[0].bands[1]: expression is not supported");
  }

  @Test
  void missingScalingIsRefusedButNullSaysThatThereIsNone() {
    model.at("/mlm:input/0").remove("value_scaling");
    refused(model).hasMessageContaining("mlm:input[0]: field value_scaling is missing; null says");

    model.with("/mlm:input/0", "value_scaling", "null");
    assertThat(ModelItem.read(model.write()).model().bands().get(1).scaling())
        .isEqualTo(ValueScaling.NONE);
  }

  @Test
  void oneScalingServesAllBandsAndThreeServeNoTwo() {
    model.with("/mlm:input/0", "value_scaling", "[{\"type\":\"scale\",\"value\":10000}]");
    assertThat(ModelItem.read(model.write()).model().bands())
        .allMatch(band -> band.scaling().apply(5000) == 0.5f);

    model.with(
        "/mlm:input/0", "value_scaling", "[{\"type\":null},{\"type\":null},{\"type\":null}]");
    refused(model).hasMessageContaining("one entry, or one a band, 2, had 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'min-max','minimum':1,'maximum':3} | 2 | 0.5",
        "{'type':'z-score','mean':1,'stddev':4} | 3 | 0.5",
        "{'type':'clip','minimum':1,'maximum':3} | 4 | 3",
        "{'type':'clip-min','minimum':1} | -4 | 1",
        "{'type':'clip-max','maximum':3} | 4 | 3",
        "{'type':'offset','value':3} | 4 | 1",
        "{'type':'scale','value':4} | 2 | 0.5",
        "{'type':null} | 4 | 4"
      })
  void everyArithmeticScalingOfTheExtensionIsApplied(String json, float value, float scaled) {
    ItemNode node =
        ItemNode.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "scaling");

    assertThat(ValueScaling.read(node).apply(value)).isEqualTo(scaled);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'processing','format':'gdal-calc','expression':'A'} | \"processing\" is not"
            + " supported",
        "{'type':'l2-norm'} | \"l2-norm\" is not supported",
        "{'minimum':0,'maximum':1} | field type is missing",
        "{'type':'z-score','mean':0} | field stddev is missing",
        "{'type':'z-score','mean':0,'stddev':0} | stddev must be > 0, was 0.0",
        "{'type':'min-max','minimum':1,'maximum':1} | maximum must be > minimum",
        "{'type':'clip','minimum':2,'maximum':1} | low must be < high",
        "{'type':'scale','value':0} | divide must be > 0",
        "{'type':'scale','value':'2'} | must be a number",
        "{'type':'scale','value':2,'minimum':1} | unknown field minimum"
      })
  void anyOtherScalingIsRefused(String json, String message) {
    model.with("/mlm:input/0", "value_scaling", "[" + json.replace('\'', '"') + "]");

    refused(model)
        .hasMessageContaining("mlm:input[0].value_scaling[0]")
        .hasMessageContaining(message);
  }

  @Test
  void preAndPostProcessingAndResamplingAreRefused() {
    model.at("/mlm:input/0").put("pre_processing_function", "module:function");
    refused(model).hasMessageContaining("pre_processing_function is not supported");

    model.with("/mlm:input/0", "pre_processing_function", "null");
    model.at("/mlm:input/0").put("resize_type", "crop");
    refused(model).hasMessageContaining("resize_type is not supported; windows are cut");

    model.with("/mlm:input/0", "resize_type", "null");
    model.at("/mlm:output/0").put("post_processing_function", "module:function");
    refused(model).hasMessageContaining("post_processing_function is not supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, 2, 30, 32] | sides that are multiples of stride_px, 4, was 1 × 2 × 30 × 32",
        "[1, 2, 8, 8] | sides > twice halo_px, 4, was 1 × 2 × 8 × 8",
        "[1, -1, 8, 8] | must say how many channels there are",
        "[1, 2, 0, 8] | each > 0 or -1 for any, was [1, 2, 0, 8]",
        "[1, 2, 64] | must have four sizes",
        "[1, 2, 64, 64] | result.shape must have the input's batch, rows and columns"
      })
  void shapesThatCannotBeAreRefused(String shape, String message) {
    model.with("/mlm:input/0/input", "shape", shape);

    refused(model).hasMessageContaining(message);
  }

  @Test
  void otherDimensionsAndTypesAreRefused() {
    model.with("/mlm:input/0/input", "dim_order", ANY.replace("channel", "time"));
    refused(model).hasMessageContaining("dim_order must be [batch, channel, height, width]");

    model.with("/mlm:input/0/input", "dim_order", ANY);
    model.at("/mlm:input/0/input").put("data_type", "uint8");
    refused(model).hasMessageContaining("data_type must be float32, was uint8");
  }

  @Test
  void classesMustBeAsManyAsChannels() {
    model.with("/mlm:output/0", "classification:classes", "[{\"name\":\"forest\",\"value\":1}]");

    refused(model).hasMessageContaining("one class a channel, 2, named 1");
  }

  @Test
  void targetsMustReadWhatTheOutputHas() {
    model.at("/heartwood:targets/0").put("channel", 2);
    refused(model).hasMessageContaining("heartwood:targets[0]: channel must be 0 to 1");

    model.at("/heartwood:targets/0").put("channel", 0).put("activation", "relu");
    refused(model).hasMessageContaining("activation must be one of [none, sigmoid, softmax]");

    model.at("/heartwood:targets/0").put("activation", "none").remove("standard_error");
    refused(model).hasMessageContaining("standard_error is missing; null says that it is not");

    model.with("", "heartwood:targets", "[]");
    refused(model).hasMessageContaining("at least one target");
  }

  @Test
  void unknownPropertiesOfOursAreRefusedAndOthersAreLeftAlone() {
    model.properties().put("eo:cloud_cover", 3);
    assertThat(ModelItem.read(model.write()).model().name()).isEqualTo("small");

    model.properties().put("heartwood:overlap", 3);
    refused(model).hasMessageContaining("unknown field heartwood:overlap; Heartwood knows");
  }

  @Test
  void aHaloOffTheStrideIsRefused() {
    model.at("/heartwood:tiling").put("halo_px", 6);

    refused(model).hasMessageContaining("halo_px must be a multiple of stride_px, 4");
  }

  @Test
  void neighboursAreBlendedUnlessTheItemSaysThatTheyAgree() {
    assertThat(ModelItem.read(model.write()).model().tiling().blendPx()).isEqualTo(16);

    model.with("/mlm:input/0/input", "shape", "[-1, 2, 16, -1]");
    model.with("/mlm:output/0/result", "shape", "[-1, 2, 16, -1]");
    assertThat(ModelItem.read(model.write()).model().tiling().blendPx()).isEqualTo(4);

    model.at("/heartwood:tiling").put("blend_px", 5);
    refused(model)
        .hasMessageContaining(
            "twice halo_px and blend_px together, 4 and 5, was any × 2 × 16 × any");

    model.at("/heartwood:tiling").put("blend_px", -1);
    refused(model).hasMessageContaining("blend_px must be 0 to 256, was -1");

    model.at("/heartwood:tiling").put("blend_px", 0);
    assertThat(ModelItem.read(model.write()).model().tiling().blendPx()).isEqualTo(0);
  }

  @Test
  void weightsWithoutALicenceAreRefused() {
    model.properties().remove("license");

    refused(model).hasMessageContaining("field license is missing");
  }

  @Test
  void anotherFrameworkIsRefused() {
    model.properties().put("mlm:framework", "TensorFlow");

    refused(model)
        .hasMessageContaining("must be PyTorch and torch.jit.script, or ONNX and onnx")
        .hasMessageEndingWith("were TensorFlow and torch.jit.script");
  }

  @Test
  void twoModelAssetsAreRefused() {
    ((ObjectNode) model.item().get("assets")).set("second", model.asset().deepCopy());

    refused(model).hasMessageContaining("exactly one asset must have the role mlm:model, had it 2");
  }

  @Test
  void anAlteredFileIsRefused() throws IOException {
    byte[] bytes = ModelFolder.resource("small.pt");
    bytes[bytes.length / 2] ^= 1;
    model.write();
    Files.write(folder.resolve("small.pt"), bytes);

    refused()
        .hasMessageContaining("small.pt: its SHA-256 is")
        .hasMessageContaining("the item says");
  }

  @Test
  void aFileOfAnotherSizeIsRefused() {
    model.asset().put("file:size", 12);

    refused(model).hasMessageContaining("bytes, the item says 12");
  }

  @Test
  void anotherChecksumThanSha256IsRefused() {
    model.asset().put("file:checksum", "1114" + "0".repeat(40));

    refused(model).hasMessageContaining("must be a SHA-256 multihash, 1220 and 64 hexadecimal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/model.pt",
        "s3://bucket/model.pt",
        "file:///etc/passwd",
        "//host/model.pt"
      })
  void addressesAreNotFetched(String href) {
    model.asset().put("href", href);

    refused(model).hasMessageContaining("href must be a file beside the item, was " + href);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../small.pt", "/etc/passwd", "a/../../small.pt", "."})
  void pathsOutOfTheFolderAreRefused(String href) {
    model.asset().put("href", href);

    refused(model).hasMessageContaining("href must stay in the item's folder, was " + href);
  }

  @Test
  void linksOutOfTheFolderAreRefused(@TempDir Path elsewhere) throws IOException {
    Path target = Files.write(elsewhere.resolve("small.pt"), ModelFolder.resource("small.pt"));
    Files.delete(folder.resolve("small.pt"));
    Files.createSymbolicLink(folder.resolve("small.pt"), target);

    refused(model).hasMessageContaining("href is a link out of the item's folder");
  }

  @Test
  void aFileThatIsMissingIsRefused() {
    model.asset().put("href", "other.pt");

    refused(model).hasMessageContaining("other.pt: no such file; the item names it as the model");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(ModelFolder changed) {
    changed.write();
    return refused();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(() -> ModelItem.read(folder)).isInstanceOf(InputException.class);
  }
}
