package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.product.LandsatC2L2.Sensor;
import org.heartwood.ingest.product.MadeTiff.Sample;
import org.heartwood.ingest.product.Sentinel2L2A.OffsetState;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with made values in the encoding of each product, through the project's reader and, where
 * there is a scale, against GDAL's own unscaling (skipped where GDAL is absent).
 */
class MadeProductsValidationTest {
  private static final Grid UTM = new Grid("EPSG:32749", 300000, 9900000, 10, 3, 2);
  private static final Grid LON_LAT = new Grid("EPSG:4326", 110, -1, 0.00025, 3, 2);

  private final Path folder;

  MadeProductsValidationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private FloatRaster roundTrip(Grid grid, Sample sample, double... values) throws IOException {
    Path file = MadeTiff.write(folder.resolve("made.tif"), grid, sample, values);
    try (GeoTiffSource source = GeoTiffSource.open(file)) {
      assertThat(source.grid()).isEqualTo(grid);
      return source.read(new int[] {0}, grid.window()).get(0);
    }
  }

  private double[] gdalUnscaled(Grid grid, double scale, double offset, double... values)
      throws IOException {
    GdalTool.require("gdal_translate");
    Path raw = MadeTiff.write(folder.resolve("raw.tif"), grid, Sample.UINT16, values);
    Path scaled = folder.resolve("scaled.tif");
    GdalTool.run(
        "gdal_translate",
        "-q",
        "-a_scale",
        Double.toString(scale),
        "-a_offset",
        Double.toString(offset),
        raw.toString(),
        scaled.toString());
    Path unscaled = folder.resolve("unscaled.tif");
    GdalTool.run(
        "gdal_translate",
        "-q",
        "-unscale",
        "-ot",
        "Float64",
        scaled.toString(),
        unscaled.toString());
    return GdalTool.values(unscaled);
  }

  private static void same(FloatRaster ours, double[] gdal, double tolerance) {
    for (int i = 0; i < gdal.length; i++) {
      assertThat((double) ours.data()[i]).isCloseTo(gdal[i], within(tolerance));
    }
  }

  @Test
  void sentinel2EqualsGdalsUnscaling() throws IOException {
    double[] dn = {1, 999, 1000, 1284, 4321, 15000};
    FloatRaster read = roundTrip(UTM, Sample.UINT16, dn);
    ProcessingBaseline baseline = ProcessingBaseline.parse("05.09");
    same(
        Sentinel2L2A.reflectance(read, baseline, OffsetState.IN_FILE),
        gdalUnscaled(UTM, 0.0001, -0.1, dn),
        1e-6);
    same(
        Sentinel2L2A.reflectance(read, baseline, OffsetState.REMOVED),
        gdalUnscaled(UTM, 0.0001, 0, dn),
        1e-6);
  }

  @Test
  void landsatEqualsGdalsUnscaling() throws IOException {
    double[] dn = {7273, 8000, 10001, 18639, 43636, 44947};
    FloatRaster read = roundTrip(UTM, Sample.UINT16, dn);
    same(LandsatC2L2.temperatureK(read), gdalUnscaled(UTM, 0.00341802, 149, dn), 2e-5);
    double[] reflectance = gdalUnscaled(UTM, 0.0000275, -0.2, dn);
    for (int i = 0; i < 5; i++) {
      assertThat((double) LandsatC2L2.reflectance(read).data()[i])
          .isCloseTo(reflectance[i], within(1e-6));
    }
    assertThat(LandsatC2L2.reflectance(read).data()[5]).isNaN();
  }

  @Test
  void landsatFlagsSurviveTheFile() throws IOException {
    FloatRaster qa = roundTrip(UTM, Sample.UINT16, 1, 21824, 22280, 23888, 54596, 55052);
    FloatRaster ones = new FloatRaster(qa.window(), new float[] {1, 1, 1, 1, 1, 1});
    float nan = Float.NaN;
    assertThat(LandsatC2L2.masked(ones, qa, LandsatC2L2.OBSCURING).data())
        .containsExactly(nan, 1, nan, nan, nan, nan);
    FloatRaster saturation = roundTrip(UTM, Sample.UINT16, 0, 1, 8, 16, 2048, 12);
    assertThat(LandsatC2L2.unsaturated(ones, saturation, Sensor.OLI, CommonBand.RED).data())
        .containsExactly(1, 1, nan, 1, nan, nan);
  }

  @Test
  void sentinel1DecibelsInHundredths() throws IOException {
    FloatRaster read = roundTrip(UTM, Sample.INT16, -1234, -2500, 0, 350, -1, -32767);
    assertThat(Sentinel1Grd.dbOfHundredths(read.data()[0])).isEqualTo(-12.34f);
    assertThat(Sentinel1Grd.dbOfHundredths(read.data()[3])).isEqualTo(3.5f);
  }

  @Test
  void hansenTmfAndBiomassCodes() throws IOException {
    float nan = Float.NaN;
    assertThat(
            HansenGfc.lossYear(
                    roundTrip(LON_LAT, Sample.UINT8, 0, 1, 11, 23, 24, 255),
                    HansenGfc.Version.parse("GFC-2023-v1.11"))
                .values()
                .data())
        .containsExactly(0, 2001, 2011, 2023, nan, nan);
    assertThat(
            JrcTmf.annualChange(roundTrip(LON_LAT, Sample.UINT8, 0, 1, 3, 4, 6, 9)).values().data())
        .containsExactly(nan, 1, 3, 4, 6, nan);
    assertThat(
            JrcTmf.eventYear(roundTrip(LON_LAT, Sample.UINT16, 0, 1990, 2004, 2023, 1981, 1), 2023)
                .values()
                .data())
        .containsExactly(0, 1990, 2004, 2023, nan, nan);
    assertThat(
            EsaCciBiomass.mgPerHa(roundTrip(LON_LAT, Sample.INT16, 0, 12, 432, -32768, -9999, -5))
                .values()
                .data())
        .containsExactly(0, 12, 432, nan, nan, nan);
  }

  @Test
  void alertsOfGlobalForestWatch() throws IOException {
    Decoded days =
        AlertCode.epochDays(
            roundTrip(LON_LAT, Sample.UINT16, 0, 20001, 30366, 41847, 20000, 65535),
            AlertEncoding.GFW_INTEGRATED,
            LocalDate.of(2025, 12, 31));
    assertThat(days.values().data())
        .containsExactly(
            Float.NaN,
            (float) LocalDate.of(2015, 1, 1).toEpochDay(),
            (float) LocalDate.of(2016, 1, 1).toEpochDay(),
            (float) LocalDate.of(2020, 1, 21).toEpochDay(),
            Float.NaN,
            Float.NaN);
    assertThat(days.unknownPx()).isEqualTo(2);
  }

  @Test
  void gdalReadsTheMadeFilesAlike() throws IOException {
    GdalTool.require("gdal_translate");
    double[] values = {1, 2, 3, 250, 251, 255};
    for (Sample sample : Sample.values()) {
      Path file = MadeTiff.write(folder.resolve("check.tif"), UTM, sample, values);
      assertThat(GdalTool.values(file)).containsExactly(values);
    }
  }
}
