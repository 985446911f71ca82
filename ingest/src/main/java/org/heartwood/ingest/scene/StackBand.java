package org.heartwood.ingest.scene;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * One band of a stack.
 *
 * @param bandIndex0 band of the GeoTIFF, counted from 0
 * @param date day the image was taken
 * @param sceneId name of the image it comes from
 */
public record StackBand(int bandIndex0, LocalDate date, String sceneId) implements Serializable {}
