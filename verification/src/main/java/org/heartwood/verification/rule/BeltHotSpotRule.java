package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/** A leakage belt just outside of which forest goes much faster than inside. */
public final class BeltHotSpotRule implements Rule {
  private static final double MAX_RATIO = 2;

  private static final RuleCard CARD =
      new RuleCard(
          "X16",
          "1.0",
          "leakage belt excludes a hot spot",
          Question.LEAKAGE,
          CauseClass.PROJECT,
          List.of(
              "sources.areas, LEAKAGE_BELT, else method.leakageBeltWidthM",
              "loss since the start by block inside the belt and in a ring around it"),
          "loss per hectare of forest just outside of the belt more than twice that inside, over"
              + " the whole interval",
          "reviews of leakage belts by FAO and by verifiers");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    return project.run().evidence().map(run -> judge(project, run));
  }

  private static Finding judge(CheckedProject project, RunEvidence run) {
    Optional<String> model = run.measured().modelOutside();
    if (model.isPresent()) {
      return CARD.cannotTell(
          "Whether the belt leaves out a hot spot cannot be told from this imagery.",
          "The model does not apply: " + model.get() + ".",
          "Imagery that the model was taught on, or another model.",
          List.of());
    }
    Optional<Estimate> inside =
        BlockDensity.perYear(run.areas().belt(), run.startYear(), run.lastYear());
    Optional<Estimate> outside =
        BlockDensity.perYear(run.areas().beyond(), run.startYear(), run.lastYear());
    if (inside.isEmpty() || outside.isEmpty()) {
      return CARD.cannotTell(
          "Whether the belt leaves out a hot spot cannot be told.",
          "The imagery shows forest in fewer than two blocks of the belt, or of the ring around"
              + " it.",
          "Imagery that reaches beyond the belt by its width.",
          List.of());
    }
    Estimate excess = BlockDensity.excess(outside.get(), inside.get(), MAX_RATIO);
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(density("loss inside the belt", inside.get()));
    quantities.add(density("loss in the ring just outside", outside.get()));
    quantities.add(density("outside less twice inside", excess));
    String words =
        String.format(
            Locale.ROOT,
            "Since the start forest goes at %.2f %% a year inside %s and at %.2f %% in the ring"
                + " just outside.",
            100 * inside.get().mean(),
            run.areas().beltSource(),
            100 * outside.get().mean());
    if (excess.ci90Low() > 0) {
      return CARD.flag(
          words,
          "Even the lower end is more than twice the loss inside: loss may have moved past the"
              + " belt.",
          size(project, run, inside.get(), outside.get()),
          quantities);
    }
    return excess.ci90High() <= 0
        ? CARD.noFlag(words, "Even the upper end is at most twice the loss inside.", quantities)
        : CARD.cannotTell(
            words,
            "The interval reaches across twice the loss inside.",
            "Imagery of more years, or a wider ring with more forest.",
            quantities);
  }

  private static Quantity density(String name, Estimate perYear) {
    return new Quantity(
        name,
        "% per year",
        100 * perYear.mean(),
        100 * perYear.ci90Low(),
        100 * perYear.ci90High(),
        "forest by block and composite");
  }

  /** Carbon in the ring's loss beyond the belt's rate: the most that may have moved there. */
  private static Quantity size(
      CheckedProject project, RunEvidence run, Estimate inside, Estimate outside) {
    double forestHa =
        run.areas().beyond().stream().mapToDouble(block -> block.forestHa(run.startYear())).sum();
    int years = run.lastYear() - run.startYear();
    Estimate excess = BlockDensity.excess(outside, inside, 1);
    Estimate ha =
        Estimate.nonNegative(
            Math.max(0, excess.mean()) * forestHa * years,
            excess.standardError() * forestHa * years);
    Dossier.Method method = project.dossier().method();
    return Quantity.of(
        "loss of the ring beyond the belt's rate, at most displaced",
        "tCO2e",
        run.measured().density().onArea(ha, method.carbonDraws(), method.seed()),
        "forest by block and composite, METHOD.md §5");
  }
}
