package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.AreaRole;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.rule.RunEvidence.BurnedArea;

/**
 * Fires in credited forest: what perimeters cover, and how much of it the next two composites show
 * as lost. Forest that burned and stands still has lost carbon too, which canopy cover does not
 * measure: the lost part is the least, all burned forest the most that can have gone.
 */
public final class FireRule implements Rule {
  private static final double MAX_STOCK_FRACTION = 0.01;

  private static final RuleCard CARD =
      new RuleCard(
          "X11",
          "1.0",
          "fire in credited forest",
          Question.REVERSAL,
          CauseClass.EVENT,
          List.of("sources.areas, FIRES", "forest by composite inside the perimeters"),
          "more than 1 % of the forest's stock at the start lost in perimeters of fires since then,"
              + " over the whole interval",
          "CarbonPlan: Bootleg fire (ACR273), Lionshead fire (ACR260)");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    Optional<RunEvidence> run = project.run().evidence();
    if (run.isEmpty()) {
      return Optional.empty();
    }
    if (project.dossier().sources().areas(AreaRole.FIRES).isEmpty()) {
      return Optional.of(
          CARD.lacks(
              "perimeters of fires",
              "Perimeters of fires with their days in sources.areas, with the role FIRES; an empty"
                  + " list of fires is no proof that there were none."));
    }
    return Optional.of(judge(project, run.get()));
  }

  private static Finding judge(CheckedProject project, RunEvidence run) {
    Measurements measured = run.measured();
    LocalDate start = project.dossier().project().startDate();
    List<BurnedArea> fires =
        run.areas().fires().stream()
            .filter(fire -> !fire.date().isBefore(start) && !fire.date().isAfter(project.asOf()))
            .filter(fire -> fire.burnedForestHa() > 0)
            .toList();
    if (fires.isEmpty()) {
      return CARD.noFlag(
          "No perimeter since the start covers forest of the project.",
          "This holds for the fires that the dossier names.",
          List.of());
    }
    double forestHa = measured.forestHa(Zone.PROJECT, run.startYear());
    if (measured.modelOutside().isPresent() || !(forestHa > 0)) {
      return CARD.cannotTell(
          "Fires burned in the project; what they took cannot be told from this imagery.",
          measured
              .modelOutside()
              .map(reason -> "The model does not apply: " + reason + ".")
              .orElse("The imagery shows no forest at the start."),
          "Burn severity, or an inventory after the fire.",
          List.of());
    }
    double burnedHa = fires.stream().mapToDouble(BurnedArea::burnedForestHa).sum();
    double lostHa = fires.stream().mapToDouble(fire -> fire.lostHa().orElse(0)).sum();
    boolean seen = fires.stream().allMatch(fire -> fire.lostHa().isPresent());
    Estimate lost = measured.partOfLossHa(run.startYear(), lostHa);
    Dossier.Method method = project.dossier().method();
    Estimate tonnes = measured.density().onArea(lost, method.carbonDraws(), method.seed());
    Estimate share = lost.times(100 / forestHa);
    List<Quantity> quantities = new ArrayList<>();
    for (BurnedArea fire : fires) {
      quantities.add(
          Quantity.exact(
              "forest inside the perimeter of " + fire.name() + ", " + fire.date(),
              "ha",
              fire.burnedForestHa(),
              "sources.areas, forest of the composite before"));
    }
    quantities.add(Quantity.of("of it lost in the two composites after", "ha", lost, "composites"));
    quantities.add(Quantity.of("share of the stock at the start", "%", share, "by area"));
    String words =
        String.format(
            Locale.ROOT,
            "Fires since the start cover %.1f ha of forest; %.1f ha of it (90 %% interval %.1f to"
                + " %.1f) are gone, %.1f %% of the stock.",
            burnedHa,
            lost.mean(),
            lost.ci90Low(),
            lost.ci90High(),
            share.mean());
    if (lost.ci90Low() > MAX_STOCK_FRACTION * forestHa) {
      return CARD.flag(
          words,
          "Even the lower end is more than 1 %: an unintentional reversal, if it is not reported.",
          Quantity.of("carbon in burned forest that is gone", "tCO2e", tonnes, "METHOD.md §5"),
          quantities);
    }
    return burnedHa <= MAX_STOCK_FRACTION * forestHa
        ? CARD.noFlag(words, "All burned forest together is at most 1 % of the stock.", quantities)
        : CARD.cannotTell(
            words,
            seen
                ? "What burned and still stands has lost carbon that canopy cover does not show."
                : "No composite after the fire shows what it took.",
            "Burn severity (dNBR) or an inventory after the fire"
                + (seen ? "." : "; imagery of the years after it."),
            quantities);
  }

  /** The composites by which a fire is judged: the last before it and the two after. */
  public record Composites(int before, List<Integer> after) {
    /** Those of a fire on a day; before = the first composite if none is older. */
    public static Composites of(List<ZoneYear> rows, Measurements measured, LocalDate day) {
      List<Integer> years = rows.stream().map(ZoneYear::year).toList();
      int before =
          years.stream()
              .filter(year -> measured.season().middle(year).isBefore(day))
              .max(Integer::compare)
              .orElse(years.get(0));
      return new Composites(before, years.stream().filter(year -> year > before).limit(2).toList());
    }
  }
}
