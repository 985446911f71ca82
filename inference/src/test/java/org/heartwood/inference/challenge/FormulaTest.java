package org.heartwood.inference.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
  private static final List<String> NAMES = List.of("slope_deg", "cover_map", "min_ndvi");
  private static final double[] VALUES = {25, 30, 0.5};

  private static double value(String text) {
    return Formula.number(text, "f", NAMES).value(VALUES);
  }

  private static boolean holds(String text) {
    return Formula.condition(text, "f", NAMES).holds(VALUES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "10 - 4 - 3 | 3",
        "24 / 4 / 3 | 2",
        "2 ^ 3 ^ 2 | 512",
        "-2 ^ 2 | -4",
        "2 ^ -1 | 0.5",
        "- - 3 | 3",
        "1e-3 * 1.5E3 + .5 | 2",
        "min(3, slope_deg, cover_map) | 3",
        "max(min(1, 2), abs(-4)) | 4",
        "log(exp(2)) | 2",
        "min_ndvi * 4 | 2"
      })
  void arithmeticFollowsTheUsualPrecedence(String text, double expected) {
    assertThat(value(text)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slope_deg > 20 and cover_map < 40 | true",
        "slope_deg > 30 or cover_map < 40 | true",
        "not slope_deg > 30 | true",
        "not (slope_deg > 20) and cover_map < 40 | false",
        "slope_deg >= 25 and slope_deg <= 25 and slope_deg = 25 and slope_deg == 25 | true",
        "slope_deg != 25 | false",
        "slope_deg > 30 and cover_map < 40 or min_ndvi = 0.5 | true",
        "SLOPE_DEG_TOO > 1 or 1 > 0 | ERROR"
      })
  void conditionsBindAndBeforeOr(String text, String expected) {
    if (expected.equals("ERROR")) {
      assertThatThrownBy(() -> holds(text)).isInstanceOf(InputException.class);
    } else {
      assertThat(holds(text)).isEqualTo(Boolean.parseBoolean(expected));
    }
  }

  @Test
  void aPixelWithoutDataIsInNoGroupAndHasNoValue() {
    double[] missing = {Double.NaN, 30, 0.5};
    for (String text : List.of("slope_deg > 20", "not slope_deg > 20", "slope_deg != 3")) {
      assertThat(Formula.condition(text, "f", NAMES).holds(missing)).as(text).isFalse();
    }
    assertThat(Formula.number("max(slope_deg, 1)", "f", NAMES).value(missing)).isNaN();
    assertThat(Formula.number("cover_map", "f", NAMES).value(missing)).isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slope_deg > | column 12: expected a number, a name or (, found the end",
        "1 + * 2 | column 5: expected a number, a name or (, found \"*\"",
        "slop_deg + 1 | column 1: nothing is called slop_deg",
        "Runtime(1) | column 1: no function Runtime",
        "exec | column 1: nothing is called exec",
        "a.b | column 1: nothing is called a",
        "1 2 | column 3: expected an operator or the end, found \"2\"",
        "(1 + 2 | column 7: expected ), found the end",
        "1 + 2) | column 6: expected an operator or the end",
        "1 < 2 < 3 | column 7: comparisons do not chain",
        "slope_deg > 1 + 2 | column 1: expected a number here, found a condition",
        "abs(1, 2) | column 1: abs takes one value, was given 2",
        "min(1) | column 1: min takes two values or more, was given 1",
        "1.2.3 | column 4: expected an operator or the end",
        "12abc | column 1: expected a number such as",
        "1e999 | column 1: expected a number such as",
        "'' | column 1: expected a number, a name or (, found the end",
        "1 ; 2 | column 3: expected an operator or the end, found \";\"",
        "and | column 1: expected a number, a name or (, found and",
        "1 + (2 and 3) | column 6: expected a condition here, found a number"
      })
  void mistakesAreNamedWithTheirColumn(String text, String expected) {
    assertThatThrownBy(() -> value(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(expected)
        .hasMessageStartingWith("f, column");
  }

  @Test
  void lengthSizeAndDepthAreLimited() {
    assertThatThrownBy(() -> value("1" + " ".repeat(1000)))
        .hasMessageContaining("at most 1000 characters");
    assertThatThrownBy(() -> value("1" + "+1".repeat(400)))
        .hasMessageContaining("at most 300 parts");
    for (String opening : List.of("(", "-", "abs(", "2^")) {
      assertThatThrownBy(() -> value(opening.repeat(200) + "1"))
          .as(opening)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("at most 32 deep");
    }
    assertThatThrownBy(() -> holds("not ".repeat(200) + "1 > 0"))
        .hasMessageContaining("at most 32 deep");
  }

  @Test
  void textOfAnyAlphabetIsRefusedOnOneLine() {
    for (String text : List.of("\uD83C\uDF33 > 1", "1 \n+ 2", "1 + \u0000", "\uD83C")) {
      assertThatThrownBy(() -> holds(text))
          .isInstanceOf(InputException.class)
          .message()
          .hasLineCount(1);
    }
  }
}
