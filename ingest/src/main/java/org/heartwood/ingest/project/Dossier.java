package org.heartwood.ingest.project;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.heartwood.ingest.product.LandClass;
import org.heartwood.ingest.product.Product;
import org.jspecify.annotations.Nullable;

/**
 * A project as its reviewer sees it: who it is, where it lies, what it claims, and which imagery
 * and parameters the assessment uses. A claim that is absent stays {@code null}: it is never
 * replaced by a default.
 *
 * @param illustrative true when boundary or claims were made up to show the system; every output
 *     says so
 * @param synthetic true when the imagery was simulated; every output says so
 */
public record Dossier(
    boolean illustrative,
    boolean synthetic,
    Project project,
    @Nullable BoundaryReference boundary,
    Claims claims,
    Sources sources,
    Method method) {

  /** What kind of activity earns the credits. */
  public enum Activity {
    /** Avoided deforestation and degradation. */
    REDD,
    /** Improved forest management. */
    IFM,
    /** Afforestation, reforestation and revegetation. */
    ARR;

    /** Whether its credits are for growth, and not for loss avoided. */
    public boolean claimsGrowth() {
      return this == ARR;
    }
  }

  /** How good the boundary is. */
  public enum BoundaryClass {
    OFFICIAL,
    GEOREFERENCED,
    DIGITISED
  }

  /**
   * Who the project is.
   *
   * @param id registry identifier such as {@code VCS1201}
   * @param startDate first day of the project activity
   * @param creditingPeriodEnd last day of the crediting period
   * @param point a point in the project, where no boundary is known
   * @param forestDefinition what counts as forest; an assessment needs it
   */
  public record Project(
      String id,
      String name,
      @Nullable String registry,
      @Nullable String methodology,
      String country,
      Activity activity,
      LocalDate startDate,
      @Nullable LocalDate creditingPeriodEnd,
      @Nullable Point point,
      @Nullable ForestDefinition forestDefinition) {

    /**
     * The forest definition of a project that is assessed.
     *
     * @throws IllegalStateException if there is none
     */
    public ForestDefinition definedForest() {
      return required(forestDefinition, "forestDefinition");
    }
  }

  /** A point on WGS 84, degrees. */
  public record Point(double lonDeg, double latDeg) {}

  /**
   * What counts as forest.
   *
   * @param minCanopyCoverFraction 0–1; a pixel is forest at or above it
   * @param minHeightM metres; recorded, not applied: canopy height is not measured
   * @param minAreaHa hectares; a patch of 4-connected forest pixels counts from this area on
   * @param source where the definition comes from
   */
  public record ForestDefinition(
      double minCanopyCoverFraction,
      @Nullable Double minHeightM,
      double minAreaHa,
      @Nullable String source) {}

  /**
   * Where the boundary is.
   *
   * @param path relative to the dossier
   * @param boundaryClass how the boundary came about
   * @param repair whether a broken boundary is assessed as repaired
   */
  public record BoundaryReference(String path, BoundaryClass boundaryClass, boolean repair) {}

  /**
   * What the project claims.
   *
   * @param areaHa claimed project area
   * @param carbonDensityCo2eTonnesPerHa claimed stock of the forest, above and below ground
   * @param vintages one entry a calendar year, in order
   * @param reportingPeriods one entry a reporting period, in order, for programmes that issue by
   *     period from stocks by pool
   * @param statements what the project's documents state beside the claims by year
   */
  public record Claims(
      @Nullable Double areaHa,
      @Nullable Double carbonDensityCo2eTonnesPerHa,
      List<Vintage> vintages,
      List<ReportingPeriod> reportingPeriods,
      @Nullable Statements statements) {
    public Claims {
      vintages = List.copyOf(vintages);
      reportingPeriods = List.copyOf(reportingPeriods);
    }

    /** What the documents state, {@link Statements#NONE} if nothing is known. */
    public Statements stated() {
      return statements == null ? Statements.NONE : statements;
    }
  }

  /**
   * Claims for one reporting period, as California's programme has them.
   *
   * @param start first day
   * @param end last day
   * @param issuedCreditsCo2eTonnes credits issued; negative where a reversal was booked
   * @param bufferContributionCo2eTonnes part of them that went into the buffer
   * @param confidenceDeductionFraction taken off the project's standing trees for the error of the
   *     inventory, 0–1
   * @param secondaryEffectsCo2eTonnes effects outside of the project; negative = emissions
   * @param baseline stocks without the project
   * @param project stocks at the end of the period
   */
  public record ReportingPeriod(
      @Nullable LocalDate start,
      @Nullable LocalDate end,
      @Nullable Double issuedCreditsCo2eTonnes,
      @Nullable Double bufferContributionCo2eTonnes,
      @Nullable Double confidenceDeductionFraction,
      @Nullable Double secondaryEffectsCo2eTonnes,
      @Nullable PoolStocks baseline,
      @Nullable PoolStocks project) {}

  /**
   * Carbon by pool.
   *
   * @param standingLiveCo2eTonnes standing live trees, above and below ground (IFM-1)
   * @param standingDeadCo2eTonnes standing dead trees (IFM-3)
   * @param productsInUseCo2eTonnes harvested wood in products in use (IFM-7)
   * @param productsInLandfillCo2eTonnes harvested wood in landfill (IFM-8)
   */
  public record PoolStocks(
      @Nullable Double standingLiveCo2eTonnes,
      @Nullable Double standingDeadCo2eTonnes,
      @Nullable Double productsInUseCo2eTonnes,
      @Nullable Double productsInLandfillCo2eTonnes) {
    static final PoolStocks NONE = new PoolStocks(null, null, null, null);
  }

  /**
   * Claims for one calendar year.
   *
   * @param baselineCo2eTonnes emissions claimed for the world without the project
   * @param projectCo2eTonnes emissions reported for the project
   * @param leakageDeductionCo2eTonnes deducted for displacement
   * @param bufferShareFraction share of the net benefit put into the buffer, 0–1
   * @param issuedCreditsCo2eTonnes credits issued
   * @param issuanceDate day of issuance
   */
  public record Vintage(
      int year,
      @Nullable Double baselineCo2eTonnes,
      @Nullable Double projectCo2eTonnes,
      @Nullable Double leakageDeductionCo2eTonnes,
      @Nullable Double bufferShareFraction,
      @Nullable Double issuedCreditsCo2eTonnes,
      @Nullable LocalDate issuanceDate) {}

  /**
   * Data of the assessment.
   *
   * @param imagery dated image stacks
   * @param scenes scenes of STAC catalogues
   * @param maps maps and layers beside the imagery
   * @param points tables of points
   * @param neighbours other projects
   * @param areas polygons beside the boundary
   * @param referenceSample labelled points that loss in the project is estimated from
   * @param forestHistory a map of when forest was lost, in place of imagery
   */
  public record Sources(
      List<ImageStackReference> imagery,
      List<SceneReference> scenes,
      List<MapReference> maps,
      List<PointReference> points,
      List<NeighbourReference> neighbours,
      List<AreaReference> areas,
      @Nullable ReferenceSample referenceSample,
      @Nullable ForestHistory forestHistory) {
    public Sources {
      imagery = List.copyOf(imagery);
      scenes = List.copyOf(scenes);
      maps = List.copyOf(maps);
      points = List.copyOf(points);
      neighbours = List.copyOf(neighbours);
      areas = List.copyOf(areas);
    }

    /**
     * The map of an id that something else in the dossier names.
     *
     * @throws java.util.NoSuchElementException if there is none; a dossier that was read has it
     */
    public MapReference map(String id) {
      return maps.stream().filter(map -> map.id().equals(id)).findFirst().orElseThrow();
    }

    /** The polygons of one role, in their order. */
    public List<AreaReference> areas(AreaRole role) {
      return areas.stream().filter(area -> area.role() == role).toList();
    }
  }

  /**
   * A GeoTIFF whose bands are dates of one quantity.
   *
   * @param path relative to the dossier
   * @param bandsPath CSV with the columns {@code band} (counted from 1), {@code date} (ISO 8601)
   *     and {@code scene}; relative to the dossier
   * @param quantity what the values are
   * @param scale factor from the file's numbers to the quantity
   * @param sha256 checksum of the GeoTIFF, checked before use when given
   * @param origin where the data come from, licence included
   */
  public record ImageStackReference(
      String path,
      String bandsPath,
      Quantity quantity,
      double scale,
      @Nullable String sha256,
      @Nullable String origin) {}

  /** What a stack's values are. */
  public enum Quantity {
    /** Normalised difference vegetation index, −1 to 1. */
    NDVI,
    /** Radar backscatter, both transmitted and received vertically, dB. */
    BACKSCATTER_VV_DB,
    /** Radar backscatter, transmitted vertically and received horizontally, dB. */
    BACKSCATTER_VH_DB
  }

  /**
   * Scenes of one product in one STAC catalogue.
   *
   * @param catalogue path relative to the dossier, or an address
   * @param collections collections to take; absent = all
   * @param maxCloudCoverFraction scenes with more cloud are left out, 0–1
   */
  public record SceneReference(
      String catalogue,
      Product product,
      @Nullable List<String> collections,
      double maxCloudCoverFraction,
      @Nullable String origin) {}

  /**
   * A raster with a known encoding.
   *
   * @param id name in results
   * @param path relative to the dossier
   * @param layer layer of a product that has several, by the product's own name
   * @param year year that it shows, where its product has one map a year
   * @param errorPath raster of standard errors in the map's unit
   * @param unit unit of a map whose values are a quantity
   * @param legend classes of a class map
   * @param noDataCodes codes of a class map that mean no data
   */
  public record MapReference(
      String id,
      String path,
      Product product,
      @Nullable String layer,
      @Nullable String version,
      @Nullable Integer year,
      @Nullable String errorPath,
      @Nullable String unit,
      @Nullable List<LandClass> legend,
      @Nullable Set<Integer> noDataCodes,
      @Nullable String sha256,
      @Nullable String origin) {}

  /** What a table of points holds. */
  public enum PointKind {
    /** Lidar footprints of GEDI. */
    GEDI_FOOTPRINTS,
    /** Points whose change is known. */
    REFERENCE,
    /** Sampled pixels of a map with their covariates. */
    PIXELS
  }

  /**
   * A table of points.
   *
   * @param crs CRS of the coordinates; absent = longitude and latitude, degrees
   */
  public record PointReference(
      String id,
      String path,
      PointKind kind,
      @Nullable String crs,
      @Nullable String sha256,
      @Nullable String origin) {}

  /**
   * A labelled reference sample of the project, as {@code heartwood sample design} draws it.
   *
   * @param design its {@code design.json}, relative to the dossier
   * @param csv its {@code sample.csv} with labels, relative to the dossier
   * @param fromYear loss after the composite of this year is meant; absent = the design says it
   * @param toYear up to that of this year; absent = the design says it
   */
  public record ReferenceSample(
      String design, String csv, @Nullable Integer fromYear, @Nullable Integer toYear) {}

  /**
   * A map of when forest was lost, as others made it: an assessment then reads no imagery.
   *
   * @param map id of the map
   * @param years dates that it tells of, rising
   * @param lossCodes one code a date: lost between it and the next; the last is forest at the end
   * @param month month of these years that the map shows, 1–12; 12 where it tells of whole years
   * @param noDataMeans what a pixel without data is
   * @param within map without whose cover a pixel was no forest at the first date; absent = all
   *     pixels of the codes were
   * @param accuracy how often the map is wrong
   */
  public record ForestHistory(
      String map,
      List<Integer> years,
      List<Integer> lossCodes,
      int month,
      NoData noDataMeans,
      @Nullable ForestMask within,
      MapAccuracy accuracy) {
    public ForestHistory {
      years = List.copyOf(years);
      lossCodes = List.copyOf(lossCodes);
    }
  }

  /** What a pixel without data stands for. */
  public enum NoData {
    /** Nobody looked. */
    UNKNOWN,
    /** Land or water that was never forest on any of the dates. */
    NO_FOREST
  }

  /**
   * A map that says what was forest at the first date.
   *
   * @param map id of the map, on the same pixels
   * @param atLeast least value of a pixel that is forest
   */
  public record ForestMask(String map, double atLeast) {}

  /**
   * How often a map is wrong, as those say who checked it against reference points.
   *
   * @param loss of its class of loss, all dates together
   * @param forest of its class of forest
   * @param source who says so
   */
  public record MapAccuracy(ClassAccuracy loss, ClassAccuracy forest, String source) {}

  /**
   * Errors of a class of a map, as shares of area.
   *
   * @param omissionFraction share of the class on the ground that the map misses, 0–1
   * @param omissionStandardError its standard error
   * @param commissionFraction share of the class on the map that is something else, 0–1
   * @param commissionStandardError its standard error
   */
  public record ClassAccuracy(
      double omissionFraction,
      double omissionStandardError,
      double commissionFraction,
      double commissionStandardError) {

    /** Hectares on the ground for each on the map: what is right of it over what it finds. */
    public double areaFactor() {
      return (1 - commissionFraction) / (1 - omissionFraction);
    }
  }

  /**
   * Another project.
   *
   * @param path its boundary, relative to the dossier
   */
  public record NeighbourReference(
      String id,
      String path,
      @Nullable LocalDate startDate,
      @Nullable LocalDate creditingPeriodEnd) {}

  /** What polygons beside the boundary stand for. */
  public enum AreaRole {
    /** The land whose past the baseline was taken from. */
    REFERENCE_REGION,
    /** The belt in which the project looks for displaced loss. */
    LEAKAGE_BELT,
    /** Perimeters of fires, each with its day. */
    FIRES
  }

  /**
   * Polygons beside the boundary.
   *
   * @param id name in results
   * @param path relative to the dossier; fires in GeoJSON
   * @param dateProperty property of each fire that holds its day, ISO 8601
   */
  public record AreaReference(
      String id,
      String path,
      AreaRole role,
      String dateProperty,
      @Nullable String sha256,
      @Nullable String origin) {}

  /**
   * Every parameter of the assessment that a dossier can set. An absent one takes the default that
   * the published schema states; the run record and the report print all of them.
   */
  public record Method(
      @Nullable Integer firstYear,
      @Nullable Integer lastYear,
      @Nullable Integer referenceYear,
      int seasonFirstMonth,
      int seasonLastMonth,
      double leakageBeltWidthM,
      double comparisonRadiusM,
      int tileSizePx,
      String model,
      @Nullable CarbonFactors carbon,
      double annualLossProbability,
      double annualRegrowthProbability,
      int mapErrorDraws,
      int bootstrapDraws,
      int carbonDraws,
      int blockSizePx,
      double leakageMaterialityFraction,
      double reversalMaterialityFraction,
      long seed,
      Counterfactual counterfactual,
      @Nullable MeasuredCarbon measuredCarbon,
      @Nullable BiomassSource biomass) {

    /**
     * The carbon factors of a project that is assessed.
     *
     * @throws IllegalStateException if there are none
     */
    public CarbonFactors definedCarbon() {
      return required(carbon, "carbon");
    }
  }

  /**
   * What the estimators of loss without the project compare, and where.
   *
   * @param covariates maps in which partners must be alike
   * @param classes ids of class maps in which partners must agree
   * @param ringsM outer edges of the rings around the project, rising, m
   * @param placebos pseudo-projects among which the project is ranked
   */
  public record Counterfactual(
      List<CovariateReference> covariates,
      List<String> classes,
      List<Double> ringsM,
      int placebos) {
    public Counterfactual {
      covariates = List.copyOf(covariates);
      classes = List.copyOf(classes);
      ringsM = List.copyOf(ringsM);
    }
  }

  /**
   * A map in which partners must be alike.
   *
   * @param map its id
   * @param caliper largest difference, in its unit, > 0
   */
  public record CovariateReference(String map, double caliper) {}

  /**
   * Rows of the IPCC 2019 tables that give carbon densities.
   *
   * @param ecologicalZone as table 4.7 spells it, such as {@code Tropical mountain}
   * @param continent {@code Africa}, {@code N&S America}, {@code Asia}, …
   * @param status {@code Primary}, {@code Secondary >20y}, …
   * @param rootShootContinent continent of the row of table 4.4; differs from {@code continent}
   *     where that table has none for it
   */
  public record CarbonFactors(
      String ecologicalZone, String continent, String status, String rootShootContinent) {}

  /**
   * Carbon by pool as measured or cited for the project, in place of the tables or beside them.
   *
   * @param aboveGroundTonnesPerHa above-ground biomass, tonnes of dry matter per hectare, in place
   *     of table 4.7
   * @param rootShootRatio below-ground over above-ground biomass, in place of table 4.4
   * @param deadWoodCarbonTonnesPerHa dead wood, tonnes of carbon per hectare; absent = not counted
   * @param litterCarbonTonnesPerHa litter, tonnes of carbon per hectare; absent = not counted
   * @param soilCarbonTonnesPerHa soil, tonnes of carbon per hectare; absent = not counted
   */
  public record MeasuredCarbon(
      @Nullable MeasuredValue aboveGroundTonnesPerHa,
      @Nullable MeasuredValue rootShootRatio,
      @Nullable MeasuredValue deadWoodCarbonTonnesPerHa,
      @Nullable MeasuredValue litterCarbonTonnesPerHa,
      @Nullable MeasuredValue soilCarbonTonnesPerHa) {}

  /**
   * What above-ground biomass is taken from, in place of the tables: plots, trees or a map, one of
   * them.
   *
   * @param plots plots inside the project whose biomass is known
   * @param trees trees measured on plots inside the project
   * @param map a map of the dossier's sources
   */
  public record BiomassSource(
      @Nullable BiomassPlots plots, @Nullable BiomassTrees trees, @Nullable BiomassMap map) {}

  /**
   * Biomass of plots.
   *
   * @param path CSV with the columns {@code plot}, {@code lon}, {@code lat}, {@code tonnes_per_ha}
   *     and {@code shared_se_tonnes_per_ha}, relative to the dossier
   * @param source inventory, with its date and how its plots were chosen
   * @param sha256 checksum of the file; absent = not checked
   */
  public record BiomassPlots(String path, String source, @Nullable String sha256) {}

  /**
   * Living trees of plots, from which the plots' biomass is computed.
   *
   * @param path CSV with the columns {@code plot}, {@code lon}, {@code lat}, {@code plot_area_ha},
   *     {@code diameter_cm} and where known {@code species}, {@code family}, {@code
   *     wood_density_g_per_cm3}, {@code height_m}, relative to the dossier
   * @param source inventory, with its date and how its plots were chosen
   * @param sha256 checksum of the file; absent = not checked
   * @param environmentalStress E of Chave et al. 2014 at the project, for heights that were not
   *     measured; absent = the list's own heights must carry a curve
   * @param subplot where small trees were measured; absent = on the whole plot
   */
  public record BiomassTrees(
      String path,
      String source,
      @Nullable String sha256,
      @Nullable Double environmentalStress,
      @Nullable Subplot subplot) {}

  /**
   * The part of every plot on which small trees were measured.
   *
   * @param belowDiameterCm trees thinner than this were measured on the part only, cm
   * @param areaFraction the part's share of the plot, above 0 and at most 1
   */
  public record Subplot(double belowDiameterCm, double areaFraction) {}

  /**
   * Biomass of a map.
   *
   * @param id of the map among the dossier's sources; it must have an {@code errorPath}
   * @param errorRangeM distance at which the errors of two pixels have a correlation of 5 %
   */
  public record BiomassMap(String id, double errorRangeM) {}

  /**
   * A value with its error and where both come from.
   *
   * @param source publication, inventory or map, with its date
   */
  public record MeasuredValue(double value, double standardError, String source) {}

  /**
   * The boundary of a project that is assessed.
   *
   * @throws IllegalStateException if there is none
   */
  public BoundaryReference definedBoundary() {
    return required(boundary, "boundary");
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalStateException(name + " is absent: this dossier should have been refused");
    }
    return value;
  }
}
