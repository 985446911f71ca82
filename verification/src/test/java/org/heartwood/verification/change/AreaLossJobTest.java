package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.change.AreaLossJob.NamedArea;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class AreaLossJobTest {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private final SparkSession spark = SparkSessions.open("local[2]");

  private Dataset<Row> change(int tilePx) {
    TileGrid tiles = new TileGrid(SyntheticLandscape.GRID, tilePx);
    return ChangeJob.run(
            SyntheticLandscape.withClearings().canopy(spark, tiles),
            SyntheticLandscape.tileZones(spark, tiles),
            tiles,
            SyntheticLandscape.settings())
        .localCheckpoint();
  }

  private List<AreaBlock> run(int tilePx, int partitions, List<NamedArea> areas, int blockPx) {
    return AreaLossJob.run(
        change(tilePx).repartition(partitions),
        new TileGrid(SyntheticLandscape.GRID, tilePx),
        SyntheticLandscape.YEARS,
        areas,
        blockPx);
  }

  @Test
  void aZoneReadAsAnAreaHasTheTotalsOfTheZone() {
    Geometry project = Objects.requireNonNull(SyntheticLandscape.zones().get(Zone.PROJECT));
    List<AreaBlock> blocks = run(64, 3, List.of(new NamedArea("project", project)), 16);
    ZoneAreas areas =
        ZoneTotalsJob.areas(change(64), SyntheticLandscape.settings().errors(), 0.09, 42);
    List<MappedArea> mapped =
        areas.mapped().stream().filter(row -> row.zone() == Zone.PROJECT).toList();
    for (MappedArea row : mapped) {
      assertThat(blocks.stream().mapToDouble(b -> b.forestHa(row.year())).sum())
          .isCloseTo(row.forestHa(), within(1e-6));
      assertThat(blocks.stream().mapToDouble(b -> b.lossHa(row.year() - 1, row.year())).sum())
          .isCloseTo(row.lossHa(), within(1e-6));
    }
    assertThat(blocks.stream().mapToDouble(AreaBlock::landHa).sum())
        .isCloseTo(areas.estimated().of(Zone.PROJECT).get(0).zoneHa(), within(1e-6));
    assertThat(mapped.stream().mapToDouble(MappedArea::lossHa).sum()).isGreaterThan(5);
  }

  @Test
  void tilesAndPartitionsDoNotShow() {
    List<NamedArea> areas =
        List.of(
            new NamedArea(
                "a", FACTORY.toGeometry(new Envelope(601_000, 603_100, 797_000, 799_000))),
            new NamedArea(
                "b", FACTORY.toGeometry(new Envelope(600_015, 600_700, 796_100, 796_700))));
    List<AreaBlock> once = run(64, 1, areas, 24);
    assertThat(run(64, 7, areas, 24)).isEqualTo(once);
    assertThat(run(128, 2, areas, 24)).isEqualTo(once);
    assertThat(AreaLossJob.of(once, "a")).isNotEmpty();
    assertThat(AreaLossJob.of(once, "b")).isNotEmpty();
  }

  @Test
  void anAreaBeyondTheGridHasNoBlockAndBlocksAreNeverPixels() {
    NamedArea far =
        new NamedArea("far", FACTORY.toGeometry(new Envelope(700_000, 701_000, 797_000, 798_000)));
    assertThat(run(64, 1, List.of(far), 16)).isEmpty();
    assertThat(run(64, 1, List.of(), 16)).isEmpty();
    NamedArea all = new NamedArea("all", FACTORY.toGeometry(SyntheticLandscape.GRID.envelope()));
    // 150 × 140 pixels are 10 × 9 blocks of 16, however small a block is asked for.
    assertThat(run(64, 1, List.of(all), 1)).hasSize(90);
  }
}
