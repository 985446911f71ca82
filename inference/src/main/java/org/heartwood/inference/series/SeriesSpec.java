package org.heartwood.inference.series;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.inference.model.CardText;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.model.TemporalConvNet;
import org.heartwood.ingest.issue.InputException;

/**
 * A training file for disturbance from pixel series: everything that decides what weights come out.
 * Every field must be given; an unknown one is an error.
 *
 * @param kind always {@value #KIND}
 * @param data where the series and their labels are
 * @param inputs the bands of a series and how they are scaled
 * @param folds spatial folds, 2 to 20; each is scored by networks that never saw it
 * @param randomFolds random folds of the same samples to set beside the spatial ones, 0 for none
 * @param network shape of the network
 * @param optimisation how long and how fast it learns
 * @param planting how disturbances are planted in series without labels; none or one entry
 * @param evaluation how it is scored
 * @param card what the card says beyond numbers
 */
record SeriesSpec(
    String kind,
    Data data,
    List<ModelCard.InputBand> inputs,
    int folds,
    int randomFolds,
    TemporalConvNet network,
    Optimisation optimisation,
    List<Planting> planting,
    Scoring evaluation,
    CardText.Plain card) {
  static final String KIND = "disturbance-series";

  private static final int MAX_FOLDS = 20;
  private static final long MAX_BYTES = 1 << 20;

  SeriesSpec {
    inputs = List.copyOf(inputs);
    planting = List.copyOf(planting);
    if (!kind.equals(KIND)) {
      throw new IllegalArgumentException("kind must be " + KIND + ", was " + kind);
    }
    if (folds < 2 || folds > MAX_FOLDS || randomFolds < 0 || randomFolds > MAX_FOLDS) {
      throw new IllegalArgumentException(
          "folds must be 2 to "
              + MAX_FOLDS
              + " and randomFolds 0 to "
              + MAX_FOLDS
              + ", were "
              + folds
              + " and "
              + randomFolds);
    }
    if (inputs.size() != network.bands()) {
      throw new IllegalArgumentException(
          "inputs must list network.bands, " + network.bands() + ", listed " + inputs.size());
    }
    if (planting.size() > 1 || (planting.size() == 1 && randomFolds > 0)) {
      throw new IllegalArgumentException(
          "planting must have at most one entry, and none beside randomFolds, had "
              + planting.size()
              + " with randomFolds "
              + randomFolds);
    }
  }

  /** Where the series come from. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "source")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Table.class, name = "table"),
    @JsonSubTypes.Type(value = Stack.class, name = "radar-stack")
  })
  sealed interface Data permits Table, Stack {}

  /**
   * A table of labelled series; see {@link SeriesTable}. Folds are made of cells of longitude and
   * latitude.
   *
   * @param file the table
   * @param columns prefix of the columns of each band, in the order of the inputs; the last band is
   *     the one whose low values a simple rule takes for a disturbance
   * @param eventLabel label of disturbed series
   * @param otherLabel label of the others
   * @param cellDeg side of a cell, degrees
   * @param guardDeg a series this close to a cell of another fold does not teach that fold's
   *     networks
   * @param imagery the sensor, for the card
   */
  record Table(
      String file,
      List<String> columns,
      String eventLabel,
      String otherLabel,
      double cellDeg,
      double guardDeg,
      List<ModelCard.Imagery> imagery)
      implements Data {
    Table {
      columns = List.copyOf(columns);
      imagery = List.copyOf(imagery);
      if (!(cellDeg > 0) || !(guardDeg >= 0 && guardDeg <= cellDeg) || columns.isEmpty()) {
        throw new IllegalArgumentException(
            "columns must not be empty, cellDeg must be > 0 and guardDeg 0 to cellDeg, were "
                + columns
                + ", "
                + cellDeg
                + " and "
                + guardDeg);
      }
    }
  }

  /**
   * A {@link RadarStack} with reference points. Folds are strips of rows of equal height.
   *
   * @param vv VV backscatter, dB × 100
   * @param vh VH backscatter, dB × 100
   * @param index date and scene of each band
   * @param points reference points, see {@link ReferencePoints}
   * @param guardRows rows at either side of a fold that do not teach its networks; more than 2 keep
   *     the 3 × 3 neighbourhoods apart
   * @param blockPx side of the square blocks that are drawn for intervals, pixels
   * @param imagery the sensor, for the card
   */
  record Stack(
      String vv,
      String vh,
      String index,
      String points,
      int guardRows,
      int blockPx,
      List<ModelCard.Imagery> imagery)
      implements Data {
    Stack {
      imagery = List.copyOf(imagery);
      if (guardRows < 2 || blockPx <= 0) {
        throw new IllegalArgumentException(
            "guardRows must be >= 2, or neighbourhoods of two folds overlap, and blockPx > 0, were "
                + guardRows
                + " and "
                + blockPx);
      }
    }
  }

  /**
   * How long and how fast the networks learn. Both stages start with 50 updates of a linear rise of
   * the learning rate, which then falls to 0 along half a cosine.
   *
   * @param seeds one network is taught for each seed and fold
   * @param plantedUpdates weight updates on planted disturbances alone, a multiple of 100
   * @param plantedLearningRate peak learning rate of Adam in them
   * @param labelledUpdates weight updates on labelled series, a multiple of 100
   * @param labelledLearningRate peak learning rate of Adam in them
   * @param plantedShare share of each batch that is planted in the updates on labelled series
   * @param batch series that a weight update looks at; half of them, on average, are disturbed
   * @param hiddenFraction in each series that is learnt from, a share of steps uniform in 0 to this
   *     is hidden
   * @param gainSpread scaled bands are multiplied by a factor uniform in 1 ± this
   * @param labelDeviationDays standard deviation of the dates of disturbances about the truth, days
   */
  record Optimisation(
      List<Long> seeds,
      int plantedUpdates,
      double plantedLearningRate,
      int labelledUpdates,
      double labelledLearningRate,
      double plantedShare,
      int batch,
      double hiddenFraction,
      double gainSpread,
      double labelDeviationDays) {
    Optimisation {
      seeds = List.copyOf(seeds);
      if (seeds.isEmpty() || seeds.size() > 20 || batch <= 1 || batch > 4096) {
        throw new IllegalArgumentException(
            "seeds must list 1 to 20 and batch be 2 to 4096, were " + seeds + " and " + batch);
      }
      if (plantedUpdates < 0
          || labelledUpdates < 0
          || plantedUpdates + labelledUpdates == 0
          || plantedUpdates % SeriesTraining.UPDATES_PER_EPOCH != 0
          || labelledUpdates % SeriesTraining.UPDATES_PER_EPOCH != 0) {
        throw new IllegalArgumentException(
            "plantedUpdates and labelledUpdates must be multiples of "
                + SeriesTraining.UPDATES_PER_EPOCH
                + " and not both 0, were "
                + plantedUpdates
                + " and "
                + labelledUpdates);
      }
      if (!(plantedLearningRate > 0) || !(labelledLearningRate > 0) || !(labelDeviationDays > 0)) {
        throw new IllegalArgumentException(
            "plantedLearningRate, labelledLearningRate and labelDeviationDays must be > 0, were "
                + List.of(plantedLearningRate, labelledLearningRate, labelDeviationDays));
      }
      if (!(plantedShare >= 0 && plantedShare < 1)
          || !(hiddenFraction >= 0 && hiddenFraction < 1)
          || !(gainSpread >= 0 && gainSpread < 1)) {
        throw new IllegalArgumentException(
            "plantedShare, hiddenFraction and gainSpread must be in [0, 1), were "
                + List.of(plantedShare, hiddenFraction, gainSpread));
      }
    }
  }

  /**
   * How a disturbance is planted: VH falls by a magnitude within up to three steps, stays low for a
   * while, and recovers exponentially; VV falls by a share of that. The disturbed ground is a disc
   * that covers part of the 3 × 3 pixels around. Numbers are uniform between their limits.
   *
   * @param magnitudeMinDb least fall of VH, dB, > 0
   * @param magnitudeMaxDb largest fall of VH, dB
   * @param vvShareMax largest share of the fall in VV; the least is 0
   * @param lowMinDays shortest time without recovery, days
   * @param lowMaxDays longest
   * @param recoveryMinDays shortest time in which the fall then shrinks to 1/e, days, > 0
   * @param recoveryMaxDays longest
   * @param radiusMinPx smallest disc, pixels
   * @param radiusMaxPx largest disc
   * @param calmestFraction disturbances are planted in, and calm examples taken from, this share of
   *     the series without labels: those that the simple rule finds calmest. The others may hold
   *     real disturbances
   */
  record Planting(
      double magnitudeMinDb,
      double magnitudeMaxDb,
      double vvShareMax,
      double lowMinDays,
      double lowMaxDays,
      double recoveryMinDays,
      double recoveryMaxDays,
      double radiusMinPx,
      double radiusMaxPx,
      double calmestFraction) {
    Planting {
      if (!(magnitudeMinDb > 0 && magnitudeMaxDb >= magnitudeMinDb)
          || !(vvShareMax >= 0)
          || !(lowMinDays >= 0 && lowMaxDays >= lowMinDays)
          || !(recoveryMinDays > 0 && recoveryMaxDays >= recoveryMinDays)
          || !(radiusMinPx > 0.5 && radiusMaxPx >= radiusMinPx)) {
        throw new IllegalArgumentException(
            "planting: limits must be positive and minima not above maxima, radii > 0.5 px, were "
                + List.of(
                    magnitudeMinDb,
                    magnitudeMaxDb,
                    vvShareMax,
                    lowMinDays,
                    lowMaxDays,
                    recoveryMinDays,
                    recoveryMaxDays,
                    radiusMinPx,
                    radiusMaxPx));
      }
      if (!(calmestFraction > 0 && calmestFraction <= 1)) {
        throw new IllegalArgumentException(
            "planting: calmestFraction must be in (0, 1], was " + calmestFraction);
      }
    }
  }

  /**
   * How a model is scored.
   *
   * @param bootstrapDraws draws of blocks for intervals, > 0
   * @param seed seed of the draws, and of the random folds
   */
  record Scoring(int bootstrapDraws, long seed) {
    Scoring {
      if (bootstrapDraws <= 0 || bootstrapDraws > 100_000) {
        throw new IllegalArgumentException(
            "bootstrapDraws must be 1 to 100000, was " + bootstrapDraws);
      }
    }
  }

  /**
   * Reads a training file.
   *
   * @throws InputException if it cannot be read, naming the field
   */
  static SeriesSpec read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InputException(file + ": must have at most " + MAX_BYTES + " bytes");
      }
      return StrictJson.read(Files.readAllBytes(file), file.toString(), SeriesSpec.class);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
