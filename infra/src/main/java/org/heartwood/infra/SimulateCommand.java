package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.verification.simulate.Scenario;
import org.heartwood.verification.simulate.Simulation;
import org.heartwood.verification.simulate.Truth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heartwood simulate}: a landscape whose truth is known. */
@Command(
    name = "simulate",
    description = {
      "Makes a SYNTHETIC project whose truth is known: dossier.json, boundary and imagery for"
          + " heartwood assess, and truth.json and truth.tif to hold its verdicts against."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", required = true, paramLabel = "N", description = "seed of all chance")
  private long seed;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "folder to write")
  private Path out = Path.of(".");

  @Option(
      names = "--ground",
      defaultValue = "GENERATED",
      description = {
        "GENERATED: all made up; PLANTED: clearings planted in the real Kafa image of 2001"
            + " (default: ${DEFAULT-VALUE})"
      })
  private Scenario.Kind ground = Scenario.Kind.GENERATED;

  @Option(
      names = "--side-px",
      defaultValue = "400",
      description = "columns and rows of 30 m (default: ${DEFAULT-VALUE})")
  private int sidePx = Scenario.Window.USUAL.sidePx();

  @Option(
      names = "--annual-loss",
      defaultValue = "0.015",
      description = "share of forest cleared a year without a project (default: ${DEFAULT-VALUE})")
  private double annualLoss = Scenario.Pressure.USUAL.annualLossFraction();

  @Option(
      names = "--hidden-pressure",
      defaultValue = "0.2",
      description = {
        "log-odds of clearing for a standard deviation of access, which no image shows (default:"
            + " ${DEFAULT-VALUE})"
      })
  private double hiddenPressure = Scenario.Pressure.USUAL.hiddenStrength();

  @Option(
      names = "--prevented",
      defaultValue = "0",
      description =
          "share of clearings in it that the project prevents (default: ${DEFAULT-VALUE})")
  private double prevented;

  @Option(
      names = "--displaced",
      defaultValue = "0",
      description = "share of those that move outside (default: ${DEFAULT-VALUE})")
  private double displaced;

  @Option(
      names = "--displacement-decay",
      defaultValue = "500",
      paramLabel = "M",
      description = "metres over which displacement falls by e (default: ${DEFAULT-VALUE})")
  private double displacementDecayM = Scenario.Effect.NONE.displacementDecayM();

  @Option(
      names = "--reversal",
      defaultValue = "0",
      paramLabel = "HA",
      description = "forest cleared at once in the project, unreported (default: ${DEFAULT-VALUE})")
  private double reversalHa;

  @Option(
      names = "--degraded",
      defaultValue = "0",
      paramLabel = "HA",
      description = "forest thinned in the project (default: ${DEFAULT-VALUE})")
  private double degradedHa;

  @Option(
      names = "--overclaim",
      defaultValue = "0",
      description = {
        "avoided loss claimed beyond the true one, as a share of the loss without the project"
            + " (default: ${DEFAULT-VALUE})"
      })
  private double overclaim;

  @Option(
      names = "--leakage-declared",
      defaultValue = "1",
      description =
          "share of true leakage in the belt that is deducted (default: ${DEFAULT-VALUE})")
  private double leakageDeclared = 1;

  @Option(
      names = "--area-factor",
      defaultValue = "1",
      description = "claimed over true area (default: ${DEFAULT-VALUE})")
  private double areaFactor = 1;

  @Option(
      names = "--boundary-shift",
      defaultValue = "0",
      paramLabel = "M",
      description = {
        "metres by which the boundary handed in lies east of the true one (default:"
            + " ${DEFAULT-VALUE})"
      })
  private double boundaryShiftM;

  @Option(
      names = "--cloud",
      defaultValue = "0.1",
      description = "mean share of an image under cloud (default: ${DEFAULT-VALUE})")
  private double cloud = 0.1;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out.resolve("dossier.json"))) {
      throw new InputException(
          out + ": holds a dossier already; delete it, or choose another folder");
    }
    Truth truth = Simulation.write(scenario(), seed, samples(), out);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        Locale.ROOT,
        "SYNTHETIC project of %.0f ha forest: lost %.1f ha, would have lost %.1f ha without the"
            + " project; %.1f ha moved, %.1f ha of it into the belt; %.1f ha reversed%n%s%n",
        truth.forestHa(),
        truth.projectLossHa(),
        truth.projectLossWithoutHa(),
        truth.displacedHa(),
        truth.leakageHa(),
        truth.reversalHa(),
        out.resolve("dossier.json"));
    stdout.flush();
    return 0;
  }

  private Path samples() {
    return ground == Scenario.Kind.PLANTED ? Samples.folder() : out;
  }

  private Scenario scenario() {
    Scenario.Window usual = Scenario.Window.USUAL;
    try {
      return new Scenario(
          ground,
          new Scenario.Window(
              sidePx,
              usual.firstYear(),
              usual.startYear(),
              usual.lastYear(),
              usual.imagesPerYear()),
          new Scenario.Pressure(
              annualLoss,
              Scenario.Pressure.USUAL.meanClearingHa(),
              Scenario.Pressure.USUAL.edgeDecayM(),
              hiddenPressure),
          new Scenario.Effect(prevented, displaced, displacementDecayM, reversalHa, degradedHa),
          new Scenario.Claims(overclaim, leakageDeclared, areaFactor, boundaryShiftM),
          cloud);
    } catch (IllegalArgumentException e) {
      throw new InputException("simulate: " + e.getMessage(), e);
    }
  }
}
