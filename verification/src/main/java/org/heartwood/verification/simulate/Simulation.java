package org.heartwood.verification.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.verification.layer.CogBand;
import org.heartwood.verification.layer.CogLayout;
import org.heartwood.verification.layer.CogPixels;
import org.heartwood.verification.layer.CogTile;
import org.heartwood.verification.layer.CogWriter;
import org.heartwood.verification.layer.Srs;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/**
 * Writes a simulated project as a reviewer would get it: {@code dossier.json}, {@code
 * boundary.geojson}, {@code ndvi.tif} with {@code bands.csv}; and beside it what no reviewer gets:
 * {@code truth.json} and {@code truth.tif}. The same scenario and seed give the same bytes under
 * the same Java runtime.
 */
public final class Simulation {
  /** Claimed stock of the forest; that of tropical mountain forest of Africa, METHOD.md §5.1. */
  private static final double DENSITY_CO2E_T_PER_HA = 420;

  private static final double BUFFER_FRACTION = 0.15;
  private static final double BELT_WIDTH_M = 500;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT);

  private final Scenario scenario;
  private final long seed;
  private final Ground ground;
  private final Zones zones;
  private final History history;

  private Simulation(Scenario scenario, long seed, Ground ground, Zones zones, History history) {
    this.scenario = scenario;
    this.seed = seed;
    this.ground = ground;
    this.zones = zones;
    this.history = history;
  }

  /**
   * Simulates and writes.
   *
   * @param samples folder of the samples that come with Heartwood; a generated landscape does not
   *     read it
   * @param folder made if it is not there; files of these names are replaced
   * @throws org.heartwood.ingest.issue.InputException if the scene to plant in is not there
   */
  public static Truth write(Scenario scenario, long seed, Path samples, Path folder)
      throws IOException {
    // One stream of chance for each part, so that no part depends on how much another one drew.
    SplittableRandom root = new SplittableRandom(seed);
    Ground ground = Ground.of(scenario, samples, root.split());
    Zones zones =
        Zones.draw(ground.grid(), BELT_WIDTH_M, scenario.claims().boundaryShiftM(), root.split());
    History history = History.of(scenario, ground, zones, root.split());
    Simulation simulation = new Simulation(scenario, seed, ground, zones, history);
    Files.createDirectories(folder);
    SimulatedImages.write(folder, scenario, ground, history, root.split());
    return simulation.write(folder);
  }

  private Truth write(Path folder) throws IOException {
    Truth truth = truth();
    Files.writeString(folder.resolve("boundary.geojson"), boundary());
    JSON.writeValue(folder.resolve("dossier.json").toFile(), dossier());
    JSON.writeValue(folder.resolve("truth.json").toFile(), truth);
    CogLayout layout =
        new CogLayout(
            ground.grid(),
            Srs.of(ground.grid().crs()),
            256,
            new CogPixels.Measured(),
            List.of(
                new CogBand("year of loss", "year"),
                new CogBand("year of loss without the project", "year"),
                new CogBand("forest at the start", ""),
                new CogBand("elevation", "m"),
                new CogBand("ease of access, standard deviations", "")),
            Map.of("SYNTHETIC", "simulated landscape: truth as planted"));
    CogWriter.write(
        folder.resolve("truth.tif"),
        layout,
        CogTile.cut(
            layout,
            List.of(
                raster(i -> history.lossYearWith()[i]),
                raster(i -> history.lossYearWithout()[i]),
                raster(i -> ground.forest()[i] ? 1 : 0),
                raster(i -> ground.elevationM()[i]),
                raster(i -> ground.access()[i]))));
    return truth;
  }

  /** The value of a pixel. */
  private interface PixelValue {
    double at(int pixel);
  }

  private FloatRaster raster(PixelValue value) {
    FloatRaster raster = FloatRaster.empty(ground.grid().window());
    for (int i = 0; i < raster.data().length; i++) {
      raster.data()[i] = (float) value.at(i);
    }
    return raster;
  }

  private static double sum(double[] hectares, IntPredicate counts) {
    double sum = 0;
    for (int i = 0; i < hectares.length; i++) {
      sum += counts.test(i) ? hectares[i] : 0;
    }
    return sum;
  }

  private static boolean since(int startYear, short lossYear) {
    return lossYear >= startYear;
  }

  private Truth truth() {
    int start = scenario.window().startYear();
    short[] with = history.lossYearWith();
    short[] without = history.lossYearWithout();
    double projectLoss = sum(zones.projectHa(), i -> since(start, with[i]));
    double projectLossWithout = sum(zones.projectHa(), i -> since(start, without[i]));
    double beltLoss = sum(zones.beltHa(), i -> since(start, with[i]));
    double[] wholeHa = new double[with.length];
    Arrays.fill(wholeHa, Math.pow(ground.grid().pixelSize(), 2) / 1e4);
    return new Truth(
        seed,
        scenario,
        sum(zones.projectHa(), i -> ground.forest()[i] && (with[i] == 0 || with[i] >= start)),
        projectLoss,
        projectLossWithout,
        projectLossWithout - projectLoss,
        beltLoss,
        beltLoss - sum(zones.beltHa(), i -> since(start, without[i])),
        sum(wholeHa, i -> history.clearedBy(ClearingEvent.Kind.DISPLACED, i)),
        sum(zones.projectHa(), i -> history.clearedBy(ClearingEvent.Kind.REVERSAL, i)),
        history.events());
  }

  private String boundary() throws IOException {
    Geometry lonLat = MapProjection.of(ground.grid().crs()).unproject(zones.handedIn());
    ObjectNode collection = JSON.createObjectNode().put("type", "FeatureCollection");
    ObjectNode feature = collection.putArray("features").addObject().put("type", "Feature");
    feature.putObject("properties").put("name", "SYNTHETIC project");
    ArrayNode ring =
        feature.putObject("geometry").put("type", "Polygon").putArray("coordinates").addArray();
    for (Coordinate corner : lonLat.getCoordinates()) {
      ring.addArray().add(degrees(corner.x)).add(degrees(corner.y));
    }
    return JSON.writeValueAsString(collection);
  }

  private static double degrees(double value) {
    return Math.rint(value * 1e7) / 1e7;
  }

  private ObjectNode dossier() {
    Scenario.Window years = scenario.window();
    ObjectNode dossier = JSON.createObjectNode().put("illustrative", true).put("synthetic", true);
    dossier
        .putObject("project")
        .put("id", "SIM-" + scenario.kind().label().toUpperCase(Locale.ROOT) + "-" + seed)
        .put("name", "SYNTHETIC landscape, seed " + seed)
        .put("country", "ET")
        .put("activity", "REDD")
        .put("startDate", years.startYear() + "-01-01")
        .putObject("forestDefinition")
        .put("minCanopyCoverFraction", 0.45)
        .put("minAreaHa", 0.5)
        .put("source", "simulated");
    dossier.putObject("boundary").put("path", "boundary.geojson").put("boundaryClass", "DIGITISED");
    ObjectNode claims = dossier.putObject("claims");
    claims.put(
        "areaHa", tonnes(sum(zones.projectHa(), i -> true) * scenario.claims().areaFactor()));
    claims.put("carbonDensityCo2eTonnesPerHa", DENSITY_CO2E_T_PER_HA);
    ArrayNode vintages = claims.putArray("vintages");
    for (int year = years.startYear(); year < years.lastYear(); year++) {
      vintage(vintages.addObject(), year);
    }
    dossier
        .putObject("sources")
        .putArray("imagery")
        .addObject()
        .put("path", "ndvi.tif")
        .put("bandsPath", "bands.csv")
        .put("quantity", "NDVI")
        .put("scale", 1)
        .put("origin", "SYNTHETIC: simulated, not an observation");
    dossier
        .putObject("method")
        .put("firstYear", years.firstYear())
        .put("lastYear", years.lastYear())
        .put("referenceYear", years.firstYear())
        .put("leakageBeltWidthM", BELT_WIDTH_M)
        .put("tileSizePx", 128)
        .putObject("carbon")
        .put("ecologicalZone", "Tropical mountain")
        .put("continent", "Africa")
        .put("status", "Primary/Secondary (merged)")
        .put("rootShootContinent", "N&S America");
    return dossier;
  }

  /** A reversal is not reported: that is what makes it one. */
  private void vintage(ObjectNode vintage, int year) {
    double without = sum(zones.projectHa(), i -> history.lossYearWithout()[i] == year);
    double reported =
        sum(
            zones.projectHa(),
            i ->
                history.lossYearWith()[i] == year
                    && !history.clearedBy(ClearingEvent.Kind.REVERSAL, i));
    double displaced =
        sum(zones.beltHa(), i -> history.lossYearWith()[i] == year)
            - sum(zones.beltHa(), i -> history.lossYearWithout()[i] == year);
    double baseline = without * (1 + scenario.claims().overclaimFraction());
    double leakage = Math.max(0, displaced) * scenario.claims().leakageDeclaredFraction();
    double credits = Math.max(0, baseline - reported - leakage) * (1 - BUFFER_FRACTION);
    vintage
        .put("year", year)
        .put("baselineCo2eTonnes", tonnes(baseline * DENSITY_CO2E_T_PER_HA))
        .put("projectCo2eTonnes", tonnes(reported * DENSITY_CO2E_T_PER_HA))
        .put("leakageDeductionCo2eTonnes", tonnes(leakage * DENSITY_CO2E_T_PER_HA))
        .put("bufferShareFraction", BUFFER_FRACTION)
        .put("issuedCreditsCo2eTonnes", tonnes(credits * DENSITY_CO2E_T_PER_HA))
        .put("issuanceDate", (year + 1) + "-07-01");
  }

  private static double tonnes(double value) {
    return Math.rint(value * 100) / 100;
  }
}
