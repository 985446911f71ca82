package org.heartwood.verification.event;

import java.io.Serializable;
import java.time.LocalDate;
import org.locationtech.jts.geom.Geometry;

/**
 * A fire as its agency mapped it.
 *
 * @param perimeter polygon in the CRS of the analysis grid
 */
public record FirePerimeter(String name, LocalDate date, Geometry perimeter)
    implements Serializable {}
