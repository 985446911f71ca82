package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Angles at the scene's centre (STAC view extension).
 *
 * @param offNadirDeg {@code view:off_nadir}, 0 to 90
 * @param incidenceDeg {@code view:incidence_angle}, 0 to 90
 * @param sunAzimuthDeg {@code view:sun_azimuth}, clockwise from north, −180 to 360
 * @param sunElevationDeg {@code view:sun_elevation}, −90 to 90
 */
public record ViewAngles(
    @Nullable Double offNadirDeg,
    @Nullable Double incidenceDeg,
    @Nullable Double sunAzimuthDeg,
    @Nullable Double sunElevationDeg)
    implements Serializable {}
