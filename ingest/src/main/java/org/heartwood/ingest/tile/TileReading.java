package org.heartwood.ingest.tile;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.zonal.WindowStatistics;
import org.heartwood.ingest.zonal.ZoneStatistics;
import scala.Tuple2;

/** One task: reads its tiles along the curve, each once, and gives the zones node by node. */
final class TileReading implements Iterator<Row> {
  private final BlockTiles tiles;
  private final WindowStatistics raster;
  private final PeekingIterator<Tuple2<Tuple2<Long, Integer>, Tuple2<String, byte[]>>> pairs;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();

  /** Zones of the node that is being read. */
  private final Map<String, ZoneStatistics> statistics = new LinkedHashMap<>();

  private final Map<String, Row> faults = new LinkedHashMap<>();

  /**
   * @param pairs tiles, by position on the curve, in order; zones, with their edges there
   */
  TileReading(
      BlockTiles tiles,
      WindowStatistics raster,
      Iterator<Tuple2<Tuple2<Long, Integer>, Tuple2<String, byte[]>>> pairs) {
    this.tiles = tiles;
    this.raster = raster;
    this.pairs = Iterators.peekingIterator(pairs);
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || pairs.hasNext();
  }

  @Override
  public Row next() {
    if (ready.isEmpty()) {
      readNode();
    }
    return ready.remove();
  }

  private void readNode() {
    int node = tiles.node(tile());
    while (pairs.hasNext() && tiles.node(tile()) == node) {
      readTile(node, tile());
    }
    statistics.forEach((zone, sums) -> ready.add(ZonePartTable.part(zone, node, sums)));
    ready.addAll(faults.values());
    statistics.clear();
    faults.clear();
  }

  /** Position of the next tile. */
  private long tile() {
    return pairs.peek()._1()._1();
  }

  private void readTile(int node, long zOrder) {
    PixelWindow window = tiles.window(TileKey.ofZOrder(zOrder));
    List<String> zones = new ArrayList<>();
    List<CoverageRuns> runs = new ArrayList<>();
    while (pairs.hasNext() && tile() == zOrder) {
      Tuple2<String, byte[]> zone = pairs.next()._2();
      zones.add(zone._1());
      runs.add(CoverageRuns.fromBytes(zone._2(), window));
    }
    try {
      List<ZoneStatistics> parts = raster.read(window, runs);
      for (int i = 0; i < parts.size(); i++) {
        add(zones.get(i), parts.get(i));
      }
    } catch (InputException e) {
      readOneByOne(node, window, zones, runs);
    }
  }

  /** Finds out which zones need the block that cannot be read. */
  private void readOneByOne(
      int node, PixelWindow window, List<String> zones, List<CoverageRuns> runs) {
    for (int i = 0; i < zones.size(); i++) {
      try {
        add(zones.get(i), raster.read(window, runs.subList(i, i + 1)).get(0));
      } catch (InputException e) {
        faults.putIfAbsent(zones.get(i), ZonePartTable.fault(zones.get(i), node, e));
      }
    }
  }

  private void add(String zone, ZoneStatistics part) {
    ZoneStatistics before = statistics.putIfAbsent(zone, part);
    if (before != null) {
      before.merge(part);
    }
  }
}
