package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.AreaRole;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.baseline.RegionBalance;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.StandardRule;
import org.heartwood.verification.standard.Vm0047;
import org.jspecify.annotations.Nullable;

/**
 * A reference region whose forest is unlike that of the project, or that lost forest more than
 * twice as fast as the landscape around the project before the start. Covariates are those that
 * imagery gives; slope, roads and tenure are not among them.
 */
public final class ReferenceRegionRule implements Rule {
  private static final double MAX_RATE_RATIO = 2;
  private static final double MIN_INSIDE_FRACTION = 0.5;

  private static final RuleCard CARD =
      new RuleCard(
          "X02",
          "1.0",
          "reference region unlike the project",
          Question.ADDITIONALITY,
          CauseClass.PROJECT,
          List.of(
              "sources.areas, REFERENCE_REGION",
              "covariates of forest at the start by block",
              "loss before the start by block"),
          "a standardised mean difference above "
              + Balance.MAX_SMD
              + " in any covariate, or loss before the start above "
              + (int) MAX_RATE_RATIO
              + " times that of the landscape over the whole interval",
          "Swinfield et al. 2023; reviews of reference regions; " + balanceSource());

  private static String balanceSource() {
    StandardRule rule = Vm0047.BENCHMARK;
    return "balance of 0.25 as " + rule.standard() + " asks for controls";
  }

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    Optional<RunEvidence> run = project.run().evidence();
    if (run.isEmpty() || !project.is(Dossier.Activity.REDD)) {
      return Optional.empty();
    }
    if (project.dossier().sources().areas(AreaRole.REFERENCE_REGION).isEmpty()) {
      return Optional.of(
          CARD.lacks(
              "the polygon of the reference region",
              "The region's polygon in sources.areas, with the role REFERENCE_REGION."));
    }
    return Optional.of(judge(project, run.get()));
  }

  private static Finding judge(CheckedProject project, RunEvidence run) {
    RunEvidence.Areas areas = run.areas();
    double inside = areas.regionInsideFraction().orElse(0);
    Optional<String> outside = run.measured().modelOutside();
    if (outside.isPresent()) {
      return CARD.cannotTell(
          "Whether the reference region is like the project cannot be told from this imagery.",
          "The model does not apply: " + outside.get() + ".",
          "Imagery that the model was taught on, or another model.",
          List.of());
    }
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.exact("part of the region that was read", "%", 100 * inside, "imagery"));
    if (areas.regionBalance().isEmpty()) {
      return CARD.cannotTell(
          "The reference region cannot be compared with the project.",
          "The imagery shows no forest of the region outside of the project.",
          "Imagery of the region, and a larger method.comparisonRadiusM.",
          quantities);
    }
    for (RegionBalance.Difference row : areas.regionBalance()) {
      quantities.add(Quantity.exact("SMD of " + row.covariate(), "", row.smd(), "strata by block"));
    }
    RegionBalance.Difference worst =
        areas.regionBalance().stream()
            .max(Comparator.comparingDouble(row -> Math.abs(row.smd())))
            .orElseThrow();
    boolean unlike = Math.abs(worst.smd()) > Balance.MAX_SMD;
    Optional<Estimate> region =
        BlockDensity.perYear(areas.region(), run.firstYear(), run.startYear());
    Optional<Estimate> landscape =
        BlockDensity.perYear(areas.landscape(), run.firstYear(), run.startYear());
    boolean rates =
        run.firstYear() < run.startYear() && region.isPresent() && landscape.isPresent();
    Estimate excess =
        rates
            ? BlockDensity.excess(region.orElseThrow(), landscape.orElseThrow(), MAX_RATE_RATIO)
            : new Estimate(0, 0, 0, 0);
    if (rates) {
      quantities.add(rate("loss in the region before the start", region.orElseThrow()));
      quantities.add(rate("loss in the landscape before the start", landscape.orElseThrow()));
    }
    String words =
        String.format(
            Locale.ROOT,
            "The region differs most in %s (SMD %.2f)%s",
            worst.covariate(),
            worst.smd(),
            rates
                ? String.format(
                    Locale.ROOT,
                    "; before the start it lost %.2f %% of its forest a year, the landscape"
                        + " %.2f %%.",
                    100 * region.orElseThrow().mean(),
                    100 * landscape.orElseThrow().mean())
                : "; the imagery does not reach back before the start.");
    if (inside >= MIN_INSIDE_FRACTION && (unlike || (rates && excess.ci90Low() > 0))) {
      return CARD.flag(
          words,
          unlike
              ? "Forest that is unlike the project's does not tell what would have happened to it."
              : "Even the lower end lies above twice the landscape's loss.",
          size(project, region, landscape, rates),
          quantities);
    }
    if (inside < MIN_INSIDE_FRACTION) {
      return CARD.cannotTell(
          words,
          String.format(
              Locale.ROOT, "Only %.0f %% of the region was read, 50 needed.", 100 * inside),
          "Imagery of the whole region, and a method.comparisonRadiusM that reaches it.",
          quantities);
    }
    return rates && excess.ci90High() <= 0
        ? CARD.noFlag(
            words,
            "Every covariate is within 0.25, and even the upper end stays below twice the"
                + " landscape's loss. Slope, roads and tenure were not compared.",
            quantities)
        : CARD.cannotTell(
            words,
            rates
                ? "The interval of the region's loss reaches across twice the landscape's."
                : "Without loss before the start only the covariates could be compared.",
            "Imagery of more years before the start.",
            quantities);
  }

  private static Quantity rate(String name, Estimate perYear) {
    return Quantity.of(
        name,
        "% per year",
        new Estimate(
            100 * perYear.mean(),
            100 * perYear.standardError(),
            100 * perYear.ci90Low(),
            100 * perYear.ci90High()),
        "forest by block and composite");
  }

  /** The part of the claimed baseline that the region's faster loss carries, best estimate. */
  private static @Nullable Quantity size(
      CheckedProject project,
      Optional<Estimate> region,
      Optional<Estimate> landscape,
      boolean rates) {
    OptionalDouble avoided = new ClaimTotals(project.dossier().claims()).avoidedCo2eTonnes();
    if (!rates
        || avoided.isEmpty()
        || !(region.orElseThrow().mean() > landscape.orElseThrow().mean())) {
      return null;
    }
    double share = 1 - landscape.orElseThrow().mean() / region.orElseThrow().mean();
    return Quantity.exact(
        "avoided emissions that rest on the region's faster loss",
        "tCO2e",
        share * Math.max(0, avoided.getAsDouble()),
        "claims × (1 − landscape's loss / region's loss)");
  }
}
