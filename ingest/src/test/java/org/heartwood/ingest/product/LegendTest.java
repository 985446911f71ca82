package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.heartwood.ingest.product.Rasters.row;

import java.util.List;
import java.util.Set;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.LandClass.Cover;
import org.junit.jupiter.api.Test;

class LegendTest {
  private static final Legend LEGEND =
      new Legend(
          "national map",
          List.of(
              new LandClass(3, "forest", Cover.FOREST),
              new LandClass(9, "eucalyptus", Cover.PLANTATION),
              new LandClass(33, "river", Cover.WATER)),
          Set.of(0, 255));

  @Test
  void classesStayNoDataGoesAndUnknownCodesAreCounted() {
    Decoded decoded = LEGEND.decode(row(3, 9, 33, 0, 255, 15, 15, 41, Float.NaN));
    float nan = Float.NaN;
    assertThat(decoded.values().data()).containsExactly(3, 9, 33, nan, nan, nan, nan, nan, nan);
    assertThat(decoded.unknownPx()).isEqualTo(3);
    assertThat(decoded.unknownCodes()).containsEntry(15f, 2L).containsEntry(41f, 1L);
    assertThat(LEGEND.of(9)).map(LandClass::cover).contains(Cover.PLANTATION);
    assertThat(LEGEND.of(15)).isEmpty();
    assertThat(LEGEND.of(0)).isEmpty();
  }

  @Test
  void unknownCodesBecomeOneIssueThatNamesThem() {
    List<DataIssue> issues =
        LEGEND
            .decode(row(15, 15, 41))
            .issues("VCS934", null, "map.tif", "a class of \"national map\"");
    assertThat(issues).hasSize(1);
    assertThat(issues.get(0).reason()).isEqualTo(Reason.VALUE);
    assertThat(issues.get(0).partial()).isTrue();
    assertThat(issues.get(0).detail())
        .isEqualTo(
            "3 px hold codes that are not a class of \"national map\": 15 (2 px), 41 (1 px)");
    assertThat(LEGEND.decode(row(3)).issues("VCS934", null, "map.tif", "")).isEmpty();
  }

  @Test
  void fractionsTellOfAWrongResampling() {
    List<DataIssue> issues =
        LEGEND.decode(row(3, 5.5f)).issues("VCS934", null, "map.tif", "a class");
    assertThat(issues.get(0).detail()).contains("5.5 (1 px)");
    assertThat(issues.get(0).remedy()).contains("nearest-neighbour");
  }

  @Test
  void aHostileMapDoesNotFillTheMemoryWithCodes() {
    float[] codes = new float[100_000];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = 1000.5f + i / 8f;
    }
    codes[0] = Float.POSITIVE_INFINITY;
    Decoded decoded = LEGEND.decode(new FloatRaster(row(codes).window(), codes));
    assertThat(decoded.unknownPx()).isEqualTo(100_000);
    assertThat(decoded.unknownCodes()).hasSize(16);
    assertThat(decoded.values().data()).containsOnly(Float.NaN);
  }

  @Test
  void legendsThatContradictThemselvesAreRefused() {
    LandClass forest = new LandClass(1, "forest", Cover.FOREST);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> new Legend("map", List.of(), Set.of()))
        .withMessageContaining("legend \"map\": has no class");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> new Legend("map", List.of(forest, forest), Set.of()))
        .withMessageContaining("code 1 (forest) has two meanings");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> new Legend("map", List.of(forest), Set.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LandClass(1, " ", Cover.FOREST))
        .withMessageContaining("class 1 needs a label");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LandClass(1 << 25, "x", Cover.FOREST));
  }
}
