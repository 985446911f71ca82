package org.heartwood.ingest.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.InputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DossierReaderTest {
  private static final Path KAFA =
      Path.of(System.getProperty("heartwood.samples", "../data-samples"), "kafa");

  /** Line numbers in the expected messages are those of this text. */
  private static final String VALID =
      """
      {
        "project": {
          "id": "VCS1201",
          "name": "Test",
          "country": "ET",
          "activity": "REDD",
          "startDate": "2005-01-01",
          "creditingPeriodEnd": "2034-12-31",
          "forestDefinition": {"minCanopyCoverFraction": 0.3, "minAreaHa": 0.5}
        },
        "boundary": {"path": "boundary.geojson", "boundaryClass": "OFFICIAL"},
        "claims": {
          "vintages": [
            {"year": 2005, "baselineCo2eTonnes": 100, "issuanceDate": "2006-07-01"},
            {"year": 2007}
          ]
        },
        "sources": {
          "imagery": [
            {"path": "ndvi.tif", "bandsPath": "bands.csv", "quantity": "NDVI", "scale": 0.0001}
          ]
        },
        "method": {
          "carbon": {"ecologicalZone": "Tropical mountain", "continent": "Africa",
            "status": "Primary", "rootShootContinent": "Africa"}
        }
      }
      """;

  private final Path folder;

  DossierReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("dossier.json"), json);
  }

  /** Checks the message of a dossier; each line is what follows the file's name and a colon. */
  private void refused(String json, String... lines) throws IOException {
    Path file = write(json);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(file))
        .withMessage(
            Arrays.stream(lines).map(line -> file + ":" + line).collect(Collectors.joining("\n")));
  }

  private static String changed(String... oldAndNew) {
    String json = VALID;
    for (int i = 0; i < oldAndNew.length; i += 2) {
      assertThat(json).contains(oldAndNew[i]);
      json = json.replace(oldAndNew[i], oldAndNew[i + 1]);
    }
    return json;
  }

  @Test
  void theKafaDossierReads() {
    DossierFile file = DossierReader.readFile(KAFA);
    Dossier dossier = file.dossier();
    assertThat(dossier.illustrative()).isTrue();
    assertThat(dossier.project().id()).isEqualTo("DEMO-KAFA");
    assertThat(dossier.project().registry()).isNull();
    assertThat(dossier.project().activity()).isEqualTo(Dossier.Activity.REDD);
    assertThat(dossier.project().startDate()).isEqualTo(LocalDate.of(2005, 1, 1));
    assertThat(dossier.definedBoundary().boundaryClass())
        .isEqualTo(Dossier.BoundaryClass.DIGITISED);
    assertThat(dossier.claims().vintages()).hasSize(6);
    assertThat(dossier.sources().imagery().get(0).scale()).isEqualTo(0.0001);
    assertThat(dossier.method().tileSizePx()).isEqualTo(64);
    assertThat(dossier.method().leakageBeltWidthM()).isEqualTo(500);
    assertThat(dossier.method().comparisonRadiusM()).isEqualTo(5000);
    assertThat(dossier.method().firstYear()).isEqualTo(2001);
    assertThat(file.sha256()).hasSize(64);
    assertThat(file.resolve(dossier.definedBoundary().path())).isRegularFile();
    assertThat(file.resolve(dossier.sources().imagery().get(0).path())).isRegularFile();
  }

  @Test
  void theKafaCreditsFollowFromItsClaims() {
    for (Dossier.Vintage vintage : DossierReader.read(KAFA).claims().vintages()) {
      assertThat(vintage.issuedCreditsCo2eTonnes())
          .isEqualTo(
              (claimed(vintage.baselineCo2eTonnes())
                      - claimed(vintage.projectCo2eTonnes())
                      - claimed(vintage.leakageDeductionCo2eTonnes()))
                  * (1 - claimed(vintage.bufferShareFraction())));
    }
  }

  private static double claimed(@Nullable Double claim) {
    assertThat(claim).isNotNull();
    return Objects.requireNonNull(claim);
  }

  @Test
  void everyDefaultIsFilled() throws IOException {
    Dossier dossier = DossierReader.read(write(VALID));
    assertThat(dossier.illustrative()).isFalse();
    assertThat(dossier.method())
        .isEqualTo(
            new Dossier.Method(
                null,
                null,
                null,
                12,
                3,
                1000,
                20000,
                256,
                "canopy-ndvi-landsat",
                new Dossier.CarbonFactors("Tropical mountain", "Africa", "Primary", "Africa"),
                0.015,
                0.005,
                32,
                1000,
                10000,
                16,
                0.1,
                0.05,
                42,
                new Dossier.Counterfactual(
                    List.of(), List.of(), List.of(2000.0, 5000.0, 10_000.0, 20_000.0), 100),
                null,
                null));
  }

  @Test
  void anAbsentClaimStaysAbsent() throws IOException {
    Dossier.Claims claims = DossierReader.read(write(VALID)).claims();
    assertThat(claims.areaHa()).isNull();
    assertThat(claims.vintages().get(1))
        .isEqualTo(new Dossier.Vintage(2007, null, null, null, null, null, null));
  }

  @Test
  void statementsAreReadAndAbsentOnesStayAbsent() throws IOException {
    assertThat(DossierReader.read(write(VALID)).claims().stated()).isEqualTo(Statements.NONE);
    Statements stated =
        DossierReader.read(
                write(
                    changed(
                        "\"vintages\"",
                        "\"statements\": {\"price\": {\"amountPerTonne\": 13.67, \"currency\":"
                            + " \"USD\"}, \"reversals\": [{\"name\": \"fire\", \"eventDate\":"
                            + " \"2020-08-16\"}]}, \"vintages\"")))
            .claims()
            .stated();
    assertThat(stated.price()).isEqualTo(new Statements.Price(13.67, "USD", null));
    assertThat(stated.reversals()).hasSize(1);
    assertThat(stated.risk()).isNull();
    assertThat(stated.donors()).isEmpty();
  }

  @Test
  void statementsThatContradictThemselvesAreRefused() throws IOException {
    String text =
        changed(
            "\"vintages\"",
            "\"statements\": {\"price\": {\"amountPerTonne\": 1, \"currency\": \"dollar\"},"
                + " \"reversals\": [{\"name\": \"fire\", \"eventDate\": \"2020-08-16\","
                + " \"noticeDate\": \"2020-08-01\"}], \"bufferPool\":"
                + " {\"contributionsCo2eTonnes\": 1, \"exposedCo2eTonnes\": 1,"
                + " \"annualLossFraction\": {\"value\": 0.1, \"ci90Low\": 0.2, \"ci90High\":"
                + " 0.3}}}, \"vintages\"");
    Path file = write(text);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(file))
        .withMessageContaining("/claims/statements/price/currency")
        .withMessageContaining(
            "/claims/statements/reversals/0/noticeDate: expected a day not before")
        .withMessageContaining("expected ci90Low <= value <= ci90High, found 0.2, 0.1, 0.3");
  }

  @Test
  void areasAndNumbersFromMapsAreReadAndDefaultsFilled() throws IOException {
    Dossier dossier =
        DossierReader.read(
            write(
                changed(
                    "\"sources\": {",
                    "\"sources\": {\"areas\": [{\"id\": \"burns\", \"path\": \"fires.geojson\","
                        + " \"role\": \"FIRES\"}], ")));
    assertThat(dossier.sources().areas(Dossier.AreaRole.FIRES)).hasSize(1);
    assertThat(dossier.sources().areas(Dossier.AreaRole.LEAKAGE_BELT)).isEmpty();
    assertThat(dossier.sources().areas().get(0).dateProperty()).isEqualTo("date");
    assertThat(DossierReader.read(write(VALID)).sources().areas()).isEmpty();
  }

  @Test
  void covariatesWithoutAMapAndRingsThatDoNotRiseAreRefused() throws IOException {
    Path file =
        write(
            changed(
                "\"method\": {",
                "\"method\": {\"counterfactual\": {\"covariates\": [{\"map\": \"dem\","
                    + " \"caliper\": 200}], \"classes\": [\"zones\"], \"ringsM\": [2000,"
                    + " 1000], \"placebos\": 50}, "));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(file))
        .withMessageContaining(
            "/method/counterfactual/covariates/0/map: expected the id of one of sources.maps, []")
        .withMessageContaining("/method/counterfactual/classes/0: expected the id")
        .withMessageContaining(
            "/method/counterfactual/ringsM/1: expected more than the number before it, 2000");
  }

  @Test
  void aForestHistoryThatIsNotTheOnlyOneOrDoesNotAddUpIsRefused() throws IOException {
    String errors =
        "{\"omissionFraction\": 0.1, \"omissionStandardError\": 0.02, \"commissionFraction\": 0.1,"
            + " \"commissionStandardError\": 0.02}";
    Path file =
        write(
            changed(
                "\"sources\": {",
                "\"sources\": {\"forestHistory\": {\"map\": \"none\", \"years\": [2000, 2010,"
                    + " 2005], \"lossCodes\": [1, 2, 2, 5], \"accuracy\": {\"loss\": "
                    + errors
                    + ", \"forest\": "
                    + errors.replace("0.1,", "0.99,")
                    + ", \"source\": \"x\"}}, "));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(file))
        .withMessageContaining("/sources/forestHistory: expected no imagery that an assessment")
        .withMessageContaining("/sources/forestHistory/map: expected the id of one of sources.maps")
        .withMessageContaining(
            "/years/2: expected more than the number before it, 2010, found 2005")
        .withMessageContaining("/lossCodes: expected one code for each of 3 years, found 4")
        .withMessageContaining("/lossCodes/2: expected each code once, found 2 again")
        .withMessageContaining("/accuracy/forest/omissionFraction: expected a number <= 0.95");
  }

  @Test
  void numbersFromMapsThatFitNoMapAreRefused() throws IOException {
    Path file =
        write(
            changed(
                "\"vintages\"",
                "\"statements\": {\"zonalClaims\": [{\"map\": \"none\", \"statistic\": \"MEAN\","
                    + " \"classCode\": 3, \"value\": 1}, {\"map\": \"none\", \"statistic\":"
                    + " \"CLASS_AREA_HA\", \"value\": 1}], \"lossArea\": {\"areaHa\": 1,"
                    + " \"standardErrorHa\": 1, \"fromYear\": 2010, \"toYear\": 2009},"
                    + " \"reversals\": [{\"name\": \"fire\", \"eventDate\": \"2020-08-16\","
                    + " \"endDate\": \"2020-08-01\", \"intent\": \"ACCIDENT\"}]}, \"vintages\""));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(file))
        .withMessageContaining("/claims/statements/zonalClaims/0/map: expected the id of one of")
        .withMessageContaining("/claims/statements/zonalClaims/0: expected a classCode for")
        .withMessageContaining("/claims/statements/zonalClaims/1: expected a classCode, found none")
        .withMessageContaining("/claims/statements/lossArea/toYear: expected a year not before")
        .withMessageContaining("/claims/statements/reversals/0/endDate: expected a day not before")
        .withMessageContaining("/claims/statements/reversals/0/intent");
  }

  @Test
  void aFolderStandsForTheDossierInIt() throws IOException {
    write(VALID);
    assertThat(DossierReader.readFile(folder).file()).isEqualTo(folder.resolve("dossier.json"));
  }

  @Test
  void aNegativeAmountIsRefused() throws IOException {
    refused(
        changed("\"baselineCo2eTonnes\": 100", "\"baselineCo2eTonnes\": -5"),
        "14: /claims/vintages/0/baselineCo2eTonnes: expected a number >= 0, found -5; correct it:"
            + " emissions claimed for the world without the project, in t CO2e");
  }

  @Test
  void everyViolationIsListedInOrderOfLine() throws IOException {
    refused(
        changed(
            "\"VCS1201\"", "\"1201\"",
            "\"minCanopyCoverFraction\": 0.3", "\"minCanopyCoverFraction\": 30",
            "\"name\": \"Test\",", "",
            "\"startDate\": \"2005-01-01\"", "\"startDate\": \"2005-02-30\"",
            "\"creditingPeriodEnd\"", "\"creditingPeriodend\"",
            "\"baselineCo2eTonnes\": 100", "\"baselineCo2eTonnes\": \"100\"",
            "\"activity\": \"REDD\"", "\"activity\": \"redd+\"",
            "\"scale\": 0.0001", "\"scale\": 0",
            "\"carbon\"", "\"seed\": 1.5, \"tileSizePx\": \"256\", \"model\": null, \"carbon\""),
        "2: /project: expected the property \"name\", found none; add it: name of the project",
        "3: /project/id: expected text that matches ^[A-Za-z][A-Za-z0-9-]{1,39}$, found \"1201\";"
            + " correct it: registry identifier such as VCS1201, ACR260 or CAR1183: a letter, then"
            + " 1 to 39 letters, digits or hyphens",
        "6: /project/activity: expected one of [\"REDD\",\"IFM\",\"ARR\"], found \"redd+\"; did"
            + " you mean \"REDD\"?",
        "7: /project/startDate: expected a date such as 2024-12-31, found \"2005-02-30\"; correct"
            + " it: first day of the project activity",
        "8: /project/creditingPeriodend: expected one of [id, name, registry, methodology,"
            + " country, activity, startDate, creditingPeriodEnd, point, forestDefinition],"
            + " found \"creditingPeriodend\"; did you mean \"creditingPeriodEnd\"?",
        "9: /project/forestDefinition/minCanopyCoverFraction: expected a number <= 1, found 30;"
            + " correct it: a pixel is forest at or above this canopy cover, as a fraction: 30 %"
            + " is 0.3",
        "14: /claims/vintages/0/baselineCo2eTonnes: expected a number, found \"100\"; correct it:"
            + " emissions claimed for the world without the project, in t CO2e",
        "20: /sources/imagery/0/scale: expected a number > 0, found 0; correct it: factor from the"
            + " file's numbers to the quantity, such as 0.0001 for NDVI x 10000",
        "24: /method/model: expected text, found null; leave the property out if there is no"
            + " value",
        "24: /method/seed: expected a whole number, found 1.5; correct it: seed of every random"
            + " draw",
        "24: /method/tileSizePx: expected one of [64,128,256,512], found \"256\"; correct it: edge"
            + " of a tile in pixels");
  }

  @Test
  void anUnknownFieldIsRefusedWithTheNamesThereAre() throws IOException {
    refused(
        changed("\"boundary\": {", "\"boundary\": {\"line/\\u001b[1m\": 1, "),
        "11: /boundary/line~1\\u001B[1m: expected one of [path, boundaryClass, repair], found"
            + " \"line/\\u001B[1m\"; remove it");
  }

  @Test
  void aListOfTheWrongSizeIsRefused() throws IOException {
    String stack =
        "{\"path\": \"ndvi.tif\", \"bandsPath\": \"bands.csv\", \"quantity\": \"NDVI\","
            + " \"scale\": 0.0001}";
    refused(
        changed(stack, String.join(", ", Collections.nCopies(101, stack))),
        "19: /sources/imagery: expected a list of at most 100, found a list of 101; correct it:"
            + " dated image stacks");
  }

  @Test
  void aDossierThatIsNoObjectIsRefused() throws IOException {
    refused(
        "[]",
        "1: expected an object, found an empty list; correct it: A forest carbon project as its"
            + " reviewer sees it: who it is, where it lies, what it claims, and which imagery and"
            + " parameters the assessment uses. A claim that is absent stays absent: leave the"
            + " property out, do not write null or 0.");
  }

  @Test
  void textEndsWhereItsPatternEnds() throws IOException {
    refused(
        changed("\"ET\"", "\"ET\\n\""),
        "5: /project/country: expected text that matches ^[A-Z]{2}$, found \"ET\\n\"; correct it:"
            + " ISO 3166-1 country code of two letters");
    refused(
        changed("\"Test\"", "\" \""),
        "4: /project/name: expected visible text, found \" \"; correct it: name of the project");
  }

  @Test
  void aNumberInPlaceOfAWordIsRefused() throws IOException {
    refused(
        changed("\"OFFICIAL\"", "-0.0"),
        "11: /boundary/boundaryClass: expected one of [\"OFFICIAL\",\"GEOREFERENCED\","
            + "\"DIGITISED\"], found -0.0; correct it: how the boundary came about: OFFICIAL (from"
            + " the registry or the project), GEOREFERENCED (from a map with known coordinates) or"
            + " DIGITISED (drawn by hand)");
  }

  @Test
  void anEmptyPathIsRefused() throws IOException {
    refused(
        changed("\"boundary.geojson\"", "\"\""),
        "11: /boundary/path: expected text of 1 or more characters, found \"\"; correct it:"
            + " GeoJSON, GeoPackage, zipped Shapefile, KML, KMZ or GeoParquet file, relative to the"
            + " dossier's folder and inside it");
  }

  @Test
  void tooManyEntriesAreRefused() throws IOException {
    String stack =
        "{\"path\": \"ndvi.tif\", \"bandsPath\": \"bands.csv\", \"quantity\": \"NDVI\","
            + " \"scale\": 0.0001}";
    refused(
        changed(stack, String.join(", ", Collections.nCopies(101, stack))),
        "19: /sources/imagery: expected a list of at most 100, found a list of 101; correct it:"
            + " dated image stacks");
  }

  @Test
  void longTextIsShownInPart() throws IOException {
    refused(
        changed("\"Test\"", "\"" + "x".repeat(3000) + "\""),
        "4: /project/name: expected text of at most 2000 characters, found \""
            + "x".repeat(79)
            + "… (3002 characters); correct it: name of the project");
  }

  @Test
  void rulesAcrossFieldsAreChecked() throws IOException {
    refused(
        changed(
            "2034-12-31", "2005-01-01",
            "\"issuanceDate\": \"2006-07-01\"", "\"issuanceDate\": \"2004-12-31\"",
            "{\"year\": 2007}", "{\"year\": 2007}, {\"year\": 2005}, {\"year\": 2004}",
            "\"carbon\"", "\"firstYear\": 2010, \"lastYear\": 2010, \"carbon\""),
        "8: /project/creditingPeriodEnd: expected a day after startDate 2005-01-01, found"
            + " 2005-01-01; correct one of the two",
        "14: /claims/vintages/0/issuanceDate: expected a day from 2005-01-01 on, the start of its"
            + " vintage, found 2004-12-31; correct it: credits are issued for what has happened",
        "15: /claims/vintages/2/year: expected each year once, found 2005 again; merge the"
            + " vintages",
        "15: /claims/vintages/3/year: expected a year after the vintage before it, 2005, found"
            + " 2004; put the vintages in order of year",
        "15: /claims/vintages/3/year: expected a year not before that of startDate 2005-01-01,"
            + " found 2004; remove the vintage or correct startDate",
        "24: /method/lastYear: expected a year after firstYear 2010, found 2010; correct one of"
            + " the two");
  }

  @Test
  void monthsRunFromOneToTwelve() throws IOException {
    refused(
        changed("\"carbon\"", "\"seasonFirstMonth\": 13, \"seasonLastMonth\": 0, \"carbon\""),
        "24: /method/seasonFirstMonth: expected a whole number <= 12, found 13; correct it: first"
            + " month of the season whose images stand for a year, 1 to 12; after seasonLastMonth"
            + " when the season spans the turn of the year",
        "24: /method/seasonLastMonth: expected a whole number >= 1, found 0; correct it: last"
            + " month of that season, 1 to 12");
  }

  @Test
  void pathsStayInTheFolder() throws IOException {
    refused(
        changed(
            "\"boundary.geojson\"", "\"../boundary.geojson\"",
            "\"ndvi.tif\"", "\"/etc/ndvi.tif\"",
            "\"bands.csv\"", "\"a/../../bands.csv\""),
        "11: /boundary/path: expected a path inside the dossier's folder, found"
            + " \"../boundary.geojson\", which leaves it; put the file into that folder",
        "20: /sources/imagery/0/bandsPath: expected a path inside the dossier's folder, found"
            + " \"a/../../bands.csv\", which leaves it; put the file into that folder",
        "20: /sources/imagery/0/path: expected a path relative to the dossier's folder, found the"
            + " absolute path \"/etc/ndvi.tif\"; put the file into that folder");
    refused(
        changed(
            "\"boundary.geojson\"", "\"C:\\\\boundary.geojson\"", "\"ndvi.tif\"", "\"a\\u0000\""),
        "11: /boundary/path: expected a path relative to the dossier's folder, found the absolute"
            + " path \"C:\\\\boundary.geojson\"; put the file into that folder",
        "20: /sources/imagery/0/path: expected a path of a file, found one with a character that"
            + " no path may have; correct it");
  }

  @Test
  void resolvedPathsStayInTheFolder() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path file = Files.writeString(inside.resolve("dossier.json"), VALID);
    DossierFile dossier = DossierReader.readFile(file);
    assertThat(dossier.resolve("data/a.tif"))
        .isEqualTo(inside.toAbsolutePath().resolve("data/a.tif"));
    assertThat(dossier.resolve("data/../a.tif"))
        .isEqualTo(inside.toAbsolutePath().resolve("a.tif"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> dossier.resolve("../a.tif"))
        .withMessage(
            file
                + ": expected a path inside the dossier's folder, found \"../a.tif\", which leaves"
                + " it; put the file into that folder");
    Files.writeString(folder.resolve("secret"), "x");
    Files.createSymbolicLink(inside.resolve("link"), folder.resolve("secret"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> dossier.resolve("link"))
        .withMessage(
            file
                + ": \"link\" is a link that leaves the dossier's folder; put the file itself"
                + " there");
  }

  @Test
  void brokenJsonIsRefusedWithItsPlace() throws IOException {
    refused(
        changed("\"id\": \"VCS1201\",", "\"id\": \"VCS1201\""),
        "4:5: expected JSON, found Unexpected character ('\"' (code 34)): was expecting comma to"
            + " separate Object entries; correct it there or just before");
    refused(
        VALID + "{}",
        "28:1: expected JSON, found text after the end of the dossier; correct it there or just"
            + " before");
    refused(
        changed("\"scale\": 0.0001", "\"scale\": NaN"),
        "20:86: expected JSON, found Non-standard token 'NaN'; correct it there or just before");
    refused("", " expected a dossier, found an empty file; fill it in");
  }

  @Test
  void aKeyNamedTwiceIsRefused() throws IOException {
    refused(
        changed("\"name\": \"Test\",", "\"name\": \"Test\", \"name\": \"Other\","),
        "4:27: expected JSON, found Duplicate field 'name'; correct it there or just before");
  }

  @Test
  void deepNestingAndHugeNumbersAreRefused() throws IOException {
    Path deep = write("[".repeat(100_000));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(deep))
        .withMessageContaining("nesting depth (33) exceeds the maximum allowed (32);");
    Path digits = write(changed("\"scale\": 0.0001", "\"scale\": 1" + "0".repeat(100_000)));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(digits))
        .withMessageContaining("exceeds the maximum allowed (100);");
    refused(
        changed("\"scale\": 0.0001", "\"scale\": 1e999"),
        "20: /sources/imagery/0/scale: expected a number below 1.8e308, found a larger one;"
            + " correct it");
  }

  @Test
  void aMissingFileIsRefused() throws IOException {
    Path missing = folder.resolve("none.json");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(missing))
        .withMessage(missing + ": no such file; give a dossier or a folder with dossier.json");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(folder))
        .withMessage(
            folder.resolve("dossier.json")
                + ": no such file; give a dossier or a folder with dossier.json");
    Files.createDirectory(folder.resolve("dossier.json"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(folder))
        .withMessage(
            folder.resolve("dossier.json")
                + ": expected a file, found a folder; name the dossier itself");
  }

  @Test
  void aHugeFileIsRefused() throws IOException {
    Path file = write(VALID + " ".repeat(16 << 20));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(file))
        .withMessage(
            file
                + ": expected at most 16777216 bytes, found "
                + (VALID.getBytes(StandardCharsets.UTF_8).length + (16 << 20))
                + "; a dossier names its data, it does not hold them");
  }

  @Test
  void registryAndIdentifierMustNotContradictEachOther() throws IOException {
    refused(
        changed("\"country\": \"ET\"", "\"registry\": \"Gold Standard\", \"country\": \"ET\""),
        "5: /project/registry: expected the registry of VCS1201, Verra, found \"Gold Standard\";"
            + " correct one of the two");
  }

  @Test
  void reportingPeriodsAreReadAndMustBeInOrder() throws IOException {
    String periods =
        "\"claims\": {\"reportingPeriods\": [{\"start\": \"2005-01-01\", \"end\": \"%s\","
            + " \"issuedCreditsCo2eTonnes\": -5, \"baseline\": {\"standingLiveCo2eTonnes\": 7}},"
            + " {\"start\": \"%s\"}],";
    Dossier dossier =
        DossierReader.read(
            write(changed("\"claims\": {", periods.formatted("2005-12-31", "2006-01-01"))));
    assertThat(dossier.claims().reportingPeriods()).hasSize(2);
    assertThat(dossier.claims().reportingPeriods().get(0).issuedCreditsCo2eTonnes()).isEqualTo(-5);
    assertThat(DossierReader.read(write(VALID)).claims().reportingPeriods()).isEmpty();

    refused(
        changed("\"claims\": {", periods.formatted("2005-01-01", "2004-01-01")),
        "12: /claims/reportingPeriods/0/end: expected a day after the period's start 2005-01-01,"
            + " found 2005-01-01; correct one of the two",
        "12: /claims/reportingPeriods/1/start: expected a day not before the start of the period"
            + " before it, 2005-01-01, found 2004-01-01; put the periods in order");
  }

  /** A dossier whose method holds a source of biomass, and whose sources hold a map. */
  private static String withBiomass(String map, String method) {
    return VALID
        .replace(
            "\"sources\": {",
            "\"sources\": {\"maps\": [{\"id\": \"agb\", \"path\": \"agb.tif\"" + map + "}],")
        .replace("\"method\": {", "\"method\": {" + method + ",");
  }

  private void refusedFor(String json, String... parts) throws IOException {
    Path file = write(json);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DossierReader.read(file))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void oneSourceOfBiomassIsDeclaredAndAMapNeedsItsErrorAndItsUnit() throws IOException {
    String own = ", \"product\": \"CUSTOM_QUANTITY\", \"unit\": \"t/ha\"";
    String error = ", \"errorPath\": \"se.tif\"";
    String map = "\"biomass\": {\"map\": {\"id\": \"agb\", \"errorRangeM\": 1000}}";
    String plots = "\"plots\": {\"path\": \"plots.csv\", \"source\": \"inventory of 2004\"}";
    Dossier.BiomassSource biomass =
        DossierReader.read(write(withBiomass(own + error, map))).method().biomass();
    assertThat(biomass)
        .isEqualTo(new Dossier.BiomassSource(null, null, new Dossier.BiomassMap("agb", 1000)));
    refusedFor(withBiomass(own, map), "/method/biomass/map/id", "found none", "standard error");
    refusedFor(
        withBiomass(own.replace("t/ha", "t C/ha") + error, map),
        "/method/biomass/map/id",
        "CUSTOM_QUANTITY in \"t C/ha\"",
        "carbon is not biomass");
    refusedFor(
        withBiomass(own + error, map.replace("agb", "other")),
        "expected the id of one of sources.maps, found \"other\"");
    refusedFor(
        withBiomass(own + error, map.replace("{\"map\"", "{" + plots + ", \"map\"")),
        "expected one of plots, trees and map, found 2");
    refusedFor(withBiomass(own + error, "\"biomass\": {}"), "found none");
    refusedFor(
        withBiomass(
            own + error,
            "\"biomass\": {"
                + plots
                + "}, \"measuredCarbon\": {\"aboveGroundTonnesPerHa\": {\"value\": 200,"
                + " \"standardError\": 20, \"source\": \"cited\"}}"),
        "expected no measuredCarbon.aboveGroundTonnesPerHa beside it");
  }

  @Test
  void treesAreForTropicalForestsAndTheirSubplotHasItsLimits() throws IOException {
    String trees =
        "\"biomass\": {\"trees\": {\"path\": \"trees.csv\", \"source\": \"inventory\","
            + " \"environmentalStress\": 0.1, \"subplot\": {\"belowDiameterCm\": 35,"
            + " \"areaFraction\": 0.1}}}";
    String json = VALID.replace("\"method\": {", "\"method\": {" + trees + ",");
    assertThat(DossierReader.read(write(json)).method().biomass())
        .isEqualTo(
            new Dossier.BiomassSource(
                null,
                new Dossier.BiomassTrees(
                    "trees.csv", "inventory", null, 0.1, new Dossier.Subplot(35, 0.1)),
                null));
    refusedFor(
        json.replace("Tropical mountain", "Subtropical humid"),
        "/method/biomass/trees: expected a tropical ecologicalZone beside trees, found"
            + " \"Subtropical");
    refusedFor(json.replace("trees.csv", "../trees.csv"), "/method/biomass/trees/path");
    refusedFor(json.replace("0.1}}}", "1.1}}}"), "areaFraction");
  }

  @Test
  void aReferenceSampleStaysInsideTheFolder() throws IOException {
    String sample = "\"referenceSample\": {\"design\": \"d.json\", \"csv\": \"s.csv\"},";
    String json = VALID.replace("\"sources\": {", "\"sources\": {" + sample);
    assertThat(DossierReader.read(write(json)).sources().referenceSample())
        .isEqualTo(new Dossier.ReferenceSample("d.json", "s.csv", null, null));
    refusedFor(
        json.replace("s.csv", "../s.csv"), "/sources/referenceSample/csv", "which leaves it");
  }
}
