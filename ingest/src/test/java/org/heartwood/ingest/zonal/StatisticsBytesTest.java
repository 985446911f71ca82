package org.heartwood.ingest.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.heartwood.ingest.grid.Grid;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.GeometryFactory;

class StatisticsBytesTest {
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, 30, 203, 177);
  private static final List<Operation> ALL =
      Operation.parseList(
          "count,nodata_count,area_m2,nodata_area_ha,sum,mean,variance,stdev,stderr,min,max,q05,"
              + "median,majority,minority,variety");

  private static ZoneStatistics statistics(List<Operation> operations) {
    return ZonalStatistics.compute(
            new MemoryRaster(GRID, 64, 64, (col, row) -> col % 7 == 3 ? Double.NaN : col * row % 99)
                .source(),
            List.of(
                new ZonePolygon(
                    "all", new GeometryFactory().toGeometry(GRID.envelope()).buffer(-1234.5))),
            operations,
            1)
        .get(0);
  }

  @Test
  void statisticsComeBackWithAllTheirBits() {
    ZoneStatistics before = statistics(ALL);
    ZoneStatistics after = ZoneStatistics.fromBytes(before.toBytes());
    for (Operation operation : ALL) {
      assertThat(after.value(operation)).isEqualTo(Double.valueOf(before.value(operation)));
    }
    after.merge(before);
    assertThat(after.value(ALL.get(0))).isEqualTo(2 * before.value(ALL.get(0)));
  }

  @Test
  void aFewSumsTakeAFewBytes() {
    assertThat(statistics(Operation.parseList("count,mean,sum")).toBytes()).hasSizeLessThan(200);
  }

  @Test
  void otherBytesAreRefused() {
    byte[] bytes = statistics(ALL).toBytes();
    bytes[2]++;
    assertThatIllegalStateException().isThrownBy(() -> ZoneStatistics.fromBytes(bytes));
    assertThatIllegalStateException().isThrownBy(() -> ZoneStatistics.fromBytes(new byte[0]));
    assertThatIllegalStateException().isThrownBy(() -> ZoneStatistics.fromBytes(new byte[40]));
  }
}
