package org.heartwood.inference.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedModelsTest {
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);

  @TempDir private Path folder = Path.of("");

  @Test
  void nothingIsAllowedByDefault() {
    AllowedModels none = AllowedModels.ofUser(Map.of("HOME", folder.toString()));

    assertThatThrownBy(() -> none.require(ONE, Path.of("model.pt")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.pt: this model is not allowed to run here")
        .hasMessageContaining("--allow-model " + ONE);
  }

  @Test
  void listsAreReadAsSha256sumWritesThem() throws IOException {
    Path file = folder.resolve("list");
    Files.writeString(file, "# mine\n\n" + ONE + "  canopy.pt\n" + TWO + "\n");

    assertThat(AllowedModels.read(file).digests()).containsExactly(ONE, TWO);
  }

  @Test
  void aLineThatBeginsWithNoDigestIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("list"), ONE + "\ncanopy.pt\n");

    assertThatThrownBy(() -> AllowedModels.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("list line 2: a SHA-256 digest has 64 hexadecimal digits");
  }

  @Test
  void theUsersListLiesInTheConfigurationFolder() throws IOException {
    Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder.toString(), "HOME", "/x");
    Path file = AllowedModels.userFile(environment);
    Files.createDirectories(file.getParent());
    Files.writeString(file, ONE);

    assertThat(AllowedModels.userFile(Map.of("HOME", "/x")))
        .isEqualTo(Path.of("/x/.config/heartwood/allowed-models"));
    assertThat(AllowedModels.ofUser(environment).and(AllowedModels.of(List.of(TWO))).digests())
        .containsExactly(ONE, TWO);
  }

  @Test
  void aListThatWasNamedMustBeThere() {
    assertThatThrownBy(() -> AllowedModels.read(folder.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the list of allowed models cannot be read");
  }
}
