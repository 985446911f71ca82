package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;

import org.heartwood.ingest.product.Product.Layer;
import org.heartwood.ingest.warp.Resampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProductTest {
  @ParameterizedTest
  @CsvSource({
    "SENTINEL2_L2A, S2B_MSIL2A_20220126T034009_N0400_R061_T49QCC_20220126T060000, 04.00",
    "SENTINEL2_L2A, 05.09, 05.09",
    "LANDSAT_C2_L2, LC08_L2SP_170055_20210101_20210308_02_T1, 02",
    "SENTINEL1_GRD, 003.71, 003.71",
    "HANSEN_GFC, Hansen_GFC-2023-v1.11_lossyear_00N_010E.tif, v1.11",
    "HANSEN_GFC, UMD/hansen/global_forest_change_2024_v1_12, v1.12",
    "HANSEN_GFC, v1.9, v1.9",
    "JRC_TMF, projects/JRC/TMF/v1_2023/AnnualChanges, v1_2023",
    "JRC_TMF, v1_2022, v1_2022",
    "ESA_CCI_BIOMASS, N00W050_ESACCI-BIOMASS-L4-AGB-MERGED-100m-2018-fv4.0.tif, 4.0",
    "ESA_CCI_BIOMASS, ESACCI-BIOMASS-L4-AGB_SD-MERGED-100m-2020-fv5.01.nc, 5.01",
    "DIST_ALERT,"
        + " OPERA_L3_DIST-ALERT-HLS_T10TEM_20230801T185919Z_20230802T120000Z_S2A_30_v1_VEG-DIST-STATUS.tif,"
        + " v1",
    "GEDI, GEDI02_A_2019108080338_O01964_02_T05337_02_003_01_V002.h5, 002",
  })
  void theVersionIsReadFromNames(Product product, String text, String version) {
    assertThat(product.versionOf(text)).contains(version);
  }

  @ParameterizedTest
  @CsvSource({
    "SENTINEL2_L2A, S2B_49QCC_20220126_0_L2A",
    "JRC_TMF, JRC_TMF_AnnualChange_v1_2012_AFR_ID35_N0_E20.tif",
    "HANSEN_GFC, lossyear.tif",
    "RADD, radd_v1.tif",
    "ELEVATION, v1.1",
  })
  void aNameThatDoesNotTellTheVersionGivesNone(Product product, String text) {
    assertThat(product.versionOf(text)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void longNamesAreNotSearched(Product product) {
    assertThat(product.versionOf("_".repeat(100_000))).isEmpty();
  }

  @Test
  void codesBitsAndDatesAreNeverInterpolated() {
    for (Product product : Product.values()) {
      for (Layer layer : product.layers()) {
        assertThat(layer.kind().resampling())
            .isEqualTo(
                layer.kind() == LayerKind.CONTINUOUS ? Resampling.BILINEAR : Resampling.NEAREST);
      }
    }
    assertThat(Product.HANSEN_GFC.layer("lossyear"))
        .contains(new Layer("lossyear", LayerKind.DATE));
    assertThat(Product.SENTINEL2_L2A.layer("SCL")).contains(new Layer("SCL", LayerKind.CLASSES));
    assertThat(Product.LANDSAT_C2_L2.layer("QA_PIXEL"))
        .contains(new Layer("QA_PIXEL", LayerKind.MASK));
    assertThat(Product.HANSEN_GFC.layer("loss")).isEmpty();
  }
}
