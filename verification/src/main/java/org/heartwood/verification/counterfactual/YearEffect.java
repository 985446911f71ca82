package org.heartwood.verification.counterfactual;

import org.heartwood.verification.carbon.Estimate;

/**
 * What an estimator says about one date after the start. Shares are of the treated area's forest at
 * the start.
 *
 * @param year calendar year of the date
 * @param observedLossFraction lost from the start to this date, 0–1
 * @param counterfactualLossFraction what would have been lost without the project
 * @param avoidedFraction counterfactual minus observed, with its 90 % interval
 */
public record YearEffect(
    int year,
    double observedLossFraction,
    double counterfactualLossFraction,
    Estimate avoidedFraction) {}
