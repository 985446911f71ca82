package org.heartwood.inference.local;

/**
 * How predictions did on plots. Errors are prediction − observation, in the raster's unit.
 *
 * @param plots number of plots
 * @param blocks number of blocks they lie in
 * @param effectivePlots independent plots that would say as much of the mean error
 * @param bias mean error
 * @param rmse root mean square error
 * @param mae mean absolute error
 * @param in50 share of observations within the 50 % interval, mean ± 0.674 standard errors
 * @param in90 share of observations within the 90 % interval, mean ± 1.645 standard errors
 */
public record Accuracy(
    int plots,
    int blocks,
    double effectivePlots,
    Interval bias,
    Interval rmse,
    Interval mae,
    Interval in50,
    Interval in90) {}
