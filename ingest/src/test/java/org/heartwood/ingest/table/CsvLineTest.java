package org.heartwood.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvLineTest {
  @Test
  void quotesHoldCommasAndTwoQuotesAreOne() {
    assertThat(CsvLine.fields("a, \"b, \"\"c\"\"\",, d "))
        .hasValueSatisfying(fields -> assertThat(fields).containsExactly("a", "b, \"c\"", "", "d"));
    assertThat(CsvLine.fields(""))
        .hasValueSatisfying(fields -> assertThat(fields).containsExactly(""));
  }

  @Test
  void aQuoteThatDoesNotEndGivesNoFields() {
    assertThat(CsvLine.fields("a,\"b")).isEmpty();
  }
}
