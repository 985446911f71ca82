package org.heartwood.verification.simulate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierReader;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
  private static final Path SAMPLES = Path.of(System.getProperty("heartwood.samples"));
  private static final Scenario NOTHING =
      new Scenario(
          Scenario.Kind.GENERATED,
          new Scenario.Window(120, 2001, 2004, 2008, 2),
          Scenario.Pressure.USUAL,
          Scenario.Effect.NONE,
          Scenario.Claims.HONEST,
          0.1);
  private static final Scenario.Effect PREVENTS_ALL = new Scenario.Effect(1, 0, 500, 0, 0);

  @TempDir private Path folder = Path.of(".");

  private Truth write(Scenario scenario, long seed, String name) throws IOException {
    return Simulation.write(scenario, seed, SAMPLES, folder.resolve(name));
  }

  private FloatRaster band(String file, int band) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(folder.resolve(file))) {
      PixelWindow all = source.grid().window();
      return source.read(new int[] {band}, all).get(0);
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOtherOnes() throws IOException {
    write(NOTHING, 7, "a");
    write(NOTHING, 7, "b");
    write(NOTHING, 8, "c");
    for (String file :
        List.of("dossier.json", "boundary.geojson", "ndvi.tif", "bands.csv", "truth.json")) {
      assertThat(folder.resolve("a").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
    }
    assertThat(Files.readAllBytes(folder.resolve("a/ndvi.tif")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("c/ndvi.tif")));
  }

  @Test
  void theMiddleIsNoEasierToReachThanTheRestBeforehand() {
    // Had they no road beyond their edges, it would be, by 0.06 standard deviations.
    double sum = 0;
    double squares = 0;
    int landscapes = 2000;
    for (int seed = 0; seed < landscapes; seed++) {
      double[] access = Ground.of(NOTHING, SAMPLES, new SplittableRandom(10_000L + seed)).access();
      double middle = 0;
      for (int row = 0; row < 120; row++) {
        for (int col = 48; col < 72; col++) {
          middle += access[row * 120 + col] / (120 * 24);
        }
      }
      sum += middle;
      squares += middle * middle;
    }
    double mean = sum / landscapes;
    double error = Math.sqrt((squares / landscapes - mean * mean) / landscapes);
    assertThat(error).isLessThan(0.015);
    assertThat(mean).isCloseTo(0, within(3 * error));
  }

  @Test
  void withoutAnEffectBothHistoriesAreTheSame() throws IOException {
    Truth truth = write(NOTHING, 3, "a");
    assertThat(truth.avoidedHa()).isZero();
    assertThat(truth.leakageHa()).isZero();
    assertThat(truth.displacedHa()).isZero();
    assertThat(truth.projectLossHa()).isPositive();
    assertThat(band("a/truth.tif", 0).data()).isEqualTo(band("a/truth.tif", 1).data());
  }

  @Test
  void moreProtectionNeverLosesMoreForestUnderTheSameChance() throws IOException {
    double last = Double.POSITIVE_INFINITY;
    for (double prevented : new double[] {0, 0.3, 0.6, 1}) {
      Truth truth =
          write(NOTHING.with(new Scenario.Effect(prevented, 0, 500, 0, 0)), 5, "p" + prevented);
      assertThat(truth.projectLossHa()).isLessThanOrEqualTo(last);
      assertThat(truth.projectLossWithoutHa())
          .isCloseTo(truth.projectLossHa() + truth.avoidedHa(), within(1e-9));
      last = truth.projectLossHa();
    }
  }

  @Test
  void whatIsPreventedAndMovesIsLostOutside() throws IOException {
    double keptHa = 0;
    double movedHa = 0;
    for (int seed = 5; seed < 10; seed++) {
      Truth kept = write(NOTHING.with(PREVENTS_ALL), seed, "kept" + seed);
      Truth moved = write(NOTHING.with(new Scenario.Effect(1, 1, 300, 0, 0)), seed, "moved" + seed);
      assertThat(moved.projectLossHa()).isLessThanOrEqualTo(kept.projectLossHa() + 2);
      assertThat(moved.displacedHa()).isGreaterThanOrEqualTo(0.5 * moved.avoidedHa());
      keptHa += kept.leakageHa();
      movedHa += moved.leakageHa();
    }
    // Of one landscape a clearing or two may move beyond the belt.
    assertThat(movedHa).isPositive().isGreaterThan(keptHa);
  }

  @Test
  void aReversalTakesTheForestThatWasAskedForAndNoVintageReportsIt() throws IOException {
    Truth truth = write(NOTHING.with(new Scenario.Effect(0, 0, 500, 9, 0)), 5, "a");
    assertThat(truth.reversalHa()).isBetween(4.0, 10.0);
    Dossier dossier = DossierReader.read(folder.resolve("a/dossier.json"));
    double density = requireNonNull(dossier.claims().carbonDensityCo2eTonnesPerHa());
    double reportedHa =
        dossier.claims().vintages().stream()
                .mapToDouble(vintage -> requireNonNull(vintage.projectCo2eTonnes()))
                .sum()
            / density;
    assertThat(reportedHa).isCloseTo(truth.projectLossHa() - truth.reversalHa(), within(0.01));
  }

  @Test
  void clearedPixelsLookLikeOpenLandAndTheOthersAsBefore() throws IOException {
    write(
        new Scenario(
            Scenario.Kind.PLANTED,
            NOTHING.window(),
            new Scenario.Pressure(0.05, 3, 300, 0),
            Scenario.Effect.NONE,
            Scenario.Claims.HONEST,
            0),
        4,
        "a");
    FloatRaster lossYear = band("a/truth.tif", 0);
    FloatRaster forest = band("a/truth.tif", 2);
    FloatRaster first = band("a/ndvi.tif", 0);
    FloatRaster last = band("a/ndvi.tif", 15);
    double[] drop = new double[2];
    int[] count = new int[2];
    for (int i = 0; i < lossYear.data().length; i++) {
      if (forest.data()[i] == 1 && !Float.isNaN(first.data()[i]) && !Float.isNaN(last.data()[i])) {
        int lost = lossYear.data()[i] > 0 ? 1 : 0;
        drop[lost] += first.data()[i] - last.data()[i];
        count[lost]++;
      }
    }
    assertThat(count[1]).isGreaterThan(200);
    assertThat(drop[1] / count[1] - drop[0] / count[0]).isGreaterThan(0.05);
  }

  @Test
  void overclaimsAndFalseAreasStandInTheDossierAlone() throws IOException {
    Truth honest = write(NOTHING, 6, "honest");
    Truth boasting = write(NOTHING.with(new Scenario.Claims(0.5, 1, 1.2, 0)), 6, "boasting");
    Dossier.Claims one = DossierReader.read(folder.resolve("honest/dossier.json")).claims();
    Dossier.Claims other = DossierReader.read(folder.resolve("boasting/dossier.json")).claims();
    assertThat(boasting.projectLossHa()).isEqualTo(honest.projectLossHa());
    assertThat(other.areaHa()).isCloseTo(1.2 * requireNonNull(one.areaHa()), within(0.02));
    assertThat(baseline(other)).isCloseTo(1.5 * baseline(one), within(1.0));
    assertThat(folder.resolve("boasting/ndvi.tif"))
        .hasSameBinaryContentAs(folder.resolve("honest/ndvi.tif"));
  }

  private static double baseline(Dossier.Claims claims) {
    return claims.vintages().stream()
        .mapToDouble(vintage -> requireNonNull(vintage.baselineCo2eTonnes()))
        .sum();
  }

  @Test
  void impossibleScenariosAreRefusedWithTheValue() {
    assertThatThrownBy(() -> new Scenario.Effect(1.2, 0, 500, 0, 0))
        .hasMessage("preventedFraction must be 0 to 1, was 1.2");
    assertThatThrownBy(() -> new Scenario.Pressure(Double.NaN, 1, 300, 0))
        .hasMessageContaining("annualLossFraction must be 0 to 0.2, was NaN");
    Scenario planted = Scenario.usual(Scenario.Kind.PLANTED);
    assertThatThrownBy(
            () -> Simulation.write(planted, 1, folder.resolve("nowhere"), folder.resolve("x")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("etm_2001_sr_x10000.tif");
  }
}
