package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleReaderTest {
  private static final Path SAMPLES = Path.of(System.getProperty("heartwood.samples"));

  private static SeriesSamples read(String sample) {
    Path folder = SAMPLES.resolve(sample);
    return SampleReader.read(folder, SeriesSpec.read(folder.resolve("training.json")));
  }

  @Test
  void thePointsOfTheRadarStackAreAllThereWithTheirDates() {
    SeriesSamples samples = read("bago");

    assertThat(samples.labelled()).hasSize(136);
    assertThat(samples.labelled()).filteredOn(LabelledSeries::event).hasSize(52);
    assertThat(samples.labelled()).filteredOn(one -> one.date().isPresent()).hasSize(52);
    assertThat(samples.unlabelled()).hasSize(60 * 120 - 136);
    assertThat(samples.labelled().get(0).series().dates()).hasSize(85);
  }

  @Test
  void theTableOfLandsatSeriesHasTheClassesOfItsSource() {
    SeriesSamples samples = read("prodes");

    assertThat(samples.labelled()).hasSize(10_067);
    assertThat(samples.labelled()).filteredOn(LabelledSeries::event).hasSize(3_970);
    assertThat(samples.labelled().get(0).series().at(0, 0)).isEqualTo(0.0418f);
  }

  @Test
  void noPixelOfTheRadarStackTeachesAFoldThatItsNeighbourhoodTouches() {
    SeriesSamples samples = read("bago");

    for (SeriesSamples.Unlabelled one : samples.unlabelled()) {
      assertThat(one.hiddenFrom().cardinality()).isBetween(1, 2);
    }
    assertThat(samples.unlabelled())
        .filteredOn(one -> one.hiddenFrom().cardinality() == 2)
        .hasSizeGreaterThan(5 * 6 * 60 - 136);
  }

  @Test
  void noBlockOfTheTableIsInTwoFolds() {
    Map<String, Integer> foldOfBlock = new HashMap<>();
    for (LabelledSeries one : read("prodes").labelled()) {
      assertThat(foldOfBlock.merge(one.block(), one.fold(), (old, now) -> old))
          .isEqualTo(one.fold());
    }
  }
}
