package org.heartwood.inference.challenge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heartwood.inference.accuracy.WindowedPrediction;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * The holdout of a challenge in memory: for every held-out pixel with an observation and a base
 * prediction its layers, its block, what was observed and what the base model says.
 */
final class ChallengeGround implements AutoCloseable {
  private final ChallengeSpec spec;
  private final LayerStack layers;
  private final ModelContract contract;
  private final List<Block> blocks;
  private final Holdout holdout;

  /** One block: its layers and base prediction in full, and which of its pixels count. */
  private static final class Block {
    private final PixelWindow window;
    private final List<FloatRaster> layers;
    private final double[] base;
    private final int[] valid;

    Block(PixelWindow window, List<FloatRaster> layers, double[] base, int[] valid) {
      this.window = window;
      this.layers = layers;
      this.base = base;
      this.valid = valid;
    }
  }

  private ChallengeGround(
      ChallengeSpec spec,
      LayerStack layers,
      ModelContract contract,
      List<Block> blocks,
      Holdout holdout) {
    this.spec = spec;
    this.layers = layers;
    this.contract = contract;
    this.blocks = blocks;
    this.holdout = holdout;
  }

  /**
   * Reads the holdout and runs the base model on it.
   *
   * @throws InputException if a file cannot be read, the base model is not the one named, or no
   *     held-out pixel has an observation
   */
  static ChallengeGround open(ChallengeSpec spec, Path folder, ModelOpener opener) {
    LayerStack layers = LayerStack.open(spec, folder);
    try (Segmenter base = opener.open(spec.base().model(), folder);
        GeoTiffSource observed = GeoTiffSource.open(folder.resolve(spec.observed().file()))) {
      return read(spec, layers, base, observed);
    } catch (IOException e) {
      layers.close();
      throw new UncheckedIOException(e);
    } catch (InputException e) {
      layers.close();
      throw e;
    }
  }

  private static ChallengeGround read(
      ChallengeSpec spec, LayerStack layers, Segmenter base, GeoTiffSource observed) {
    ModelContract contract = base.contract();
    if (!contract.digest().equals(spec.base().sha256())) {
      throw new InputException(
          "base.sha256 of the challenge is "
              + spec.base().sha256()
              + ", the model "
              + spec.base().model()
              + " is "
              + contract.digest());
    }
    if (!contract.output().unit().equals(spec.observed().unit())) {
      throw new InputException(
          "observed.unit is "
              + spec.observed().unit()
              + ", the model predicts "
              + contract.output().unit());
    }
    if (!observed.grid().equals(layers.grid())) {
      throw new InputException(
          observed.file()
              + ": must lie on the grid of the layers, "
              + layers.grid()
              + ", was on "
              + observed.grid());
    }
    List<Block> blocks = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (PixelWindow window : spec.holdout().blocks(layers.grid())) {
      float[] label = observed.read(new int[] {spec.observed().band()}, window).get(0).data();
      float[] mean =
          WindowedPrediction.of(
                  base, window, part -> layers.read(part, spec.base().inputs(), "the base model"))
              .mean()
              .data();
      int[] valid = new int[label.length];
      double[] held = new double[label.length];
      int count = 0;
      for (int i = 0; i < label.length; i++) {
        boolean inRange =
            label[i] >= spec.observed().minimum() && label[i] <= spec.observed().maximum();
        if (inRange && !Float.isNaN(mean[i])) {
          held[count] = label[i];
          valid[count++] = i;
        }
      }
      if (count > 0) {
        blocks.add(
            new Block(window, layers.read(window), doubles(mean), Arrays.copyOf(valid, count)));
        values.add(Arrays.copyOf(held, count));
      }
    }
    if (blocks.size() < 2) {
      throw new InputException(
          "the holdout of "
              + spec.name()
              + " has observations in "
              + blocks.size()
              + " blocks; at least 2 are needed");
    }
    return new ChallengeGround(spec, layers, contract, List.copyOf(blocks), holdout(values));
  }

  private static Holdout holdout(List<double[]> values) {
    double[] observed = values.stream().flatMapToDouble(Arrays::stream).toArray();
    int[] block = new int[observed.length];
    int at = 0;
    for (int b = 0; b < values.size(); b++) {
      Arrays.fill(block, at, at + values.get(b).length, b);
      at += values.get(b).length;
    }
    return new Holdout(observed, block);
  }

  static double[] doubles(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  Holdout holdout() {
    return holdout;
  }

  /** Parses a submission and opens what it needs; the caller closes it. */
  CompiledSubmission compile(Submission submission, Path folder, ModelOpener opener) {
    return new CompiledSubmission(
        submission, folder, spec.variables(), layers, contract.output(), opener);
  }

  /** The list over the holdout, as accepted submissions left it. */
  PointerDecisionList resume(Decisions decisions, Path registry, ModelOpener opener) {
    int versions = decisions.nodes().size() + 1;
    List<double[]> predicted = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      predicted.add(new double[holdout.size()]);
    }
    List<boolean[]> members = new ArrayList<>();
    for (int i = 0; i < decisions.accepted().size(); i++) {
      members.add(new boolean[holdout.size()]);
    }
    try (CompiledDecisions compiled =
        new CompiledDecisions(
            decisions, registry, spec.variables(), layers, contract.output(), opener)) {
      int at = 0;
      for (Block block : blocks) {
        CompiledDecisions.Versions run = compiled.run(block.window, block.layers, block.base);
        for (int i : block.valid) {
          for (int v = 0; v < versions; v++) {
            predicted.get(v)[at] = run.predictions().get(v)[i];
          }
          for (int g = 0; g < members.size(); g++) {
            members.get(g)[at] = run.members().get(g)[i];
          }
          at++;
        }
      }
    }
    return PointerDecisionList.resumed(
        holdout,
        spec.loss().loss(),
        spec.acceptance().rule(),
        decisions.nodes(),
        members,
        predicted);
  }

  /** What a submission says of the holdout. */
  static final class Answer {
    private final boolean[] members;
    private final double[] proposed;

    Answer(boolean[] members, double[] proposed) {
      this.members = members;
      this.proposed = proposed;
    }

    /** Which held-out pixels are of its group. */
    boolean[] members() {
      return members;
    }

    /** What it predicts for each held-out pixel. */
    double[] proposed() {
      return proposed;
    }
  }

  /**
   * Runs a submission over the holdout.
   *
   * @param deployed what the deployed list predicts for each held-out pixel
   */
  Answer run(CompiledSubmission submission, double[] deployed) {
    boolean[] members = new boolean[holdout.size()];
    double[] proposed = new double[holdout.size()];
    int at = 0;
    for (Block block : blocks) {
      double[] prediction = block.base.clone();
      for (int k = 0; k < block.valid.length; k++) {
        prediction[block.valid[k]] = deployed[at + k];
      }
      boolean[] inGroup = submission.members(block.window, block.layers, prediction);
      double[] said = submission.proposed(block.window, block.layers, prediction);
      for (int i : block.valid) {
        members[at] = inGroup[i];
        proposed[at++] = said[i];
      }
    }
    return new Answer(members, proposed);
  }

  @Override
  public void close() {
    layers.close();
  }
}
