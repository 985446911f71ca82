package org.heartwood.inference.model;

import java.io.Serializable;

/**
 * Scores of the model and of the baseline over one area, for one condition of the input.
 *
 * @param area what the pixels are, in words
 * @param input how the input was disturbed: {@code as acquired}, or the noise or gain applied
 * @param model the model's scores
 * @param baseline scores of a quadratic regression on the same input, learnt on the training
 *     columns
 */
public record AreaScores(String area, String input, Scores model, Scores baseline)
    implements Serializable {}
