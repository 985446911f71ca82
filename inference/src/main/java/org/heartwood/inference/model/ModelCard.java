package org.heartwood.inference.model;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * What a model is, what it learnt from, how good it is and what it must not be used for. Stored
 * beside the weights as {@code card.json}; a field that is not listed here is an error.
 *
 * @param name name of the model, also of its folder
 * @param version version of the weights
 * @param task what it predicts from what, one sentence
 * @param status whether verdicts may rest on it
 * @param architecture shape of the network
 * @param inputs the bands, or the channels of a series, in the order they are given
 * @param outputs the targets in the order they are predicted; the first is the main one
 * @param imagery the images that taught it; empty if it learnt from no image
 * @param training what it learnt from
 * @param members the weights; several are an ensemble whose mean is served
 * @param calibration how standard errors are scaled, one entry for each output that has them
 * @param applicability where it may be believed: at most one entry, none if that is not known
 * @param tables what was measured, on data that training never saw
 * @param residuals spread of the residuals' block means on test ground; empty if not known
 * @param limits known failures
 * @param intendedUse what it is for
 * @param refusals what it must not be used for
 * @param licence licence of the weights and why
 */
public record ModelCard(
    String name,
    String version,
    String task,
    Status status,
    Architecture architecture,
    List<InputBand> inputs,
    List<Output> outputs,
    List<Imagery> imagery,
    Training training,
    List<Member> members,
    List<Calibration> calibration,
    List<Applicability> applicability,
    List<ScoreTable> tables,
    List<ResidualComponent> residuals,
    List<String> limits,
    List<String> intendedUse,
    List<String> refusals,
    String licence)
    implements Serializable {
  public ModelCard {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    imagery = List.copyOf(imagery);
    members = List.copyOf(members);
    calibration = List.copyOf(calibration);
    applicability = List.copyOf(applicability);
    tables = List.copyOf(tables);
    residuals = List.copyOf(residuals);
    limits = List.copyOf(limits);
    intendedUse = List.copyOf(intendedUse);
    refusals = List.copyOf(refusals);
    if (architecture instanceof UNet net
        && (inputs.size() != net.bands() || outputs.size() != net.heads().size())) {
      throw new IllegalArgumentException(
          "inputs and outputs must list the architecture's "
              + net.bands()
              + " bands and "
              + net.heads().size()
              + " heads, listed "
              + inputs.size()
              + " and "
              + outputs.size());
    }
    if (applicability.size() > 1) {
      throw new IllegalArgumentException(
          "applicability must have at most one entry, had " + applicability.size());
    }
  }

  /**
   * What identifies the model's numbers: the one member's digest, the digest of all members', or,
   * where all numbers stand in the architecture, its digest.
   */
  public String digest() {
    if (members.isEmpty()) {
      return Sha256.of(StrictJson.bytes(architecture));
    }
    return members.size() == 1
        ? members.get(0).sha256()
        : Sha256.of(
            members.stream()
                .map(Member::sha256)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What a model that predicts windows of imagery promises.
   *
   * @throws IllegalStateException if this model is of another kind
   */
  public ModelContract contract() {
    if (!(architecture instanceof UNet net)) {
      throw new IllegalStateException(name + " does not predict windows of imagery");
    }
    int stride = net.stridePx();
    int halo = (net.receptiveFieldRadiusPx() + stride - 1) / stride * stride;
    return new ModelContract(name, version, digest(), inputs, outputs, imagery, stride, halo, 0);
  }

  /** The same card with what training and measuring found. */
  public ModelCard with(
      Training taught, List<Member> weights, List<Calibration> scaling, Evidence evidence) {
    return new ModelCard(
        name,
        version,
        task,
        status,
        architecture,
        inputs,
        outputs,
        imagery,
        taught,
        weights,
        scaling,
        evidence.applicability(),
        evidence.tables(),
        evidence.residuals(),
        limits,
        intendedUse,
        refusals,
        licence);
  }

  /**
   * What was measured of a model.
   *
   * @param applicability as on the card
   * @param tables as on the card
   * @param residuals as on the card
   */
  public record Evidence(
      List<Applicability> applicability,
      List<ScoreTable> tables,
      List<ResidualComponent> residuals) {
    /** Nothing measured yet. */
    public static final Evidence NONE = new Evidence(List.of(), List.of(), List.of());
  }

  /** Whether verdicts may rest on a model. */
  public enum Standing {
    /** Its skill was measured on data like those that it is meant for. */
    OPERATIONAL,
    /** It shows how the parts work; its skill could not be measured. No verdict may rest on it. */
    DEMONSTRATION
  }

  /**
   * The standing of a model, and why.
   *
   * @param standing whether verdicts may rest on it
   * @param reason one sentence
   */
  public record Status(Standing standing, String reason) implements Serializable {}

  /**
   * One input and how it is scaled: the network sees {@code (value − mean) / deviation}.
   *
   * @param name for example {@code NDVI}
   * @param unit unit of the values
   * @param formula how it is computed
   * @param minimum smallest possible value; below it is no data
   * @param maximum largest possible value; above it is no data
   * @param noDataRule what missing values are and what becomes of them
   * @param mean subtracted before the network, in the band's unit
   * @param deviation divided by before the network, in the band's unit, > 0
   */
  public record InputBand(
      String name,
      String unit,
      String formula,
      double minimum,
      double maximum,
      String noDataRule,
      double mean,
      double deviation)
      implements Serializable {
    public InputBand {
      if (!(deviation > 0)) {
        throw new IllegalArgumentException("deviation must be > 0, was " + deviation);
      }
    }
  }

  /**
   * A target. The network's own scale is {@code (value − offset) / scale}.
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

    /** A probability, which the network gives as it is. */
    public static Output probability(String target, String noDataRule) {
      return new Output(target, "1", 0, 1, 0, 1, noDataRule);
    }
  }

  /**
   * An image that taught the model; it knows no other sensor, season or pixel size.
   *
   * @param sensor the instrument
   * @param acquired date of the image, UTC
   * @param season when of the year that is, in words
   * @param pixelSizeM edge of a pixel, metres
   */
  public record Imagery(String sensor, LocalDate acquired, String season, double pixelSizeM)
      implements Serializable {}

  /**
   * What the weights were learnt from.
   *
   * @param trainingFile the training file, its path below the samples' folder
   * @param files the data, with their digests
   * @param samples labelled samples (pixels, series or plots) that training could use
   * @param bands what the training data looked like, in the order of the inputs; may be empty
   * @param origin where the data come from
   * @param licence licence of the data
   */
  public record Training(
      String trainingFile,
      List<DataFile> files,
      long samples,
      List<TrainedBand> bands,
      String origin,
      String licence)
      implements Serializable {
    public Training {
      files = List.copyOf(files);
      bands = List.copyOf(bands);
    }
  }

  /**
   * A file that was read.
   *
   * @param name file name
   * @param sha256 digest of its bytes, lower-case hexadecimal
   */
  public record DataFile(String name, String sha256) implements Serializable {
    /**
     * A file as it is now.
     *
     * @param folder folder of the training file
     * @param name path below it
     * @throws InputException if it cannot be read
     */
    public static DataFile of(Path folder, String name) {
      try {
        return new DataFile(name, Sha256.of(folder.resolve(name)));
      } catch (IOException e) {
        throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
      }
    }
  }

  /**
   * The values of an input that training saw.
   *
   * @param name name of the input
   * @param low 0.5 percentile
   * @param high 99.5 percentile; what lies outside low to high the model has hardly seen
   * @param denseForestLevel median over pixels of at least 70 per cent cover: the level to which
   *     other dates should be brought
   */
  public record TrainedBand(String name, double low, double high, double denseForestLevel)
      implements Serializable {}

  /**
   * One set of weights.
   *
   * @param file name of the file beside the card
   * @param sha256 digest of its bytes, lower-case hexadecimal
   * @param seed seed of its weights, samples and disturbances
   * @param bestEpoch the epoch whose weights were kept, counted from 1
   * @param epochs epochs that were run
   */
  public record Member(String file, String sha256, long seed, int bestEpoch, int epochs)
      implements Serializable {}

  /**
   * The scaling of the standard errors of one output: the conformal quantile of |label − mean| ÷
   * standard error over the calibration blocks, divided by the normal quantile of the same
   * coverage.
   *
   * @param target the output
   * @param coverageFraction coverage that was asked for
   * @param standardErrorFactor factor that gives it on the calibration blocks, > 0
   * @param samples labelled samples used
   */
  public record Calibration(
      String target, double coverageFraction, double standardErrorFactor, long samples)
      implements Serializable {
    public Calibration {
      if (!(standardErrorFactor > 0)) {
        throw new IllegalArgumentException(
            "standardErrorFactor must be > 0, was " + standardErrorFactor);
      }
    }
  }

  /**
   * The training points that tell where the model may be believed.
   *
   * @param file their values, a safetensors file beside the card
   * @param sha256 digest of its bytes, lower-case hexadecimal
   * @param points how many there are
   * @param inputWeights importance of each input, in the inputs' order
   * @param meanDistance mean distance between two of them in the weighted, scaled space
   * @param threshold dissimilarity above which the model is not to be believed
   */
  public record Applicability(
      String file,
      String sha256,
      int points,
      List<Double> inputWeights,
      double meanDistance,
      double threshold)
      implements Serializable {
    public Applicability {
      inputWeights = List.copyOf(inputWeights);
    }
  }
}
