package org.heartwood.verification.counterfactual;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one project.
 *
 * @param project its name
 * @param illustrative whether its outline was made up
 * @param startYear year from which loss is compared
 * @param endYear last year of the maps
 * @param pixelHa mean area of a pixel, ha
 * @param result the project itself, every specification
 * @param placebos one entry a main estimator, in the order of the first estimates of every area
 * @param rings zones around it, one beside the other
 * @param belts zones around it, from its edge outwards
 * @param riskMap the risk map of its landscape
 * @param verdictTurnsAtM outer edge of the narrowest belt whose answer differs from that of the
 *     narrowest of all; null if none does
 * @param warnings what a reader must know
 */
public record ProjectResult(
    String project,
    boolean illustrative,
    int startYear,
    int endYear,
    double pixelHa,
    AreaResult result,
    List<Placebo> placebos,
    List<AreaResult> rings,
    List<AreaResult> belts,
    RiskMap riskMap,
    @Nullable Double verdictTurnsAtM,
    List<String> warnings) {
  public ProjectResult {
    placebos = List.copyOf(placebos);
    rings = List.copyOf(rings);
    belts = List.copyOf(belts);
    warnings = List.copyOf(warnings);
  }

  /**
   * What the main estimators say about an area, each beside its placebos; those of a zone around
   * the project are the project's own.
   */
  public List<EvidenceRule.Witness> witnesses(AreaResult area) {
    return witnesses(area.estimates(), area.forestAtStartPx(), placebos);
  }

  static List<EvidenceRule.Witness> witnesses(
      List<EffectEstimate> estimates, long forestPx, List<Placebo> placebos) {
    return IntStream.range(0, placebos.size())
        .mapToObj(
            i ->
                new EvidenceRule.Witness(
                    estimates.get(i), placebos.get(i).ranking(estimates.get(i), forestPx)))
        .toList();
  }

  /** Everything that was estimated of the project itself: all specifications, then the risk map. */
  public List<EffectEstimate> estimates() {
    return Stream.concat(result.estimates().stream(), riskMap.estimates().stream()).toList();
  }

  /** What was found on pseudo-projects, one entry an estimator that was tried there. */
  public List<Placebo> allPlacebos() {
    return Stream.concat(placebos.stream(), riskMap.placebos().stream()).toList();
  }

  /** Years from the start to the end. */
  public int years() {
    return endYear - startYear;
  }
}
