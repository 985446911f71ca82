package org.heartwood.ingest.boundary;

import java.util.List;

/**
 * A boundary file as read.
 *
 * @param source file, as shown in messages
 * @param format what it is
 * @param crs coordinate reference system of the file, such as {@code EPSG:32636}
 * @param crsStated false when the file does not say its CRS and its format implies one
 * @param features features in file order
 * @param problems what the reader noticed; those of severity {@code ERROR} mean that something is
 *     missing from {@code features}
 */
public record BoundaryDocument(
    String source,
    Format format,
    String crs,
    boolean crsStated,
    List<BoundaryFeature> features,
    List<BoundaryProblem> problems) {
  public BoundaryDocument {
    features = List.copyOf(features);
    problems = List.copyOf(problems);
  }

  /** File formats of boundaries. */
  public enum Format {
    GEOJSON,
    GEOPACKAGE,
    SHAPEFILE,
    KML,
    KMZ,
    GEOPARQUET
  }
}
