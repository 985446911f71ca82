package org.heartwood.ingest.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.product.Product;

/**
 * What a dossier must satisfy across its fields, which its schema cannot say. A rule whose fields
 * are absent or malformed stays silent: the schema speaks of those.
 */
final class DossierRules {
  private static final List<String> BIOMASS_UNITS = List.of("t/ha", "Mg/ha");

  private final JsonNode dossier;
  private final List<Violation> violations = new ArrayList<>();

  private DossierRules(JsonNode dossier) {
    this.dossier = dossier;
  }

  static List<Violation> violations(JsonNode dossier) {
    DossierRules rules = new DossierRules(dossier);
    rules.registry();
    rules.creditingPeriod();
    rules.vintages();
    rules.reportingPeriods();
    rules.statements();
    rules.assessedYears();
    rules.maps();
    rules.forestHistory();
    rules.zonalClaims();
    rules.biomass();
    rules.counterfactual();
    rules.paths();
    return rules.violations;
  }

  private void registry() {
    JsonNode id = dossier.at("/project/id");
    JsonNode name = dossier.at("/project/registry");
    if (!id.isTextual() || !name.isTextual()) {
      return;
    }
    RegistryId parsed = RegistryId.parse(id.textValue());
    if (parsed.registry() != null && parsed.contradicts(name.textValue())) {
      refuse(
          "/project/registry",
          "expected the registry of "
              + parsed
              + ", "
              + parsed.registry().title()
              + ", found "
              + JsonFault.quoted(name.textValue())
              + "; correct one of the two");
    }
  }

  private void creditingPeriod() {
    String end = "/project/creditingPeriodEnd";
    Optional<LocalDate> start = date("/project/startDate");
    Optional<LocalDate> last = date(end);
    if (start.isPresent() && last.isPresent() && !last.get().isAfter(start.get())) {
      refuse(
          end,
          "expected a day after startDate "
              + start.get()
              + ", found "
              + last.get()
              + "; correct one of the two");
    }
  }

  private void vintages() {
    OptionalInt previous = OptionalInt.empty();
    Set<Integer> seen = new TreeSet<>();
    Optional<LocalDate> start = date("/project/startDate");
    for (int i = 0; i < dossier.at("/claims/vintages").size(); i++) {
      String pointer = "/claims/vintages/" + i;
      OptionalInt year = year(pointer + "/year");
      if (year.isPresent()) {
        if (!seen.add(year.getAsInt())) {
          refuse(
              pointer + "/year",
              "expected each year once, found " + year.getAsInt() + " again; merge the vintages");
        } else if (previous.isPresent() && year.getAsInt() < previous.getAsInt()) {
          refuse(
              pointer + "/year",
              "expected a year after the vintage before it, "
                  + previous.getAsInt()
                  + ", found "
                  + year.getAsInt()
                  + "; put the vintages in order of year");
        }
        if (start.isPresent() && year.getAsInt() < start.get().getYear()) {
          refuse(
              pointer + "/year",
              "expected a year not before that of startDate "
                  + start.get()
                  + ", found "
                  + year.getAsInt()
                  + "; remove the vintage or correct startDate");
        }
        issuance(pointer + "/issuanceDate", year.getAsInt());
        previous = year;
      }
    }
  }

  private void reportingPeriods() {
    Optional<LocalDate> previous = Optional.empty();
    for (int i = 0; i < dossier.at("/claims/reportingPeriods").size(); i++) {
      String pointer = "/claims/reportingPeriods/" + i;
      Optional<LocalDate> start = date(pointer + "/start");
      Optional<LocalDate> end = date(pointer + "/end");
      if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
        refuse(
            pointer + "/end",
            "expected a day after the period's start "
                + start.get()
                + ", found "
                + end.get()
                + "; correct one of the two");
      }
      if (previous.isPresent() && start.isPresent() && start.get().isBefore(previous.get())) {
        refuse(
            pointer + "/start",
            "expected a day not before the start of the period before it, "
                + previous.get()
                + ", found "
                + start.get()
                + "; put the periods in order");
      }
      previous = start;
    }
  }

  private void issuance(String pointer, int vintageYear) {
    date(pointer)
        .filter(issued -> issued.getYear() < vintageYear)
        .ifPresent(
            issued ->
                refuse(
                    pointer,
                    "expected a day from "
                        + vintageYear
                        + "-01-01 on, the start of its vintage, found "
                        + issued
                        + "; correct it: credits are issued for what has happened"));
  }

  /** What the schema cannot say of statements: intervals and periods run forward. */
  private void statements() {
    String stated = "/claims/statements";
    interval(stated + "/baselineStocks/speciesMatched/co2eTonnesPerHa");
    interval(stated + "/baselineStocks/speciesMatched/excessCreditsCo2eTonnes");
    interval(stated + "/bufferPool/annualLossFraction");
    forward(stated + "/baselinePeriods/historicalStart", stated + "/baselinePeriods/historicalEnd");
    forward(stated + "/baselinePeriods/validFrom", stated + "/baselinePeriods/validTo");
    JsonNode low = dossier.at(stated + "/creditedArea/ci95LowHa");
    JsonNode high = dossier.at(stated + "/creditedArea/ci95HighHa");
    if (low.isNumber() && high.isNumber() && low.doubleValue() > high.doubleValue()) {
      refuse(
          stated + "/creditedArea/ci95HighHa",
          "expected at least ci95LowHa, " + low + ", found " + high + "; exchange them");
    }
    for (int i = 0; i < dossier.at(stated + "/reversals").size(); i++) {
      String event = stated + "/reversals/" + i;
      forward(event + "/eventDate", event + "/endDate");
      forward(event + "/eventDate", event + "/noticeDate");
      forward(event + "/eventDate", event + "/verifiedEstimateDate");
    }
  }

  private void interval(String pointer) {
    JsonNode value = dossier.at(pointer + "/value");
    JsonNode low = dossier.at(pointer + "/ci90Low");
    JsonNode high = dossier.at(pointer + "/ci90High");
    if (value.isNumber()
        && low.isNumber()
        && high.isNumber()
        && !(low.doubleValue() <= value.doubleValue()
            && value.doubleValue() <= high.doubleValue())) {
      refuse(
          pointer,
          "expected ci90Low <= value <= ci90High, found " + low + ", " + value + ", " + high);
    }
  }

  private void forward(String from, String to) {
    Optional<LocalDate> first = date(from);
    Optional<LocalDate> last = date(to);
    if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
      refuse(
          to,
          "expected a day not before " + first.get() + ", found " + last.get() + "; correct it");
    }
  }

  private void assessedYears() {
    OptionalInt first = year("/method/firstYear");
    OptionalInt last = year("/method/lastYear");
    if (first.isPresent() && last.isPresent() && last.getAsInt() <= first.getAsInt()) {
      refuse(
          "/method/lastYear",
          "expected a year after firstYear "
              + first.getAsInt()
              + ", found "
              + last.getAsInt()
              + "; correct one of the two");
    }
  }

  private void maps() {
    for (int i = 0; i < dossier.at("/sources/maps").size(); i++) {
      String pointer = "/sources/maps/" + i;
      String name = dossier.at(pointer + "/product").asText();
      Optional<Product> product =
          Arrays.stream(Product.values()).filter(each -> each.name().equals(name)).findFirst();
      product.ifPresent(known -> map(pointer, known));
    }
  }

  private void map(String pointer, Product product) {
    List<String> layers = product.layers().stream().map(Product.Layer::key).toList();
    JsonNode layer = dossier.at(pointer + "/layer");
    if (layer.isMissingNode() ? layers.size() > 1 : !layers.contains(layer.asText())) {
      refuse(
          layer.isMissingNode() ? pointer : pointer + "/layer",
          "expected a layer of "
              + product
              + ", one of "
              + layers
              + ", found "
              + (layer.isMissingNode() ? "none" : JsonFault.quoted(layer.asText()))
              + "; name the one that the file holds");
    }
    if (product == Product.CUSTOM_CLASSES && dossier.at(pointer + "/legend").isEmpty()) {
      refuse(pointer, "expected a legend, found none; say what each code of the map means");
    }
    if (product == Product.CUSTOM_QUANTITY && dossier.at(pointer + "/unit").isMissingNode()) {
      refuse(pointer, "expected a unit, found none; say what the map's numbers are in");
    }
    String version = dossier.at(pointer + "/version").asText("");
    if (!version.isEmpty() && product.isVersioned() && product.versionOf(version).isEmpty()) {
      refuse(
          pointer + "/version",
          "expected a version of "
              + product.title()
              + " as its publisher writes it, found "
              + JsonFault.quoted(version)
              + "; correct it");
    }
  }

  /** A forest history is the only one, tells of rising years, and names a class for each. */
  private void forestHistory() {
    String history = "/sources/forestHistory";
    if (!dossier.at(history).isObject()) {
      return;
    }
    boolean images = !dossier.at("/sources/scenes").isEmpty();
    for (JsonNode stack : dossier.at("/sources/imagery")) {
      images |= stack.path("quantity").asText().equals(Dossier.Quantity.NDVI.name());
    }
    if (images) {
      refuse(
          history,
          "expected no imagery that an assessment reads beside it, found some; keep the one source"
              + " that the history of the forest is read from");
    }
    mapId(history + "/map", "add the map");
    mapId(history + "/within/map", "add the map, or take within out");
    rising(history + "/years", "give the years in order, each once");
    JsonNode years = dossier.at(history + "/years");
    JsonNode codes = dossier.at(history + "/lossCodes");
    if (years.isArray() && codes.isArray() && years.size() != codes.size()) {
      refuse(
          history + "/lossCodes",
          "expected one code for each of "
              + years.size()
              + " years, found "
              + codes.size()
              + "; the last code is forest at the end");
    }
    Set<Integer> seen = new TreeSet<>();
    for (int i = 0; i < codes.size(); i++) {
      if (codes.path(i).isInt() && !seen.add(codes.path(i).intValue())) {
        refuse(
            history + "/lossCodes/" + i,
            "expected each code once, found " + codes.path(i) + " again; correct it");
      }
    }
  }

  /** Numbers of a list that must rise. */
  private void rising(String list, String remedy) {
    JsonNode numbers = dossier.at(list);
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.path(i).asDouble() <= numbers.path(i - 1).asDouble()) {
        refuse(
            list + "/" + i,
            "expected more than the number before it, "
                + numbers.path(i - 1).asText()
                + ", found "
                + numbers.path(i).asText()
                + "; "
                + remedy);
      }
    }
  }

  /** Covariates and classes are maps that the dossier names; rings rise. */
  private void counterfactual() {
    String group = "/method/counterfactual";
    for (int i = 0; i < dossier.at(group + "/covariates").size(); i++) {
      mapId(group + "/covariates/" + i + "/map", "add the map, or take the covariate out");
    }
    for (int i = 0; i < dossier.at(group + "/classes").size(); i++) {
      mapId(group + "/classes/" + i, "add the map, or take the name out");
    }
    rising(group + "/ringsM", "give the outer edges from the innermost outwards");
  }

  /** A name that must be the id of a map of the dossier. */
  private void mapId(String pointer, String remedy) {
    Set<String> maps = new TreeSet<>();
    dossier.at("/sources/maps").forEach(map -> maps.add(map.path("id").asText()));
    JsonNode map = dossier.at(pointer);
    if (map.isTextual() && !maps.contains(map.textValue())) {
      refuse(
          pointer,
          "expected the id of one of sources.maps, "
              + maps
              + ", found "
              + JsonFault.quoted(map.textValue())
              + "; "
              + remedy);
    }
  }

  /** A statistic is claimed of a map that the dossier names; a class area names its class. */
  private void zonalClaims() {
    String list = "/claims/statements/zonalClaims";
    for (int i = 0; i < dossier.at(list).size(); i++) {
      String pointer = list + "/" + i;
      mapId(pointer + "/map", "name the map that the number was taken from");
      boolean ofClass = dossier.at(pointer + "/statistic").asText().equals("CLASS_AREA_HA");
      if (ofClass == dossier.at(pointer + "/classCode").isMissingNode()) {
        refuse(
            pointer,
            ofClass
                ? "expected a classCode, found none; name the class whose area is claimed"
                : "expected a classCode for CLASS_AREA_HA alone, found one; remove it");
      }
    }
    String loss = "/claims/statements/lossArea";
    OptionalInt first = year(loss + "/fromYear");
    OptionalInt last = year(loss + "/toYear");
    if (first.isPresent() && last.isPresent() && last.getAsInt() < first.getAsInt()) {
      refuse(
          loss + "/toYear",
          "expected a year not before fromYear "
              + first.getAsInt()
              + ", found "
              + last.getAsInt()
              + "; exchange them");
    }
  }

  /** One source of biomass, declared; a map must be one of biomass with its error. */
  private void biomass() {
    String pointer = "/method/biomass";
    JsonNode biomass = dossier.at(pointer);
    if (!biomass.isObject()) {
      return;
    }
    if (biomass.size() != 1) {
      refuse(
          pointer,
          "expected one of plots, trees and map, found "
              + (biomass.isEmpty() ? "none" : biomass.size())
              + "; say which of them stands behind the density");
    }
    if (!dossier.at("/method/measuredCarbon/aboveGroundTonnesPerHa").isMissingNode()) {
      refuse(
          pointer,
          "expected no measuredCarbon.aboveGroundTonnesPerHa beside it, found one; keep the source"
              + " that stands behind the density");
    }
    JsonNode zone = dossier.at("/method/carbon/ecologicalZone");
    if (biomass.has("trees") && zone.isTextual() && !zone.textValue().startsWith("Tropical")) {
      refuse(
          pointer + "/trees",
          "expected a tropical ecologicalZone beside trees, found "
              + JsonFault.quoted(zone.textValue())
              + "; their biomass is computed for tropical trees: compute it by a local equation,"
              + " and give it as plots");
    }
    JsonNode id = biomass.at("/map/id");
    if (id.isTextual()) {
      biomassMap(pointer + "/map/id", id.textValue());
    }
  }

  private void biomassMap(String pointer, String id) {
    for (JsonNode map : dossier.at("/sources/maps")) {
      if (map.path("id").asText().equals(id)) {
        biomassMap(pointer, map);
        return;
      }
    }
    refuse(
        pointer,
        "expected the id of one of sources.maps, found " + JsonFault.quoted(id) + "; add the map");
  }

  private void biomassMap(String pointer, JsonNode map) {
    String unit = map.path("unit").asText();
    boolean product =
        map.path("product").asText().equals(Product.ESA_CCI_BIOMASS.name())
            && map.path("layer").asText().equals("AGB");
    boolean own =
        map.path("product").asText().equals(Product.CUSTOM_QUANTITY.name())
            && BIOMASS_UNITS.contains(unit);
    if (!product && !own) {
      refuse(
          pointer,
          "expected a map of above-ground biomass, ESA_CCI_BIOMASS with layer AGB or a"
              + " CUSTOM_QUANTITY in one of "
              + BIOMASS_UNITS
              + ", found "
              + map.path("product").asText()
              + (unit.isEmpty() ? "" : " in " + JsonFault.quoted(unit))
              + "; convert it: carbon is not biomass, t of carbon are divided by 0.47");
    }
    if (map.path("errorPath").isMissingNode()) {
      refuse(
          pointer,
          "expected a map with errorPath, found none; without the standard error of its pixels a"
              + " map says nothing of how sure its mean is");
    }
  }

  private void paths() {
    path("/boundary/path");
    path("/sources/referenceSample/design");
    path("/sources/referenceSample/csv");
    path("/method/biomass/plots/path");
    path("/method/biomass/trees/path");
    for (String list : List.of("imagery", "maps", "points", "neighbours", "areas")) {
      for (int i = 0; i < dossier.at("/sources/" + list).size(); i++) {
        for (String name : List.of("path", "bandsPath", "errorPath")) {
          path("/sources/" + list + "/" + i + "/" + name);
        }
      }
    }
  }

  private void path(String pointer) {
    JsonNode node = dossier.at(pointer);
    if (node.isTextual() && !node.textValue().isEmpty()) {
      String problem = DossierFile.problem(node.textValue());
      if (problem != null) {
        refuse(pointer, problem);
      }
    }
  }

  private void refuse(String pointer, String problem) {
    violations.add(Violation.at(dossier.at(pointer), pointer, problem));
  }

  private OptionalInt year(String pointer) {
    JsonNode node = dossier.at(pointer);
    return node.canConvertToInt() && node.canConvertToExactIntegral()
        ? OptionalInt.of(node.intValue())
        : OptionalInt.empty();
  }

  private Optional<LocalDate> date(String pointer) {
    JsonNode node = dossier.at(pointer);
    if (!node.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(node.textValue()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
