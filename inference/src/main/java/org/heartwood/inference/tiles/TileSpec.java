package org.heartwood.inference.tiles;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.heartwood.inference.model.CardText;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.train.Losses;
import org.heartwood.inference.train.Optimisation;
import org.heartwood.ingest.issue.InputException;

/**
 * A training file for a forest mask from labelled tiles: everything that decides what weights come
 * out. Every field must be given; an unknown one is an error.
 *
 * @param kind always {@value #KIND}
 * @param imagery where the tiles lie and how their bands are scaled
 * @param folds one for each member: the tiles that it is tested on and those that stop it; it
 *     learns from all others
 * @param randomHoldoutFraction share of single pixels whose labels no member sees although it sees
 *     their neighbours'; the score on them tells how much a random split would flatter the model
 * @param network shape of the network: one probability head
 * @param optimisation how long and how fast it learns; one seed for each fold
 * @param losses what it is punished for
 * @param disturbance how training disturbs its input
 * @param card what the card says beyond numbers
 */
public record TileSpec(
    String kind,
    Imagery imagery,
    List<Fold> folds,
    double randomHoldoutFraction,
    UNet network,
    Optimisation optimisation,
    Losses losses,
    Disturbance disturbance,
    CardText.Plain card) {
  /** Value of {@code kind}. */
  public static final String KIND = "forest-tiles";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  public TileSpec {
    folds = List.copyOf(folds);
    if (!kind.equals(KIND)) {
      throw new IllegalArgumentException("kind must be " + KIND + ", was " + kind);
    }
    if (!network.heads().equals(List.of(UNet.Head.PROBABILITY))) {
      throw new IllegalArgumentException(
          "network.heads must be [PROBABILITY], were " + network.heads());
    }
    if (network.bands() != imagery.bands().size()) {
      throw new IllegalArgumentException(
          "network.bands must be the number of imagery.bands, "
              + imagery.bands().size()
              + ", was "
              + network.bands());
    }
    if (folds.size() < 2 || folds.size() != optimisation.seeds().size()) {
      throw new IllegalArgumentException(
          "folds must be at least 2, one for each of the "
              + optimisation.seeds().size()
              + " optimisation.seeds, were "
              + folds.size());
    }
    if (!(randomHoldoutFraction > 0 && randomHoldoutFraction < 1)) {
      throw new IllegalArgumentException(
          "randomHoldoutFraction must be between 0 and 1, was " + randomHoldoutFraction);
    }
    requirePartition(folds);
  }

  private static void requirePartition(List<Fold> folds) {
    Set<String> all = new LinkedHashSet<>();
    for (Fold fold : folds) {
      for (String tile : fold.test()) {
        if (!NAME.matcher(tile).matches()) {
          throw new IllegalArgumentException(
              "a tile's name must have letters, digits, _ and - only, was \"" + tile + "\"");
        }
        if (!all.add(tile)) {
          throw new IllegalArgumentException(
              "a tile must be tested in one fold only, " + tile + " was listed again");
        }
      }
    }
    for (Fold fold : folds) {
      for (String tile : fold.validation()) {
        if (fold.test().contains(tile) || !all.contains(tile)) {
          throw new IllegalArgumentException(
              "validation must name test tiles of other folds, was " + tile);
        }
      }
      if (fold.test().size() + fold.validation().size() >= all.size()) {
        throw new IllegalArgumentException(
            "a fold must leave at least one of the " + all.size() + " tiles to learn from");
      }
    }
    for (String tile : all) {
      if (folds.stream()
          .allMatch(fold -> fold.test().contains(tile) || fold.validation().contains(tile))) {
        throw new IllegalArgumentException(
            "a tile must be learnt from by some member, " + tile + " is not");
      }
    }
  }

  /**
   * Reads a training file.
   *
   * @throws InputException naming the file, the field and what is wrong with it
   */
  public static TileSpec read(Path file) {
    return StrictJson.read(file, TileSpec.class);
  }

  /** All tiles, fold by fold. */
  List<String> tiles() {
    return folds.stream().flatMap(fold -> fold.test().stream()).toList();
  }

  /** The tiles that a member learns from: neither tested on nor used to stop it. */
  List<String> training(int member) {
    Fold fold = folds.get(member);
    return tiles().stream()
        .filter(tile -> !fold.test().contains(tile) && !fold.validation().contains(tile))
        .toList();
  }

  /** The member that never saw a tile. */
  int testedBy(String tile) {
    for (int member = 0; member < folds.size(); member++) {
      if (folds.get(member).test().contains(tile)) {
        return member;
      }
    }
    throw new IllegalStateException(tile + " is in no fold");
  }

  /** The first member after {@link #testedBy} that learnt from a tile. */
  int taughtBy(String tile) {
    int tested = testedBy(tile);
    for (int step = 1; step < folds.size(); step++) {
      int member = (tested + step) % folds.size();
      if (!folds.get(member).validation().contains(tile)) {
        return member;
      }
    }
    throw new IllegalStateException(tile + " is never learnt from");
  }

  /**
   * Where the tiles lie: {@code images/TILE.tif} and {@code masks/TILE.tif}.
   *
   * @param images folder of the images, relative to the training file
   * @param masks folder of the masks, relative to the training file
   * @param bands the bands of an image, in their order
   * @param maximum largest possible value of a band; values outside 0 to this are no data
   * @param forestCode value of forest in a mask
   * @param otherCode value of everything else in a mask; other values are no label
   */
  public record Imagery(
      String images,
      String masks,
      List<Band> bands,
      double maximum,
      double forestCode,
      double otherCode) {
    public Imagery {
      bands = List.copyOf(bands);
      if (bands.isEmpty() || !(maximum > 0) || forestCode == otherCode) {
        throw new IllegalArgumentException(
            "bands must be at least one, maximum > 0, and forestCode and otherCode must differ");
      }
    }
  }

  /**
   * A band and its scaling: fixed numbers, not statistics of the tiles, so that no tile that a
   * member is tested on has a part in it.
   *
   * @param name for example {@code red}
   * @param formula what the value is
   * @param mean subtracted before the network
   * @param deviation divided by before the network, > 0
   */
  public record Band(String name, String formula, double mean, double deviation) {}

  /**
   * What one member may not learn from.
   *
   * @param test tiles that it is scored on and never sees
   * @param validation tiles of other folds that choose its epoch
   */
  public record Fold(List<String> test, List<String> validation) {
    public Fold {
      test = List.copyOf(test);
      validation = List.copyOf(validation);
      if (test.isEmpty() || validation.isEmpty()) {
        throw new IllegalArgumentException("test and validation must name at least one tile each");
      }
    }
  }

  /**
   * How training disturbs its input, in digital numbers: {@code x' = m + c·(g·x − m) + h + d +
   * noise} with brightness and band gains g, contrast c about the band's mean m, haze h and shift
   * d, all drawn for a crop.
   *
   * @param brightnessSpread the gain of all bands is uniform in 1 ± this
   * @param bandGainSpread the gain of each band is that times one uniform in 1 ± this
   * @param contrastSpread c is uniform in 1 ± this
   * @param hazeMax haze is uniform in −⅓ to 1 of this in the last (shortest) band and falls
   *     linearly to half of it in the first
   * @param noiseDeviationMax the standard deviation of the noise is uniform in 0 to this
   * @param smoothingFraction share of crops that are blended with their own 3 × 3 mean, by a weight
   *     uniform in 0 to 1
   */
  public record Disturbance(
      double brightnessSpread,
      double bandGainSpread,
      double contrastSpread,
      double hazeMax,
      double noiseDeviationMax,
      double smoothingFraction) {
    public Disturbance {
      List<Double> spreads = List.of(brightnessSpread, bandGainSpread, contrastSpread);
      if (!spreads.stream().allMatch(spread -> spread >= 0 && spread < 1)) {
        throw new IllegalArgumentException(
            "brightnessSpread, bandGainSpread and contrastSpread must be in [0, 1), were "
                + spreads);
      }
      if (!(hazeMax >= 0) || !(noiseDeviationMax >= 0)) {
        throw new IllegalArgumentException(
            "hazeMax and noiseDeviationMax must be >= 0, were "
                + hazeMax
                + " and "
                + noiseDeviationMax);
      }
      if (!(smoothingFraction >= 0 && smoothingFraction <= 1)) {
        throw new IllegalArgumentException(
            "smoothingFraction must be 0 to 1, was " + smoothingFraction);
      }
    }
  }
}
