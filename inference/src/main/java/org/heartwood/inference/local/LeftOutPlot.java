package org.heartwood.inference.local;

/**
 * A plot that no figure contains, and why.
 *
 * @param id how the user calls it
 * @param place where it stands in its file
 * @param why why it was left out
 */
public record LeftOutPlot(String id, String place, String why) {}
