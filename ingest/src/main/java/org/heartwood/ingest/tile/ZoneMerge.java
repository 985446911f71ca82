package org.heartwood.ingest.tile;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZoneStatistics;
import org.jspecify.annotations.Nullable;

/** Adds up the parts of zones, in the order of the nodes whichever task they come from. */
final class ZoneMerge implements Iterator<Row> {
  private final PeekingIterator<Row> parts;
  private final List<Operation> operations;

  /**
   * @param parts all rows of some zones, zone by zone, the zone's own first, then by node
   */
  ZoneMerge(Iterator<Row> parts, List<Operation> operations) {
    this.parts = Iterators.peekingIterator(parts);
    this.operations = operations;
  }

  @Override
  public boolean hasNext() {
    return parts.hasNext();
  }

  @Override
  public Row next() {
    String zone = zone();
    ZoneStatistics statistics = null;
    String reason = "";
    String detail = "";
    int rows = 0;
    while (parts.hasNext() && zone().equals(zone)) {
      Row part = parts.next();
      if (reason.isEmpty()) {
        reason = part.getAs(ZonePartTable.REASON);
        detail = part.getAs(ZonePartTable.DETAIL);
      }
      if (part.<Integer>getAs(ZonePartTable.NODE) == ZonePartTable.ZONE_ITSELF) {
        rows++;
      } else if (reason.isEmpty()) {
        statistics = merged(statistics, part.getAs(ZonePartTable.STATISTICS));
      }
    }
    if (rows > 1) {
      return ZonalStatisticsTable.fault(
          zone, Reason.VALUE, "expected one row of this zone, found " + rows, operations);
    }
    if (!reason.isEmpty()) {
      return ZonalStatisticsTable.fault(zone, Reason.valueOf(reason), detail, operations);
    }
    if (statistics == null) {
      return ZonalStatisticsTable.fault(
          zone, Reason.OUTSIDE_AREA, "covers no pixel of the raster", operations);
    }
    return ZonalStatisticsTable.row(zone, statistics, operations);
  }

  private String zone() {
    return parts.peek().getAs(ZonePartTable.ZONE);
  }

  private static ZoneStatistics merged(@Nullable ZoneStatistics sum, byte[] bytes) {
    ZoneStatistics part = ZoneStatistics.fromBytes(bytes);
    if (sum == null) {
      return part;
    }
    sum.merge(part);
    return sum;
  }
}
