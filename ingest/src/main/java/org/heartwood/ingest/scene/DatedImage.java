package org.heartwood.ingest.scene;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * One image of a series.
 *
 * @param index0 its place in the series, counted from 0: the band of a stack, the position in a
 *     list of scenes
 * @param date day it was taken
 * @param sceneId name of the scene it comes from
 */
public record DatedImage(int index0, LocalDate date, String sceneId) implements Serializable {}
