package org.heartwood.ingest.project;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.project.ClaimsArithmetic.Recomputed;
import org.heartwood.ingest.project.Dossier.PoolStocks;
import org.heartwood.ingest.project.Dossier.ReportingPeriod;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;

/**
 * Reads CarbonPlan's database of improved forest management projects in California's programme
 * (Badgley et al. 2021, doi:10.5281/zenodo.4630684) into dossiers, and recomputes the credits of
 * each project's first reporting period ({@link ClaimsArithmetic}).
 *
 * <p>The records have a point at best, no boundary; the dossiers hold what is known and nothing
 * made up, so that they can be validated but not assessed until a boundary, a forest definition and
 * imagery are added. Text stays as it is in the records: whoever shows it escapes it.
 */
public final class CarbonPlanImport {
  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_RECORDS = 100_000;
  private static final int MAX_PERIODS = 100;

  /** International acre in hectares, exact. */
  private static final double ACRE_HA = 0.40468564224;

  /** Marland et al. 2017, doi:10.1007/978-3-319-52434-4_2, from the protocol of 2015, §2.1. */
  private static final int CREDITING_PERIOD_YEARS = 25;

  private static final String PROTOCOL = "ARB Compliance Offset Protocol U.S. Forest Projects";
  private static final Pattern DOSSIER_ID = Pattern.compile("[A-Za-z][A-Za-z0-9-]{1,39}");

  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(32)
                      .maxNumberLength(100)
                      .maxTokenCount(10_000_000)
                      .build())
              .build());

  private CarbonPlanImport() {}

  /**
   * One record.
   *
   * @param id identifier in its registry
   * @param name of the project, as written
   * @param dossierJson the dossier; absent when {@code unusable} says why there is none
   * @param claims credits of the first reporting period, recomputed
   * @param notes what a reader of the numbers should know about the record, in words
   * @param unusable why there is no dossier, in words
   */
  public record Project(
      RegistryId id,
      @Nullable String name,
      @Nullable String dossierJson,
      ClaimsArithmetic.Result claims,
      List<String> notes,
      @Nullable String unusable) {
    public Project {
      notes = List.copyOf(notes);
    }

    /** True if the credits come out within 0.1 % of those issued. */
    public boolean reproduced() {
      return claims.numbers().filter(Recomputed::reproduced).isPresent();
    }
  }

  /**
   * A database as read, in its order.
   *
   * @param source the file, as shown in messages
   */
  public record Database(String source, List<Project> projects) {
    public Database {
      projects = List.copyOf(projects);
    }

    /** Projects whose credits can be recomputed. */
    public List<Project> usable() {
      return projects.stream().filter(each -> each.claims().recomputed() != null).toList();
    }

    /** Usable projects whose credits come out within 0.1 % of those issued. */
    public List<Project> reproduced() {
      return usable().stream().filter(Project::reproduced).toList();
    }

    /** Usable projects whose credits come out otherwise. */
    public List<Project> different() {
      return usable().stream().filter(each -> !each.reproduced()).toList();
    }

    /** The counts, then one line for each project that differs or cannot be recomputed. */
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(
              Locale.ROOT,
              "%d records, %d usable, %d reproduced within 0.1 %%, %d different",
              projects.size(),
              usable().size(),
              reproduced().size(),
              different().size()));
      for (Project project : projects) {
        if (project.claims().recomputed() == null) {
          lines.add(
              project.id()
                  + ": not usable, the record lacks "
                  + String.join(", ", project.claims().missing()));
        } else if (!project.reproduced()) {
          lines.add(difference(project));
        }
      }
      return lines;
    }
  }

  private static String difference(Project project) {
    Recomputed numbers = Objects.requireNonNull(project.claims().recomputed());
    String line =
        String.format(
            Locale.ROOT,
            "%s: recomputed %.0f t, issued %.0f t, difference %+.0f t (%+.3f %%)",
            project.id(),
            numbers.co2eTonnes(),
            numbers.issuedCo2eTonnes(),
            numbers.differenceCo2eTonnes(),
            100 * numbers.differenceFraction());
    return project.notes().isEmpty() ? line : line + "; " + String.join("; ", project.notes());
  }

  /**
   * Reads a database.
   *
   * @param json an object with one member for each project: keys as in {@code
   *     Forest-Offset-Projects-v0.3.json}, with points between their parts ({@code
   *     rp[0].components.ifm_1}), or nested objects
   * @throws InputException if it is missing, too large or not that
   */
  public static Database read(Path json) {
    return read(json, CarbonPlanCrediting.NONE);
  }

  /**
   * As {@link #read(Path)}, with what was estimated of the same projects since.
   *
   * @param credited estimates by project; those of projects that the database lacks are not used
   */
  public static Database read(Path json, CarbonPlanCrediting credited) {
    JsonNode root = tree(json);
    if (!root.isObject() || root.isEmpty()) {
      throw new InputException(
          json
              + ": expected a JSON object with one member for each project, found "
              + (root.isObject()
                  ? "an empty one"
                  : root.getNodeType().name().toLowerCase(Locale.ROOT))
              + "; export the database again");
    }
    if (root.size() > MAX_RECORDS) {
      throw new InputException(
          json + ": expected at most " + MAX_RECORDS + " projects, found " + root.size());
    }
    List<Project> projects = new ArrayList<>();
    root.properties()
        .forEach(entry -> projects.add(project(entry.getKey(), entry.getValue(), credited)));
    return new Database(json.toString(), projects);
  }

  private static JsonNode tree(Path json) {
    if (!Files.isRegularFile(json)) {
      throw new InputException(json + ": no such file; name the JSON file of the database");
    }
    try {
      if (Files.size(json) > MAX_BYTES) {
        throw new InputException(
            json + ": expected at most " + MAX_BYTES + " bytes, found " + Files.size(json));
      }
      try (JsonParser parser = MAPPER.createParser(json.toFile())) {
        try {
          JsonNode root = MAPPER.readTree(parser);
          return root == null ? MAPPER.missingNode() : root;
        } catch (JsonProcessingException e) {
          throw JsonFault.of(json, "JSON", parser, e);
        }
      }
    } catch (IOException e) {
      throw new InputException(json + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static Project project(String key, JsonNode json, CarbonPlanCrediting credited) {
    CarbonPlanRecord data = new CarbonPlanRecord(json);
    String written = data.text("project.project_id");
    RegistryId id = RegistryId.parse(written == null ? key : written);
    List<String> notes = new ArrayList<>();
    List<ReportingPeriod> periods = periods(data, notes);
    ClaimsArithmetic.Result claims =
        ClaimsArithmetic.firstPeriod(periods.isEmpty() ? NO_PERIOD : periods.get(0));
    explain(data, periods, claims, notes);
    String name = data.text("project.name");
    String unusable = unusable(id, name, data);
    return new Project(
        id,
        name,
        unusable == null ? dossier(id, data, periods, credited, notes).toPrettyString() : null,
        claims,
        notes,
        unusable);
  }

  private static final ReportingPeriod NO_PERIOD =
      new ReportingPeriod(null, null, null, null, null, null, null, null);

  private static @Nullable String unusable(
      RegistryId id, @Nullable String name, CarbonPlanRecord data) {
    List<String> missing = new ArrayList<>();
    if (!DOSSIER_ID.matcher(id.canonical()).matches()) {
      missing.add(
          "expected an identifier of a letter and 1 to 39 letters, digits or hyphens, found "
              + JsonFault.quoted(id.canonical()));
    }
    if (name == null) {
      missing.add("project.name is missing");
    }
    if (data.date("project.commencement_date") == null) {
      missing.add("project.commencement_date is missing or no date");
    }
    return missing.isEmpty() ? null : String.join("; ", missing);
  }

  /** What the record itself says about a difference. */
  private static void explain(
      CarbonPlanRecord data,
      List<ReportingPeriod> periods,
      ClaimsArithmetic.Result claims,
      List<String> notes) {
    Recomputed numbers = claims.recomputed();
    if (numbers == null || numbers.reproduced()) {
      return;
    }
    if (!numbers.countedAsZero().isEmpty()) {
      notes.add("not reported, counted as 0: " + String.join(", ", numbers.countedAsZero()));
    }
    if (numbers.reproducedWithoutLandfill()) {
      notes.add(
          "reproduced without wood products in landfill (IFM-8), which a project leaves out that"
              + " harvests more than its baseline (protocol of 2015, equation C.8)");
    }
    String earlyAction = data.text("project.early_action");
    LocalDate commencement = data.date("project.commencement_date");
    LocalDate start = periods.get(0).start();
    if (earlyAction != null) {
      notes.add(
          "transferred from the early action project "
              + earlyAction
              + ": its stocks include what was credited there");
    } else if (commencement != null && start != null && start.isAfter(commencement.plusMonths(6))) {
      notes.add(
          "its first reporting period here begins on "
              + start
              + ", after the project's commencement on "
              + commencement);
    }
  }

  private static List<ReportingPeriod> periods(CarbonPlanRecord data, List<String> notes) {
    PoolStocks baseline = stocks(data, "baseline.components.");
    List<ReportingPeriod> periods = new ArrayList<>();
    for (int i = 0; i < MAX_PERIODS && data.hasAny("rp[" + i + "].allocation"); i++) {
      String period = "rp[" + i + "].";
      periods.add(
          new ReportingPeriod(
              data.date(period + "start"),
              data.date(period + "end"),
              data.number(period + "allocation"),
              data.number(period + "buffer_contribution"),
              fraction(data, period + "confidence_deduction", notes),
              data.number(period + "secondary_effects"),
              baseline,
              stocks(data, period + "components.")));
    }
    return periods;
  }

  private static @Nullable Double fraction(CarbonPlanRecord data, String key, List<String> notes) {
    Double value = data.number(key);
    if (value != null && !(value >= 0 && value <= 1)) {
      notes.add("expected 0 to 1 as " + key + ", found " + value + ", which was left out");
      return null;
    }
    return value;
  }

  private static PoolStocks stocks(CarbonPlanRecord data, String prefix) {
    return new PoolStocks(
        data.number(prefix + "ifm_1"),
        data.number(prefix + "ifm_3"),
        data.number(prefix + "ifm_7"),
        data.number(prefix + "ifm_8"));
  }

  private static ObjectNode dossier(
      RegistryId id,
      CarbonPlanRecord data,
      List<ReportingPeriod> periods,
      CarbonPlanCrediting credited,
      List<String> notes) {
    ObjectNode dossier = MAPPER.createObjectNode();
    ObjectNode project = dossier.putObject("project");
    project.put("id", id.canonical());
    project.put("name", data.text("project.name"));
    if (id.registry() != null) {
      project.put("registry", id.registry().title());
    }
    LocalDate protocol = data.date("project.protocol");
    project.put("methodology", protocol == null ? PROTOCOL : PROTOCOL + ", " + protocol);
    project.put("country", "US");
    project.put("activity", "IFM");
    LocalDate start = Objects.requireNonNull(data.date("project.commencement_date"));
    project.put("startDate", start.toString());
    project.put(
        "creditingPeriodEnd", start.plusYears(CREDITING_PERIOD_YEARS).minusDays(1).toString());
    point(data, notes)
        .ifPresent(
            at -> project.putObject("point").put("lonDeg", at.getX()).put("latDeg", at.getY()));
    ObjectNode claims = dossier.putObject("claims");
    Double acres = data.number("project.acreage");
    if (acres != null && acres > 0) {
      claims.put("areaHa", acres * ACRE_HA);
    }
    claims.putArray("vintages");
    ArrayNode list = claims.putArray("reportingPeriods");
    periods.forEach(period -> period(period, list.addObject()));
    statements(id, data, credited, claims);
    dossier.putObject("sources");
    dossier.putObject("method");
    return dossier;
  }

  /** What the record says of the baseline, per hectare, and what was estimated of it since. */
  private static void statements(
      RegistryId id, CarbonPlanRecord data, CarbonPlanCrediting credited, ObjectNode claims) {
    ObjectNode stated = MAPPER.createObjectNode();
    String earlier = data.text("project.early_action");
    if (earlier != null) {
      stated.put("earlierProgramme", earlier);
    }
    ObjectNode stocks = MAPPER.createObjectNode();
    perHa(stocks, "baselineCo2eTonnesPerHa", data.number("baseline.average_ag_baseline"));
    perHa(stocks, "commonPracticeCo2eTonnesPerHa", data.number("baseline.common_practice"));
    perHa(stocks, "initialCo2eTonnesPerHa", data.number("baseline.initial_carbon_stock"));
    credited
        .of(id)
        .ifPresent(
            row -> {
              ObjectNode matched = stocks.putObject("speciesMatched");
              interval(matched, "co2eTonnesPerHa", row.commonPracticeCo2eTonnesPerAcre(), ACRE_HA);
              interval(matched, "excessCreditsCo2eTonnes", row.excessCreditsCo2eTonnes(), 1);
              matched.put("source", CarbonPlanCrediting.SOURCE);
              stated
                  .putObject("price")
                  .put("amountPerTonne", CarbonPlanCrediting.PRICE_USD_PER_TONNE)
                  .put("currency", "USD")
                  .put("source", CarbonPlanCrediting.SOURCE);
            });
    if (!stocks.isEmpty()) {
      stated.set("baselineStocks", stocks);
    }
    if (!stated.isEmpty()) {
      claims.set("statements", stated);
    }
  }

  private static void perHa(ObjectNode out, String name, @Nullable Double perAcre) {
    if (perAcre != null && perAcre >= 0) {
      out.put(name, perAcre / ACRE_HA);
    }
  }

  private static void interval(
      ObjectNode out, String name, Statements.StatedInterval value, double divisor) {
    out.putObject(name)
        .put("value", value.value() / divisor)
        .put("ci90Low", value.ci90Low() / divisor)
        .put("ci90High", value.ci90High() / divisor);
  }

  /** A point in the record; longitude and latitude are exchanged in some. */
  private static Optional<Coordinate> point(CarbonPlanRecord data, List<String> notes) {
    Coordinate written = data.point("project.coordinates");
    if (written == null) {
      return Optional.empty();
    }
    if (isInTheUnitedStates(written)) {
      return Optional.of(written);
    }
    Coordinate swapped = new Coordinate(written.getY(), written.getX());
    boolean mended = isInTheUnitedStates(swapped);
    notes.add(
        "project.coordinates ["
            + written.getX()
            + ", "
            + written.getY()
            + "] "
            + (mended
                ? "has latitude first, was exchanged"
                : "lies outside the country, was left out"));
    return mended ? Optional.of(swapped) : Optional.empty();
  }

  private static boolean isInTheUnitedStates(Coordinate lonLat) {
    return lonLat.getX() > -180 && lonLat.getX() < -66 && lonLat.getY() > 17 && lonLat.getY() < 72;
  }

  private static void period(ReportingPeriod period, ObjectNode out) {
    put(out, "start", period.start());
    put(out, "end", period.end());
    put(out, "issuedCreditsCo2eTonnes", period.issuedCreditsCo2eTonnes());
    put(out, "bufferContributionCo2eTonnes", period.bufferContributionCo2eTonnes());
    put(out, "confidenceDeductionFraction", period.confidenceDeductionFraction());
    put(out, "secondaryEffectsCo2eTonnes", period.secondaryEffectsCo2eTonnes());
    stocks(period.baseline(), "baseline", out);
    stocks(period.project(), "project", out);
  }

  private static void stocks(@Nullable PoolStocks stocks, String name, ObjectNode out) {
    if (stocks != null && !stocks.equals(PoolStocks.NONE)) {
      ObjectNode pools = out.putObject(name);
      put(pools, "standingLiveCo2eTonnes", stocks.standingLiveCo2eTonnes());
      put(pools, "standingDeadCo2eTonnes", stocks.standingDeadCo2eTonnes());
      put(pools, "productsInUseCo2eTonnes", stocks.productsInUseCo2eTonnes());
      put(pools, "productsInLandfillCo2eTonnes", stocks.productsInLandfillCo2eTonnes());
    }
  }

  private static void put(ObjectNode out, String name, @Nullable LocalDate value) {
    if (value != null) {
      out.put(name, value.toString());
    }
  }

  private static void put(ObjectNode out, String name, @Nullable Double value) {
    if (value != null) {
      out.put(name, value);
    }
  }
}
