package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The orbit a scene was taken from, and the channels of a radar (STAC sat and sar extensions).
 *
 * @param state {@code sat:orbit_state}: ascending, descending or geostationary
 * @param relative {@code sat:relative_orbit}
 * @param polarizations {@code sar:polarizations}, such as VV and VH; empty for other instruments
 */
public record Orbit(@Nullable String state, @Nullable Integer relative, List<String> polarizations)
    implements Serializable {
  public Orbit {
    polarizations = List.copyOf(polarizations);
  }
}
