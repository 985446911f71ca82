package org.heartwood.ingest.boundary;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Polygons in well-known binary (OGC 06-103r4 §8, ISO dimensions and those of EWKB). Every count is
 * compared with the bytes that are left before anything is made for it.
 */
final class WkbPolygons {
  private static final int POLYGON = 3;
  private static final int MULTI_POLYGON = 6;
  private static final int COLLECTION = 7;
  private static final int MAX_DEPTH = 8;
  private static final int MIN_GEOMETRY_BYTES = 9;
  private static final int EWKB_Z = 0x80000000;
  private static final int EWKB_M = 0x40000000;
  private static final int EWKB_SRID = 0x20000000;
  private static final int TYPES_PER_DIMENSION = 1000;
  private static final String EXPORT_AGAIN = "export the boundary again";

  private static final List<String> TYPES =
      List.of(
          "Geometry",
          "Point",
          "LineString",
          "Polygon",
          "MultiPoint",
          "MultiLineString",
          "MultiPolygon",
          "GeometryCollection",
          "CircularString",
          "CompoundCurve",
          "CurvePolygon",
          "MultiCurve",
          "MultiSurface");

  /** A geometry that cannot be read, or is none of the kinds wanted. */
  static final class WkbException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;
    private final String remedy;

    WkbException(Reason reason, String detail, String remedy) {
      super(detail);
      this.reason = reason;
      this.remedy = remedy;
    }
  }

  private final ByteBuffer wkb;
  private final ReadLimits limits;
  private final List<RawPolygon> polygons = new ArrayList<>();
  private boolean single = true;

  private WkbPolygons(ByteBuffer wkb, ReadLimits limits) {
    this.wkb = wkb;
    this.limits = limits;
  }

  /** Adds a feature to the builder, or logs why there is none. */
  static void add(
      FeatureBuilder builder,
      int feature,
      @Nullable String name,
      ByteBuffer wkb,
      ReadLimits limits) {
    WkbPolygons reader = new WkbPolygons(wkb, limits);
    try {
      reader.geometry(0);
      builder.add(feature, name, reader.numbered());
      if (reader.polygons.isEmpty()) {
        builder.refuse(feature, Reason.EMPTY, "has no polygon", "draw it or remove the feature");
      }
    } catch (WkbException e) {
      builder.refuse(feature, e.reason, String.valueOf(e.getMessage()), e.remedy);
    } catch (BufferUnderflowException e) {
      builder.refuse(
          feature,
          Reason.TRUNCATED,
          "its well-known binary ends after " + wkb.limit() + " bytes, in the middle",
          EXPORT_AGAIN);
    }
  }

  private List<RawPolygon> numbered() {
    return single && polygons.size() == 1
        ? List.of(new RawPolygon(null, polygons.get(0).rings()))
        : polygons;
  }

  private void geometry(int depth) throws WkbException {
    if (depth > MAX_DEPTH) {
      throw new WkbException(
          Reason.TOO_LARGE, "geometries are nested more than " + MAX_DEPTH + " deep", EXPORT_AGAIN);
    }
    int order = wkb.get();
    if (order != 0 && order != 1) {
      throw broken("byte order " + order);
    }
    wkb.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = wkb.getInt();
    if ((code & EWKB_SRID) != 0) {
      wkb.getInt();
    }
    int iso = code & ~(EWKB_Z | EWKB_M | EWKB_SRID);
    int type = iso % TYPES_PER_DIMENSION;
    int dimension = iso / TYPES_PER_DIMENSION;
    if (dimension > 3) {
      throw broken("geometry type " + iso);
    }
    int extra =
        dimension == 3 ? 2 : dimension != 0 ? 1 : Integer.bitCount(code & (EWKB_Z | EWKB_M));
    switch (type) {
      case POLYGON -> polygon(extra);
      case MULTI_POLYGON, COLLECTION -> {
        single = false;
        int parts = count("parts", MIN_GEOMETRY_BYTES);
        for (int part = 0; part < parts; part++) {
          geometry(depth + 1);
        }
      }
      default ->
          throw new WkbException(
              Reason.GEOMETRY,
              "expected Polygon or MultiPolygon, found "
                  + (type < TYPES.size() ? TYPES.get(type) : "geometry type " + iso),
              type > COLLECTION ? "replace curves by polygons" : "keep only the project area");
    }
  }

  private void polygon(int extra) throws WkbException {
    List<RawRing> rings = new ArrayList<>();
    int ringCount = count("rings", Integer.BYTES);
    int positionBytes = (2 + extra) * Double.BYTES;
    for (int i = 0; i < ringCount; i++) {
      RawRing ring = new RawRing(limits);
      int positions = count("positions", positionBytes);
      for (int position = 0; position < positions; position++) {
        ring.add(wkb.getDouble(), wkb.getDouble());
        wkb.position(wkb.position() + extra * Double.BYTES);
      }
      if (extra > 0) {
        ring.dropHeights();
      }
      rings.add(ring);
    }
    if (!rings.isEmpty()) {
      polygons.add(new RawPolygon(polygons.size(), rings));
    }
  }

  private int count(String things, int bytesEach) throws WkbException {
    long count = Integer.toUnsignedLong(wkb.getInt());
    if (count * bytesEach > wkb.remaining()) {
      throw broken(count + " " + things + " in " + wkb.remaining() + " bytes");
    }
    return (int) count;
  }

  private static WkbException broken(String found) {
    return new WkbException(
        Reason.INCONSISTENT, "expected well-known binary, found " + found, EXPORT_AGAIN);
  }
}
