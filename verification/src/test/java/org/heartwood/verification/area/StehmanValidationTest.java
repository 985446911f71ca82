package org.heartwood.verification.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

/** The example of Stehman 2014 (doi:10.1080/01431161.2014.930207): strata are not map classes. */
final class StehmanValidationTest {
  private static final List<String> CLASSES = List.of("A", "B", "C", "D");
  private static final double PRINTED = 5e-10;

  private final List<List<String>> rows = Vectors.rows("stehman2014.csv");
  private final StratifiedEstimator estimator = new StratifiedEstimator(sample());

  private StratifiedSample sample() {
    List<Tally> tallies = new ArrayList<>();
    for (List<String> row : rows) {
      if (row.get(0).matches("\\d+")) {
        tallies.add(new Tally(row.get(1), row.get(2), row.get(3), 1));
      }
    }
    return new StratifiedSample(
        CLASSES,
        List.of(
            stratum("A", 40000, Set.of("A", "B")),
            stratum("B", 30000, Set.of("A", "B")),
            stratum("C", 20000, Set.of("B", "C")),
            stratum("D", 10000, Set.of("D"))),
        Map.of(),
        tallies);
  }

  private static Stratum stratum(String name, long pixels, Set<String> mapClasses) {
    return new Stratum(name, pixels, mapClasses, OptionalLong.of(pixels));
  }

  private Estimate estimate(String quantity, String of) {
    return (switch (quantity) {
          case "users_acc" -> estimator.usersAccuracy(of);
          case "producers_acc" -> estimator.producersAccuracy(of);
          case "overall_accuracy" -> estimator.overallAccuracy();
          case "cell_prop" -> {
            List<String> parts = Splitter.on(' ').splitToList(of);
            yield estimator.cell(parts.get(1), parts.get(4));
          }
          default -> throw new IllegalArgumentException(quantity);
        })
        .found()
        .orElseThrow();
  }

  @Test
  void everyQuantityIsThatOfThePaper() {
    int checked = 0;
    List<List<String>> expected = rows.subList(rows.size() - 14, rows.size());
    for (List<String> row : expected) {
      double value = Double.parseDouble(row.get(2));
      double error = Double.parseDouble(row.get(3));
      if (row.get(0).equals("area_prop")) {
        AreaEstimate area = estimator.area(row.get(1)).found().orElseThrow();
        assertThat(area.areaHa().mean() / 100_000).isCloseTo(value, within(PRINTED));
        assertThat(area.areaHa().standardError() / 100_000).isCloseTo(error, within(PRINTED));
      } else {
        Estimate found = estimate(row.get(0), row.get(1));
        assertThat(found.mean()).as("%s", row).isCloseTo(value, within(PRINTED));
        assertThat(found.standardError()).as("%s", row).isCloseTo(error, within(PRINTED));
      }
      checked++;
    }
    assertThat(checked).isEqualTo(14);
  }

  @Test
  void theSharesOfAllClassesAddUpToTheWhole() {
    double sum =
        CLASSES.stream()
            .mapToDouble(c -> estimator.area(c).found().orElseThrow().areaHa().mean())
            .sum();
    assertThat(sum).isCloseTo(100_000, within(1e-8));
  }
}
