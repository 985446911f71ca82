package org.heartwood.verification.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.Vm0047;

/** Credits for growth that does not differ from that of the controls. */
public final class BenchmarkRule implements Rule {
  private static final RuleCard CARD =
      new RuleCard(
          "X18",
          "1.0",
          "performance benchmark not significant",
          Question.ADDITIONALITY,
          CauseClass.PROJECT,
          List.of("claims.statements.performanceBenchmark", "claims"),
          "|Z| below 1.96, and credits issued",
          Vm0047.BENCHMARK.citation());

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (!project.is(Dossier.Activity.ARR)) {
      return Optional.empty();
    }
    Optional<Vm0047.Benchmark> stated = Vm0047.stated(project.stated().performanceBenchmark());
    OptionalDouble issued = project.issuedCo2eTonnes();
    if (stated.isEmpty() || issued.isEmpty()) {
      return Optional.of(
          CARD.lacks(
              "the growth of project and controls with standard errors, or credits issued",
              "Change of the stocking index on project and control plots, with standard errors."));
    }
    Vm0047.Benchmark benchmark = stated.get();
    List<Quantity> quantities =
        List.of(
            Quantity.exact("Z", "", benchmark.z(), Vm0047.BENCHMARK.citation()),
            Quantity.exact(
                "performance benchmark",
                "share",
                benchmark.benchmark(),
                Vm0047.BENCHMARK.citation()));
    String words =
        String.format(
            Locale.ROOT,
            "Growth of project and controls differs by %.2f standard errors; the benchmark is"
                + " %.2f.",
            benchmark.z(),
            benchmark.benchmark());
    boolean nothingEarned = benchmark.benchmark() >= 1;
    return Optional.of(
        nothingEarned && issued.getAsDouble() > 0
            ? CARD.flag(
                words,
                "A project that does not grow more than its controls earns no credits, and some"
                    + " were issued.",
                Quantity.exact("credits issued", "tCO2e", issued.getAsDouble(), "claims"),
                quantities)
            : CARD.noFlag(
                words,
                nothingEarned ? "No credits were issued." : "The difference is significant.",
                quantities));
  }
}
