package org.heartwood.verification.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.additionality.VintageSupport;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.carbon.CarbonSum;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.Repeatability;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.growth.GrowthResult;
import org.heartwood.verification.reversal.ReversalLedger;
import org.heartwood.verification.vintage.VintageRow;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the report says: {@code report.json} is this record, and {@code report.html}
 * shows nothing else. It holds no clock and no machine: these stand in {@code run.json} alone.
 *
 * @param heartwoodVersion version of the program
 * @param methodVersion version of METHOD.md
 * @param dossierFile name of the dossier
 * @param dossierSha256 its digest
 * @param dossier claims and parameters, defaults written out
 * @param answer the plain answer in one paragraph
 * @param period years that the report rests on
 * @param site where the project lies and how large it is
 * @param zoneYears areas by zone and year
 * @param definitions forest of the project under several definitions
 * @param datedChange change with its dates, from every image
 * @param reversals loss events in credited forest, reported or not, and the buffer beside them
 * @param findings the verdicts, in the order additionality, leakage, reversal
 * @param checks answers of the rule book: claims, boundary, standards and the run itself
 * @param comparisons the project and its belt beside like pixels, by coarsened exact matching; none
 *     where a map was read
 * @param counterfactual what would have been lost without the project, by several estimators
 * @param basis which estimator stands behind each area, and which source behind the density
 * @param carbon carbon of a hectare
 * @param claimRows claims beside estimates
 * @param ledger what the measured stocks would earn, year by year, beside the claims
 * @param imagery the composites and how they were brought to one radiometry; none where a map was
 *     read
 * @param model the model that read the imagery; absent where a map was read
 * @param forestMap the map that was read in place of imagery; absent where imagery was
 * @param errorShares how the map's error is shared, by name, 0–1; none where a map was read
 * @param errorByCover the map's error by canopy cover; empty where a map was read
 * @param issues data that could not be used, and why
 * @param inputs files that went in, with digests
 * @param notices what a reader must know before anything else, such as that a project is
 *     illustrative
 */
public record IntegrityReport(
    String heartwoodVersion,
    String methodVersion,
    String dossierFile,
    String dossierSha256,
    Dossier dossier,
    String answer,
    Period period,
    Site site,
    List<ZoneYear> zoneYears,
    List<Definition> definitions,
    DatedChange datedChange,
    ReversalLedger reversals,
    List<Finding> findings,
    List<Finding> checks,
    List<MatchedComparison> comparisons,
    Counterfactual counterfactual,
    Basis basis,
    Carbon carbon,
    List<ClaimRow> claimRows,
    Ledger ledger,
    List<CompositeYear> imagery,
    @Nullable Model model,
    @Nullable ForestMap forestMap,
    Map<String, Double> errorShares,
    List<Repeatability.CoverClass> errorByCover,
    List<DataIssue> issues,
    List<Input> inputs,
    List<String> notices) {
  public IntegrityReport {
    zoneYears = List.copyOf(zoneYears);
    definitions = List.copyOf(definitions);
    findings = List.copyOf(findings);
    checks = List.copyOf(checks);
    comparisons = List.copyOf(comparisons);
    claimRows = List.copyOf(claimRows);
    imagery = List.copyOf(imagery);
    errorByCover = List.copyOf(errorByCover);
    issues = List.copyOf(issues);
    inputs = List.copyOf(inputs);
    notices = List.copyOf(notices);
  }

  /**
   * The years of the report.
   *
   * @param firstYear first composite
   * @param startYear composite nearest to the project's start
   * @param claimsEndYear composite that closes the last claimed vintage
   * @param lastYear last composite
   * @param season the season in words
   */
  public record Period(
      int firstYear, int startYear, int claimsEndYear, int lastYear, String season) {}

  /**
   * Forest of the project under one definition, as areas of the map.
   *
   * @param name name of the definition
   * @param minCanopyPct canopy cover from which a pixel is forest, per cent
   * @param minAreaHa smallest patch, ha
   * @param minHeightM height that it asks for, m; it is not applied, since none is mapped
   * @param forestFirstHa forest in the first composite
   * @param forestLastHa forest in the last composite
   * @param lossHa loss of all years
   */
  public record Definition(
      String name,
      double minCanopyPct,
      double minAreaHa,
      double minHeightM,
      double forestFirstHa,
      double forestLastHa,
      double lossHa) {}

  /**
   * Change with its dates, from every image of the series.
   *
   * @param watchedFrom first day that was watched; what lies before is history
   * @param unchangedPx pixels of the grid that were watched and have no confirmed change
   * @param changedPx pixels with a confirmed change
   * @param untoldPx pixels of which it cannot be told
   * @param allEvents events on the whole grid
   * @param events events that touch the project or its belt, by first date
   */
  public record DatedChange(
      LocalDate watchedFrom,
      long unchangedPx,
      long changedPx,
      long untoldPx,
      int allEvents,
      List<DatedEvent> events) {
    public DatedChange {
      events = List.copyOf(events);
    }
  }

  /**
   * A connected change.
   *
   * @param id its number in the layer {@code events}
   * @param kind deforestation, degradation or regrowth
   * @param firstDate first day of its first pixel
   * @param lastDate first day of its last pixel
   * @param confirmedDate day on which its last pixel was confirmed
   * @param areaHa ellipsoidal area
   * @param projectHa part inside the project
   * @param beltHa part inside the belt
   * @param haPer30Days how fast it grew
   * @param probability mean over its pixels, 0–1
   * @param sureFraction share of pixels on which detectors agree, 0–1
   * @param cause guessed cause
   * @param evidence what the guess rests on
   */
  public record DatedEvent(
      long id,
      String kind,
      LocalDate firstDate,
      LocalDate lastDate,
      LocalDate confirmedDate,
      double areaHa,
      double projectHa,
      double beltHa,
      double haPer30Days,
      double probability,
      double sureFraction,
      String cause,
      String evidence) {}

  /**
   * What would have been lost without the project.
   *
   * @param result what every estimator says of the project and the zones around it, of mapped loss
   * @param scale loss behind a hectare of mapped loss, by which findings and vintages are told
   * @param vintages claimed and estimated avoided emissions, added up to each vintage; none where
   *     growth is claimed
   * @param growth growth beside that of like land outside; null where none is claimed, or a map was
   *     read that tells no canopy cover
   */
  public record Counterfactual(
      ProjectResult result,
      MapScale scale,
      List<VintageSupport> vintages,
      @Nullable GrowthResult growth) {
    public Counterfactual {
      vintages = List.copyOf(vintages);
    }
  }

  /**
   * The place.
   *
   * @param crs CRS of the analysis grid
   * @param pixelSizeM edge of a pixel
   * @param gridWidth columns of the analysis grid
   * @param gridHeight rows of the analysis grid
   * @param boundaryHa ellipsoidal area of the boundary
   * @param beltWidthM width of the leakage belt
   * @param centreLonDeg longitude of the boundary's centroid
   * @param centreLatDeg its latitude
   */
  public record Site(
      String crs,
      double pixelSizeM,
      int gridWidth,
      int gridHeight,
      double boundaryHa,
      double beltWidthM,
      double centreLonDeg,
      double centreLatDeg) {}

  /**
   * What stands behind the report's areas and its carbon density.
   *
   * @param areas forest at the start and at the end and loss in between, with their estimators,
   *     beside the counts of pixels
   * @param areasByYear the same of every composite
   * @param aboveGround where above-ground biomass comes from
   */
  public record Basis(List<AreaRow> areas, List<AreaRow> areasByYear, DensityBasis aboveGround) {
    public Basis {
      areas = List.copyOf(areas);
      areasByYear = List.copyOf(areasByYear);
    }
  }

  /**
   * An area with the estimator that made it. The count of pixels stands beside it and is none.
   *
   * @param zone the zone
   * @param quantity {@code forest} or {@code loss}
   * @param fromYear composite after which loss is meant; of forest, its composite
   * @param toYear composite up to which loss is meant; of forest, its composite
   * @param estimator how the area was estimated
   * @param areaHa the area
   * @param pixelCountHa what the map's pixels add up to
   * @param pixelCountExcessHa how far that is above the estimate; negative where it is below
   * @param pixelCountWithinInterval whether it lies within the estimate's 90 % interval
   * @param referencePoints labelled points behind the estimate; 0 without a sample
   * @param remarks what a reader must know of it
   */
  public record AreaRow(
      Zone zone,
      String quantity,
      int fromYear,
      int toYear,
      String estimator,
      Estimate areaHa,
      double pixelCountHa,
      double pixelCountExcessHa,
      boolean pixelCountWithinInterval,
      long referencePoints,
      List<String> remarks) {
    public AreaRow {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Where above-ground biomass comes from, and what the IPCC's table has for such forest.
   *
   * @param source kind of source
   * @param row the source itself
   * @param tonnesPerHa dry matter that the report counts with
   * @param standardErrorTonnesPerHa its standard error, or the spread of sites of a table
   * @param ipccRow row of table 4.7 that stands beside it
   * @param ipccTonnesPerHa its value
   * @param ipccSdTonnesPerHa its spread
   * @param remarks what a reader must know of the source
   */
  public record DensityBasis(
      String source,
      String row,
      double tonnesPerHa,
      double standardErrorTonnesPerHa,
      String ipccRow,
      double ipccTonnesPerHa,
      double ipccSdTonnesPerHa,
      List<String> remarks) {
    public DensityBasis {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Carbon of a hectare of forest.
   *
   * @param co2eTonnesPerHa above and below ground
   * @param aboveGroundRow row of the table behind it
   * @param aboveGroundTonnesPerHa dry matter
   * @param rootShootRow row of the table behind the ratio
   * @param rootShootRatio below over above ground
   * @param carbonFraction carbon in dry matter
   * @param varianceShares what makes the carbon in forest lost in the project uncertain; empty when
   *     nothing was lost
   */
  public record Carbon(
      Estimate co2eTonnesPerHa,
      String aboveGroundRow,
      double aboveGroundTonnesPerHa,
      double aboveGroundSd,
      String rootShootRow,
      double rootShootRatio,
      double rootShootSd,
      double carbonFraction,
      List<CarbonSum.Share> varianceShares) {
    public Carbon {
      varianceShares = List.copyOf(varianceShares);
    }
  }

  /**
   * A claim beside what was measured.
   *
   * @param name what is compared
   * @param unit unit of both
   * @param claimed the claim; absent when the dossier has none
   * @param estimated what Heartwood finds; absent when it measures no such thing
   * @param remark how they compare, in words
   */
  public record ClaimRow(
      String name,
      String unit,
      @Nullable Double claimed,
      @Nullable Estimate estimated,
      String remark) {}

  /**
   * What the measured stocks would earn, year by year, beside the claims; the baseline is taken as
   * claimed.
   *
   * @param deduction the standard whose deduction for uncertainty is applied
   * @param bufferRatingPct set aside, per cent of the benefit; the highest that a vintage states
   * @param rows one a calendar year
   * @param cannotTell why there is no ledger; absent when there is one
   */
  public record Ledger(
      String deduction,
      @Nullable Double bufferRatingPct,
      List<VintageRow> rows,
      @Nullable String cannotTell) {
    public Ledger {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A year's composite.
   *
   * @param year the year
   * @param dates dates whose images it is made of, ISO 8601
   * @param line how it was brought to the reference year; absent when it could not be
   */
  public record CompositeYear(int year, List<String> dates, @Nullable RadiometricLine line) {
    public CompositeYear {
      dates = List.copyOf(dates);
    }
  }

  /**
   * The model, as its card states it.
   *
   * @param status whether verdicts may rest on it, and why
   * @param tables what was measured of it
   * @param limits known failures
   */
  public record Model(
      String name,
      String version,
      String sha256,
      String trainedOn,
      String licence,
      String status,
      List<ScoreTable> tables,
      List<String> limits,
      List<String> refusals) {
    public Model {
      tables = List.copyOf(tables);
      limits = List.copyOf(limits);
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * A map of when forest was lost, as others made it.
   *
   * @param id its id in the dossier
   * @param path the file, as the dossier names it
   * @param product what it is
   * @param dates months that it shows, rising, ISO 8601
   * @param accuracy how often it is wrong, and who says so
   * @param lossFactor hectares lost for each that the map shows
   * @param forestFactor hectares of forest for each that the map shows
   */
  public record ForestMap(
      String id,
      String path,
      String product,
      List<String> dates,
      Dossier.MapAccuracy accuracy,
      double lossFactor,
      double forestFactor) {
    public ForestMap {
      dates = List.copyOf(dates);
    }
  }

  /**
   * A file that went in.
   *
   * @param role what it was used for
   * @param path as the dossier names it
   * @param sha256 digest
   * @param origin where it comes from; absent when the dossier does not say
   */
  public record Input(String role, String path, String sha256, @Nullable String origin) {}
}
