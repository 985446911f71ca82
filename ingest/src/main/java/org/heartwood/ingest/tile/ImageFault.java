package org.heartwood.ingest.tile;

import java.io.Serializable;
import org.heartwood.ingest.issue.Reason;

/**
 * Why an image could not be read.
 *
 * @param image its place in the series, counted from 0
 * @param reason the kind of fault
 * @param detail one line that names the file, what was found and what to do
 */
public record ImageFault(int image, Reason reason, String detail) implements Serializable {}
