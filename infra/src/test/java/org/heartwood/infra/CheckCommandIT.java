package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heartwood check}, on the samples and on the projects of California's programme. */
final class CheckCommandIT {
  private static final Path SAMPLES =
      Path.of(Objects.requireNonNull(System.getProperty("heartwood.samples")));

  private final Path temp;

  CheckCommandIT(@TempDir Path temp) {
    this.temp = temp;
  }

  private Path imported() {
    Path folder = temp.resolve("projects");
    CommandRun run =
        CommandRun.of(
            "import",
            "carbonplan",
            SAMPLES.resolve("carbonplan/ifm_projects_v0.3.json").toString(),
            "--crediting",
            SAMPLES.resolve("carbonplan/projects_crediting.csv").toString(),
            "--out",
            folder.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return folder;
  }

  @Test
  void theCalifornianProjectsAreRankedByTheTonnesAtStake() throws IOException {
    Path out = temp.resolve("out");
    CommandRun run =
        CommandRun.of(
            "check", imported().toString(), "--out", out.toString(), "--as-of", "2024-06-01");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Causes, most tonnes first:").contains("X03 ");
    JsonNode json = new ObjectMapper().readTree(out.resolve("check.json").toFile());
    assertThat(json.at("/portfolio/projects").intValue()).isEqualTo(90);
    assertThat(json.at("/portfolio/causes/0/rule").textValue()).isEqualTo("X03");
    for (JsonNode cause : json.at("/portfolio/causes")) {
      if (cause.get("rule").textValue().equals("C02")) {
        // 66 come out within 0.1 %, one without landfill; 2 lack stocks.
        assertThat(cause.get("noFlags").intValue()).isBetween(66, 67);
      }
    }
    assertThat(Files.readString(out.resolve("ranking.csv")))
        .startsWith("project,rule,severity,cause,size_tco2e");
    CommandRun again =
        CommandRun.of("check", temp.resolve("projects").toString(), "--as-of", "2024-06-01");
    assertThat(again.out()).isEqualTo(run.out());
  }

  @Test
  void twoProjectsOnTheSameLandFlagEachOther() throws IOException {
    SampleDossier.copyTo(temp.resolve("two/first"));
    SampleDossier second = SampleDossier.copyTo(temp.resolve("two/second"));
    second.edit(dossier -> ((ObjectNode) dossier.get("project")).put("id", "TWIN-1"));
    CommandRun run = CommandRun.of("check", temp.resolve("two").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("X04 flag").contains("100.0 % of the land lies in other");
  }

  @Test
  void aBrokenDossierIsLeftOutAndTold() throws IOException {
    SampleDossier.copyTo(temp.resolve("some/good"));
    Path broken = Files.createDirectories(temp.resolve("some/broken"));
    Files.writeString(broken.resolve("dossier.json"), "{");
    CommandRun run = CommandRun.of("check", temp.resolve("some").toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("left out: ").contains("broken");
    CommandRun none = CommandRun.of("check", broken.toString());
    assertThat(none.exitCode()).isEqualTo(2);
    CommandRun empty =
        CommandRun.of("check", Files.createDirectories(temp.resolve("empty")).toString());
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("expected files named dossier.json");
  }
}
