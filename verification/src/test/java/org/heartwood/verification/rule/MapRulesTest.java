package org.heartwood.verification.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.product.LandClass;
import org.heartwood.ingest.product.LandClass.Cover;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.project.Dossier.Activity;
import org.heartwood.ingest.project.Dossier.MapReference;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.project.DossierReader;
import org.heartwood.ingest.project.Statements;
import org.heartwood.ingest.project.Statements.ForestOrigin;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.reversal.LedgerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.MultiPolygon;

/** Rules that look at maps inside the boundary. */
class MapRulesTest {
  private static final Path SAMPLES = Path.of(System.getProperty("heartwood.samples"));

  private static MapReading reading(
      Product product,
      @Nullable String layer,
      @Nullable String version,
      @Nullable Integer year,
      @Nullable List<LandClass> legend,
      Map<Double, Double> areasHa) {
    return new MapReading(
        new MapReference(
            "m", "m.tif", product, layer, version, year, null, null, legend, null, null, null),
        Optional.empty(),
        new TreeMap<>(areasHa),
        List.of());
  }

  private static MapReading loss(@Nullable String version, Map<Double, Double> areasHa) {
    return reading(Product.HANSEN_GFC, "lossyear", version, null, null, areasHa);
  }

  private static MadeUpProject planting(MapReading... readings) {
    return new MadeUpProject()
        .activity(Activity.ARR)
        .start(LocalDate.of(2015, 1, 1))
        .forest(0.3)
        .issued(1000)
        .readings(readings);
  }

  @Test
  void landClearedInTheTenYearsBeforePlantingIsFlagged() {
    Rule rule = new EarlierClearingRule();
    // Ten years before 2015 are 2005 to 2014; the code is the year less 2000.
    Finding flag = planting(loss("v1.11", Map.of(0.0, 95.0, 5.0, 2.0, 14.0, 3.0))).by(rule);
    assertThat(flag.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(flag.sizeCo2eTonnes()).value()).isCloseTo(50, within(1e-9));
    assertThat(verdict(rule, loss("v1.11", Map.of(0.0, 95.0, 4.0, 2.0, 15.0, 3.0))))
        .isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, loss("GFC-2023-v1.11", Map.of(0.0, 99.5, 14.0, 0.5))))
        .isEqualTo(Verdict.NO_FLAG);
  }

  @Test
  void aMapThatDoesNotSpanTheYearsCannotClearAProject() {
    Rule rule = new EarlierClearingRule();
    Map<Double, Double> none = Map.of(0.0, 100.0);
    assertThat(verdict(rule, loss("v1.11", none))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, loss("v1.1", none))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, loss(null, none))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(planting(loss("v1.11", none)).start(LocalDate.of(2008, 1, 1)).by(rule).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
    // What it shows is a flag all the same.
    assertThat(verdict(rule, loss(null, Map.of(0.0, 90.0, 9.0, 10.0)))).isEqualTo(Verdict.FLAG);
    assertThat(planting().by(rule).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(rule.check(planting().activity(Activity.REDD).project())).isEmpty();
  }

  @Test
  void yearsOfDeforestationOfTheMoistForestMapCountTheSame() {
    Rule rule = new EarlierClearingRule();
    MapReading map =
        reading(
            Product.JRC_TMF,
            "DeforestationYear",
            "v1_2023",
            null,
            null,
            Map.of(0.0, 90.0, 2004.0, 5.0, 2005.0, 5.0));
    Finding flag = planting(map).by(rule);
    assertThat(flag.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(flag.headline()).contains("5.0 %");
  }

  @Test
  void imageryThatSpansTheTenYearsDecides() {
    // Composites of 2005 to 2011 lose 10 of 1,000 ha in each year: 1 % a year.
    Measurements measured = MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 10, 1, 1);
    assertThat(withRun(measured, LocalDate.of(2011, 1, 1)).by(new EarlierClearingRule()).verdict())
        .isEqualTo(Verdict.FLAG);
    Measurements quiet = MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 0, 0, 1);
    Finding part = withRun(quiet, LocalDate.of(2011, 1, 1)).by(new EarlierClearingRule());
    assertThat(part.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(part.reason()).contains("2005 to 2010 of 2001 to 2010");
    // 800 of 1,000 ha are forest in 2011.
    assertThat(withRun(quiet, LocalDate.of(2011, 1, 1)).by(new EarlierForestRule()).verdict())
        .isEqualTo(Verdict.FLAG);
    assertThat(withRun(quiet, LocalDate.of(2014, 1, 1)).by(new EarlierForestRule()).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
  }

  private static MadeUpProject withRun(Measurements measured, LocalDate start) {
    return planting()
        .start(start)
        .run(
            new RunFacts(
                OptionalDouble.empty(),
                List.of(),
                Optional.of(
                    new RunEvidence(
                        measured,
                        Optional.of(new ErrorStructure(0, 0, 1, 1)),
                        0.09,
                        2011,
                        new RunEvidence.Areas(
                            List.of(),
                            "the belt",
                            List.of(),
                            List.of(),
                            OptionalDouble.empty(),
                            List.of(),
                            List.of(),
                            List.of()),
                        LedgerBuilder.build(
                            measured, 2011, List.of(), LocalDate.of(2011, 6, 1))))));
  }

  private static Verdict verdict(Rule rule, MapReading reading) {
    return planting(reading).by(rule).verdict();
  }

  private static final List<LandClass> LEGEND =
      List.of(
          new LandClass(1, "forest", Cover.FOREST),
          new LandClass(2, "eucalypt", Cover.PLANTATION),
          new LandClass(3, "crops", Cover.NON_FOREST));

  private static MapReading classes(@Nullable Integer year, double forest, double planted) {
    return reading(
        Product.CUSTOM_CLASSES,
        null,
        null,
        year,
        LEGEND,
        Map.of(1.0, forest, 2.0, planted, 3.0, 100 - forest - planted));
  }

  @Test
  void landThatWasForestAtTheStartIsFlagged() {
    Rule rule = new EarlierForestRule();
    assertThat(verdict(rule, classes(2014, 4, 2))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, classes(2014, 3, 2))).isEqualTo(Verdict.NO_FLAG);
    // A map of another time says nothing of the start.
    assertThat(verdict(rule, classes(2012, 40, 2))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, classes(2015, 40, 2))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, classes(null, 40, 2))).isEqualTo(Verdict.CANNOT_TELL);
    MapReading moist =
        reading(Product.JRC_TMF, "AnnualChange", null, 2014, null, Map.of(4.0, 6.0, 6.0, 94.0));
    assertThat(verdict(rule, moist)).isEqualTo(Verdict.FLAG);
    MapReading cover =
        reading(
            Product.HANSEN_GFC, "treecover2000", null, null, null, Map.of(29.0, 94.0, 30.0, 6.0));
    assertThat(verdict(rule, cover)).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(planting(cover).start(LocalDate.of(2001, 6, 1)).by(rule).verdict())
        .isEqualTo(Verdict.FLAG);
  }

  private static MadeUpProject claimed(@Nullable ForestOrigin origin, MapReading... readings) {
    return new MadeUpProject()
        .issued(1000)
        .readings(readings)
        .stating(
            new Statements(
                null, null, null, null, null, null, null, null, null, null, null, List.of(),
                List.of(), origin, null, List.of()));
  }

  @Test
  void plantationsInNaturalForestAreFlagged() {
    Rule rule = new PlantationRule();
    Finding flag = claimed(ForestOrigin.NATURAL, classes(2010, 54, 6)).by(rule);
    assertThat(flag.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(flag.sizeCo2eTonnes()).value()).isCloseTo(100, within(1e-9));
    assertThat(claimed(ForestOrigin.NATURAL, classes(2010, 57, 3)).by(rule).verdict())
        .isEqualTo(Verdict.NO_FLAG);
    assertThat(claimed(null, classes(2010, 54, 6)).by(rule).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(claimed(ForestOrigin.NATURAL).by(rule).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(rule.check(claimed(ForestOrigin.PLANTED, classes(2010, 0, 60)).project())).isEmpty();
    assertThat(rule.check(new MadeUpProject().project())).isEmpty();
  }

  @Test
  void morePlantationNeverTurnsAFlagBack() {
    boolean flagged = false;
    for (double planted = 0; planted <= 40; planted += 0.5) {
      boolean now =
          claimed(ForestOrigin.NATURAL, classes(2010, 60 - planted, planted))
                  .by(new PlantationRule())
                  .verdict()
              == Verdict.FLAG;
      assertThat(flagged && !now).isFalse();
      flagged = now;
    }
    assertThat(flagged).isTrue();
  }

  /** A dossier of the Kafa sample's land use map, with numbers claimed of it. */
  private static DossierFile dossier(Path folder, String map, String claims) throws IOException {
    Files.copy(SAMPLES.resolve("kafa/lulc2011.tif"), folder.resolve("lulc2011.tif"));
    Files.copy(SAMPLES.resolve("kafa/boundary.geojson"), folder.resolve("boundary.geojson"));
    Files.writeString(
        folder.resolve("dossier.json"),
        """
        {"project": {"id": "DEMO-1", "name": "d", "country": "ET", "activity": "REDD",
                     "startDate": "2011-01-01"},
         "boundary": {"path": "boundary.geojson", "boundaryClass": "DIGITISED"},
         "claims": {"vintages": [], "statements": {"zonalClaims": [%s]}},
         "sources": {"maps": [{"id": "lulc", "path": "%s", "product": "CUSTOM_CLASSES",
           "legend": [{"code": 1, "label": "cropland", "cover": "NON_FOREST"},
                      {"code": 5, "label": "forest", "cover": "FOREST"}]}]},
         "method": {}}
        """
            .formatted(claims, map));
    return DossierReader.readFile(folder);
  }

  private static MultiPolygon land() {
    return (MultiPolygon)
        BoundaryReader.read(SAMPLES.resolve("kafa/boundary.geojson")).multiPolygonLonLat();
  }

  @Test
  void countsOfWholePixelsAreFoundOutAndExactNumbersPass(@TempDir Path folder) throws IOException {
    double landHa = PixelArea.polygonM2(land()) / 1e4;
    // GDAL counts 395.46 ha of class 5 in pixels whose centre lies inside, 900 m² each.
    DossierFile file =
        dossier(
            folder,
            "lulc2011.tif",
            """
            {"map": "lulc", "statistic": "AREA_HA", "value": %s},
            {"map": "lulc", "statistic": "CLASS_AREA_HA", "classCode": 5, "value": 395.46,
             "co2eTonnes": 1000},
            {"map": "lulc", "statistic": "CLASS_AREA_HA", "classCode": 77, "value": 0}
            """
                .formatted(landHa));
    List<MapReading> readings = MapReading.of(file, land());
    assertThat(readings).hasSize(1);
    List<MapReading.Recomputed> claims = readings.get(0).claims();
    assertThat(claims.get(0).exact().orElseThrow()).isCloseTo(landHa, within(1e-6 * landHa));
    assertThat(claims.get(1).exact().orElseThrow()).isCloseTo(395.46, within(0.02 * 395.46));
    assertThat(claims.get(2).exact().orElseThrow()).isZero();
    MadeUpProject project =
        new MadeUpProject().stating(file.dossier().claims().stated()).readings(readings.get(0));
    Finding finding = project.by(new ZonalArithmeticRule());
    assertThat(finding.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(finding.headline())
        .startsWith("Of 3 numbers from maps 1 cannot be repeated")
        .contains("of class 5 of lulc");
  }

  @Test
  void aMapThatCannotBeReadIsToldAndNothingIsDecided(@TempDir Path folder) throws IOException {
    DossierFile file =
        dossier(
            folder,
            "missing.tif",
            "{\"map\": \"lulc\", \"statistic\": \"AREA_HA\", \"value\": 600}");
    MapReading reading = MapReading.of(file, land()).get(0);
    assertThat(reading.problem().orElseThrow()).contains("missing.tif");
    Finding finding =
        new MadeUpProject()
            .stating(file.dossier().claims().stated())
            .readings(reading)
            .by(new ZonalArithmeticRule());
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.reason()).contains("missing.tif");
    assertThat(new ZonalArithmeticRule().check(new MadeUpProject().project())).isEmpty();
  }

  @Test
  void everyCardHasItsOwnIdentifierAndTheBookIsInOrder() {
    List<String> ids = RuleBook.cards().stream().map(RuleCard::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids)
        .contains(
            "X01", "X02", "X03", "X04", "X05", "X06", "X07", "X08", "X09", "X10", "X11", "X12",
            "X13", "X14", "X15", "X16", "X17", "X18", "X19", "X20", "X21", "X22", "X23", "X24",
            "X25", "X26", "X27", "X28");
    assertThat(ids.stream().filter(id -> id.startsWith("X")).toList()).isSorted();
  }
}
