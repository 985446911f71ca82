package org.heartwood.verification.counterfactual;

import java.util.List;
import org.heartwood.verification.finding.Answer;

/**
 * What all estimators say about one area.
 *
 * @param area its name
 * @param fromM inner edge of a zone around a project, m; 0 for the project
 * @param toM outer edge; 0 for the project
 * @param forestAtStartPx forest pixels in its cells at the start
 * @param answer what they say together
 * @param estimates one entry an estimator
 */
public record AreaResult(
    String area,
    double fromM,
    double toM,
    long forestAtStartPx,
    Answer answer,
    List<EffectEstimate> estimates) {
  public AreaResult {
    estimates = List.copyOf(estimates);
  }
}
