package org.heartwood.verification.counterfactual;

import java.nio.file.Path;
import java.util.List;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.project.Dossier.NoData;

/**
 * What {@code heartwood counterfactual} is asked, as its file says it. Every field must be given,
 * so that the file is the whole record of the choices.
 *
 * @param illustrative whether the outlines were made up
 * @param forest the map of forest and loss
 * @param projects polygons, GeoJSON; each feature is a project of its own, and none masks another
 * @param idField property that names a project
 * @param otherProjects GeoJSON files of projects that are masked with the buffer around them
 * @param covariates maps of quantities in which partners must be alike
 * @param classes GeoTIFFs of classes in which partners must agree
 * @param surroundings how forest and loss around a pixel are counted
 * @param bufferM nothing this near to a project is a control, m
 * @param ringsM outer edges of the zones around a project, rising, m
 * @param beltM outer edge of the leakage belt that the project itself names; 0 if it names none
 * @param placebos pseudo-projects wanted
 * @param matching how pixels are matched
 * @param cellPx edge of a cell, pixels; divides 512
 * @param cells how cells are resampled
 */
public record CounterfactualConfig(
    boolean illustrative,
    Forest forest,
    String projects,
    String idField,
    List<String> otherProjects,
    List<Covariate> covariates,
    List<String> classes,
    Surroundings surroundings,
    double bufferM,
    List<Double> ringsM,
    double beltM,
    int placebos,
    MatchingSettings matching,
    int cellPx,
    CellSettings cells) {
  /**
   * A map of when forest was lost.
   *
   * @param raster GeoTIFF of classes
   * @param years dates, rising
   * @param lossCodes one class a date: lost between it and the next; the last is forest at the end
   * @param startYear one of the years
   * @param noDataMeans what a pixel without data is: not looked at, or land that was never forest
   */
  public record Forest(
      String raster,
      List<Integer> years,
      List<Integer> lossCodes,
      int startYear,
      NoData noDataMeans) {
    public Forest {
      years = List.copyOf(years);
      lossCodes = List.copyOf(lossCodes);
      if (!years.contains(startYear)) {
        throw new IllegalArgumentException(
            "startYear must be one of " + years + ", was " + startYear);
      }
      if (lossCodes.size() != years.size()) {
        throw new IllegalArgumentException(
            "there must be one class for each of " + years + ", lossCodes were " + lossCodes);
      }
      if (years.indexOf(startYear) == years.size() - 1) {
        throw new IllegalArgumentException(
            "startYear must have a later year after it, was " + startYear + " of " + years);
      }
    }

    /** Dates and start. */
    public Timeline timeline() {
      return new Timeline(years, years.indexOf(startYear));
    }
  }

  /** A map of a quantity. */
  public record Covariate(String name, String unit, double caliper, String raster) {
    public Covariate {
      // Checks the caliper where the file's place is known.
      new MatchingCovariate(name, unit, caliper);
    }
  }

  /**
   * How forest and loss around a pixel are counted.
   *
   * @param radiusM radius of the circle, m on the ground
   * @param caliper largest difference of the shares
   * @param edgeCaliper largest difference of the distance to the forest's edge at the start, in
   *     doublings; 0 if that distance is not compared
   */
  public record Surroundings(double radiusM, double caliper, double edgeCaliper) {
    public Surroundings {
      if (!(radiusM > 0 && radiusM <= 10_000) || !(caliper > 0) || !(edgeCaliper >= 0)) {
        throw new IllegalArgumentException(
            "radiusM must be above 0 and at most 10,000 m, caliper above 0, and edgeCaliper not"
                + " negative, were "
                + radiusM
                + ", "
                + caliper
                + " and "
                + edgeCaliper);
      }
    }
  }

  public CounterfactualConfig {
    otherProjects = List.copyOf(otherProjects);
    covariates = List.copyOf(covariates);
    classes = List.copyOf(classes);
    ringsM = List.copyOf(ringsM);
    for (int i = 0; i < ringsM.size(); i++) {
      if (!(ringsM.get(i) > (i == 0 ? 0 : ringsM.get(i - 1)))) {
        throw new IllegalArgumentException("ringsM must be above 0 m and rise, were " + ringsM);
      }
    }
    if (!(bufferM >= 0) || !(beltM >= 0) || placebos < 0) {
      throw new IllegalArgumentException("bufferM, beltM and placebos must not be negative");
    }
    if (cellPx < 1 || 512 % cellPx != 0) {
      throw new IllegalArgumentException("cellPx must divide 512, was " + cellPx);
    }
  }

  /** Reads a file; the places in it are relative to it. */
  public static CounterfactualConfig read(Path file) {
    return StrictJson.read(file, CounterfactualConfig.class);
  }
}
