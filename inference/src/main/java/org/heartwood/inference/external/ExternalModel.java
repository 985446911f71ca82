package org.heartwood.inference.external;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelContract;

/**
 * What a user's STAC item says about a network, as far as Heartwood acts on it.
 *
 * @param name {@code mlm:name}
 * @param version {@code version}; empty if the item has none
 * @param architecture {@code mlm:architecture}
 * @param tasks {@code mlm:tasks}
 * @param licence of the weights, as an SPDX identifier or a text
 * @param description {@code description}; empty if the item has none
 * @param format what kind of file the network is
 * @param bands input bands in the network's order
 * @param noDataFill what the network is given where a band has no data, in its own scale
 * @param imagery what taught it; predictions are refused for other pixel sizes
 * @param tiling the sizes of windows
 * @param input shape of the network's input
 * @param output shape of its output
 * @param targets what is read from the output, at least one
 */
record ExternalModel(
    String name,
    String version,
    String architecture,
    List<String> tasks,
    String licence,
    String description,
    NetworkFormat format,
    List<Band> bands,
    double noDataFill,
    ModelCard.Imagery imagery,
    Tiling tiling,
    TensorShape input,
    TensorShape output,
    List<Target> targets) {
  ExternalModel {
    tasks = List.copyOf(tasks);
    bands = List.copyOf(bands);
    targets = List.copyOf(targets);
  }

  /**
   * What the model promises, as the built-in ones do.
   *
   * @param sha256 digest of the network's file
   */
  ModelContract contract(String sha256) {
    String missing = "NaN where a band has no data";
    return new ModelContract(
        name,
        version,
        sha256,
        bands.stream()
            .map(
                band ->
                    new ModelCard.InputBand(
                        band.name(),
                        band.unit(),
                        band.measures(),
                        band.minimum(),
                        band.maximum(),
                        "the network is given " + noDataFill,
                        band.scaling().subtract(),
                        band.scaling().divide()))
            .toList(),
        targets.stream()
            .map(
                target ->
                    new ModelCard.Output(
                        target.name(),
                        target.unit(),
                        target.minimum(),
                        target.maximum(),
                        target.offset(),
                        target.scale(),
                        missing))
            .toList(),
        List.of(imagery),
        tiling.stridePx(),
        tiling.haloPx(),
        tiling.blendPx());
  }

  /**
   * An input band.
   *
   * @param name as the item calls it
   * @param measures what it measures, by Heartwood's name: a common band or a spectral index
   * @param unit of its values
   * @param minimum smallest value that is data
   * @param maximum largest value that is data
   * @param scaling how its values become the network's
   */
  record Band(
      String name,
      String measures,
      String unit,
      double minimum,
      double maximum,
      ValueScaling scaling) {
    Band {
      if (!(minimum < maximum)) {
        throw new IllegalArgumentException(
            "minimum must be < maximum, were " + minimum + " and " + maximum);
      }
    }

    /** Whether a value is data: a number within the band's range. */
    boolean hasData(float value) {
      return value >= minimum && value <= maximum;
    }
  }

  /**
   * Sizes, pixels.
   *
   * @param stridePx sides of windows are multiples of this
   * @param haloPx what is predicted nearer to a window's edge is not used
   * @param blendPx across how many pixels neighbouring windows are averaged; 0 if they agree
   */
  record Tiling(int stridePx, int haloPx, int blendPx) {
    Tiling {
      if (stridePx < 1 || stridePx > 1024) {
        throw new IllegalArgumentException("stride_px must be 1 to 1024, was " + stridePx);
      }
      if (haloPx < 0 || haloPx > 1024 || haloPx % stridePx != 0) {
        throw new IllegalArgumentException(
            "halo_px must be a multiple of stride_px, "
                + stridePx
                + ", from 0 to 1024, was "
                + haloPx);
      }
      if (blendPx < 0 || blendPx > 256) {
        throw new IllegalArgumentException("blend_px must be 0 to 256, was " + blendPx);
      }
    }
  }

  /**
   * Shape of a batch of images, batch × channels × rows × columns; {@value #ANY} is any size.
   *
   * @param batch images, or any number
   * @param channels always given
   * @param rows pixels, or any number
   * @param cols pixels, or any number
   */
  record TensorShape(int batch, int channels, int rows, int cols) {
    static final int ANY = -1;

    /** Whether a network that takes arrays of these sizes, -1 for any, takes all of this shape. */
    boolean isWithin(List<Integer> taken) {
      List<Integer> declared = List.of(batch, channels, rows, cols);
      return taken.size() == declared.size()
          && IntStream.range(0, taken.size())
              .allMatch(i -> taken.get(i) == ANY || taken.get(i).equals(declared.get(i)));
    }

    @Override
    public String toString() {
      return IntStream.of(batch, channels, rows, cols)
          .mapToObj(size -> size == ANY ? "any" : Integer.toString(size))
          .collect(Collectors.joining(" × "));
    }
  }
}
