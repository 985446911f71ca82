package org.heartwood.ingest.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.table.TableSchema;

/**
 * What one image gave to one tile.
 *
 * @param image its place in the imagery, counted from 0
 * @param validPx pixels of the tile, without its halo, that have a value
 * @param fault why it could not be read; empty if it was
 */
public record ImageUse(int image, long validPx, Optional<ImageFault> fault) {
  private static final String IMAGE = "image";
  private static final String VALID_PX = "valid_px";

  /** Name of a {@link Reason}; empty where the image was read. */
  private static final String REASON = "reason";

  private static final String DETAIL = "detail";

  static final TableSchema SCHEMA =
      TableSchema.of("image_use")
          .with(IMAGE, DataTypes.IntegerType)
          .with(VALID_PX, DataTypes.LongType)
          .with(REASON, DataTypes.StringType)
          .with(DETAIL, DataTypes.StringType);

  static List<ImageUse> of(int[] images, Imagery.View view, PixelWindow core) {
    List<ImageUse> uses = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      int image = images[i];
      uses.add(
          new ImageUse(
              image,
              valid(view.images().get(i), core),
              view.faults().stream().filter(fault -> fault.image() == image).findFirst()));
    }
    return uses;
  }

  private static long valid(FloatRaster raster, PixelWindow core) {
    long valid = 0;
    for (int row = core.row(); row < core.endRow(); row++) {
      for (int col = core.col(); col < core.endCol(); col++) {
        valid += Float.isNaN(raster.at(col, row)) ? 0 : 1;
      }
    }
    return valid;
  }

  Row toRow() {
    return SCHEMA.row(
        image,
        validPx,
        fault.map(ImageFault::reason).map(Reason::name).orElse(""),
        fault.map(ImageFault::detail).orElse(""));
  }

  static ImageUse fromRow(Row row) {
    int image = row.<Integer>getAs(IMAGE);
    String reason = row.getAs(REASON);
    return new ImageUse(
        image,
        row.<Long>getAs(VALID_PX),
        reason.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ImageFault(image, Reason.valueOf(reason), row.<String>getAs(DETAIL))));
  }
}
