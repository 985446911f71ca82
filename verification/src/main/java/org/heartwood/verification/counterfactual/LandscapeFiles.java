package org.heartwood.verification.counterfactual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.scene.GeoTiffSource;

/** The files that a {@link CounterfactualConfig} names, found beside it and checked. */
public final class LandscapeFiles {
  private static final int TILE_PX = 512;

  private final CounterfactualConfig config;
  private final Path folder;
  private final DataAccess access;

  /**
   * Files of a configuration.
   *
   * @param folder places in the configuration are relative to it
   */
  public LandscapeFiles(CounterfactualConfig config, Path folder, DataAccess access) {
    this.config = config;
    this.folder = folder;
    this.access = access;
  }

  /** Where a place of the configuration lies. */
  public String located(String place) {
    return place.contains("://")
        ? place
        : folder.toAbsolutePath().resolve(place).normalize().toString();
  }

  /**
   * Opens the headers of all maps.
   *
   * @throws InputException if one cannot be read, or lies in another CRS than the forest map
   */
  public Landscape landscape() throws IOException {
    String forest = located(config.forest().raster());
    Grid grid;
    try (GeoTiffSource source = GeoTiffSource.open(access, forest)) {
      grid = source.grid();
    }
    List<Landscape.CovariateMap> maps = new ArrayList<>();
    for (CounterfactualConfig.Covariate covariate : config.covariates()) {
      requireCrs(access, located(covariate.raster()), grid.crs(), "the forest map");
      maps.add(
          new Landscape.CovariateMap(
              new MatchingCovariate(covariate.name(), covariate.unit(), covariate.caliper()),
              located(covariate.raster())));
    }
    List<String> classes = new ArrayList<>();
    for (String raster : config.classes()) {
      requireCrs(access, located(raster), grid.crs(), "the forest map");
      classes.add(located(raster));
    }
    double pixelM = LandscapeJob.groundPixelM(grid);
    return new Landscape(
        forest,
        grid,
        config.forest().timeline(),
        config.forest().lossCodes(),
        config.forest().noDataMeans(),
        maps,
        classes,
        (int) Math.max(1, Math.round(config.surroundings().radiusM() / pixelM)),
        config.surroundings().caliper(),
        config.surroundings().edgeCaliper(),
        config.cellPx(),
        TILE_PX);
  }

  /**
   * Requires a GeoTIFF in a CRS.
   *
   * @param beside what else is in that CRS, in words
   * @throws InputException if it cannot be read or lies in another
   */
  public static void requireCrs(DataAccess access, String raster, String crs, String beside)
      throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(access, raster)) {
      if (!source.grid().crs().equals(crs)) {
        throw new InputException(
            Reason.UNSUPPORTED,
            raster
                + ": is in "
                + source.grid().crs()
                + ", "
                + beside
                + " in "
                + crs
                + "; convert it with gdalwarp -t_srs "
                + crs);
      }
    }
  }
}
