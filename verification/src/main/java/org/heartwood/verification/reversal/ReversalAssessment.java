package org.heartwood.verification.reversal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.CarbonDensity;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.finding.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Was forest lost in the project after credits had been issued for it, beyond what the project
 * reported (METHOD.md §7.3, rule X10)? A loss is booked to the calendar year in which most of the
 * time since the composite before lies.
 */
public final class ReversalAssessment {
  private static final List<String> LIMITS =
      List.of(
          "Losses are dated to a year here, and fire and harvest count alike; the reversal ledger"
              + " dates them and tells causes apart where it can.",
          "Regrowth is not set against loss; a standard's own rule for reporting periods is not"
              + " applied, and of deadlines only the one that is known, in the ledger.",
          "A loss that only the newest composite shows is called when it is overwhelming; weaker"
              + " ones wait for the next image.",
          "Unless the dossier brings a reference sample, the loss is the map's with its model's"
              + " measured error, and no points of the project itself stand behind it.");

  private ReversalAssessment() {}

  /** Answers the question from the project's yearly losses. */
  public static Finding assess(Measurements measured) {
    Dossier dossier = measured.dossier();
    ClaimTotals claims = new ClaimTotals(dossier.claims());
    OptionalDouble issued = claims.issuedCo2eTonnes();
    if (issued.orElse(1) == 0 && claims.allIssuedCo2eTonnes().orElse(1) == 0) {
      return finding(
          Verdict.NO_FLAG,
          "No credits were issued, so that there is nothing to reverse.",
          "Every vintage of the dossier states 0 issued credits.",
          null,
          null,
          List.of());
    }
    Optional<LocalDate> firstIssuance =
        dossier.claims().vintages().stream()
            .map(Vintage::issuanceDate)
            .filter(Objects::nonNull)
            .min(LocalDate::compareTo);
    boolean undated =
        dossier.claims().vintages().stream()
            .anyMatch(v -> v.issuanceDate() == null && !isZero(v.issuedCreditsCo2eTonnes()));
    if (issued.isEmpty() || firstIssuance.isEmpty() || undated) {
      return finding(
          Verdict.CANNOT_TELL,
          "Without issued credits there is nothing to reverse.",
          "The dossier lacks issued credits or their dates for at least one vintage.",
          "Issued credits and issuance dates of every vintage.",
          null,
          List.of());
    }
    Optional<String> model = measured.modelOutside();
    if (model.isPresent()) {
      return finding(
          Verdict.CANNOT_TELL,
          "Whether credited forest was lost cannot be told from this imagery.",
          "The model does not apply: " + model.get() + ".",
          "Imagery of the season and kind that the model was taught on, or another model.",
          null,
          List.of());
    }
    int fromYear = firstIssuance.get().getYear() + 1;
    List<ZoneYear> after =
        measured.of(Zone.PROJECT).stream()
            .filter(row -> lossYear(measured, row) >= fromYear)
            .toList();
    if (after.isEmpty()) {
      return finding(
          Verdict.CANNOT_TELL,
          "No imagery after the first issuance.",
          "The last composite is older than the first full year after credits were issued in "
              + firstIssuance.get().getYear()
              + ".",
          "Imagery from " + (fromYear + 1) + " on.",
          null,
          List.of());
    }
    double forestHa = measured.forestHa(Zone.PROJECT, measured.of(Zone.PROJECT).get(0).year());
    if (forestHa < measured.dossier().project().definedForest().minAreaHa()) {
      return finding(
          Verdict.CANNOT_TELL,
          "The imagery shows no forest in the project that could be lost.",
          "No patch of the project meets the dossier's forest definition in the first composite,"
              + " although credits were issued.",
          "A forest definition that fits the project, or a model that knows its forest.",
          null,
          List.of());
    }
    return judge(measured, issued.getAsDouble(), fromYear, after);
  }

  private static boolean isZero(@Nullable Double credits) {
    return credits != null && credits == 0;
  }

  /** Calendar year that a composite's loss is booked to. */
  private static int lossYear(Measurements measured, ZoneYear row) {
    return measured.season().changeYear(row.year());
  }

  private static Finding judge(
      Measurements measured, double issued, int fromYear, List<ZoneYear> after) {
    Dossier.Method method = measured.dossier().method();
    int toYear = lossYear(measured, after.get(after.size() - 1));
    Set<Integer> composites = after.stream().map(ZoneYear::year).collect(Collectors.toSet());
    Estimate loss = measured.totals().lossHa(Zone.PROJECT, composites::contains);
    CarbonDensity density = measured.density();
    Estimate emitted = density.onArea(loss, method.carbonDraws(), method.seed());
    List<Vintage> reportedVintages =
        measured.dossier().claims().vintages().stream()
            .filter(v -> v.year() >= fromYear && v.year() <= toYear)
            .filter(v -> v.projectCo2eTonnes() != null)
            .toList();
    double reported =
        reportedVintages.stream()
            .map(Vintage::projectCo2eTonnes)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sum();
    List<Integer> silent = new ArrayList<>();
    for (int year = fromYear; year <= toYear; year++) {
      int y = year;
      if (reportedVintages.stream().noneMatch(v -> v.year() == y)) {
        silent.add(year);
      }
    }
    Estimate unreported = emitted.minus(reported);

    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.of(
            "forest lost in the project, " + fromYear + "–" + toYear,
            "ha",
            loss,
            "tables/zone_year.parquet, loss_ha"));
    quantities.add(Quantity.of("carbon in it", "tCO2e", emitted, "METHOD.md §5"));
    quantities.add(
        Quantity.exact(
            "of its variance, from the area",
            "%",
            100 * density.areaVarianceFraction(loss, method.carbonDraws(), method.seed()),
            "METHOD.md §5.3"));
    quantities.add(
        Quantity.exact(
            "project emissions reported for these years",
            "tCO2e",
            reported,
            "claims.vintages, projectCo2eTonnes"));
    quantities.add(
        Quantity.exact(
            "credits issued", "tCO2e", issued, "claims.vintages, issuedCreditsCo2eTonnes"));
    quantities.add(
        new Quantity(
            "unreported loss as a share of issued credits",
            "%",
            100 * unreported.mean() / issued,
            100 * unreported.ci90Low() / issued,
            100 * unreported.ci90High() / issued,
            "METHOD.md §7.3"));

    double worstSeen = after.stream().mapToDouble(ZoneYear::observedFraction).min().orElse(0);
    String sum =
        String.format(
            Locale.ROOT,
            "%,.0f tCO2e (90 %% interval %,.0f to %,.0f)",
            emitted.mean(),
            emitted.ci90Low(),
            emitted.ci90High());
    String against =
        String.format(Locale.ROOT, "%,.0f tCO2e reported", reported)
            + (silent.isEmpty() ? "" : "; no report for " + years(silent));
    Quantity size = Quantity.of("unreported loss", "tCO2e", unreported, "METHOD.md §7.3");
    double material = method.reversalMaterialityFraction() * issued;
    if (unreported.ci90Low() > 0 && unreported.mean() >= material) {
      return finding(
          Verdict.FLAG,
          "After credits were issued the project lost forest worth "
              + sum
              + ", against "
              + against
              + ".",
          String.format(
              Locale.ROOT,
              "The whole interval lies above what was reported, and the difference is %.0f %% of"
                  + " the credits issued.",
              100 * unreported.mean() / issued),
          null,
          size,
          quantities);
    }
    if (worstSeen >= Measurements.MIN_OBSERVED_FRACTION && unreported.ci90High() < material) {
      return finding(
          Verdict.NO_FLAG,
          "Losses after issuance of " + sum + " are covered by " + against + ".",
          String.format(
              Locale.ROOT,
              "Even the upper end exceeds the report by less than %.0f %% of the credits issued.",
              100 * method.reversalMaterialityFraction()),
          null,
          size,
          quantities);
    }
    return finding(
        Verdict.CANNOT_TELL,
        "Losses after issuance of " + sum + " may or may not exceed " + against + ".",
        "The interval reaches from below the report to above what is material.",
        "Reference points in the project, and a carbon density measured on plots.",
        size,
        quantities);
  }

  private static String years(List<Integer> years) {
    return String.join(", ", years.stream().map(String::valueOf).toList());
  }

  private static Finding finding(
      Verdict verdict,
      String headline,
      String reason,
      @Nullable String wouldSettle,
      @Nullable Quantity size,
      List<Quantity> quantities) {
    return new Finding(
        "reversal",
        Question.REVERSAL,
        "X10 loss in credited forest, version 0.2",
        verdict,
        headline,
        reason,
        wouldSettle,
        size,
        quantities,
        List.of(
            "tables/zone_year.parquet",
            "tables/reversals.parquet",
            "rasters/loss_year.tif",
            "layers.gpkg: loss_patches"),
        LIMITS,
        "registry reviewer and project developer");
  }
}
