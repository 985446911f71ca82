package org.heartwood.verification.layer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A raster file as written.
 *
 * @param file the GeoTIFF
 * @param sidecar class names, colours and pixel counts as GDAL and QGIS read them ({@code
 *     .tif.aux.xml}), for class rasters
 * @param sizeBytes size of the GeoTIFF
 * @param overviews number of overviews in it
 */
public record CogFile(Path file, Optional<Path> sidecar, long sizeBytes, int overviews) {}
