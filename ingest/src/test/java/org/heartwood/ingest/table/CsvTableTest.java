package org.heartwood.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  private static final Path FILE = Path.of("plots.csv");

  private static CsvTable table(String text) {
    return CsvTable.of(FILE, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void columnsAreFoundInAnyCaseAndRowsKeepTheirPlaceInTheFile() {
    CsvTable table = table("\uFEFFPlot, Value\r\n\"a, \"\"b\"\"\",1.5\r\n\r\nc,-2e3\r\n");
    assertThat(table.require(List.of("PLOT", "value"), "").columns())
        .containsExactly("plot", "value");
    assertThat(table.rows()).hasSize(2);
    assertThat(table.rows().get(0).text("plot")).isEqualTo("a, \"b\"");
    assertThat(table.rows().get(0).number("value", 0, 2)).isEqualTo(1.5);
    assertThat(table.rows().get(1).place()).isEqualTo("row 4");
    assertThat(table.rows().get(1).number("Value")).isEqualTo(-2000);
    assertThat(table.rows().get(1).optional("other")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "NaN", "Infinity", "1d", "0x1p3", "1.5 m", "1_000", "1e999", "--1", "."})
  void whatIsNoPlainNumberIsRefusedWithRowColumnAndValue(String text) {
    CsvTable.Row row = table("plot,value\na,\"" + text + "\"\n").rows().get(0);
    assertThatThrownBy(() -> row.number("value"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("plots.csv: row 2: expected a number in value, found \"" + text)
        .hasMessageContaining("; write it with a decimal point");
  }

  @Test
  void aDecimalCommaIsOneFieldTooMany() {
    assertThatThrownBy(() -> table("plot,value\na,1,5\n"))
        .hasMessageContaining("plots.csv: row 2: expected 2 fields, found 3");
  }

  @Test
  void limitsAreToldWithTheValue() {
    CsvTable.Row row = table("plot,value\na,7\n").rows().get(0);
    assertThat(row.number("value", 7, 7)).isEqualTo(7);
    assertThatThrownBy(() -> row.number("value", 0, 6))
        .hasMessage(
            "plots.csv: row 2: value must lie between 0.0 and 6.0, was 7; correct it, and check"
                + " its unit");
  }

  @Test
  void tablesThatAreNotWhatTheyShouldBeAreRefused(@TempDir Path folder) throws IOException {
    assertFault(() -> table(""), Reason.EMPTY, "row 1: expected the names of the columns");
    assertFault(() -> table("\na\n"), Reason.EMPTY, "row 1: expected the names");
    assertFault(() -> table("a;b\n1;2\n"), Reason.VALUE, "separated by ;");
    assertFault(() -> table("a,b\n\"x,1\n"), Reason.VALUE, "row 2: has a quote that does not end");
    assertFault(
        () -> table("a,b\n").require(List.of("a", "c"), "measure it"),
        Reason.VALUE,
        "row 1: has no column c, found [a, b]; measure it");
    assertFault(
        () -> table("a,A\n").require(List.of("a"), ""), Reason.VALUE, "has the column a twice");
    assertFault(
        () -> table("a,b\nx,1\ny,2\nx,3\n").requireUnique("a", "keep one"),
        Reason.VALUE,
        "row 4: a \"x\" stands in row 2 as well; keep one");
    Path missing = folder.resolve("none.csv");
    assertFault(
        () -> CsvTable.read(missing, "the plots", 10),
        Reason.MISSING,
        "none.csv: no such file; give the plots");
    Path large = Files.writeString(folder.resolve("large.csv"), "a,b\n1,2\n3,4\n");
    assertFault(
        () -> CsvTable.read(large, "the plots", 11),
        Reason.TOO_LARGE,
        "must have at most 11 bytes, was 12");
    Path latin =
        Files.write(folder.resolve("l.csv"), "a,açaí\n".getBytes(StandardCharsets.ISO_8859_1));
    assertFault(
        () -> CsvTable.read(latin, "the plots", 100),
        Reason.UNREADABLE,
        "expected text in UTF-8, found other bytes");
    assertThat(CsvTable.read(latin, "the plots", 100, StandardCharsets.ISO_8859_1).columns())
        .containsExactly("a", "açaí");
  }

  private static void assertFault(ThrowingCallable call, Reason reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InputException.class, fault -> assertThat(fault.reason()).isEqualTo(reason))
        .hasMessageContaining(message);
  }

  @Test
  void aColumnThatWasNeverRequiredIsOurFault() {
    CsvTable.Row row = table("a\n1\n").rows().get(0);
    assertThatThrownBy(() -> row.text("b")).isInstanceOf(IllegalStateException.class);
  }
}
