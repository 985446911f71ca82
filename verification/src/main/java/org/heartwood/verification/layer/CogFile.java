package org.heartwood.verification.layer;

import java.nio.file.Path;
import java.util.List;

/**
 * A raster file as written.
 *
 * @param file the GeoTIFF
 * @param sidecars for class rasters, class names and pixel counts as GDAL reads them ({@code
 *     .tif.aux.xml}) and the style QGIS opens it with ({@code .qml}); else empty
 * @param sizeBytes size of the GeoTIFF
 * @param overviews number of overviews in it
 */
public record CogFile(Path file, List<Path> sidecars, long sizeBytes, int overviews) {
  public CogFile {
    sidecars = List.copyOf(sidecars);
  }
}
