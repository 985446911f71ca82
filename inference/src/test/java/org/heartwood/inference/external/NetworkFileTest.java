package org.heartwood.inference.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void networksAreKnownByWhatTheyHold() {
    file(ModelFolder.resource("small.pt")).require(NetworkFormat.TORCHSCRIPT);
    file(ModelFolder.resource("small.onnx")).require(NetworkFormat.ONNX);
    file(ModelFolder.resource("fixed.onnx")).require(NetworkFormat.ONNX);
  }

  @Test
  void aPickledStateDictIsRefused() {
    refused("state_dict.pt", NetworkFormat.TORCHSCRIPT)
        .hasMessageContaining("is a Python pickle that torch.save wrote, not TorchScript")
        .hasMessageContaining("torch.jit.save(torch.jit.script(model), file)");
  }

  @Test
  void anOldPickleIsRefused() {
    refused("legacy.pt", NetworkFormat.TORCHSCRIPT).hasMessageContaining("is an old Python pickle");
  }

  @Test
  void anExportedProgramIsRefused() {
    refused("exported.pt2", NetworkFormat.TORCHSCRIPT)
        .hasMessageContaining("is an archive, but not TorchScript");
  }

  @Test
  void onnxInPlaceOfTorchScriptIsRefusedAndTheOtherWayRound() {
    refused("small.onnx", NetworkFormat.TORCHSCRIPT)
        .hasMessageContaining("is not TorchScript: it begins with bytes 08");
    refused("small.pt", NetworkFormat.ONNX).hasMessageContaining("is not an ONNX model");
  }

  @Test
  void aTruncatedArchiveIsRefused() {
    byte[] whole = ModelFolder.resource("small.pt");
    NetworkFile part = file(Arrays.copyOf(whole, 500));

    assertThatThrownBy(() -> part.require(NetworkFormat.TORCHSCRIPT))
        .isInstanceOf(InputException.class);
  }

  @Test
  void weightsInOtherFilesAreRefused() {
    refused("external.onnx", NetworkFormat.ONNX)
        .hasMessageContaining("keeps weights in other files (external data)");
  }

  @Test
  void operatorsOfOtherLibrariesAreRefused() {
    refused("custom.onnx", NetworkFormat.ONNX)
        .hasMessageContaining("uses an operator of the library \"org.example.operators\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "hello, this is no model at all", "<html></html>", "{}"})
  void whatIsNoOnnxIsRefused(String text) {
    NetworkFile file = file(text.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> file.require(NetworkFormat.ONNX))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is not an ONNX model");
  }

  @Test
  void everyTruncationOfAnOnnxFileIsRefusedOrHasItsGraphWhole() {
    byte[] whole = ModelFolder.resource("small.onnx");
    int refusals = 0;
    for (int length = 1; length < whole.length; length++) {
      NetworkFile part = file(Arrays.copyOf(whole, length));
      try {
        part.require(NetworkFormat.ONNX);
      } catch (InputException e) {
        refusals++;
      }
    }
    // What follows the graph is the version of the operators, some bytes.
    assertThat(refusals).isGreaterThan(whole.length - 10);
  }

  @Test
  void filesThatAreTooLargeOrEmptyAreRefused() {
    assertThatThrownBy(() -> read(new byte[101], 100))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a model file has 1 to 100 bytes, was 101 bytes");
    assertThatThrownBy(() -> read(new byte[0], 100))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("was 0 bytes");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      String resource, NetworkFormat format) {
    NetworkFile file = file(ModelFolder.resource(resource));
    return assertThatThrownBy(() -> file.require(format)).isInstanceOf(InputException.class);
  }

  private NetworkFile file(byte[] bytes) {
    try {
      return read(bytes, NetworkFile.LARGEST_BYTES);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private NetworkFile read(byte[] bytes, long largest) throws IOException {
    return NetworkFile.read(Files.write(folder.resolve("network"), bytes), largest);
  }
}
