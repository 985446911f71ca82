package org.heartwood.verification.report;

import static org.heartwood.verification.report.NumberText.count;
import static org.heartwood.verification.report.NumberText.exact;
import static org.heartwood.verification.report.NumberText.percent;
import static org.heartwood.verification.report.NumberText.rounded;
import static org.heartwood.verification.report.PageTable.code;
import static org.heartwood.verification.report.PageTable.number;
import static org.heartwood.verification.report.PageTable.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.carbon.CarbonSum;
import org.heartwood.verification.change.Repeatability;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.growth.GrowthResult;
import org.heartwood.verification.report.MapFigure.LegendEntry;
import org.heartwood.verification.vintage.VintageRow;
import org.jspecify.annotations.Nullable;

/**
 * What the template prints, part by part: words, tables and drawings, all numbers set. Its methods
 * are public because the template engine sees no others.
 */
final class ReportPage {
  private static final String NOT_STATED = "not stated";
  private static final int SHOWN_EVENTS = 40;

  private final IntegrityReport report;
  private final MapFigure map;
  private final YearChart chart;

  ReportPage(IntegrityReport report, MapFigure map) {
    this.report = report;
    this.map = map;
    this.chart = new YearChart(report);
  }

  /** A name and what it stands for. */
  record Fact(String name, String value) {}

  /**
   * A verdict as the strip and its section show it.
   *
   * @param icon name of the shape that goes with the verdict
   * @param wouldSettle null when the question is settled
   */
  record Answer(
      Finding finding,
      String question,
      String title,
      String verdict,
      String icon,
      String sizeName,
      String size,
      @Nullable String wouldSettle,
      PageTable quantities) {}

  /** A matched comparison. */
  record Comparison(String title, String lovePlot, PageTable balance, PageTable numbers) {}

  /** Drawings with their captions. */
  record Drawing(String svg, String caption) {}

  public IntegrityReport report() {
    return report;
  }

  public String projectName() {
    return report.dossier().project().name();
  }

  public String period() {
    return report.period().firstYear() + " to " + report.period().lastYear();
  }

  public List<Fact> facts() {
    Dossier.Project project = report.dossier().project();
    Dossier.ForestDefinition forest = project.definedForest();
    IntegrityReport.Site site = report.site();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Project", project.id()));
    facts.add(new Fact("Registry", stated(project.registry())));
    facts.add(new Fact("Methodology", stated(project.methodology())));
    facts.add(new Fact("Activity", activity(project.activity())));
    facts.add(
        new Fact(
            "Place",
            country(project.country())
                + ", centre "
                + degrees(site.centreLatDeg(), "N", "S")
                + ", "
                + degrees(site.centreLonDeg(), "E", "W")));
    facts.add(
        new Fact(
            "Boundary",
            rounded(site.boundaryHa(), 1)
                + " ha, "
                + boundary(report.dossier().definedBoundary().boundaryClass())));
    facts.add(
        new Fact(
            "Crediting period",
            project.startDate()
                + " to "
                + Objects.requireNonNullElse(project.creditingPeriodEnd(), "(not stated)")));
    facts.add(
        new Fact(
            "Years assessed",
            period()
                + "; compared from "
                + report.period().startYear()
                + ", claims to "
                + report.period().claimsEndYear()
                + (report.forestMap() == null ? "; season " : "; the map shows the end of ")
                + report.period().season()));
    Double height = forest.minHeightM();
    facts.add(
        new Fact(
            "Forest is",
            (report.forestMap() == null
                    ? ""
                    : "what the map calls so; this definition is not applied to it: ")
                + "canopy cover of "
                + NumberText.exactPercent(forest.minCanopyCoverFraction())
                + " or more in patches of "
                + exact(forest.minAreaHa())
                + " ha or more"
                + (height == null
                    ? ""
                    : "; a height of " + exact(height) + " m is recorded but not measured")
                + (forest.source() == null ? "" : " (" + forest.source() + ")")));
    facts.add(
        new Fact(
            "Grid",
            site.crs()
                + ", "
                + count(site.gridWidth())
                + " × "
                + count(site.gridHeight())
                + " pixels of "
                + exact(site.pixelSizeM())
                + " m; leakage belt "
                + exact(site.beltWidthM())
                + " m wide"));
    return facts;
  }

  public List<Answer> answers() {
    return report.findings().stream().map(this::answer).toList();
  }

  /** The rule book's answers, flags first. */
  public PageTable checks() {
    PageTable table =
        PageTable.of(
            "Claims, boundary and standards",
            text("Rule"),
            text("Answer"),
            text("Why"),
            number("At stake"),
            number("Share of issued credits"),
            text("Who should act"));
    for (Verdict verdict : Verdict.values()) {
      for (Finding finding : report.checks()) {
        if (finding.verdict() == verdict) {
          table = table.row(check(finding));
        }
      }
    }
    return table;
  }

  private static String[] check(Finding finding) {
    Quantity size = finding.sizeCo2eTonnes();
    Quantity share = finding.standing().shareOfIssued();
    String settle = finding.wouldSettle();
    return new String[] {
      finding.rule(),
      title(finding.verdict().label()),
      finding.headline()
          + " "
          + finding.reason()
          + (settle == null ? "" : " What would settle it: " + settle),
      size == null ? NumberText.NOT_MEASURED : NumberText.withUnit(size),
      share == null ? NumberText.NOT_MEASURED : NumberText.withUnit(share),
      finding.addressee()
    };
  }

  private Answer answer(Finding finding) {
    PageTable quantities =
        PageTable.of(
            "Numbers behind this answer",
            text("Quantity"),
            number("Value (90 % interval)"),
            text("Unit"),
            text("Source"));
    for (Quantity quantity : finding.quantities()) {
      quantities = quantities.row(cells(quantity));
    }
    Quantity size = finding.sizeCo2eTonnes();
    if (size != null) {
      quantities = quantities.row(cells(size));
    }
    for (Quantity weight :
        Stream.of(finding.standing().shareOfIssued(), finding.standing().money())
            .filter(Objects::nonNull)
            .toList()) {
      quantities = quantities.row(cells(weight));
    }
    return new Answer(
        finding,
        question(finding.question(), report.dossier().project().activity()),
        title(finding.question().label()),
        title(finding.verdict().label()),
        icon(finding.verdict()),
        size == null ? "size" : size.name(),
        size == null ? NumberText.NOT_MEASURED : NumberText.withUnit(size),
        finding.wouldSettle(),
        quantities);
  }

  private static String[] cells(Quantity quantity) {
    return new String[] {
      quantity.name(), NumberText.of(quantity), NumberText.unit(quantity.unit()), quantity.source()
    };
  }

  private static String question(Question question, Dossier.Activity activity) {
    return switch (question) {
      case ADDITIONALITY ->
          activity.claimsGrowth()
              ? "Did the project's land gain more trees than like land?"
              : "Did the project avoid the loss that it claims?";
      case LEAKAGE -> "Did loss move into the belt around the project?";
      case REVERSAL -> "Was credited forest lost afterwards?";
      case ACCOUNTING -> "Do the numbers follow from each other and from the standard?";
      case BOUNDARY -> "Is the land drawn and measured as claimed?";
      case ELIGIBILITY -> "May the activity be credited?";
      case OVERLAP -> "Is the same land credited elsewhere?";
      case MODEL -> "Is the model used within its bounds?";
      case PROVENANCE -> "Are the data what they are taken for?";
    };
  }

  static String icon(Verdict verdict) {
    return switch (verdict) {
      case FLAG -> "flag";
      case NO_FLAG -> "no-flag";
      case CANNOT_TELL -> "cannot-tell";
    };
  }

  public Drawing map() {
    String year = Integer.toString(report.period().lastYear());
    String caption =
        "Forest loss by year on "
            + (report.forestMap() == null ? "canopy cover in " : "forest in ")
            + year
            + ", with the outlines of the zones. Grid "
            + report.site().crs()
            + "; north of the grid is up."
            + (map.image().step() == 1
                ? ""
                : " One pixel in " + map.image().step() + " is shown in each direction.");
    String description =
        (report.forestMap() == null
                ? "Canopy cover in " + year + " runs from sand (none) to dark green (full)."
                : "Forest in " + year + " is dark green, other land sand.")
            + " Pixels lost are painted by year, from"
            + " pale yellow for the first to dark violet for the last. Lines mark "
            + String.join(
                ", ", map.legend().stream().map(e -> e.words().toLowerCase(Locale.ROOT)).toList())
            + ". Areas stand in the table of areas by zone and year.";
    return new Drawing(map.svg(projectName(), description), caption);
  }

  public List<LegendEntry> outlineLegend() {
    return map.legend();
  }

  /** Years that are shown, each with its colour. */
  public List<LegendEntry> lossLegend() {
    Set<String> shown =
        report.zoneYears().stream()
            .map(row -> Integer.toString(row.year()))
            .collect(Collectors.toSet());
    return map.lossLegend().stream().filter(entry -> shown.contains(entry.words())).toList();
  }

  public String coverTitle() {
    return report.forestMap() == null ? "Canopy cover" : "Forest in " + report.period().lastYear();
  }

  public List<LegendEntry> coverLegend() {
    return report.forestMap() == null ? map.canopyLegend() : map.forestLegend();
  }

  public Drawing canopy() {
    return new Drawing(
        chart.canopy(),
        "Mean canopy cover of the observed part of each zone, with its 90 % interval. A year"
            + " without a value is a gap."
            + (chart.canopyAxisCut() ? " The axis does not start at zero." : ""));
  }

  public Drawing loss() {
    return new Drawing(
        chart.loss(),
        "Forest lost since the "
            + (report.forestMap() == null ? "composite" : "date")
            + " before, with its 90 % interval. A cross marks a year that"
            + " was not measured; the first year has no year before it.");
  }

  public PageTable claims() {
    PageTable table =
        PageTable.of(
            "What the dossier claims, and what this assessment finds",
            text("What"),
            text("Unit"),
            number("Claimed"),
            number("Estimated (90 % interval)"),
            text("Remark"));
    for (IntegrityReport.ClaimRow row : report.claimRows()) {
      Double claimed = row.claimed();
      table =
          table.row(
              row.name(),
              NumberText.unit(row.unit()),
              claimed == null ? NOT_STATED : NumberText.of(claimed, row.unit()),
              NumberText.of(row.estimated(), row.unit()),
              row.remark());
    }
    return table;
  }

  public PageTable vintages() {
    PageTable table =
        PageTable.of(
            "Claims by vintage, as the dossier states them, t CO₂e",
            text("Vintage"),
            number("Baseline"),
            number("Project"),
            number("Leakage"),
            number("Buffer"),
            number("Issued"),
            text("Issued on"));
    for (Dossier.Vintage vintage : report.dossier().claims().vintages()) {
      Double buffer = vintage.bufferShareFraction();
      table =
          table.row(
              Integer.toString(vintage.year()),
              claim(vintage.baselineCo2eTonnes()),
              claim(vintage.projectCo2eTonnes()),
              claim(vintage.leakageDeductionCo2eTonnes()),
              buffer == null ? NOT_STATED : NumberText.exactPercent(buffer),
              claim(vintage.issuedCreditsCo2eTonnes()),
              vintage.issuanceDate() == null ? NOT_STATED : vintage.issuanceDate().toString());
    }
    return table;
  }

  /** What the ledger rests on, in a sentence. */
  public String ledgerBasis() {
    IntegrityReport.Ledger ledger = report.ledger();
    String reason = ledger.cannotTell();
    Double rating = ledger.bufferRatingPct();
    return reason != null || rating == null
        ? "Cannot be told: " + reason + "."
        : "Benefit is the claimed baseline plus the measured change of stock; the baseline is taken"
            + " as claimed, whatever the finding on additionality says. Uncertainty is deducted by "
            + ledger.deduction()
            + "; "
            + exact(rating)
            + " % of the benefit is set aside for the buffer.";
  }

  public PageTable ledger() {
    PageTable table =
        PageTable.of(
            "What the measured stocks would earn, t CO₂e",
            text("Year"),
            number("Benefit"),
            number("Deducted"),
            number("Leakage"),
            number("Buffer"),
            number("Creditable"),
            number("Issued"),
            text("Remark"));
    // The first stock earns nothing: there is none before it.
    for (VintageRow row : report.ledger().rows().stream().skip(1).toList()) {
      Double deducted = row.deductionFraction();
      Double leakage = row.leakage();
      Double buffer = row.buffer();
      Double beyond = row.beyondCo2eTonnes();
      String reason = row.cannotTell();
      table =
          table.row(
              Integer.toString(row.year()),
              NumberText.of(row.benefit(), "tCO2e"),
              deducted == null ? NumberText.NOT_MEASURED : percent(deducted),
              leakage == null ? NumberText.NOT_MEASURED : NumberText.of(leakage, "tCO2e"),
              buffer == null ? NumberText.NOT_MEASURED : NumberText.of(buffer, "tCO2e"),
              NumberText.of(row.creditable(), "tCO2e"),
              claim(row.claimedCo2eTonnes()),
              reason != null
                  ? "cannot tell: " + reason
                  : beyond != null && beyond > 0
                      ? NumberText.of(beyond, "tCO2e") + " issued beyond the upper end"
                      : "");
    }
    return table;
  }

  /** Growth beside like land outside; null where none was compared. */
  public @Nullable GrowthSection growth() {
    GrowthResult growth = report.counterfactual().growth();
    return growth == null ? null : new GrowthSection(growth);
  }

  public CounterfactualSection counterfactual() {
    return CounterfactualSection.of(report);
  }

  public List<Comparison> comparisons() {
    return report.comparisons().stream().map(ReportPage::comparison).toList();
  }

  private static Comparison comparison(MatchedComparison comparison) {
    PageTable balance =
        PageTable.of(
            "Balance: means of the treated zone and of its controls",
            text("Covariate"),
            text("Unit"),
            number("Treated"),
            number("Controls, matched"),
            number("Controls, all"),
            number("SMD before"),
            number("SMD after"));
    for (Balance row : comparison.balance()) {
      boolean share = row.unit().equals("share");
      String unit = share ? "%" : row.unit();
      double scale = share ? 100 : 1;
      balance =
          balance.row(
              row.covariate(),
              unit,
              NumberText.of(scale * row.treatedMean(), unit),
              NumberText.of(scale * row.controlMean(), unit),
              NumberText.of(scale * row.rawControlMean(), unit),
              rounded(row.rawSmd(), 2),
              rounded(row.smd(), 2));
    }
    String years = comparison.startYear() + " to " + comparison.endYear();
    PageTable numbers =
        PageTable.of("The comparison in numbers", text("Quantity"), number("Value"))
            .row("Years compared", years)
            .row("Forest pixels at the start", count(comparison.treatedPixels()))
            .row("Of these, with like pixels outside", percent(comparison.matchedFraction()))
            .row("Control pixels", count(comparison.controlPixels()))
            .row("Blocks that the controls lie in", count(comparison.controlBlocks()))
            .row("Lost, matched pixels of the zone", percent(comparison.observedLossFraction()))
            .row("Lost, like pixels outside", percent(comparison.expectedLossFraction()))
            .row(
                "Excess loss, percentage points (90 % interval)",
                NumberText.interval(
                    100 * comparison.excessLossFraction().mean(),
                    100 * comparison.excessLossFraction().ci90Low(),
                    100 * comparison.excessLossFraction().ci90High(),
                    "%"))
            .row("Standard error from drawing blocks", points(comparison.blockStandardError()))
            .row("Standard error from the map", points(comparison.mapStandardError()))
            .row(
                "Standard error, both joined",
                points(comparison.excessLossFraction().standardError()))
            .row(
                "Largest difference after matching, SMD (limit "
                    + rounded(Balance.MAX_SMD, 2)
                    + ")",
                rounded(comparison.maxSmd(), 2));
    return new Comparison(
        ZoneWords.name(comparison.treated()) + " beside the comparison area, " + years,
        LovePlot.of(comparison),
        balance,
        numbers);
  }

  public List<PageTable> zoneYears() {
    return Arrays.stream(Zone.values())
        .map(this::zoneYears)
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private PageTable zoneYears(Zone zone) {
    PageTable table =
        PageTable.of(
            ZoneWords.name(zone) + ": areas in hectares, with 90 % intervals",
            text("Year"),
            number("Zone"),
            number("Observed"),
            number("Observed share"),
            number("Forest"),
            number("Loss"),
            number("Gain"),
            number("Mean canopy, %"),
            number("Valid dates"));
    for (ZoneYear row : report.zoneYears()) {
      if (row.zone() == zone) {
        boolean measured = YearChart.hasAreas(row);
        boolean first = row.year() == report.period().firstYear();
        table =
            table.row(
                Integer.toString(row.year()),
                rounded(row.zoneHa(), 1),
                rounded(row.observedHa(), 1),
                percent(row.observedFraction()),
                measured ? NumberText.of(row.forestHa(), "ha") : NumberText.NOT_MEASURED,
                change(first, measured, NumberText.of(row.lossHa(), "ha")),
                change(first, measured, rounded(row.gainHa(), 1)),
                NumberText.of(row.canopyPct(), "%"),
                rounded(row.validDates(), 1));
      }
    }
    return table;
  }

  private static String change(boolean first, boolean measured, String value) {
    return first ? "first year" : measured ? value : NumberText.NOT_MEASURED;
  }

  public PageTable areaBasis() {
    return BasisTables.areas(report);
  }

  public List<String> areaRemarks() {
    return BasisTables.remarks(report);
  }

  public PageTable densityBasis() {
    return BasisTables.aboveGround(report);
  }

  public PageTable definitions() {
    PageTable table =
        PageTable.of(
            "The project's forest under several definitions: areas of the map, ha",
            text("Definition"),
            number("Canopy from, %"),
            number("Patch from, ha"),
            text("Height"),
            number("Forest " + report.period().firstYear()),
            number("Forest " + report.period().lastYear()),
            number("Lost in between"));
    for (IntegrityReport.Definition row : report.definitions()) {
      table =
          table.row(
              row.name(),
              exact(row.minCanopyPct()),
              exact(row.minAreaHa()),
              row.minHeightM() > 0 ? exact(row.minHeightM()) + " m, not applied" : "none",
              rounded(row.forestFirstHa(), 1),
              rounded(row.forestLastHa(), 1),
              rounded(row.lossHa(), 1));
    }
    return table;
  }

  /** What was watched, in a sentence. */
  public String watched() {
    IntegrityReport.DatedChange dated = report.datedChange();
    long all = dated.unchangedPx() + dated.changedPx() + dated.untoldPx();
    return "Watched from "
        + dated.watchedFrom()
        + ": "
        + percent((double) dated.changedPx() / Math.max(1, all))
        + " of the grid's pixels left their own history, "
        + percent((double) dated.unchangedPx() / Math.max(1, all))
        + " did not, and of "
        + percent((double) dated.untoldPx() / Math.max(1, all))
        + " it cannot be told. "
        + count(dated.allEvents())
        + " events on the grid reach the smallest patch; "
        + count(dated.events().size())
        + " touch the project or its belt"
        + (dated.events().size() > SHOWN_EVENTS
            ? ", the " + SHOWN_EVENTS + " largest of which stand here."
            : ".");
  }

  /** The largest events, by first date. */
  public PageTable events() {
    PageTable table =
        PageTable.of(
            "Events that touch the project or its belt",
            text("First seen"),
            text("Last pixel"),
            text("Confirmed"),
            text("Kind"),
            number("Area, ha"),
            number("In project, ha"),
            number("In belt, ha"),
            number("Probability"),
            number("Detectors agree"),
            text("Guessed cause and its evidence"));
    List<IntegrityReport.DatedEvent> largest =
        report.datedChange().events().stream()
            .sorted(Comparator.comparingDouble(IntegrityReport.DatedEvent::areaHa).reversed())
            .limit(SHOWN_EVENTS)
            .sorted(
                Comparator.comparing(IntegrityReport.DatedEvent::firstDate)
                    .thenComparing(IntegrityReport.DatedEvent::id))
            .toList();
    for (IntegrityReport.DatedEvent event : largest) {
      table =
          table.row(
              event.firstDate().toString(),
              event.lastDate().toString(),
              event.confirmedDate().toString(),
              event.kind(),
              rounded(event.areaHa(), 1),
              rounded(event.projectHa(), 1),
              rounded(event.beltHa(), 1),
              rounded(event.probability(), 2),
              percent(event.sureFraction()),
              title(event.cause()) + ": " + event.evidence());
    }
    return table;
  }

  public ReversalSection reversals() {
    return new ReversalSection(report.reversals());
  }

  public PageTable imagery() {
    PageTable table =
        PageTable.of(
            "Composites, and the line that brings each to the reference year",
            text("Year"),
            number("Gain"),
            number("Offset"),
            number("Residual SD"),
            number("Invariant share"),
            number("Pixels"),
            text("Dates"));
    for (IntegrityReport.CompositeYear year : report.imagery()) {
      String dates =
          year.dates().isEmpty()
              ? "none"
              : year.dates().size() + ": " + String.join(", ", year.dates());
      var line = year.line();
      table =
          line == null
              ? table.row(Integer.toString(year.year()), "no line", "–", "–", "–", "–", dates)
              : table.row(
                  Integer.toString(year.year()),
                  rounded(line.gain(), 4),
                  rounded(line.offset(), 4),
                  rounded(line.residualSd(), 4),
                  percent(line.invariantShareFraction()),
                  count(line.pixels()),
                  dates);
    }
    return table;
  }

  /** The map that was read in place of imagery; null where imagery was. */
  public @Nullable PageTable forestMap() {
    IntegrityReport.ForestMap read = report.forestMap();
    if (read == null) {
      return null;
    }
    return PageTable.of("The map that was read", text("What"), text("Value"))
        .row("Map", read.id() + ", " + read.product() + ", " + read.path())
        .row("Dates", String.join(", ", read.dates()))
        .row("Loss: missed on the ground, wrong on the map", errors(read.accuracy().loss()))
        .row("Forest: missed on the ground, wrong on the map", errors(read.accuracy().forest()))
        .row("Hectares lost for each that the map shows", rounded(read.lossFactor(), 3))
        .row("Hectares of forest for each that the map shows", rounded(read.forestFactor(), 3))
        .row("Who says so", read.accuracy().source());
  }

  private static String errors(Dossier.ClassAccuracy errors) {
    return percent(errors.omissionFraction())
        + " (standard error "
        + percent(errors.omissionStandardError())
        + "), "
        + percent(errors.commissionFraction())
        + " ("
        + percent(errors.commissionStandardError())
        + ")";
  }

  /** The tables of the model's card; none where a map was read. */
  public List<PageTable> modelTables() {
    IntegrityReport.Model model = report.model();
    return model == null ? List.of() : tables(model);
  }

  private static List<PageTable> tables(IntegrityReport.Model model) {
    return model.tables().stream()
        .map(
            table -> {
              List<PageTable.Column> columns = new ArrayList<>(List.of(text("Group")));
              table.columns().forEach(column -> columns.add(number(column.name())));
              return new PageTable(table.title(), columns, table.cells());
            })
        .toList();
  }

  /** Shares of the variance of carbon; null when nothing was lost. */
  public @Nullable Drawing varianceShares() {
    List<CarbonSum.Share> shares = report.carbon().varianceShares();
    return shares.isEmpty()
        ? null
        : new Drawing(
            VarianceBar.of(shares),
            "What makes the carbon in forest lost in the project uncertain: first-order shares of"
                + " its variance by cause, and what they have in common (interactions).");
  }

  public PageTable carbon() {
    IntegrityReport.Carbon carbon = report.carbon();
    return PageTable.of(
            "Carbon of a hectare of forest, above and below ground",
            text("Quantity"),
            number("Value"),
            text("Unit"),
            text("Row or rule"))
        .row(
            "Carbon density (90 % interval)",
            NumberText.of(carbon.co2eTonnesPerHa(), "tCO2e per ha"),
            "t CO₂e per ha",
            "biomass × (1 + ratio) × carbon fraction × 44/12")
        .row(
            "Above-ground biomass",
            exact(BasisTables.rounding(carbon.aboveGroundTonnesPerHa()))
                + " (SD "
                + exact(BasisTables.rounding(carbon.aboveGroundSd()))
                + ")",
            "t dry matter per ha",
            carbon.aboveGroundRow())
        .row(
            "Root-to-shoot ratio",
            exact(carbon.rootShootRatio()) + " (SD " + exact(carbon.rootShootSd()) + ")",
            "below over above ground",
            carbon.rootShootRow())
        .row(
            "Carbon fraction",
            exact(carbon.carbonFraction()),
            "t C per t dry matter",
            "IPCC 2019, volume 4, table 4.3");
  }

  public PageTable issues() {
    PageTable table =
        PageTable.of(
            "What was left out or deserves a look",
            text("Where"),
            text("Kind"),
            text("What was found"),
            text("What to do"),
            text("Left out"));
    for (DataIssue issue : report.issues()) {
      table =
          table.row(
              issue.subject(),
              issue.reason().label(),
              issue.detail(),
              issue.remedy(),
              issue.partial() ? "yes" : "no");
    }
    return table;
  }

  public PageTable method() {
    return MethodTable.of(report.dossier().method());
  }

  public PageTable errorShares() {
    PageTable table = PageTable.of("How the map's error is shared", text("Part"), number("Share"));
    for (var share : new TreeMap<>(report.errorShares()).entrySet()) {
      table = table.row(share.getKey(), percent(share.getValue()));
    }
    return table;
  }

  /** The map's error by canopy cover. */
  public PageTable errorByCover() {
    PageTable table =
        PageTable.of(
            "The map's error by cover",
            number("Canopy cover %"),
            number("Standard error, % of cover"),
            number("New in every composite, % of cover"));
    for (Repeatability.CoverClass each : report.errorByCover()) {
      table =
          table.row(
              rounded(each.coverPct(), 0),
              rounded(each.errorPct(), 1),
              rounded(each.passingPct(), 1));
    }
    return table;
  }

  public PageTable inputs() {
    PageTable table =
        PageTable.of(
                "Files that went in",
                text("Role"),
                code("File"),
                code("SHA-256"),
                text("Origin and licence"))
            .row("dossier", report.dossierFile(), report.dossierSha256(), "–");
    for (IntegrityReport.Input input : report.inputs()) {
      table = table.row(input.role(), input.path(), input.sha256(), stated(input.origin()));
    }
    return table;
  }

  private static String points(double fraction) {
    return Double.isFinite(fraction)
        ? rounded(100 * fraction, 2) + " points"
        : NumberText.NOT_MEASURED;
  }

  private static String claim(@Nullable Double tonnes) {
    return tonnes == null ? NOT_STATED : NumberText.of(tonnes, "tCO2e");
  }

  private static String stated(@Nullable String text) {
    return text == null ? NOT_STATED : text;
  }

  private static String title(String label) {
    return label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
  }

  private static String degrees(double value, String positive, String negative) {
    return rounded(Math.abs(value), 4) + "° " + (value < 0 ? negative : positive);
  }

  private static String country(String code) {
    String name = new Locale("", code).getDisplayCountry(Locale.ENGLISH);
    return name.equals(code) ? code : name + " (" + code + ")";
  }

  private static String activity(Dossier.Activity activity) {
    return switch (activity) {
      case REDD -> "avoided deforestation and degradation (REDD)";
      case IFM -> "improved forest management (IFM)";
      case ARR -> "afforestation, reforestation and revegetation (ARR)";
    };
  }

  private static String boundary(Dossier.BoundaryClass boundaryClass) {
    return switch (boundaryClass) {
      case OFFICIAL -> "official, from the registry or the project";
      case GEOREFERENCED -> "taken from a map with known coordinates";
      case DIGITISED -> "drawn by hand";
    };
  }
}
