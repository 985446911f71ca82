package org.heartwood.inference.external;

/** What kind of file a network is stored in. */
public enum NetworkFormat {
  /** An archive that {@code torch.jit.save} wrote; runs on PyTorch. */
  TORCHSCRIPT("PyTorch", "torch.jit.script"),
  /** Open Neural Network Exchange, one file; runs on ONNX Runtime. */
  ONNX("ONNX", "onnx");

  private final String framework;
  private final String artifactType;

  NetworkFormat(String framework, String artifactType) {
    this.framework = framework;
    this.artifactType = artifactType;
  }

  /** The item's {@code mlm:framework}. */
  String framework() {
    return framework;
  }

  /** The model asset's {@code mlm:artifact_type}. */
  String artifactType() {
    return artifactType;
  }
}
