package org.heartwood.ingest.project;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a project's documents state beside its yearly claims, for checks that need no imagery. Each
 * part may be absent and then stays absent: a check that needs it cannot tell.
 *
 * @param price what a tonne sells for, to express findings in money
 * @param earlierProgramme programme in which the project was credited before
 * @param baselineStocks the baseline's stock beside common practice
 * @param harvestLeakage declared factor for harvest that moves elsewhere
 * @param uncertainty declared uncertainty of the net benefit
 * @param risk non-permanence risk report
 * @param bufferPool buffer and the hazard to what it covers
 * @param baselinePeriods historical reference and validity of the baseline
 * @param performanceBenchmark change of the stocking index in project and controls
 * @param creditedArea area by pixel count and by sample
 * @param firstActivity first sign of the activity on the ground
 * @param reversals events in credited forest
 * @param donors weights of a synthetic control
 * @param forestOrigin how the forest came about, as claimed
 * @param lossArea area lost in the project with the error that the project gives it
 * @param zonalClaims numbers taken from maps inside the boundary
 */
public record Statements(
    @Nullable Price price,
    @Nullable String earlierProgramme,
    @Nullable BaselineStocks baselineStocks,
    @Nullable HarvestLeakage harvestLeakage,
    @Nullable StatedUncertainty uncertainty,
    @Nullable RiskReport risk,
    @Nullable BufferPool bufferPool,
    @Nullable BaselinePeriods baselinePeriods,
    @Nullable StatedBenchmark performanceBenchmark,
    @Nullable CreditedArea creditedArea,
    @Nullable FirstActivity firstActivity,
    List<Reversal> reversals,
    List<Donor> donors,
    @Nullable ForestOrigin forestOrigin,
    @Nullable LossArea lossArea,
    List<ZonalClaim> zonalClaims) {
  /** Nothing stated. */
  public static final Statements NONE =
      new Statements(
          null, null, null, null, null, null, null, null, null, null, null, List.of(), List.of(),
          null, null, List.of());

  public Statements {
    reversals = List.copyOf(reversals);
    donors = List.copyOf(donors);
    zonalClaims = List.copyOf(zonalClaims);
  }

  /** How a forest came about. */
  public enum ForestOrigin {
    /** It grew by itself, or was restored with native species. */
    NATURAL,
    /** It was planted. */
    PLANTED
  }

  /**
   * An area lost in the project.
   *
   * @param areaHa claimed area
   * @param standardErrorHa the error that the project gives it
   * @param fromYear first calendar year of the loss
   * @param toYear last calendar year of the loss
   */
  public record LossArea(double areaHa, double standardErrorHa, int fromYear, int toYear) {}

  /** What is claimed of a map inside the boundary. */
  public enum ZonalStatistic {
    /** Mean of the values. */
    MEAN,
    /** Sum of the values, each pixel weighted by its share inside. */
    SUM,
    /** Hectares with data. */
    AREA_HA,
    /** Hectares of one class. */
    CLASS_AREA_HA
  }

  /**
   * A number taken from a map inside the boundary.
   *
   * @param map identifier of the map among the dossier's sources
   * @param classCode code of the class for {@link ZonalStatistic#CLASS_AREA_HA}, else absent
   * @param value the claimed number, in the map's unit or hectares
   * @param co2eTonnes credits that rest on it
   */
  public record ZonalClaim(
      String map,
      ZonalStatistic statistic,
      @Nullable Integer classCode,
      double value,
      @Nullable Double co2eTonnes) {}

  /** Whether the owner of a project brought a loss about. */
  public enum Intent {
    /** Harvest, conversion, neglect: avoidable. */
    INTENTIONAL,
    /** Fire, storm, pests: not avoidable. */
    UNINTENTIONAL
  }

  /**
   * What a tonne sells for.
   *
   * @param amountPerTonne in units of the currency
   * @param currency ISO 4217 code
   */
  public record Price(double amountPerTonne, String currency, @Nullable String source) {}

  /**
   * Stocks of standing live trees that the baseline rests on, tCO2e per hectare, above ground as
   * California's programme counts them.
   *
   * @param baselineCo2eTonnesPerHa mean over the crediting period
   * @param commonPracticeCo2eTonnesPerHa what is usual in the region
   * @param initialCo2eTonnesPerHa at the start
   * @param speciesMatched common practice by plots of the project's own species
   */
  public record BaselineStocks(
      @Nullable Double baselineCo2eTonnesPerHa,
      @Nullable Double commonPracticeCo2eTonnesPerHa,
      @Nullable Double initialCo2eTonnesPerHa,
      @Nullable SpeciesMatched speciesMatched) {}

  /**
   * An independent estimate of common practice.
   *
   * @param co2eTonnesPerHa standing live trees, above ground
   * @param excessCreditsCo2eTonnes credits beyond those that this common practice would have given;
   *     negative where fewer were issued
   */
  public record SpeciesMatched(
      StatedInterval co2eTonnesPerHa,
      @Nullable StatedInterval excessCreditsCo2eTonnes,
      @Nullable String source) {}

  /** A stated value with its 90 % interval. */
  public record StatedInterval(double value, double ci90Low, double ci90High) {}

  /**
   * Harvest that others take over.
   *
   * @param declaredFactorFraction leakage factor that the project deducts, 0–1
   * @param permanentReduction whether harvest is reduced for good
   * @param merchantableRatio national over project ratio of merchantable biomass
   */
  public record HarvestLeakage(
      double declaredFactorFraction,
      boolean permanentReduction,
      @Nullable Double merchantableRatio) {}

  /**
   * Uncertainty of the net benefit.
   *
   * @param halfWidth90Fraction half-width of its 90 % interval over its value
   * @param deductedFraction share of the benefit that the project deducts for it, 0–1
   */
  public record StatedUncertainty(double halfWidth90Fraction, @Nullable Double deductedFraction) {}

  /** Whether the law or a contract keeps the forest for the project's longevity. */
  public enum Agreement {
    /** Nothing binding. */
    NONE,
    /** A binding agreement for the stated longevity. */
    BINDING,
    /** A binding agreement for at least a hundred years. */
    HUNDRED_YEARS
  }

  /**
   * A non-permanence risk report. Scores are points as the procedure names them.
   *
   * @param managementScore project management (PM)
   * @param financeScore financial viability (FV)
   * @param opportunityScore opportunity cost (OC)
   * @param longevityYears project longevity, years
   * @param externalScore land tenure, community and political risk together
   * @param natural hazards of nature
   * @param climateFactor factor on the hazards of nature, 1–1.4
   * @param registeredFrom2024 whether the project was registered on 2024-01-01 or later
   * @param declaredRatingPct the rating that the project declares
   */
  public record RiskReport(
      double managementScore,
      double financeScore,
      double opportunityScore,
      double longevityYears,
      Agreement agreement,
      double externalScore,
      List<NaturalHazard> natural,
      double climateFactor,
      boolean registeredFrom2024,
      double declaredRatingPct) {
    public RiskReport {
      natural = List.copyOf(natural);
    }
  }

  /**
   * A hazard of nature.
   *
   * @param lossFraction share of the stock that an event would take, 0–1
   * @param returnYears years between events
   * @param mitigationFactor 0.25, 0.5 or 1
   */
  public record NaturalHazard(
      String name, double lossFraction, double returnYears, double mitigationFactor) {}

  /**
   * A buffer and what it stands for.
   *
   * @param contributionsCo2eTonnes credits set aside, less those already cancelled
   * @param exposedCo2eTonnes credited stock that they insure
   * @param annualLossFraction share of it that is expected to be lost in a year
   */
  public record BufferPool(
      double contributionsCo2eTonnes,
      double exposedCo2eTonnes,
      StatedInterval annualLossFraction) {}

  /**
   * Periods of a baseline.
   *
   * @param historicalStart first day of the historical reference period
   * @param historicalEnd its last day
   * @param validFrom first day on which the baseline is valid
   * @param validTo its last day
   */
  public record BaselinePeriods(
      @Nullable LocalDate historicalStart,
      @Nullable LocalDate historicalEnd,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validTo) {}

  /**
   * Change of the stocking index in a verification period.
   *
   * @param projectChange mean change on the project's plots
   * @param projectStandardError its standard error
   * @param controlChange weighted mean change on control plots
   * @param controlStandardError its standard error
   */
  public record StatedBenchmark(
      double projectChange,
      double projectStandardError,
      double controlChange,
      double controlStandardError) {}

  /**
   * An area by two methods.
   *
   * @param pixelCountHa area that the project claims from a count of map pixels
   * @param ci95LowHa lower end of the 95 % interval of a stratified estimate
   * @param ci95HighHa its upper end
   */
  public record CreditedArea(double pixelCountHa, double ci95LowHa, double ci95HighHa) {}

  /** The first sign of the activity on the ground, such as planting or patrols. */
  public record FirstActivity(LocalDate date, String what) {}

  /**
   * An event in credited forest.
   *
   * @param eventDate its first day
   * @param endDate its last day; absent = that of {@code eventDate}
   * @param noticeDate day on which the registry was told
   * @param verifiedEstimateDate day of the verified estimate of what was lost
   * @param areaHa forest lost in it, as reported
   * @param co2eTonnes carbon lost in it, as reported
   * @param intent cause as reported
   */
  public record Reversal(
      String name,
      LocalDate eventDate,
      @Nullable LocalDate endDate,
      @Nullable LocalDate noticeDate,
      @Nullable LocalDate verifiedEstimateDate,
      @Nullable Double areaHa,
      @Nullable Double co2eTonnes,
      @Nullable Intent intent) {}

  /**
   * A unit of a synthetic control.
   *
   * @param weight its weight, 0–1
   * @param sameEcoregion whether it lies in the project's ecoregion
   */
  public record Donor(
      String id, double weight, boolean sameEcoregion, @Nullable Double distanceKm) {}
}
