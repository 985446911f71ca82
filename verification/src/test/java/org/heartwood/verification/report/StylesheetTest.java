package org.heartwood.verification.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StylesheetTest {
  private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");

  /** WCAG 2.1, success criterion 1.4.3, level AA. */
  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textStandsOutFromItsGround(String scheme) throws IOException {
    Map<String, Double> luminance = luminances(scheme);
    for (String ground : List.of("paper", "soft", "notice")) {
      for (String text : List.of("ink-text", "muted", "accent", "flag", "no-flag", "cannot-tell")) {
        assertThat(
                contrast(
                    luminance.getOrDefault(text, Double.NaN),
                    luminance.getOrDefault(ground, Double.NaN)))
            .as("%s: %s on %s", scheme, text, ground)
            .isGreaterThanOrEqualTo(4.5);
      }
    }
  }

  private static double contrast(double a, double b) {
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static Map<String, Double> luminances(String scheme) throws IOException {
    String[] blocks = css().split("prefers-color-scheme: dark", -1);
    assertThat(blocks).hasSize(2);
    Matcher matcher = COLOUR.matcher(blocks[scheme.equals("light") ? 0 : 1]);
    Map<String, Double> luminances = new HashMap<>();
    while (matcher.find()) {
      int rgb = Integer.parseInt(matcher.group(2), 16);
      luminances.put(
          matcher.group(1),
          0.2126 * linear(rgb >> 16)
              + 0.7152 * linear(rgb >> 8 & 255)
              + 0.0722 * linear(rgb & 255));
    }
    return luminances;
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static String css() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HtmlReportWriter.class.getResourceAsStream("report.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
