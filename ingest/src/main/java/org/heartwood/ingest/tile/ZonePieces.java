package org.heartwood.ingest.tile;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/** Cuts a zone into pieces that are cheap to repeat for each of their tiles. */
final class ZonePieces {
  /** Most vertices of a piece, times its tiles: 1 MiB while the join repeats them. */
  private static final int MOST_REPEATED_VERTICES = 1 << 16;

  private final BlockTiles tiles;
  private final String zone;
  private final List<Row> rows = new ArrayList<>();

  private ZonePieces(BlockTiles tiles, String zone) {
    this.tiles = tiles;
    this.zone = zone;
  }

  /**
   * The rows of a zone.
   *
   * @param wkb its polygons in the grid's CRS
   */
  static Iterator<Row> of(BlockTiles tiles, String zone, byte @Nullable [] wkb) {
    ZonePieces pieces = new ZonePieces(tiles, zone);
    if (wkb == null || wkb.length == 0) {
      pieces.fault(Reason.MISSING, "has no geometry");
    } else {
      pieces.addAll(wkb);
    }
    return pieces.rows.iterator();
  }

  private void fault(Reason reason, String detail) {
    rows.add(ZonePieceTable.fault(zone, reason, detail));
  }

  private void addAll(byte[] wkb) {
    Geometry geometry;
    try {
      geometry = new WKBReader().read(wkb);
    } catch (ParseException | IllegalArgumentException e) {
      fault(Reason.GEOMETRY, "is no WKB (" + e.getMessage() + ")");
      return;
    }
    if (geometry.isEmpty()) {
      fault(Reason.EMPTY, "is an empty " + geometry.getGeometryType());
    } else if (!(geometry instanceof Polygonal)) {
      fault(Reason.GEOMETRY, "expected polygons, found a " + geometry.getGeometryType());
    } else {
      addValid(geometry);
    }
  }

  private void addValid(Geometry polygons) {
    TopologyValidationError error = new IsValidOp(polygons).getValidationError();
    if (error != null) {
      fault(
          Reason.GEOMETRY,
          error.getMessage()
              + " at ("
              + error.getCoordinate().getX()
              + ", "
              + error.getCoordinate().getY()
              + ")");
      return;
    }
    rows.add(ZonePieceTable.zone(zone));
    CoverageRuns runs = CoverageRuns.of(polygons, tiles.grid(), tiles.grid().window());
    if (!runs.isEmpty()) {
      add(
          new TileRange(
              runs.fromCol() / tiles.tileWidth(),
              runs.fromRow() / tiles.tileHeight(),
              (runs.toCol() - 1) / tiles.tileWidth() + 1,
              (runs.toRow() - 1) / tiles.tileHeight() + 1),
          runs);
    }
  }

  /** Adds the zone in some tiles, in halves of halves until a piece is small. */
  private void add(TileRange range, CoverageRuns larger) {
    CoverageRuns runs = larger.within(range.window(tiles));
    if (runs.isEmpty()) {
      return;
    }
    if (range.count() == 1 || (long) runs.vertices() * range.count() <= MOST_REPEATED_VERTICES) {
      rows.add(ZonePieceTable.piece(zone, range, runs));
    } else {
      range.halves().forEach(half -> add(half, runs));
    }
  }
}
