package org.heartwood.inference.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.List;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.landscape.Split;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * What a model is, what it learnt from, how good it is and what it must not be used for. Stored
 * beside the weights as {@code card.json}; a field that is not listed here is an error.
 *
 * @param name name of the model, also of its folder
 * @param version version of the weights
 * @param task what it predicts from what, one sentence
 * @param architecture shape of the network
 * @param receptiveFieldRadiusPx farthest input pixel that can change an output pixel, along a row
 *     or a column; a window needs a halo at least as wide
 * @param inputs the bands in the order a window lists them
 * @param output the target
 * @param training what it learnt from
 * @param calibration how its standard errors were scaled
 * @param seed seed of weights, crops and disturbances
 * @param weightsSha256 digest of the weights file, lower-case hexadecimal
 * @param scores measured on ground that training never saw
 * @param residuals spread of the residuals' block means over the test columns
 * @param limits known failures
 * @param intendedUse what it is for
 * @param refusals what it must not be used for
 * @param licence licence of the weights and why
 */
public record ModelCard(
    String name,
    String version,
    String task,
    Architecture architecture,
    int receptiveFieldRadiusPx,
    List<InputBand> inputs,
    Output output,
    Training training,
    Calibration calibration,
    long seed,
    String weightsSha256,
    List<AreaScores> scores,
    List<ResidualComponent> residuals,
    List<String> limits,
    List<String> intendedUse,
    List<String> refusals,
    String licence)
    implements Serializable {
  public ModelCard {
    inputs = List.copyOf(inputs);
    scores = List.copyOf(scores);
    residuals = List.copyOf(residuals);
    limits = List.copyOf(limits);
    intendedUse = List.copyOf(intendedUse);
    refusals = List.copyOf(refusals);
    if (inputs.size() != architecture.bands()) {
      throw new IllegalArgumentException(
          "inputs must list the architecture's "
              + architecture.bands()
              + " bands, listed "
              + inputs.size());
    }
    if (receptiveFieldRadiusPx != Architecture.RECEPTIVE_FIELD_RADIUS_PX) {
      throw new IllegalArgumentException(
          "receptiveFieldRadiusPx of a "
              + Architecture.U_NET
              + " must be "
              + Architecture.RECEPTIVE_FIELD_RADIUS_PX
              + ", was "
              + receptiveFieldRadiusPx);
    }
  }

  /**
   * Halo that windows need so that every core pixel is exact and windows agree with one another:
   * the receptive field rounded up to whole cells of {@link Architecture#STRIDE_PX} pixels.
   */
  @JsonIgnore
  public int haloPx() {
    int cells = (receptiveFieldRadiusPx + Architecture.STRIDE_PX - 1) / Architecture.STRIDE_PX;
    return cells * Architecture.STRIDE_PX;
  }

  /**
   * One input band and how it is scaled: the network sees {@code (value − mean) / deviation}.
   *
   * @param name for example {@code NDVI}
   * @param unit unit of the values
   * @param formula how it is computed
   * @param minimum smallest possible value; below it is no data
   * @param maximum largest possible value; above it is no data
   * @param noDataRule what missing pixels are and what becomes of them
   * @param mean subtracted before the network, in the band's unit
   * @param deviation divided by before the network, in the band's unit, > 0
   * @param sensor instrument of the training scene
   * @param season when of the year the model was taught; it knows no other season
   * @param pixelSizeM edge of a training pixel, metres
   * @param denseForestLevel the band's median over training pixels of at least 70 per cent cover;
   *     the level to which other dates should be normalised
   * @param trainedLow 0.5 percentile over the training pixels
   * @param trainedHigh 99.5 percentile over the training pixels; what lies outside trainedLow to
   *     trainedHigh the model has hardly seen
   */
  public record InputBand(
      String name,
      String unit,
      String formula,
      double minimum,
      double maximum,
      String noDataRule,
      double mean,
      double deviation,
      String sensor,
      String season,
      double pixelSizeM,
      double denseForestLevel,
      double trainedLow,
      double trainedHigh)
      implements Serializable {
    public InputBand {
      if (!(deviation > 0)) {
        throw new IllegalArgumentException("deviation must be > 0, was " + deviation);
      }
    }
  }

  /**
   * The target. The network's own scale is {@code (value − offset) / scale}.
   *
   * @param target what is predicted
   * @param unit unit of mean and standard error
   * @param minimum means are clipped to this from below
   * @param maximum means are clipped to this from above
   * @param offset value at the network's 0
   * @param scale value of the network's 1, > 0
   * @param noDataRule where the prediction is NaN
   */
  public record Output(
      String target,
      String unit,
      double minimum,
      double maximum,
      double offset,
      double scale,
      String noDataRule)
      implements Serializable {
    public Output {
      if (!(scale > 0)) {
        throw new IllegalArgumentException("scale must be > 0, was " + scale);
      }
    }
  }

  /**
   * What the weights were learnt from.
   *
   * @param files the files with their digests
   * @param scene the scene and its label
   * @param split which pixels were trained on, kept out and tested
   * @param validationWindows blocks used for early stopping and calibration
   * @param labelledPixels pixels whose label training could use
   * @param bestEpoch the epoch whose weights were kept, counted from 1
   * @param epochs epochs that were run
   * @param origin where the data come from
   * @param licence licence of the data
   */
  public record Training(
      List<DataFile> files,
      SceneSpec scene,
      Split split,
      List<PixelWindow> validationWindows,
      long labelledPixels,
      int bestEpoch,
      int epochs,
      String origin,
      String licence)
      implements Serializable {
    public Training {
      files = List.copyOf(files);
      validationWindows = List.copyOf(validationWindows);
    }
  }

  /**
   * A file that was read.
   *
   * @param name file name
   * @param sha256 digest of its bytes, lower-case hexadecimal
   */
  public record DataFile(String name, String sha256) implements Serializable {}

  /**
   * The scaling of the network's standard errors: the conformal quantile of |label − mean| ÷
   * standard error over the validation blocks, divided by the normal quantile of the same coverage.
   *
   * @param coverageFraction coverage that was asked for
   * @param standardErrorFactor factor that gives it on the validation blocks, > 0
   * @param pixels validation pixels used
   */
  public record Calibration(double coverageFraction, double standardErrorFactor, long pixels)
      implements Serializable {
    public Calibration {
      if (!(standardErrorFactor > 0)) {
        throw new IllegalArgumentException(
            "standardErrorFactor must be > 0, was " + standardErrorFactor);
      }
    }
  }
}
