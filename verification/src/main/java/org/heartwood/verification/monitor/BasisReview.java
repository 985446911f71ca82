package org.heartwood.verification.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.review.ProjectReview;
import org.heartwood.ingest.review.SourceReview;
import org.heartwood.verification.area.AreaEstimate;
import org.heartwood.verification.reference.ProjectSample;
import org.heartwood.verification.reference.SampleResult;
import org.locationtech.jts.geom.MultiPolygon;

/**
 * Looks through what a dossier's areas and carbon rest on, as an assessment will read it: the
 * labelled reference sample, the plots, trees or map of biomass. One that is bad does not keep the
 * others from being looked at, and imagery is not needed.
 *
 * @param sources what each is, those that can be used
 * @param issues what is wrong with the others
 */
public record BasisReview(List<SourceReview> sources, List<DataIssue> issues) {
  public BasisReview {
    sources = List.copyOf(sources);
    issues = List.copyOf(issues);
  }

  /**
   * Looks through a dossier.
   *
   * @param review what was found of its boundary
   */
  public static BasisReview of(ProjectReview.Result review) {
    Dossier dossier = review.file().dossier();
    Optional<MultiPolygon> land =
        review.boundary().map(BoundaryReport::dissolvedLonLat).filter(found -> !found.isEmpty());
    List<SourceReview> sources = new ArrayList<>();
    List<DataIssue> issues = new ArrayList<>();
    Looking looking = new Looking(review.file(), sources, issues);
    Dossier.ReferenceSample sample = dossier.sources().referenceSample();
    if (sample != null) {
      looking.at(
          "/sources/referenceSample",
          sample.csv(),
          () -> sample(review.file(), land(sample.csv(), land)));
    }
    if (dossier.method().biomass() != null) {
      String name =
          AboveGround.files(dossier).stream().findFirst().map(BasisFile::path).orElse("biomass");
      looking.at(
          "/method/biomass", name, () -> AboveGround.open(review.file(), land(name, land)).words());
    }
    return new BasisReview(sources, issues);
  }

  /** Where results of looks are gathered. */
  private record Looking(DossierFile file, List<SourceReview> sources, List<DataIssue> issues) {
    void at(String pointer, String name, Supplier<String> look) {
      try {
        sources.add(new SourceReview(pointer, name, look.get()));
      } catch (InputException e) {
        issues.add(DataIssue.leftOut("source", file.dossier().project().id(), pointer, name, e));
      }
    }
  }

  private static MultiPolygon land(String name, Optional<MultiPolygon> land) {
    return land.orElseThrow(
        () ->
            new InputException(
                Reason.MISSING,
                name + ": cannot be checked without a boundary that can be used; mend that first"));
  }

  private static String sample(DossierFile file, MultiPolygon landLonLat) {
    ProjectSample sample =
        AreaBasis.sample(file, landLonLat, PixelArea.polygonM2(landLonLat) / 1e4).orElseThrow();
    SampleResult result = sample.result();
    return String.format(
        Locale.ROOT,
        "reference sample, %d points, loss after %d to %d: %s",
        result.design().points().size(),
        sample.fromYear(),
        sample.toYear(),
        sample
            .loss()
            .found()
            .map(AreaEstimate::areaHa)
            .map(
                area ->
                    String.format(
                        Locale.ROOT,
                        "%.1f ha (standard error %.1f ha)",
                        area.mean(),
                        area.standardError()))
            .orElse("cannot be told"));
  }
}
