package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.heartwood.ingest.project.Statements.LossArea;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.UncertaintyDeduction;

/**
 * An error of an area that takes pixels as independent. With {@code s} relative standard errors,
 *
 * <pre>  ratio = s²(ours) / s²(claimed)</pre>
 *
 * whose interval comes from the number of draws behind ours: {@code ratio · (D − 1) / χ²}. Beside
 * it stands the ratio that ignoring correlation gives for the mean of {@code n} pixels of this map:
 *
 * <pre>  n · common + min(n, 64) · block + pixel</pre>
 */
public final class CorrelationRule implements Rule {
  private static final double MAX_RATIO = 2;
  private static final double TAIL = 0.05;

  /** Factor on the standard error that VCS deducts: one-sided 66.67 % point (F-01). */
  private static final double DEDUCTED_ERRORS = 0.4307;

  private static final RuleCard CARD =
      new RuleCard(
          "X20",
          "1.0",
          "uncertainty ignores correlation",
          Question.ACCOUNTING,
          CauseClass.PROJECT,
          List.of(
              "claims.statements.lossArea",
              "tables/zone_year.parquet, draws of the map's error",
              "error structure of the map"),
          "variance of the lost area by this run's error structure more than twice the claimed one,"
              + " over the whole interval",
          "errors of neighbouring pixels go together: Patterson et al. 2019 (not read); size by "
              + UncertaintyDeduction.VCS.rule().citation());

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    return project.run().evidence().map(run -> judge(project, run));
  }

  private static Finding judge(CheckedProject project, RunEvidence run) {
    LossArea claim = project.stated().lossArea();
    Optional<String> model = run.measured().modelOutside();
    if (claim == null) {
      return CARD.lacks(
          "an area lost in the project with the error that the project gives it",
          "claims.statements.lossArea: area, standard error and years.");
    }
    List<Integer> composites =
        run.measured().of(Zone.PROJECT).stream()
            .skip(1)
            .map(ZoneYear::year)
            .filter(year -> within(run, year, claim))
            .toList();
    Estimate ours = run.measured().totals().lossHa(Zone.PROJECT, composites::contains);
    int draws = project.dossier().method().mapErrorDraws();
    if (run.errors().isEmpty()) {
      return CARD.cannotTell(
          "Whether the claimed error takes pixels as independent cannot be told.",
          "The map's makers do not say how its errors go together.",
          "Imagery of " + claim.fromYear() + " to " + claim.toYear() + " that shows the loss.",
          List.of());
    }
    if (model.isPresent()
        || composites.isEmpty()
        || !(ours.mean() > 0 && ours.standardError() > 0)
        || !(claim.areaHa() > 0)
        || draws < 2) {
      return CARD.cannotTell(
          "Whether the claimed error takes pixels as independent cannot be told.",
          model
              .map(reason -> "The model does not apply: " + reason + ".")
              .orElse("The imagery shows no loss of these years whose error could be measured."),
          "Imagery of " + claim.fromYear() + " to " + claim.toYear() + " that shows the loss.",
          List.of());
    }
    return judge(run, run.errors().get(), claim, ours, draws - 1);
  }

  private static boolean within(RunEvidence run, int composite, LossArea claim) {
    int year = run.measured().season().changeYear(composite);
    return year >= claim.fromYear() && year <= claim.toYear();
  }

  private static Finding judge(
      RunEvidence run, ErrorStructure errors, LossArea claim, Estimate ours, int freedom) {
    double pixels = ours.mean() / run.pixelHa();
    double claimed = claim.standardErrorHa() / claim.areaHa();
    double measured = ours.standardError() / ours.mean();
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.exact(
            "claimed error of the lost area", "%", 100 * claimed, "claims.statements.lossArea"));
    quantities.add(
        Quantity.exact("error by this run", "%", 100 * measured, "tables/zone_year.parquet"));
    quantities.add(
        Quantity.exact(
            "variance of a mean of " + Math.round(pixels) + " pixels, correlated over independent",
            "",
            ratio(errors, pixels),
            "error structure of the map"));
    if (claimed == 0) {
      return CARD.flag(
          "The area lost is claimed without an error.",
          "An area from a map has one.",
          size(run, claim, ours),
          quantities);
    }
    double best = Math.pow(measured / claimed, 2);
    ChiSquaredDistribution spread = new ChiSquaredDistribution(null, freedom);
    double low = best * freedom / spread.inverseCumulativeProbability(1 - TAIL);
    double high = best * freedom / spread.inverseCumulativeProbability(TAIL);
    quantities.add(
        new Quantity("variance by this run over claimed", "", best, low, high, "χ² of the draws"));
    String words =
        String.format(
            Locale.ROOT,
            "By this run the variance of the lost area is %.1f times the claimed one (90 %%"
                + " interval %.1f to %.1f).",
            best,
            low,
            high);
    if (low > MAX_RATIO) {
      return CARD.flag(
          words,
          "Even the lower end is more than twice; errors that are common to many pixels do not"
              + " average out.",
          size(run, claim, ours),
          quantities);
    }
    return high <= MAX_RATIO
        ? CARD.noFlag(words, "Even the upper end is at most twice.", quantities)
        : CARD.cannotTell(
            words,
            "The interval reaches across twice.",
            "More draws of the map's error (method.mapErrorDraws).",
            quantities);
  }

  /** Variance of a mean of pixels over what it would be if they were independent. */
  static double ratio(ErrorStructure errors, double pixels) {
    double block = (double) ErrorStructure.BLOCK_PX * ErrorStructure.BLOCK_PX;
    double n = Math.max(1, pixels);
    return n * errors.commonFraction()
        + Math.min(n, block) * errors.blockFraction()
        + errors.pixelFraction();
  }

  /** What VCS would deduct more for the larger error of this area alone. */
  private static Quantity size(RunEvidence run, LossArea claim, Estimate ours) {
    double moreHa = claim.areaHa() * ours.standardError() / ours.mean() - claim.standardErrorHa();
    return Quantity.exact(
        "deduction that the larger error asks for",
        "tCO2e",
        DEDUCTED_ERRORS * Math.max(0, moreHa) * run.measured().claimDensity().co2eTonnesPerHa(),
        UncertaintyDeduction.VCS.rule().citation()
            + ", by "
            + run.measured().claimDensity().source());
  }
}
