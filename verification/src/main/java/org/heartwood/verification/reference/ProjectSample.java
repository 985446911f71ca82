package org.heartwood.verification.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier.ReferenceSample;
import org.heartwood.verification.area.AreaEstimate;
import org.heartwood.verification.area.Outcome;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Point;

/**
 * A labelled reference sample of a project's own land, and the years whose loss it tells.
 *
 * @param result what it says
 * @param fromYear loss after this composite is meant
 * @param toYear up to this one
 * @param loss area of loss in the project, or why it cannot be told
 */
public record ProjectSample(
    SampleResult result, int fromYear, int toYear, Outcome<AreaEstimate> loss) {
  private static final Pattern YEARS = Pattern.compile("assessment, (\\d{4}) to (\\d{4})");
  private static final double AREA_TOLERANCE_FRACTION = 0.01;
  private static final double METRES_PER_DEGREE = 111_195;

  /**
   * Reads a sample and checks that it is one of this project.
   *
   * @param named files and years as the dossier names them
   * @param csv the labels
   * @param design how it was drawn
   * @param landLonLat the project's land, degrees
   * @param landHa its area
   * @throws InputException if a file is not as it should be, or the sample is of other land or of
   *     another question
   */
  public static ProjectSample open(
      ReferenceSample named, Path csv, Path design, Geometry landLonLat, double landHa)
      throws IOException {
    SampleResult result = SampleResult.of(csv, design);
    requireLand(design, result.design(), landLonLat, landHa);
    int[] years = years(named, design, result.design().source());
    Outcome<AreaEstimate> loss =
        result.classes().stream()
            .filter(each -> each.name().equals(AssessmentStrata.LOSS))
            .findFirst()
            .map(SampleResult.OfClass::area)
            .orElseThrow(
                () ->
                    new InputException(
                        Reason.MISSING,
                        design
                            + ": has no class "
                            + AssessmentStrata.LOSS
                            + " among "
                            + result.design().classes()
                            + "; a report takes up samples of forest loss"));
    return new ProjectSample(result, years[0], years[1], loss);
  }

  private static int[] years(ReferenceSample named, Path design, String source) {
    Matcher match = YEARS.matcher(source);
    if (match.matches()) {
      int from = Integer.parseInt(match.group(1));
      int to = Integer.parseInt(match.group(2));
      requireSame(design, "fromYear", named.fromYear(), from);
      requireSame(design, "toYear", named.toYear(), to);
      return new int[] {from, to};
    }
    Integer from = named.fromYear();
    Integer to = named.toYear();
    if (from == null || to == null || from >= to) {
      throw new InputException(
          Reason.MISSING,
          design
              + ": was drawn from "
              + source
              + ", which does not say of which years its loss is; give"
              + " sources.referenceSample.fromYear and a later toYear");
    }
    return new int[] {from, to};
  }

  private static void requireSame(Path design, String name, @Nullable Integer said, int drawn) {
    if (said != null && said != drawn) {
      throw new InputException(
          Reason.INCONSISTENT,
          design
              + ": sources.referenceSample."
              + name
              + " must be "
              + drawn
              + ", as the sample was drawn, was "
              + said
              + "; leave it out");
    }
  }

  private static void requireLand(
      Path file, SampleDesign design, Geometry landLonLat, double landHa) {
    double sampledHa =
        design.outsideHa() + design.strata().stream().mapToDouble(SampleDesign.Part::areaHa).sum();
    if (!(Math.abs(sampledHa - landHa) <= AREA_TOLERANCE_FRACTION * landHa)) {
      throw new InputException(
          Reason.INCONSISTENT,
          String.format(
              Locale.ROOT,
              "%s: was drawn from %.1f ha (%s), the project has %.1f ha; they may differ by 1 %%:"
                  + " give the sample of this project",
              file,
              sampledHa,
              design.zone(),
              landHa));
    }
    GeometryFactory points = new GeometryFactory();
    double pixel =
        SampleFiles.degrees(design) ? design.pixelSize() : design.pixelSize() / METRES_PER_DEGREE;
    for (SampleDesign.Point drawn : design.points()) {
      Point point = points.createPoint(new Coordinate(drawn.lon(), drawn.lat()));
      double away = landLonLat.distance(point);
      if (!(away <= pixel)) {
        throw new InputException(
            Reason.OUTSIDE_AREA,
            String.format(
                Locale.ROOT,
                "%s: point %s at %.6f, %.6f lies %.0f m outside of the project; give the sample of"
                    + " this project",
                file,
                drawn.id(),
                drawn.lon(),
                drawn.lat(),
                away * METRES_PER_DEGREE));
      }
    }
  }
}
