package org.heartwood.inference.challenge;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * The deployed predictor: a base model and what accepted submissions changed. A window's position
 * says where its covariates lie, so windows must be on the grid of the layers.
 *
 * <p>Means of the main target are those of the list's newest version. Standard errors stay the base
 * model's, for a formula brings none: they are not calibrated where a submission decides.
 */
public final class DecidedSegmenter implements Segmenter {
  private final Segmenter base;
  private final LayerStack layers;
  private final CompiledDecisions decisions;
  private final ModelContract contract;

  private DecidedSegmenter(
      Segmenter base, LayerStack layers, CompiledDecisions decisions, ModelContract contract) {
    this.base = base;
    this.contract = contract;
    this.layers = layers;
    this.decisions = decisions;
  }

  /**
   * Puts a decision list over a model.
   *
   * @param base the base model; closed with this one
   * @param spec the challenge, which names the variables
   * @param layers its layers; closed with this one
   * @param decisions the list
   * @param registry folder that the list's files are relative to
   * @param opener opens the models of submissions
   * @throws InputException if the list was made for another model or challenge
   */
  public static DecidedSegmenter open(
      Segmenter base,
      ChallengeSpec spec,
      LayerStack layers,
      Decisions decisions,
      Path registry,
      ModelOpener opener) {
    ModelContract contract = base.contract();
    if (!decisions.baseSha256().equals(contract.digest())
        || !decisions.challenge().equals(spec.name())) {
      throw new InputException(
          registry.resolve(Decisions.FILE)
              + ": is of challenge "
              + decisions.challenge()
              + " over weights "
              + decisions.baseSha256()
              + ", was given challenge "
              + spec.name()
              + " over "
              + contract.digest());
    }
    CompiledDecisions compiled =
        new CompiledDecisions(
            decisions, registry, spec.variables(), layers, contract.output(), opener);
    return new DecidedSegmenter(base, layers, compiled, contract(contract, decisions));
  }

  /** The base model's, with a version and a digest of its own, for the numbers differ. */
  private static ModelContract contract(ModelContract base, Decisions decisions) {
    byte[] both =
        (base.digest() + "\n" + StrictJson.line(decisions)).getBytes(StandardCharsets.UTF_8);
    return new ModelContract(
        base.name(),
        base.version() + "+decisions." + decisions.accepted().size(),
        decisions.nodes().isEmpty() ? base.digest() : Sha256.of(both),
        base.inputs(),
        base.outputs(),
        base.imagery(),
        base.stridePx(),
        base.haloPx(),
        base.blendPx());
  }

  @Override
  public ModelContract contract() {
    return contract;
  }

  @Override
  public Raw run(List<List<FloatRaster>> windows) {
    Raw raw = base.run(windows);
    return () -> raw.predictions().stream().map(this::decided).toList();
  }

  private Prediction decided(Prediction prediction) {
    FloatRaster mean = prediction.mean();
    double[] decided =
        newest(
            decisions.run(
                mean.window(), layers.read(mean.window()), ChallengeGround.doubles(mean.data())));
    FloatRaster out = FloatRaster.empty(mean.window());
    for (int i = 0; i < decided.length; i++) {
      out.data()[i] = Float.isNaN(mean.data()[i]) ? Float.NaN : (float) decided[i];
    }
    List<Prediction.Target> targets = new ArrayList<>(prediction.targets());
    targets.set(0, new Prediction.Target(out, prediction.standardError()));
    return new Prediction(targets);
  }

  private static double[] newest(CompiledDecisions.Versions versions) {
    return versions.predictions().get(versions.predictions().size() - 1);
  }

  @Override
  public void close() {
    decisions.close();
    layers.close();
    base.close();
  }
}
