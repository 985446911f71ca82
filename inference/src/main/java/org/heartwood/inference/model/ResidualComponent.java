package org.heartwood.inference.model;

import java.io.Serializable;

/**
 * How much of the error survives averaging: the spread of the mean residual of square blocks. If
 * residuals were independent it would fall as 1/side; where it falls slower, errors of neighbours
 * go together and areas are less certain than their pixel count suggests.
 *
 * @param blockSidePx side of the blocks, pixels
 * @param blocks blocks that were whole and had at least three quarters of their labels
 * @param standardDeviationPct standard deviation of the blocks' mean residual about the overall
 *     mean, per cent of cover
 */
public record ResidualComponent(int blockSidePx, long blocks, double standardDeviationPct)
    implements Serializable {}
