package org.heartwood.verification.additionality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.EvidenceRule;
import org.heartwood.verification.counterfactual.EvidenceRule.Agreement;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
import org.heartwood.verification.finding.Answer;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.finding.Untold;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.growth.GrowthEstimate;
import org.heartwood.verification.growth.GrowthResult;
import org.heartwood.verification.standard.Vm0047;

/**
 * Did planted land gain more cover than it would have without the project? Growth is held against
 * that of plots outside by matching and by difference in differences, which must agree (METHOD.md
 * §7.1a, rule X18). Tonnes are not compared: cover says that trees grow, not how much they weigh.
 */
public final class GrowthAssessment {
  private static final String SUBJECT = "Whether the project's land gained more trees";
  private static final String POINTS = "points of canopy cover";
  private static final String REMEDY =
      "Plots measured on the ground in the project and outside; a larger comparison area;"
          + " composites eight to ten years before the start.";

  private static final List<String> LIMITS =
      List.of(
          "Canopy cover by a model stands in for the stocking index; a closed canopy goes on"
              + " growing without it.",
          "Plots outside are chosen by their cover before the start alone; tenure and plans to"
              + " plant are in no image.",
          "Whether the trees of the project were planted by it cannot be seen.");

  private GrowthAssessment() {}

  /**
   * Answers the question.
   *
   * @param growth empty where a map was read that tells no canopy cover
   */
  public static Finding assess(Measurements measured, Optional<GrowthResult> growth) {
    Answer answer =
        growth
            .map(found -> answer(measured, found))
            .orElseGet(
                () ->
                    new Answer(
                        Verdict.CANNOT_TELL,
                        SUBJECT + " cannot be told from a map of forest and loss.",
                        "Such a map tells no growth.",
                        "Imagery from ten years before the start."));
    OptionalDouble issued = new ClaimTotals(measured.dossier().claims()).issuedCo2eTonnes();
    return new Finding(
        "additionality",
        Question.ADDITIONALITY,
        "X18 performance benchmark, measured, version 1.0",
        answer.verdict(),
        answer.headline(),
        answer.reason(),
        answer.wouldSettle(),
        answer.verdict() == Verdict.FLAG && issued.isPresent()
            ? Quantity.exact("credits issued", "tCO2e", issued.getAsDouble(), "claims")
            : null,
        growth.map(found -> quantities(measured, found)).orElse(List.of()),
        growth.isPresent() ? List.of("counterfactual/growth_plots.parquet") : List.of(),
        LIMITS,
        "registry reviewer");
  }

  private static Answer answer(Measurements measured, GrowthResult growth) {
    if (measured.modelOutside().isPresent()) {
      return Untold.byModel(SUBJECT, measured.modelOutside().get());
    }
    List<Witness> witnesses = growth.witnesses();
    Optional<Estimate> beyond =
        EvidenceRule.speaker(witnesses).map(witness -> beyondPct(growth, witness));
    if (beyond.isEmpty()) {
      return new Answer(
          Verdict.CANNOT_TELL,
          SUBJECT + " cannot be told: there are too few plots to compare.",
          reasons(growth) + ".",
          REMEDY);
    }
    String found =
        String.format(
            Locale.ROOT,
            "%.1f points of canopy cover beyond like land outside (90 %% interval %.1f to %.1f)",
            tenths(beyond.get().mean()),
            tenths(beyond.get().ci90Low()),
            tenths(beyond.get().ci90High()));
    return Untold.overYearsSeen(
        measured,
        growth.dates().start(),
        growth.dates().end(),
        answer(measured, growth, witnesses, found),
        "The project's land gained " + found);
  }

  private static Answer answer(
      Measurements measured, GrowthResult growth, List<Witness> witnesses, String found) {
    OptionalDouble issued = new ClaimTotals(measured.dossier().claims()).issuedCo2eTonnes();
    Agreement less = EvidenceRule.agreement(witnesses, Witness::excess);
    if (less.isEnough() && issued.isPresent() && issued.getAsDouble() > 0) {
      return new Answer(
          Verdict.FLAG,
          "Credits were issued, and the project's land gained " + found + ".",
          "Less growth is found by " + less.words() + ", beyond interval and placebos.",
          null);
    }
    Agreement more = EvidenceRule.agreement(witnesses, Witness::avoided);
    if (!more.isEnough()) {
      return new Answer(
          Verdict.CANNOT_TELL,
          SUBJECT + " than without it cannot be told; found: " + found + ".",
          "Two kinds of estimators must agree. " + reasons(growth) + ".",
          REMEDY);
    }
    OptionalDouble stated = statedBenchmark(measured);
    if (stated.isPresent()) {
      Agreement above =
          EvidenceRule.agreement(
              witnesses,
              witness ->
                  witness.isHeard() && stated.getAsDouble() < leastBenchmark(growth, witness));
      if (above.isEnough()) {
        return new Answer(
            Verdict.FLAG,
            String.format(
                Locale.ROOT,
                "The stated benchmark of %.2f is too low: the project's land gained %s.",
                stated.getAsDouble(),
                found),
            "The controls' share of the growth lies above it by the whole interval of "
                + above.words()
                + ".",
            null);
      }
    }
    return new Answer(
        Verdict.NO_FLAG,
        "The project's land gained " + found + ".",
        "The intervals of "
            + more.words()
            + " leave out zero, and few places where nothing happened seem to gain as much.",
        null);
  }

  /** The least share of the growth that controls had as well, by an estimator's interval. */
  private static double leastBenchmark(GrowthResult growth, Witness witness) {
    double gainPct = -100 * witness.estimate().lastYear().observedLossFraction();
    return gainPct > 0 ? 1 - beyondPct(growth, witness).ci90High() / gainPct : 0;
  }

  private static OptionalDouble statedBenchmark(Measurements measured) {
    return Vm0047.stated(measured.dossier().claims().stated().performanceBenchmark()).stream()
        .mapToDouble(Vm0047.Benchmark::benchmark)
        .findFirst();
  }

  /** Cover gained beyond, from start to end, per cent of the ground; widened where it can be. */
  private static Estimate beyondPct(GrowthResult growth, Witness witness) {
    return witness.widest().orElseThrow().times(100.0 * growth.dates().span());
  }

  private static String reasons(GrowthResult growth) {
    return EvidenceRule.reasons(
        growth.witnesses(),
        witness -> {
          Estimate beyond = beyondPct(growth, witness);
          return String.format(
                  Locale.ROOT,
                  "%.1f points beyond (%.1f to %.1f)",
                  tenths(beyond.mean()),
                  tenths(beyond.ci90Low()),
                  tenths(beyond.ci90High()))
              + EvidenceRule.ranks(witness, "more growth", "less");
        });
  }

  /** Without the minus sign that a small negative number keeps when it is rounded. */
  private static double tenths(double points) {
    return Math.rint(10 * points) / 10 + 0.0;
  }

  private static List<Quantity> quantities(Measurements measured, GrowthResult growth) {
    String period = growth.dates().start() + "–" + growth.dates().end();
    String source = "METHOD.md §7.1a, counterfactual/growth_plots.parquet";
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(Quantity.exact("plots of the project", "1", growth.projectPlots(), source));
    quantities.add(Quantity.exact("plots outside", "1", growth.outsidePlots(), source));
    GrowthEstimate.Gains gains = growth.estimates().get(0).gains();
    if (gains != null) {
      quantities.add(
          Quantity.of(
              "gained in the project, " + period,
              POINTS,
              normal(gains.projectPct(), gains.projectStandardErrorPct()),
              source));
      quantities.add(
          Quantity.of(
              "gained by matched plots outside, " + period,
              POINTS,
              normal(gains.controlPct(), gains.controlStandardErrorPct()),
              source));
    }
    EvidenceRule.speaker(growth.witnesses())
        .ifPresent(
            witness -> {
              quantities.add(
                  Quantity.of(
                      "gained beyond like land outside",
                      POINTS,
                      beyondPct(growth, witness),
                      "METHOD.md §7.1a, " + witness.estimate().specification()));
              if (witness.isHeard()) {
                quantities.add(
                    Quantity.exact(
                        "places where nothing happened that seem to gain as much",
                        "%",
                        100 * witness.rankAvoided(),
                        "METHOD.md §7.1a"));
              }
            });
    for (GrowthEstimate estimate : growth.estimates()) {
      GrowthEstimate.Gains each = estimate.gains();
      if (each != null) {
        quantities.add(
            Quantity.exact(
                "performance benchmark, " + estimate.effect().specification(),
                "share",
                each.benchmark(),
                Vm0047.BENCHMARK.citation()));
      }
    }
    statedBenchmark(measured)
        .ifPresent(
            stated ->
                quantities.add(
                    Quantity.exact(
                        "performance benchmark, stated",
                        "share",
                        stated,
                        "claims.statements.performanceBenchmark")));
    return quantities;
  }

  private static Estimate normal(double mean, double standardError) {
    double half = Estimate.Z90 * standardError;
    return new Estimate(mean, standardError, mean - half, mean + half);
  }
}
