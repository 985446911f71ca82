package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.product.HansenGfc;
import org.heartwood.ingest.product.JrcTmf;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.Vm0047;

/**
 * Forest cleared in the ten years before a planting project, on its land. The year of the start
 * itself does not count: what happened in it may lie after the start.
 */
public final class EarlierClearingRule implements Rule {
  static final int YEARS = 10;
  private static final double MAX_SHARE = 0.01;
  private static final int CENTURY = 2000;
  private static final Pattern TMF_RELEASE = Pattern.compile("v\\d_(\\d{4})");

  private static final RuleCard CARD =
      new RuleCard(
          "X08",
          "1.0",
          "forest cleared before the start",
          Question.ELIGIBILITY,
          CauseClass.PROJECT,
          List.of(
              "project.startDate",
              "sources.maps: HANSEN_GFC lossyear, JRC_TMF DeforestationYear",
              "tables/zone_year.parquet"),
          "more than 1 % of the land lost forest in the ten years before the start, over the whole"
              + " interval",
          "ten-year rule of " + Vm0047.CREDITING.citation());

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (!project.is(Dossier.Activity.ARR)) {
      return Optional.empty();
    }
    int to = project.startYear() - 1;
    int from = project.startYear() - YEARS;
    List<LandShare> shares = new ArrayList<>();
    for (MapReading reading : project.maps()) {
      if (reading.dataHa() > 0 && reading.holds(Product.HANSEN_GFC, "lossyear")) {
        shares.add(hansen(reading, from, to));
      } else if (reading.dataHa() > 0 && reading.holds(Product.JRC_TMF, "DeforestationYear")) {
        shares.add(
            LandShare.byMap(
                reading,
                reading.areaHa(year -> year >= from && year <= to),
                gap(JrcTmf.FIRST_YEAR, tmfRelease(reading), from, to)));
      }
    }
    project.run().evidence().flatMap(run -> imagery(run, from, to)).ifPresent(shares::add);
    String settle =
        "A map of forest loss of " + from + " to " + to + ", or imagery of these years.";
    return Optional.of(
        shares.isEmpty()
            ? CARD.lacks("forest loss of " + from + " to " + to, settle)
            : LandShare.judge(
                CARD,
                project,
                shares,
                MAX_SHARE,
                "land cleared in the ten years before the start",
                "credits on land cleared before, by area",
                settle));
  }

  private static LandShare hansen(MapReading reading, int from, int to) {
    String version = reading.map().version();
    int last = HansenGfc.FIRST_LOSS_YEAR - 1;
    try {
      last = version == null ? last : lastYear(version);
    } catch (InputException e) {
      // An unknown version covers no year for certain.
      last = HansenGfc.FIRST_LOSS_YEAR - 1;
    }
    return LandShare.byMap(
        reading,
        reading.areaHa(code -> code > 0 && CENTURY + code >= from && CENTURY + code <= to),
        gap(HansenGfc.FIRST_LOSS_YEAR, last, from, to));
  }

  /** Last year of loss of a version such as {@code v1.11} or {@code GFC-2023-v1.11}. */
  private static int lastYear(String version) {
    Matcher number = Pattern.compile("v1\\.(\\d{1,2})$").matcher(version);
    return number.find()
        ? HansenGfc.GAIN_TO_YEAR + Integer.parseInt(number.group(1))
        : HansenGfc.Version.parse(version).lastYear();
  }

  private static int tmfRelease(MapReading reading) {
    String version = reading.map().version();
    Matcher found = TMF_RELEASE.matcher(version == null ? "" : version);
    return found.find() ? Integer.parseInt(found.group(1)) : JrcTmf.FIRST_YEAR - 1;
  }

  private static Optional<String> gap(int firstYear, int lastYear, int from, int to) {
    return firstYear <= from && lastYear >= to
        ? Optional.empty()
        : Optional.of(
            lastYear < firstYear
                ? "the map's version, and with it its last year, is not stated"
                : "the source shows "
                    + firstYear
                    + " to "
                    + lastYear
                    + " of "
                    + from
                    + " to "
                    + to);
  }

  private static Optional<LandShare> imagery(RunEvidence run, int from, int to) {
    List<ZoneYear> rows = run.measured().of(Zone.PROJECT);
    if (run.measured().modelOutside().isPresent() || rows.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> composites =
        rows.stream()
            .skip(1)
            .map(ZoneYear::year)
            .filter(year -> within(run, year, from, to))
            .toList();
    if (composites.isEmpty()) {
      return Optional.empty();
    }
    Estimate loss = run.measured().totals().lossHa(Zone.PROJECT, composites::contains);
    int first = run.measured().season().changeYear(composites.get(0));
    int last = run.measured().season().changeYear(composites.get(composites.size() - 1));
    return Optional.of(
        new LandShare(
            "tables/zone_year.parquet",
            loss.times(1 / rows.get(0).zoneHa()),
            gap(first, last, from, to)));
  }

  private static boolean within(RunEvidence run, int composite, int from, int to) {
    int year = run.measured().season().changeYear(composite);
    return year >= from && year <= to;
  }
}
