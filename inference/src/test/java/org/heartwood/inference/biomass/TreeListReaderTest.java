package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeListReaderTest {
  private static final String HEADER = "plot,tree,species,family,type,dbh,dead,height,wd,e,n\r\n";
  private static final String GOOD =
      "1,7,Inga alba,Fabaceae,O,42.5,FALSE,NA,0.6,700000,9600000\r\n";
  private Path folder = Path.of("");

  @BeforeEach
  void in(@TempDir Path temporary) {
    folder = temporary;
  }

  static TreeListSpec spec(String encoding, TreeListSpec.Coordinates coordinates) {
    return new TreeListSpec(
        "SITE",
        "trees.csv",
        encoding,
        coordinates,
        new TreeListSpec.Columns(
            "plot", "tree", "species", "family", "type", "dbh", "dead", "height", "wd", "e", "n"),
        List.of("TRUE"),
        List.of("NA"),
        new PlotDesign(0.25, 10, 35, 10, 50, "made up"));
  }

  private TreeList read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8), "UTF-8");
  }

  private TreeList read(byte[] bytes, String encoding) {
    try {
      Files.write(folder.resolve("trees.csv"), bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return TreeListReader.read(folder, spec(encoding, TreeListSpec.Coordinates.METRES));
  }

  @Test
  void everyRowCountsOrIsCountedAsLeftOutWithItsReason() {
    TreeList list =
        read(
            HEADER
                + GOOD
                + "1,8,NA,NA,O,30,TRUE,5,NA,NA,NA\r\n"
                + "1,9,Euterpe precatoria,Arecaceae,P,12,FALSE,9,NA,NA,NA\r\n"
                + "1,10,NA,NA,l,11,FALSE,NA,NA,NA,NA\r\n"
                + "2,1,NA,NA,O,NA,FALSE,NA,NA,NA,NA\r\n"
                + "2,2,NA,NA,O,9.9,FALSE,NA,NA,NA,NA\r\n");

    assertThat(list.trees()).hasSize(1);
    Tree tree = list.trees().get(0);
    assertThat(tree.id()).isEqualTo("7");
    assertThat(tree.species()).contains("Inga alba");
    assertThat(tree.diameterCm()).isEqualTo(42.5);
    assertThat(tree.heightM()).isEmpty();
    assertThat(tree.woodDensityGPerCm3()).hasValue(0.6);
    assertThat(list.leftOut(LeftOut.DEAD)).isEqualTo(1);
    assertThat(list.leftOut(LeftOut.PALM)).isEqualTo(1);
    assertThat(list.leftOut(LeftOut.LIANA)).isEqualTo(1);
    assertThat(list.leftOut(LeftOut.NOT_MEASURED)).isEqualTo(1);
    assertThat(list.leftOut(LeftOut.TOO_THIN)).isEqualTo(1);
    assertThat(
            list.trees().size()
                + list.leftOut().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(list.rows());
    assertThat(list.plots()).as("also the plot without a tree").containsExactly("1", "2");
  }

  @Test
  void swappedDegreesBecomeMetres() throws IOException {
    Files.writeString(
        folder.resolve("trees.csv"),
        HEADER
            + "1,1,NA,NA,O,20,FALSE,NA,NA,-2.9,-59.9\r\n"
            + "1,2,NA,NA,O,20,FALSE,NA,NA,-2.901,-59.9\r\n");
    List<Tree> trees =
        TreeListReader.read(folder, spec("UTF-8", TreeListSpec.Coordinates.DEGREES_SWAPPED))
            .trees();
    Tree.Place first = trees.get(0).place().orElseThrow();
    Tree.Place second = trees.get(1).place().orElseThrow();

    assertThat(first.northM() - second.northM()).isBetween(110.0, 112.0);
    assertThat(first.eastM()).isBetween(-6.7e6, -6.6e6);
  }

  @Test
  void wrongValuesAreRefusedWithTheirRow() {
    assertRefused(
        GOOD.replace("42.5", "4x"), "trees.csv: row 2: expected a number in dbh, found \"4x\"");
    assertRefused(
        GOOD.replace("42.5", "-42.5"), "row 2: dbh must lie between 1.0 and 300.0, was -42.5");
    assertRefused(GOOD.replace("42.5", "999"), "was 999; correct it");
    assertRefused(GOOD.replace("42.5", "NaN"), "row 2: expected a number in dbh, found \"NaN\"");
    assertRefused(
        GOOD.replace(",NA,0.6", ",999,0.6"), "row 2: height must lie between 1.0 and 100.0");
    assertRefused(
        GOOD.replace(",0.6,", ",600,"), "row 2: wd must lie between 0.05 and 1.4, was 600");
    assertRefused(GOOD.replace(",O,", ",X,"), "row 2: form of growth must be O (tree), P (palm)");
    assertRefused("1,2,3\r\n", "row 2: expected 11 fields, found 3");
  }

  private void assertRefused(String row, String message) {
    assertThatThrownBy(() -> read(HEADER + row))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aHeaderThatLacksOrRepeatsAColumnIsRefused() {
    assertThatThrownBy(() -> read(HEADER.replace("dbh", "diameter") + GOOD))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("trees.csv: row 1: has no column dbh, found [");
    assertThatThrownBy(() -> read(HEADER.replace("height", "dbh") + GOOD))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has the column dbh twice");
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("row 1: expected the names of the columns");
  }

  @Test
  void textOfAnotherEncodingIsRefused() {
    byte[] latin =
        (HEADER + GOOD.replace("Inga alba", "açaí")).getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> read(latin, "UTF-8"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected text in UTF-8");
    assertThat(read(latin, "ISO-8859-1").trees().get(0).species()).contains("açaí");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(
            () ->
                TreeListReader.read(
                    folder.resolve("nowhere"), spec("UTF-8", TreeListSpec.Coordinates.METRES)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file; give the list of trees");
  }
}
