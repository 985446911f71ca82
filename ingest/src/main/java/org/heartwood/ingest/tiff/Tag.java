package org.heartwood.ingest.tiff;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The TIFF and GeoTIFF fields that are read; every other one is passed over. */
enum Tag {
  NEW_SUBFILE_TYPE(254, "NewSubfileType"),
  IMAGE_WIDTH(256, "ImageWidth"),
  IMAGE_LENGTH(257, "ImageLength"),
  BITS_PER_SAMPLE(258, "BitsPerSample"),
  COMPRESSION(259, "Compression"),
  FILL_ORDER(266, "FillOrder"),
  STRIP_OFFSETS(273, "StripOffsets"),
  SAMPLES_PER_PIXEL(277, "SamplesPerPixel"),
  ROWS_PER_STRIP(278, "RowsPerStrip"),
  STRIP_BYTE_COUNTS(279, "StripByteCounts"),
  PLANAR_CONFIGURATION(284, "PlanarConfiguration"),
  PREDICTOR(317, "Predictor"),
  TILE_WIDTH(322, "TileWidth"),
  TILE_LENGTH(323, "TileLength"),
  TILE_OFFSETS(324, "TileOffsets"),
  TILE_BYTE_COUNTS(325, "TileByteCounts"),
  SAMPLE_FORMAT(339, "SampleFormat"),
  MODEL_PIXEL_SCALE(33550, "ModelPixelScale"),
  MODEL_TIE_POINT(33922, "ModelTiepoint"),
  MODEL_TRANSFORMATION(34264, "ModelTransformation"),
  GEO_KEY_DIRECTORY(34735, "GeoKeyDirectory"),
  GDAL_METADATA(42112, "GDAL_METADATA"),
  GDAL_NO_DATA(42113, "GDAL_NODATA");

  private static final Map<Integer, Tag> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(Tag::code, tag -> tag));

  private final int code;
  private final String title;

  Tag(int code, String title) {
    this.code = code;
    this.title = title;
  }

  private int code() {
    return code;
  }

  /** The field of a code; absent if it is not one that is read. */
  static @Nullable Tag of(int code) {
    return BY_CODE.get(code);
  }

  @Override
  public String toString() {
    return title + " (tag " + code + ")";
  }
}
