package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.heartwood.ingest.grid.Grid;
import org.jspecify.annotations.Nullable;

/**
 * The grid that a catalogue claims for an asset (STAC projection extension).
 *
 * @param code authority code such as {@code EPSG:32636}
 * @param transform six coefficients, pixel (column, row) to CRS: {@code x = t0·col + t1·row + t2},
 *     {@code y = t3·col + t4·row + t5}; empty where the catalogue is silent
 * @param shape rows and columns, in this order; empty where the catalogue is silent
 */
public record AssetProjection(@Nullable String code, List<Double> transform, List<Integer> shape)
    implements Serializable {
  /** Half a pixel is what a grid of pixel centres is off when it is read as one of pixel edges. */
  private static final double TOLERANCE_PX = 0.01;

  public AssetProjection {
    transform = List.copyOf(transform);
    shape = List.copyOf(shape);
    if (!transform.isEmpty() && transform.size() != 6) {
      throw new IllegalArgumentException("a transform has 6 coefficients, was " + transform);
    }
    if (!shape.isEmpty() && shape.size() != 2) {
      throw new IllegalArgumentException("a shape has rows and columns, was " + shape);
    }
  }

  /** What this claims that a file's header denies, one phrase each; what is silent agrees. */
  List<String> contradictions(Grid header) {
    List<String> out = new ArrayList<>();
    if (code != null && !Objects.equals(code, header.crs())) {
      out.add("CRS " + code + " but the file is in " + header.crs());
    }
    List<Integer> found = List.of(header.height(), header.width());
    if (!shape.isEmpty() && !shape.equals(found)) {
      out.add("shape " + shape + " (rows, columns) but the file has " + found);
    }
    if (!transform.isEmpty() && !isTransformOf(header)) {
      out.add(
          "transform "
              + transform
              + " but the file has pixels of "
              + header.pixelSize()
              + " from ("
              + header.originX()
              + ", "
              + header.originY()
              + ")");
    }
    return out;
  }

  private boolean isTransformOf(Grid header) {
    double size = header.pixelSize();
    // Over the whole width or height the difference may not add up to a visible shift.
    double sizeTolerance = TOLERANCE_PX * size / Math.max(header.width(), header.height());
    return Math.abs(transform.get(0) - size) <= sizeTolerance
        && Math.abs(transform.get(1)) <= sizeTolerance
        && Math.abs(transform.get(2) - header.originX()) <= TOLERANCE_PX * size
        && Math.abs(transform.get(3)) <= sizeTolerance
        && Math.abs(transform.get(4) + size) <= sizeTolerance
        && Math.abs(transform.get(5) - header.originY()) <= TOLERANCE_PX * size;
  }
}
