package org.heartwood.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  private static final String STUDENT = "canopy-sr-landsat-student";

  @TempDir private Path folder = Path.of("");

  @Test
  void theListNamesEveryBuiltInModelWithItsStandingAndDigest() {
    CommandRun run = CommandRun.of("models", "list");

    assertThat(run.exitCode()).isZero();
    for (String name : ModelReader.BUILT_IN) {
      ModelCard card = ModelReader.load(name).card();
      assertThat(run.out())
          .contains(name + " " + card.version() + "  ")
          .contains("SHA-256 " + card.digest());
    }
    assertThat(run.out())
        .contains(STUDENT + " 1.0.0  operational")
        .contains("height-biomass-demonstration 1.0.0  demonstration")
        .contains("predicts tree cover (per cent), forest probability (1)");
  }

  @Test
  void theListAsJsonHasAnEntryForEveryModelAndForThoseInAFolder() {
    ModelReader.load(STUDENT).write(folder.resolve("mine"));

    CommandRun run = CommandRun.of("models", "list", "--json", "--models", folder.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().split("\"sha256\"", -1)).hasSize(ModelReader.BUILT_IN.size() + 2);
    assertThat(run.out()).contains("\"" + folder.resolve("mine") + "\"");
  }

  @Test
  void aFolderWithoutModelsIsNamed() {
    CommandRun run = CommandRun.of("models", "list", "--models", folder.toString());

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains(folder + ": holds no model");
  }

  @Test
  void showSaysWhatAModelTakesAndGives() {
    CommandRun run = CommandRun.of("models", "show", STUDENT);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("card that comes with Heartwood")
        .contains("takes     swir2 (surface reflectance)")
        .contains("gives     tree cover, 0.0 to 100.0 per cent")
        .contains("windows   sides are multiples of 4 px, halo 24 px");
    assertThat(CommandRun.of("models", "show", STUDENT, "--json").out())
        .contains("\"haloPx\" : 24");
  }

  @Test
  void aModelThatPredictsNoWindowsIsNotShownButItsCardIs() {
    CommandRun shown = CommandRun.of("models", "show", "biomass-height-amazon");

    assertThat(shown.exitCode()).isNotZero();
    assertThat(shown.err()).contains("predicts no windows of imagery; see its card");
    assertThat(CommandRun.of("models", "card", "biomass-height-amazon").out())
        .contains("biomass-height-amazon");
  }

  @Test
  void theCardIsPrintedAsTextAsJsonAndAsAPage() throws IOException {
    ModelCard card = ModelReader.load(STUDENT).card();
    Path page = folder.resolve("card.html");

    assertThat(CommandRun.of("models", "card", STUDENT).out())
        .contains(card.task())
        .contains(card.limits().get(0));
    assertThat(CommandRun.of("models", "card", STUDENT, "--json").out().getBytes(UTF_8))
        .isEqualTo(StrictJson.bytes(card));
    assertThat(CommandRun.of("models", "card", STUDENT, "--html", page.toString()).out().strip())
        .isEqualTo(page.toString());
    assertThat(Files.readString(page)).startsWith("<!doctype html>").contains(card.name());
  }

  @Test
  void anUnknownModelIsNamed() {
    for (String command : new String[] {"show", "card"}) {
      CommandRun run = CommandRun.of("models", command, "no-such-model");

      assertThat(run.exitCode()).isNotZero();
      assertThat(run.err()).contains("no-such-model");
    }
  }

  @Test
  void modelsAloneAsksForACommand() {
    CommandRun run = CommandRun.of("models");

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains("heartwood models needs list, show or card");
  }

  @Test
  void onlyFoldersAreUpdated() {
    CommandRun named = CommandRun.of("evaluate", "--update", STUDENT);
    CommandRun all = CommandRun.of("evaluate", "--update");

    assertThat(named.exitCode()).isNotZero();
    assertThat(named.err())
        .contains(STUDENT + ": is no folder; --update writes into models' folders");
    assertThat(all.exitCode()).isNotZero();
    assertThat(all.err()).contains("name at least one folder");
    assertThat(Path.of(STUDENT)).doesNotExist();
  }
}
