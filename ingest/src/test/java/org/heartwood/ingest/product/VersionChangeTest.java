package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import java.util.List;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.Sentinel2L2A.OffsetState;
import org.heartwood.ingest.product.VersionChange.Use;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionChangeTest {
  private static Use use(Product product, int year, @Nullable String version) {
    return new Use(product, LocalDate.of(year, 6, 1), version, OffsetState.REMOVED);
  }

  private static Use sentinel2(int year, String baseline, OffsetState scale) {
    return new Use(Product.SENTINEL2_L2A, LocalDate.of(year, 6, 1), baseline, scale);
  }

  private static List<DataIssue> check(Use... uses) {
    return VersionChange.check("VCS934", List.of(uses));
  }

  @Test
  void twoVersionsOfOneMapAreAnIssue() {
    List<DataIssue> issues =
        check(
            use(Product.HANSEN_GFC, 2020, "v1.11"),
            use(Product.HANSEN_GFC, 2018, "v1.10"),
            use(Product.HANSEN_GFC, 2019, "v1.10"));
    assertThat(issues).hasSize(1);
    assertThat(issues.get(0).reason()).isEqualTo(Reason.VERSION_CHANGE);
    assertThat(issues.get(0).detail())
        .isEqualTo(
            "Hansen Global Forest Change changes inside the comparison: v1.10 (first on"
                + " 2018-06-01), v1.11 (first on 2020-06-01)");
  }

  @Test
  void oneVersionIsNone() {
    assertThat(
            check(
                use(Product.ESA_CCI_BIOMASS, 2015, "5.01"),
                use(Product.ESA_CCI_BIOMASS, 2020, "5.01"),
                use(Product.ELEVATION, 2000, null),
                use(Product.ELEVATION, 2010, null)))
        .isEmpty();
  }

  @Test
  void baselinesMixOnlyWhereTheOffsetIsStillInTheNumbers() {
    assertThat(
            check(
                sentinel2(2020, "02.14", OffsetState.IN_FILE),
                sentinel2(2023, "05.09", OffsetState.IN_FILE)))
        .hasSize(1)
        .allSatisfy(
            issue ->
                assertThat(issue.detail())
                    .contains(
                        "offset -1000 (first on 2023-06-01), offset 0 (first on 2020-06-01)"));
    assertThat(
            check(
                sentinel2(2020, "02.14", OffsetState.IN_FILE),
                sentinel2(2023, "05.09", OffsetState.REMOVED)))
        .isEmpty();
    assertThat(
            check(
                sentinel2(2022, "04.00", OffsetState.IN_FILE),
                sentinel2(2023, "05.09", OffsetState.IN_FILE)))
        .isEmpty();
  }

  @Test
  void theLastThreeYearsOfTmfAreAnIssueEach() {
    List<DataIssue> issues =
        check(
            use(Product.JRC_TMF, 2010, "v1_2023"),
            use(Product.JRC_TMF, 2020, "v1_2023"),
            use(Product.JRC_TMF, 2021, "v1_2023"));
    assertThat(issues).hasSize(1);
    assertThat(issues.get(0).detail()).startsWith("JRC TMF v1_2023 of 2021: ");
    assertThat(issues.get(0).remedy()).contains("up to 2020");
  }

  @Test
  void hansenYearsOfDifferentMethodsAreAnIssueEach() {
    assertThat(
            check(use(Product.HANSEN_GFC, 2005, "v1.11"), use(Product.HANSEN_GFC, 2013, "v1.11")))
        .hasSize(1)
        .allSatisfy(issue -> assertThat(issue.detail()).contains("before 2011"));
  }

  @Test
  void aVersionMayBeStatedByAProductId() {
    assertThat(use(Product.HANSEN_GFC, 2020, "Hansen_GFC-2023-v1.11_lossyear_00N_010E.tif"))
        .isEqualTo(use(Product.HANSEN_GFC, 2020, "v1.11"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> use(Product.JRC_TMF, 2020, "latest"))
        .withMessageContaining("\"latest\" is not a version of it");
  }

  @Test
  void aVersionThatNobodyKnowsIsAnIssueOfItsOwn() {
    assertThat(check(use(Product.JRC_TMF, 2010, null), use(Product.JRC_TMF, 2015, "v1_2023")))
        .hasSize(1)
        .allSatisfy(issue -> assertThat(issue.reason()).isEqualTo(Reason.MISSING));
    assertThat(check(use(Product.JRC_TMF, 2010, null))).isEmpty();
    assertThat(check()).isEmpty();
  }
}
