package org.heartwood.verification.counterfactual;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How loss lies by distance to the forest's edge, and what that says of a project: the risk map of
 * VT0007, fitted on the first period before the start and tried on the next.
 *
 * @param thresholdM negligible-risk threshold, m; null without a map
 * @param blockPx edge of the squares of ground by which errors are taken and intervals drawn
 * @param estimates of the project: by the rates outside since the start, and by the rates before it
 *     as the methodology predicts them; they carry no verdict
 * @param placebos what both find on pseudo-projects, in that order
 * @param errors how far maps are from what was lost; empty with fewer than two periods before the
 *     start
 * @param cannotTell why there is no map; null if there is one
 */
public record RiskMap(
    @Nullable Double thresholdM,
    int blockPx,
    List<EffectEstimate> estimates,
    List<Placebo> placebos,
    List<MapError> errors,
    @Nullable String cannotTell) {
  public RiskMap {
    estimates = List.copyOf(estimates);
    placebos = List.copyOf(placebos);
    errors = List.copyOf(errors);
  }

  /**
   * Errors of a map by block, hectares.
   *
   * @param map which one
   * @param fit in the period that it was fitted on
   * @param prediction in the next period, its total set to what was lost
   */
  public record MapError(
      String map, RiskAllocation.PredictionError fit, RiskAllocation.PredictionError prediction) {}

  static RiskMap cannotTell(int blockPx, String reason) {
    return new RiskMap(null, blockPx, List.of(), List.of(), List.of(), reason);
  }
}
