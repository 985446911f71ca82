package org.heartwood.ingest.tile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.boundary.Boundary;
import org.heartwood.ingest.catalogue.CatalogueReader;
import org.heartwood.ingest.catalogue.LonLatBox;
import org.heartwood.ingest.catalogue.SceneListing;
import org.heartwood.ingest.catalogue.SceneQuery;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;

/** The scenes of a catalogue that a dossier names, as far as they touch the project. */
public final class SceneCatalogue {
  /** Before Landsat there were no scenes, and after this no dossier looks. */
  private static final Instant FIRST = Instant.parse("1972-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2201-01-01T00:00:00Z");

  private SceneCatalogue() {}

  /**
   * Searches a catalogue and opens what it finds.
   *
   * @param access how files are read; links of a local catalogue stay in the dossier's folder
   * @throws org.heartwood.ingest.issue.InputException if the catalogue itself cannot be read
   */
  public static SceneList open(
      DossierFile dossier, Dossier.SceneReference reference, Boundary boundary, DataAccess access) {
    String project = dossier.dossier().project().id();
    DataAccess confined = access.within(dossier.folder());
    SceneListing listing =
        CatalogueReader.read(
            location(dossier, reference), project, query(reference, boundary), confined);
    SceneList opened =
        SceneList.open(
            confined,
            project,
            listing.scenes(),
            reference.product(),
            boundary.multiPolygonLonLat());
    return new SceneList(opened.scenes(), issues(listing.issues(), opened));
  }

  /**
   * One issue for what was lost. An asset that could not be listed costs nothing where the scene
   * could be opened without it; where it could not, it is the reason, and that the asset is then
   * missing is not told again.
   */
  private static List<DataIssue> issues(List<DataIssue> listed, SceneList opened) {
    Set<String> usable =
        opened.scenes().stream().map(each -> each.scene().id()).collect(Collectors.toSet());
    List<DataIssue> issues = new ArrayList<>();
    Set<String> explained = new HashSet<>();
    for (DataIssue issue : listed) {
      String scene = issue.scene();
      if (scene == null || !issue.partial()) {
        issues.add(issue);
      } else if (!usable.contains(scene)) {
        issues.add(issue);
        explained.add(scene);
      }
    }
    for (DataIssue issue : opened.issues()) {
      String scene = issue.scene();
      if (issue.reason() != Reason.MISSING || scene == null || !explained.contains(scene)) {
        issues.add(issue);
      }
    }
    return issues;
  }

  /** The catalogue's place: an address as it is, a path inside the dossier's folder. */
  public static String location(DossierFile dossier, Dossier.SceneReference reference) {
    String catalogue = reference.catalogue();
    return catalogue.contains("://") ? catalogue : dossier.resolve(catalogue).toString();
  }

  private static SceneQuery query(Dossier.SceneReference reference, Boundary boundary) {
    List<String> collections = reference.collections();
    return new SceneQuery(
        LonLatBox.of(boundary.multiPolygonLonLat().getEnvelopeInternal()),
        FIRST,
        LAST,
        collections == null ? List.of() : collections,
        List.of(),
        reference.maxCloudCoverFraction());
  }
}
