package org.heartwood.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.access.MemoryBytes;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SceneAssetTest {
  private static final Grid HEADER = new Grid("EPSG:32636", 300000, 100020, 10, 10980, 5490);
  private static final AssetProjection CLAIM =
      new AssetProjection(
          "EPSG:32636", List.of(10.0, 0.0, 300000.0, 0.0, -10.0, 100020.0), List.of(5490, 10980));

  private static SceneAsset asset(
      AssetProjection projection, @Nullable Checksum checksum, @Nullable Long size) {
    return new SceneAsset(
        "red", "https://a.example/B04.tif", null, List.of(), List.of(), projection, checksum, size);
  }

  private static SceneAsset asset(AssetProjection projection) {
    return asset(projection, null, null);
  }

  @Test
  void aTrueClaimIsNoIssueAndNeitherIsSilence() {
    assertThat(asset(CLAIM).verify(HEADER, "VCS1", "s")).isEmpty();
    assertThat(asset(new AssetProjection(null, List.of(), List.of())).verify(HEADER, "VCS1", "s"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10.01",
    "0, -10",
    "1, 0.01",
    "2, 300005",
    "3, -0.01",
    "4, 10",
    "4, -20",
    "5, 100015",
    "5, 100020.2"
  })
  void aShiftOfHalfAPixelAndOtherTransformsAreFound(int coefficient, double value) {
    List<Double> transform = new ArrayList<>(CLAIM.transform());
    transform.set(coefficient, value);

    assertThat(
            asset(new AssetProjection(CLAIM.code(), transform, CLAIM.shape()))
                .verify(HEADER, "VCS1", "s"))
        .hasValueSatisfying(issue -> assertThat(issue.detail()).contains("says transform"));
  }

  @Test
  void everyDifferenceIsNamedInOneIssue() {
    assertThat(
            asset(new AssetProjection("EPSG:32635", CLAIM.transform(), List.of(10980, 5490)))
                .verify(HEADER, "VCS1", "s"))
        .contains(
            new DataIssue(
                "VCS1",
                "s",
                "https://a.example/B04.tif",
                Reason.INCONSISTENT,
                "asset red: the catalogue says CRS EPSG:32635 but the file is in EPSG:32636; shape"
                    + " [10980, 5490] (rows, columns) but the file has [5490, 10980]",
                "the file's own header is used; have the catalogue corrected",
                false));
  }

  @ParameterizedTest
  @CsvSource({"test,", "tes, TRUNCATED", "testt, INCONSISTENT", "tess, CHECKSUM"})
  void sizeAndDigestOfTheFileAreCompared(String content, @Nullable Reason reason) throws Exception {
    SceneAsset asset =
        asset(CLAIM, Checksum.parse("1114a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"), 4L);

    Optional<DataIssue> issue =
        asset.verify(
            new MemoryBytes("memory", content.getBytes(StandardCharsets.US_ASCII)), "VCS1", "s");

    assertThat(issue.map(DataIssue::reason)).isEqualTo(Optional.ofNullable(reason));
    assertThat(issue.map(DataIssue::partial).orElse(true)).isTrue();
  }
}
