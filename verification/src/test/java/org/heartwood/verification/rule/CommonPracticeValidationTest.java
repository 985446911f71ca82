package org.heartwood.verification.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.heartwood.ingest.project.CarbonPlanCrediting;
import org.heartwood.ingest.project.CarbonPlanImport;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierReader;
import org.heartwood.ingest.project.Statements;
import org.heartwood.ingest.project.Statements.BaselineStocks;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.rule.CommonPracticeRule.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Badgley et al. 2022, doi:10.1111/gcb.15943: 58 of 65 projects have a baseline at most 5 % above
 * common practice. The published table states the baseline of 58 of the 65, 51 of which are at most
 * 5 % above; it lacks that of 7.
 */
class CommonPracticeValidationTest {
  private static final Path SAMPLE = Path.of("../data-samples/carbonplan");

  private record Row(
      String id, boolean evaluated, double common, double baseline, double credits) {}

  @Test
  void fiftyEightOfSixtyFiveBaselinesAreAtMostFivePercentAboveCommonPractice(@TempDir Path folder)
      throws IOException {
    List<Row> evaluated = rows().stream().filter(Row::evaluated).toList();
    assertThat(evaluated).hasSize(65);
    assertThat(evaluated.stream().mapToDouble(Row::credits).sum()).isEqualTo(102_064_294);
    List<Row> stated = evaluated.stream().filter(row -> row.baseline() > 0).toList();
    assertThat(stated).hasSize(58);
    assertThat(stated).filteredOn(row -> row.baseline() <= 1.05 * row.common()).hasSize(51);
    // The seven without a stated baseline: from their live trees with roots, in the sample.
    Map<String, Dossier> sample = dossiers(folder);
    List<String> derived = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Row row : evaluated) {
      if (row.baseline() > 0) {
        continue;
      }
      Dossier dossier = sample.get(row.id());
      Optional<Position> position =
          dossier == null
              ? Optional.empty()
              : CommonPracticeRule.position(withoutBaseline(dossier));
      position.ifPresentOrElse(
          found -> {
            if (found.ratio() <= 1.05) {
              derived.add(row.id());
            }
          },
          () -> unknown.add(row.id()));
    }
    assertThat(derived).hasSize(6);
    // The sample has no record of it under any name: it is the one that is missing to 58.
    assertThat(unknown).containsExactly("VCSOPR10");
  }

  private static Dossier.Claims withoutBaseline(Dossier dossier) {
    Dossier.Claims claims = dossier.claims();
    BaselineStocks stocks = Objects.requireNonNull(claims.stated().baselineStocks());
    Statements none = Statements.NONE;
    return new Dossier.Claims(
        claims.areaHa(),
        null,
        List.of(),
        claims.reportingPeriods(),
        new Statements(
            null,
            null,
            new BaselineStocks(null, stocks.commonPracticeCo2eTonnesPerHa(), null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            none.reversals(),
            none.donors(),
            null,
            null,
            List.of()));
  }

  @Test
  void mostProjectsOfTheSampleLieWithinFivePercentOfCommonPractice(@TempDir Path folder)
      throws IOException {
    int known = 0;
    int edge = 0;
    int flagged = 0;
    double flaggedCo2eTonnes = 0;
    for (Dossier dossier : dossiers(folder).values()) {
      Optional<Position> position = CommonPracticeRule.position(dossier.claims());
      known += position.isPresent() ? 1 : 0;
      edge += position.filter(Position::atEdge).isPresent() ? 1 : 0;
      CheckedProject project =
          new CheckedProject(
              dossier,
              Optional.empty(),
              List.of(),
              0,
              List.of(),
              RunFacts.NONE,
              MadeUpProject.AS_OF);
      var finding = new CommonPracticeRule().check(project).orElseThrow();
      if (finding.verdict() == Verdict.FLAG) {
        flagged++;
        flaggedCo2eTonnes += Objects.requireNonNull(finding.sizeCo2eTonnes()).value();
      }
    }
    assertThat(known).isEqualTo(89);
    assertThat(edge).isEqualTo(66);
    assertThat(flagged).isEqualTo(17);
    assertThat(flaggedCo2eTonnes).isCloseTo(9_814_340, within(1.0));
  }

  private static Map<String, Dossier> dossiers(Path folder) throws IOException {
    Map<String, Dossier> dossiers = new HashMap<>();
    for (CarbonPlanImport.Project project :
        CarbonPlanImport.read(
                SAMPLE.resolve("ifm_projects_v0.3.json"),
                CarbonPlanCrediting.read(SAMPLE.resolve("projects_crediting.csv")))
            .projects()) {
      if (project.dossierJson() != null) {
        Path file = folder.resolve(project.id().canonical() + ".json");
        Files.writeString(file, project.dossierJson());
        dossiers.put(project.id().canonical(), DossierReader.read(file));
      }
    }
    return dossiers;
  }

  private static List<Row> rows() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            CommonPracticeValidationTest.class.getResourceAsStream(
                "carbonplan_common_practice.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(
              f ->
                  new Row(
                      f[0],
                      f[1].equals("1"),
                      Double.parseDouble(f[2]),
                      f[3].isEmpty() ? 0 : Double.parseDouble(f[3]),
                      Double.parseDouble(f[4])))
          .toList();
    }
  }
}
