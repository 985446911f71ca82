package org.heartwood.ingest.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.CarbonPlanImport.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarbonPlanImportTest {
  private static final Path DATABASE =
      Path.of(
          System.getProperty("heartwood.samples", "../data-samples"),
          "carbonplan",
          "ifm_projects_v0.3.json");

  private final Path folder;

  CarbonPlanImportTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Project only(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("made.json"), json);
    return CarbonPlanImport.read(file).projects().get(0);
  }

  private Dossier dossier(Project project) throws IOException {
    return DossierReader.read(
        Files.writeString(
            folder.resolve("dossier.json"), Objects.requireNonNull(project.dossierJson())));
  }

  private static Project project(String id) {
    return CarbonPlanImport.read(DATABASE).projects().stream()
        .filter(each -> each.id().canonical().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theIssuedCreditsOf66Of88ProjectsAreReproduced() {
    CarbonPlanImport.Database database = CarbonPlanImport.read(DATABASE);

    assertThat(database.projects()).hasSize(90);
    assertThat(database.usable()).hasSize(88);
    assertThat(database.reproduced()).hasSize(66);
    assertThat(database.different()).hasSize(22);
    assertThat(database.summary())
        .hasSize(1 + 22 + 2)
        .contains(
            "90 records, 88 usable, 66 reproduced within 0.1 %, 22 different",
            "CAR1062: not usable, the record lacks credits issued above 0",
            "CAR1141: not usable, the record lacks standing live trees of the project (IFM-1)",
            "CAR1208: recomputed 513840 t, issued 514380 t, difference -540 t (-0.105 %)")
        .anyMatch(
            line ->
                line.startsWith("ACR276: ")
                    && line.contains("reproduced without wood products in landfill"))
        .anyMatch(
            line ->
                line.startsWith("CAR1063: recomputed 419198 t, issued 116491 t")
                    && line.contains("not reported, counted as 0: secondary effects")
                    && line.contains("early action project CAR657"));
  }

  @Test
  void estimatesOfOverCreditingGoIntoTheDossiersPerHectare() throws IOException {
    CarbonPlanCrediting credited =
        CarbonPlanCrediting.read(DATABASE.resolveSibling("projects_crediting.csv"));
    assertThat(credited.size()).isEqualTo(65);
    Project project =
        CarbonPlanImport.read(DATABASE, credited).projects().stream()
            .filter(each -> each.id().canonical().equals("ACR361"))
            .findFirst()
            .orElseThrow();
    Statements.BaselineStocks stocks =
        Objects.requireNonNull(dossier(project).claims().stated().baselineStocks());
    Statements.SpeciesMatched matched = Objects.requireNonNull(stocks.speciesMatched());
    assertThat(Objects.requireNonNull(matched.excessCreditsCo2eTonnes()).value())
        .isCloseTo(318_270, within(0.5));
    assertThat(matched.co2eTonnesPerHa().value())
        .isGreaterThan(Objects.requireNonNull(stocks.commonPracticeCo2eTonnesPerHa()));
    Files.writeString(folder.resolve("bad.csv"), "id,alt\n");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> CarbonPlanCrediting.read(folder.resolve("bad.csv")))
        .withMessageContaining("bad.csv:1: expected the header id,alt_slag_q05");
  }

  @Test
  void everyRecordBecomesADossierThatReads() throws IOException {
    for (Project project : CarbonPlanImport.read(DATABASE).projects()) {
      assertThat(project.unusable()).as(project.id().canonical()).isNull();
      assertThat(dossier(project).project().id()).isEqualTo(project.id().canonical());
    }
  }

  @Test
  void aDossierHoldsWhatTheRecordSays() throws IOException {
    Dossier dossier = dossier(project("ACR248"));

    assertThat(dossier.project().name())
        .isEqualTo("Finite Carbon -- The Forestland Group Highlands IFM");
    assertThat(dossier.project().registry()).isEqualTo("American Carbon Registry");
    assertThat(dossier.project().startDate()).isEqualTo(LocalDate.of(2015, 6, 24));
    assertThat(dossier.project().creditingPeriodEnd()).isEqualTo(LocalDate.of(2040, 6, 23));
    assertThat(dossier.project().point()).isEqualTo(new Dossier.Point(-82.32, 37.09));
    assertThat(dossier.project().forestDefinition()).isNull();
    assertThat(dossier.claims().areaHa()).isCloseTo(103_848.8984375 * 0.40468564224, within(1e-9));
    assertThat(dossier.claims().reportingPeriods())
        .containsExactly(
            new Dossier.ReportingPeriod(
                LocalDate.of(2015, 6, 24),
                LocalDate.of(2016, 3, 23),
                2952619.0,
                568084.0,
                0.0,
                -31140.439453125,
                new Dossier.PoolStocks(9834978.0, 111100.0, 16409.6796875, 21027.669921875),
                new Dossier.PoolStocks(12849651.0, 104096.0, 3309.75, 4241.169921875)));
  }

  @Test
  void swappedCoordinatesAreExchangedAndTold() throws IOException {
    Project swapped = project("CAR1032");

    assertThat(dossier(swapped).project().point()).isEqualTo(new Dossier.Point(-82.182715, 36.995));
    assertThat(swapped.notes())
        .anyMatch(note -> note.endsWith("has latitude first, was exchanged"));
  }

  @Test
  void aShareOutOfItsRangeIsLeftOutAndTold() throws IOException {
    Project project = project("CAR1100");

    assertThat(dossier(project).claims().reportingPeriods().get(2).confidenceDeductionFraction())
        .isNull();
    assertThat(project.notes())
        .contains("expected 0 to 1 as rp[2].confidence_deduction, found 9.0, which was left out");
  }

  @Test
  void publishedAndNestedKeysReadAlike() throws IOException {
    String flat =
        """
        {"ACR1": {"project.project_id": "ACR1", "project.name": "A", "project.acreage": 10,
          "project.commencement_date": "2013-05-13T00:00:00Z",
          "baseline.components.ifm_1": 100, "rp[0].allocation": 50,
          "rp[0].confidence_deduction": 0, "rp[0].components.ifm_1": 150}}
        """;
    String published =
        """
        {"ACR1": {"('project', 'project_id', '')": "ACR1", "('project', 'name', '')": "A",
          "('project', 'acreage', '')": 10, "('project', 'protocol', '')": null,
          "('project', 'early_action', '')": "", "('project', 'coordinates', '')": [],
          "('project', 'commencement_date', '')": "2013-05-13T00:00:00Z",
          "('baseline', 'components', 'ifm_1')": 100, "('rp[0]', 'allocation', '')": 50,
          "('rp[0]', 'confidence_deduction', '')": 0, "('rp[0]', 'components', 'ifm_1')": 150,
          "('rp[1]', 'allocation', '')": null}}
        """;
    String nested =
        """
        {"ACR1": {"project": {"project_id": "ACR1", "name": "A", "acreage": 10,
          "commencement_date": "2013-05-13T00:00:00Z"}, "baseline": {"components": {"ifm_1": 100}},
          "rp": [{"allocation": 50, "confidence_deduction": 0, "components": {"ifm_1": 150}}]}}
        """;

    assertThat(only(published)).isEqualTo(only(flat));
    assertThat(only(nested)).isEqualTo(only(flat));
    assertThat(only(flat).reproduced()).isTrue();
  }

  @Test
  void namesThatLookLikeFormulasStayText() throws IOException {
    Project project =
        only(
            """
            {"x": {"project.project_id": "ACR 7", "project.name": "=cmd()|'<script>\\u202e",
              "project.commencement_date": "2013-05-13"}}
            """);

    assertThat(dossier(project).project().id()).isEqualTo("ACR7");
    assertThat(dossier(project).project().name()).isEqualTo("=cmd()|'<script>\u202e");
  }

  @Test
  void recordsWithoutAnIdentityAreListedWithTheReason() throws IOException {
    assertThat(only("{\"../../x\": {\"project.name\": 5}}").unusable())
        .isEqualTo(
            "expected an identifier of a letter and 1 to 39 letters, digits or hyphens, found"
                + " \"../../x\"; project.name is missing; project.commencement_date is missing or"
                + " no date");
    assertThat(only("{\"ACR1\": 5}").dossierJson()).isNull();
    assertThat(only("{\"ACR1\": {\"rp\": {\"allocation\": {}}}}").claims().numbers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "null", "5", "{\"a\": NaN}", "{\"a\": {}, \"a\": {}}", "{"})
  void whatIsNoDatabaseIsRefused(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("made.json"), json);

    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> CarbonPlanImport.read(file))
        .withMessageStartingWith(file.toString());
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("made.json"), "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000));

    assertThatExceptionOfType(InputException.class).isThrownBy(() -> CarbonPlanImport.read(file));
  }
}
