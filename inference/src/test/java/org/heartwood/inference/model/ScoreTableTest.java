package org.heartwood.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTableTest {
  private static ScoreTable table(double rmse) {
    return new ScoreTable(
        "Test blocks",
        List.of(new ScoreTable.Column("pixels", 0), new ScoreTable.Column("RMSE %", 2)),
        List.of(
            new ScoreTable.Row("model", List.of(1204.0, rmse)),
            new ScoreTable.Row("empty", List.of(0.0, Double.NaN))));
  }

  @Test
  void figuresThatDifferByMoreThanTheirLastDigitAreNamed() {
    assertThat(table(7.5).differences(table(7.509))).isEmpty();
    assertThat(table(7.5).differences(table(7.52)))
        .containsExactly("Test blocks: model, RMSE % is 7.50, not 7.52");
    assertThat(table(7.5).differences(table(Double.NaN)))
        .containsExactly("Test blocks: model, RMSE % is 7.50, not –");
  }

  @Test
  void tablesOfOtherRowsDiffer() {
    ScoreTable fewer = new ScoreTable("Test blocks", table(1).columns(), List.of());

    assertThat(table(1).differences(fewer))
        .containsExactly("Test blocks: has other rows or columns");
  }

  @Test
  void whatIsNotKnownIsADash() {
    assertThat(table(7.5).cells().get(1)).containsExactly("empty", "0", "–");
    assertThat(table(7.5).text()).contains("model    1204    7.50");
    assertThat(table(7.5).value("model", "RMSE %")).isEqualTo(7.5);
  }

  @Test
  void jsonKeepsWhatIsNotKnown() {
    ScoreTable read = StrictJson.read(StrictJson.bytes(table(7.5)), "table", ScoreTable.class);

    assertThat(read).isEqualTo(table(7.5));
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    List<ScoreTable.Column> columns = table(1).columns();

    assertThatThrownBy(
            () -> new ScoreTable("t", columns, List.of(new ScoreTable.Row("model", List.of(1.0)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row model must have 2 values");
  }
}
