package org.heartwood.ingest.catalogue;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.access.ByteSource;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One file of a scene.
 *
 * @param key its name in the item, such as {@code red}
 * @param location where it lies; checked against what the catalogue may name, not opened
 * @param mediaType such as {@code image/tiff; application=geotiff; profile=cloud-optimized}
 * @param roles such as {@code data} or {@code reflectance}
 * @param bands in the file's order; empty where the catalogue is silent
 * @param projection grid it claims; the asset's own members stand before the item's
 * @param checksum digest it claims
 * @param fileSizeBytes size it claims, ≥ 0
 */
public record SceneAsset(
    String key,
    String location,
    @Nullable String mediaType,
    List<String> roles,
    List<AssetBand> bands,
    AssetProjection projection,
    @Nullable Checksum checksum,
    @Nullable Long fileSizeBytes)
    implements Serializable {
  public SceneAsset {
    roles = List.copyOf(roles);
    bands = List.copyOf(bands);
  }

  /**
   * Whether the file lies where the catalogue says: CRS, shape and transform to a hundredth of a
   * pixel.
   *
   * @param header grid of the file itself
   * @return an issue {@link Reason#INCONSISTENT} that names every difference; the header is what
   *     counts, so nothing is lost
   */
  public Optional<DataIssue> verify(Grid header, String project, String sceneId) {
    List<String> contradictions = projection.contradictions(header);
    return contradictions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            issue(
                Reason.INCONSISTENT,
                "the catalogue says " + String.join("; ", contradictions),
                "the file's own header is used; have the catalogue corrected",
                project,
                sceneId,
                false));
  }

  /**
   * Whether the file is the one that the catalogue means: its size, then its digest, for which the
   * whole file is read.
   *
   * @return an issue {@link Reason#TRUNCATED}, {@link Reason#INCONSISTENT} (larger) or {@link
   *     Reason#CHECKSUM}: the file must not be used
   */
  public Optional<DataIssue> verify(ByteSource file, String project, String sceneId)
      throws IOException {
    String remedy = "fetch the file again, or have the catalogue corrected";
    if (fileSizeBytes != null && fileSizeBytes != file.length()) {
      return Optional.of(
          issue(
              file.length() < fileSizeBytes ? Reason.TRUNCATED : Reason.INCONSISTENT,
              "file:size: expected " + fileSizeBytes + " bytes, found " + file.length(),
              remedy,
              project,
              sceneId,
              true));
    }
    if (checksum != null && !checksum.matches(file)) {
      return Optional.of(
          issue(
              Reason.CHECKSUM,
              "file:checksum: expected "
                  + checksum.algorithm()
                  + " "
                  + checksum.hex()
                  + ", found another",
              remedy,
              project,
              sceneId,
              true));
    }
    return Optional.empty();
  }

  private DataIssue issue(
      Reason reason,
      String detail,
      String remedy,
      String project,
      String sceneId,
      boolean partial) {
    return new DataIssue(
        project, sceneId, location, reason, "asset " + key + ": " + detail, remedy, partial);
  }
}
