package org.heartwood.inference.local;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.run.WholeFile;

/**
 * A correction of a model for one place, learnt from reference plots there: {@code mean' =
 * intercept + slope·mean} and {@code standard error' = factor·standard error}. It is no part of the
 * model: it lies in a file of its own, names the model and the plots by digest, and whatever uses
 * it says so.
 *
 * @param name how outputs call it
 * @param created day it was made, UTC
 * @param model model that it corrects
 * @param modelSha256 digest of that model
 * @param plotsSha256 digest of the plots
 * @param plots number of plots
 * @param blocks number of blocks they lie in
 * @param blockSideM side of those blocks, metres
 * @param unit unit of the model's output
 * @param intercept a, in that unit
 * @param slope b, > 0
 * @param shrinkageFraction share of the fitted correction that was kept; the rest is the model's
 * @param standardErrorFactor factor on standard errors, > 0
 * @param coverageFraction coverage that the factor was chosen for
 * @param biasBefore mean error of the model on the plots
 * @param biasAfter mean error with whole blocks left out in turn
 * @param rmseBefore root mean square error of the model on the plots
 * @param rmseAfter root mean square error with whole blocks left out in turn
 * @param limits what it does not know
 */
public record Recalibration(
    String name,
    LocalDate created,
    String model,
    String modelSha256,
    String plotsSha256,
    int plots,
    int blocks,
    double blockSideM,
    String unit,
    double intercept,
    double slope,
    double shrinkageFraction,
    double standardErrorFactor,
    double coverageFraction,
    double biasBefore,
    double biasAfter,
    double rmseBefore,
    double rmseAfter,
    String limits)
    implements Serializable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public Recalibration {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name must have 1 to 64 letters, digits, dots, hyphens and underscores, was " + name);
    }
    if (!Double.isFinite(intercept) || !(slope > 0) || !Double.isFinite(slope)) {
      throw new IllegalArgumentException(
          "intercept must be finite and slope > 0, were " + intercept + " and " + slope);
    }
    if (!(standardErrorFactor > 0) || !Double.isFinite(standardErrorFactor)) {
      throw new IllegalArgumentException(
          "standardErrorFactor must be > 0, was " + standardErrorFactor);
    }
  }

  /** The corrected mean; clip it to the target's range. */
  public double mean(double predicted) {
    return intercept + slope * predicted;
  }

  /** The corrected standard error. */
  public double standardError(double standardError) {
    return standardErrorFactor * standardError;
  }

  /** Digest of the file that it is written as. */
  public String sha256() {
    return Sha256.of(StrictJson.bytes(this));
  }

  /** Writes it; the file appears whole or not at all. */
  public void write(Path file) {
    try {
      WholeFile.write(file, StrictJson.bytes(this));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Reads one.
   *
   * @throws InputException naming the file, the field and what is wrong with it
   */
  public static Recalibration read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + ": no such file; heartwood evaluate --plots … --recalibrate FILE writes one");
    }
    try {
      return StrictJson.read(Files.readAllBytes(file), file.toString(), Recalibration.class);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
