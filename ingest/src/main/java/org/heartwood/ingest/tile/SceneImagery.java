package org.heartwood.ingest.tile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.catalogue.SceneAsset;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.CommonBand;
import org.heartwood.ingest.product.LandsatC2L2;
import org.heartwood.ingest.product.Sentinel2L2A;
import org.heartwood.ingest.product.SpectralIndex;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.warp.Resampling;
import org.heartwood.ingest.warp.Warp;

/**
 * One index of scenes on the analysis grid. Of every file only the window under a tile is read,
 * from the overview that loses no detail. Reflectances are copied where the grids are aligned, else
 * resampled bilinearly, or by area where target pixels are larger than {@value #MAX_POINT_SCALE}
 * source pixels; masks by the nearest pixel. A scene that cannot be read is left out of the tile,
 * with the reason.
 *
 * @param access how files are opened
 * @param grid the analysis grid
 * @param scenes the scenes, in the order of their places; one that lacks a band of the index shows
 *     nothing
 * @param index which index
 */
public record SceneImagery(
    DataAccess access, Grid grid, List<SceneFiles> scenes, SpectralIndex index) implements Imagery {
  private static final double MAX_POINT_SCALE = 1.5;

  public SceneImagery {
    scenes = List.copyOf(scenes);
  }

  @Override
  public View read(int[] images, PixelWindow window) {
    List<FloatRaster> rasters = new ArrayList<>();
    List<ImageFault> faults = new ArrayList<>();
    for (int image : images) {
      try {
        rasters.add(index(scenes.get(image), window));
      } catch (InputException e) {
        faults.add(new ImageFault(image, e.reason(), message(e)));
        rasters.add(FloatRaster.empty(window));
      } catch (IOException e) {
        faults.add(new ImageFault(image, Reason.UNREADABLE, message(e)));
        rasters.add(FloatRaster.empty(window));
      }
    }
    return new View(rasters, faults);
  }

  private static String message(Exception failure) {
    return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
  }

  private FloatRaster index(SceneFiles scene, PixelWindow window) throws IOException {
    FloatRaster mask = warped(scene.mask(), window, Resampling.NEAREST, UnaryOperator.identity());
    // Overviews and averages are made of reflectances, not of their ratio, and masked afterwards.
    FloatRaster other = clear(scene, index.other(), mask);
    if (scene.decoding() instanceof SceneFiles.Sentinel2) {
      // Red tells a wrong offset; in the infrared, water would.
      FloatRaster red =
          index.other() == CommonBand.RED ? other : clear(scene, CommonBand.RED, mask);
      Optional<String> doubt = Sentinel2L2A.doubtOfOffset(red);
      if (doubt.isPresent()) {
        throw new InputException(Reason.INCONSISTENT, scene.sceneId() + ": " + doubt.get());
      }
    }
    return index.of(clear(scene, index.first(), mask), other);
  }

  /** Reflectance of a band where the mask is clear. */
  private FloatRaster clear(SceneFiles scene, CommonBand band, FloatRaster mask)
      throws IOException {
    SceneAsset asset =
        scene
            .band(band)
            .orElseThrow(
                () ->
                    new InputException(
                        Reason.MISSING,
                        scene.sceneId() + ": has no band " + band.key() + "; complete the item"));
    FloatRaster values =
        warped(asset, mask.window(), Resampling.BILINEAR, dn -> reflectance(dn, scene.decoding()));
    return masked(values, mask, scene.decoding());
  }

  private static FloatRaster reflectance(FloatRaster dn, SceneFiles.Decoding decoding) {
    return decoding instanceof SceneFiles.Sentinel2 sentinel2
        ? Sentinel2L2A.reflectance(dn, sentinel2.offsetDn())
        : LandsatC2L2.reflectance(dn);
  }

  private static FloatRaster masked(
      FloatRaster values, FloatRaster mask, SceneFiles.Decoding decoding) {
    return decoding instanceof SceneFiles.Sentinel2
        ? Sentinel2L2A.masked(values, mask, Sentinel2L2A.CLEAR)
        : LandsatC2L2.masked(values, mask, LandsatC2L2.OBSCURING);
  }

  private FloatRaster warped(
      SceneAsset asset, PixelWindow window, Resampling point, UnaryOperator<FloatRaster> decode)
      throws IOException {
    try (GeoTiffSource full = GeoTiffSource.open(access.open(asset.location()))) {
      double scale = Warp.between(full.grid(), grid, point).sourcePxPerTargetPx();
      // Codes in an overview may be means of codes: masks are read at full resolution.
      GeoTiffSource source =
          point == Resampling.NEAREST || !(scale > 1)
              ? full
              : full.forPixelSize(scale * full.grid().pixelSize());
      double left = scale * full.grid().pixelSize() / source.grid().pixelSize();
      Resampling resampling =
          point == Resampling.BILINEAR && left > MAX_POINT_SCALE ? Resampling.AVERAGE : point;
      Warp warp = Warp.between(source.grid(), grid, resampling);
      Optional<PixelWindow> needed = warp.sourceWindow(window);
      return needed.isEmpty()
          ? FloatRaster.empty(window)
          : warp.warp(decode.apply(source.read(new int[] {0}, needed.get()).get(0)), window);
    }
  }
}
