package org.heartwood.inference.challenge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * A challenge: which model may be challenged, what submitters may use, and the holdout that
 * decides. Whoever runs a registry keeps this file and the observations it names to themselves;
 * submitters get the names of the layers.
 *
 * @param name name of the challenge
 * @param about what it is about and who may see its holdout
 * @param base the model that is deployed
 * @param layers rasters that conditions, formulas and models may use, all on one grid
 * @param derived layers computed from those, pixel by pixel; each may use the ones before it
 * @param observed the observations
 * @param holdout which blocks of the grid are held out
 * @param loss what an error costs
 * @param acceptance when a submission is accepted
 */
public record ChallengeSpec(
    String name,
    String about,
    Base base,
    List<Layer> layers,
    List<Derived> derived,
    Observed observed,
    HeldOut holdout,
    LossSpec loss,
    Acceptance acceptance) {
  /** Name by which expressions call the deployed predictor's output. */
  static final String PREDICTION = "prediction";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final Set<String> TAKEN =
      Set.of(PREDICTION, "and", "or", "not", "min", "max", "abs", "exp", "log");

  public ChallengeSpec {
    layers = List.copyOf(layers);
    derived = List.copyOf(derived);
    Set<String> seen = new HashSet<>();
    Stream.concat(layers.stream().map(Layer::name), derived.stream().map(Derived::name))
        .forEach(
            layer -> {
              if (!NAME.matcher(layer).matches() || TAKEN.contains(layer) || !seen.add(layer)) {
                throw new IllegalArgumentException(
                    "a layer's name must be lower-case letters, digits and _, used once and none"
                        + " of "
                        + TAKEN.stream().sorted().toList()
                        + ", was "
                        + layer);
              }
            });
    for (String input : base.inputs()) {
      if (!seen.contains(input)) {
        throw new IllegalArgumentException(
            "base.inputs names the layer " + input + ", which is not among " + seen);
      }
    }
  }

  /**
   * The deployed model.
   *
   * @param model built-in model, or a folder relative to this file
   * @param sha256 digest that its contract must show
   * @param inputs layers that it reads, in its order
   */
  public record Base(String model, String sha256, List<String> inputs) {
    public Base {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * A raster.
   *
   * @param name how expressions call it
   * @param file GeoTIFF, relative to this file
   * @param band band, counted from 0
   * @param scale factor from the file's numbers to the layer's unit
   * @param minimum smallest valid value, in the layer's unit; what is below is no data
   * @param maximum largest valid value; what is above is no data
   */
  public record Layer(
      String name, String file, int band, double scale, double minimum, double maximum) {
    public Layer {
      requireRange(name, band, minimum, maximum);
    }
  }

  /**
   * A layer computed from others.
   *
   * @param name how expressions call it
   * @param formula expression of the layers before it
   */
  public record Derived(String name, String formula) {}

  /**
   * What was observed.
   *
   * @param file GeoTIFF, relative to this file
   * @param band band, counted from 0
   * @param minimum smallest valid value; what is below is no data
   * @param maximum largest valid value; what is above is no data
   * @param unit its unit, that of the model's output
   */
  public record Observed(String file, int band, double minimum, double maximum, String unit) {
    public Observed {
      requireRange("observed", band, minimum, maximum);
    }
  }

  /**
   * Which blocks are held out: whole squares of an area, shuffled by seed, of which the first
   * {@code heldOutFraction} are taken.
   *
   * @param area pixels that the model never saw in training
   * @param blockPx side of a block; choose it no smaller than errors reach
   * @param heldOutFraction share of the blocks that is held out, > 0, at most 1
   * @param seed of the shuffle
   */
  public record HeldOut(PixelWindow area, int blockPx, double heldOutFraction, long seed) {
    public HeldOut {
      if (blockPx <= 0 || !(heldOutFraction > 0 && heldOutFraction <= 1)) {
        throw new IllegalArgumentException(
            "blockPx must be > 0 and heldOutFraction > 0 and <= 1, were "
                + blockPx
                + " and "
                + heldOutFraction);
      }
    }

    /**
     * The held-out blocks, from north to south and west to east.
     *
     * @throws InputException if the area leaves the grid or gives fewer than two blocks
     */
    List<PixelWindow> blocks(Grid grid) {
      if (!grid.window().contains(area)) {
        throw new InputException(
            "holdout.area " + area + " must lie inside the grid, " + grid.window());
      }
      List<PixelWindow> blocks = new ArrayList<>();
      for (int row = area.row(); row + blockPx <= area.endRow(); row += blockPx) {
        for (int col = area.col(); col + blockPx <= area.endCol(); col += blockPx) {
          blocks.add(new PixelWindow(col, row, blockPx, blockPx));
        }
      }
      List<PixelWindow> shuffled = new ArrayList<>(blocks);
      Collections.shuffle(shuffled, new Random(seed));
      Set<PixelWindow> held =
          Set.copyOf(shuffled.subList(0, (int) Math.floor(heldOutFraction * blocks.size())));
      blocks.retainAll(held);
      if (blocks.size() < 2) {
        throw new InputException(
            "holdout gives "
                + blocks.size()
                + " blocks of "
                + blockPx
                + " px; at least 2 are needed");
      }
      return List.copyOf(blocks);
    }
  }

  /**
   * What an error costs: {@code min(1, (error / bound)²)}, or without the square.
   *
   * @param kind squared or absolute
   * @param bound error that costs 1, in the target's unit, > 0
   */
  public record LossSpec(LossKind kind, double bound) {
    public LossSpec {
      if (!(bound > 0) || !Double.isFinite(bound)) {
        throw new IllegalArgumentException("bound of the loss must be > 0, was " + bound);
      }
    }

    Loss loss() {
      return Loss.bounded(
          switch (kind) {
            case SQUARED -> Loss.Kind.SQUARED;
            case ABSOLUTE -> Loss.Kind.ABSOLUTE;
          },
          bound);
    }
  }

  /** How a loss grows with the error. */
  public enum LossKind {
    SQUARED,
    ABSOLUTE
  }

  /**
   * When a submission is accepted.
   *
   * @param alpha least {@code share × gain}, a fraction of the largest loss; 0.001 unless there is
   *     a reason
   * @param minimumPixels fewest held-out pixels of a group
   * @param minimumBlocks fewest held-out blocks of a group
   * @param errorProbability chance that any acceptance among all submissions is luck, 0 to 1
   * @param maximumQueries submissions after which the holdout is spent, whatever they were
   */
  public record Acceptance(
      double alpha,
      long minimumPixels,
      int minimumBlocks,
      double errorProbability,
      int maximumQueries) {
    public Acceptance {
      if (!(alpha > 0 && alpha <= 1) || minimumPixels <= 0 || minimumBlocks <= 0) {
        throw new IllegalArgumentException(
            "alpha must be > 0 and <= 1, minimumPixels and minimumBlocks > 0, were "
                + alpha
                + ", "
                + minimumPixels
                + " and "
                + minimumBlocks);
      }
      if (!(errorProbability > 0 && errorProbability < 1) || maximumQueries <= 0) {
        throw new IllegalArgumentException(
            "errorProbability must be > 0 and < 1 and maximumQueries > 0, were "
                + errorProbability
                + " and "
                + maximumQueries);
      }
    }

    AcceptanceRule rule() {
      return new AcceptanceRule(
          alpha, AcceptanceRule.Comparison.AT_LEAST, minimumPixels, minimumBlocks);
    }
  }

  private static void requireRange(String name, int band, double minimum, double maximum) {
    if (band < 0 || !(minimum < maximum)) {
      throw new IllegalArgumentException(
          name
              + ": band must be >= 0 and minimum < maximum, were "
              + band
              + ", "
              + minimum
              + " and "
              + maximum);
    }
  }

  /** Names that expressions may use, in the order of their values; {@code prediction} is last. */
  List<String> variables() {
    return Stream.of(
            layers.stream().map(Layer::name),
            derived.stream().map(Derived::name),
            Stream.of(PREDICTION))
        .flatMap(names -> names)
        .toList();
  }

  /**
   * A challenge as read.
   *
   * @param spec what the file says
   * @param folder what its paths are relative to
   * @param sha256 digest of the file
   */
  public record Read(ChallengeSpec spec, Path folder, String sha256) {}

  /**
   * Reads a challenge file.
   *
   * @throws InputException naming the file, the field and what is wrong with it
   */
  public static Read read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file; give the path of a challenge file");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      ChallengeSpec spec = StrictJson.read(bytes, file.toString(), ChallengeSpec.class);
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw new InputException(file + ": must be a file in a folder");
      }
      return new Read(spec, folder, Sha256.of(bytes));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
