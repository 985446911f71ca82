package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

final class CandidatesJobTest {
  private static final int EDGE = MadeUpLandscape.EDGE_PX;
  private static final Grid GRID = new Grid("EPSG:32620", 0, EDGE * 30.0, 30, EDGE, EDGE);
  private static final MatchingSettings SETTINGS =
      new MatchingSettings(7, 20, 0.25, 4, 50, 16, 100, 3);
  private static final MadeUpLandscape LANDSCAPE = new MadeUpLandscape(5, 0.5);
  private static final SparkSession SPARK = SparkSessions.open("local[2]");

  private static Dataset<Row> tiles(int partitions) {
    PixelSet pixels = LANDSCAPE.pixels();
    List<Row> rows = new ArrayList<>();
    for (int tile = 0; tile < 30; tile++) {
      int from = tile * 16;
      int[] chosen =
          IntStream.range(0, pixels.size())
              .filter(i -> pixels.row(i) >= from && pixels.row(i) < from + 16)
              .toArray();
      rows.add(RowFactory.create((long) tile, pixels.chosen(chosen).toBytes(), new byte[0], 0L));
    }
    return SPARK.createDataFrame(rows, LandscapeTable.SCHEMA.type()).repartition(partitions);
  }

  private static Geometry project() {
    return new GeometryFactory()
        .toGeometry(new Envelope(160 * 30.0, 320 * 30.0, (EDGE - 320) * 30.0, (EDGE - 160) * 30.0));
  }

  private static CandidateIndex candidates(Dataset<Row> tiles) {
    PixelSet sampled = CandidatesJob.sampled(tiles, GRID, List.of(project()), 2, 7);
    return CandidatesJob.candidates(
        tiles, GRID, List.of(project()), sampled, MadeUpLandscape.COVARIATES, SETTINGS);
  }

  @Test
  void pixelsOfAnAreaAreSampledInSteps() {
    PixelSet sampled = CandidatesJob.sampled(tiles(3), GRID, List.of(project()), 2, 7);

    assertThat(sampled.toBytes()).isEqualTo(LANDSCAPE.sampled(7).toBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 7})
  void anyPartitioningGivesTheSameBytes(int partitions) {
    byte[] one = candidates(tiles(1)).pixels().toBytes();

    assertThat(candidates(tiles(partitions)).pixels().toBytes()).isEqualTo(one);
    assertThat(one.length).isGreaterThan(1000);
  }

  @Test
  void noCandidateLiesInTheProject() {
    PixelSet pixels = candidates(tiles(3)).pixels();

    assertThat(
            IntStream.range(0, pixels.size())
                .anyMatch(i -> MadeUpLandscape.inside(pixels.row(i), pixels.col(i))))
        .isFalse();
  }

  @Test
  void withRoomForAllEveryPixelWithinCalipersIsKept() {
    Dataset<Row> tiles = tiles(3);
    PixelSet sampled = CandidatesJob.sampled(tiles, GRID, List.of(project()), 2, 41);
    MatchingSettings all = new MatchingSettings(41, 20, 0.25, 1_000_000, 50, 16, 100, 3);
    PixelSet kept =
        CandidatesJob.candidates(
                tiles, GRID, List.of(project()), sampled, MadeUpLandscape.COVARIATES, all)
            .pixels();
    long[] keys = IntStream.range(0, kept.size()).mapToLong(kept::key).sorted().toArray();
    PixelSet outside = LANDSCAPE.outside();

    int within = 0;
    for (int i = 0; i < outside.size(); i++) {
      for (int k = 0; k < sampled.size(); k++) {
        if (Math.abs(outside.value(i, 0) - sampled.value(k, 0)) <= 50
            && Math.abs(outside.value(i, 1) - sampled.value(k, 1)) <= 10) {
          within++;
          assertThat(Arrays.binarySearch(keys, outside.key(i))).isNotNegative();
          break;
        }
      }
    }
    assertThat(within).isGreaterThan(1000);
  }

  @Test
  void thinnedCandidatesTellTheSameStory() {
    EffectEstimate all =
        PixelMatching.with(SETTINGS)
            .estimate(LANDSCAPE.study(LANDSCAPE.sampled(7), LANDSCAPE.outside()));
    EffectEstimate thinned =
        PixelMatching.with(SETTINGS)
            .estimate(LANDSCAPE.study(LANDSCAPE.sampled(7), candidates(tiles(3)).pixels()));

    assertThat(thinned.unmatchedFraction()).isLessThan(0.2);
    assertThat(Objects.requireNonNull(thinned.avoidedPerYear()).mean())
        .isBetween(
            Objects.requireNonNull(all.avoidedPerYear()).ci90Low(),
            all.avoidedPerYear().ci90High());
  }
}
