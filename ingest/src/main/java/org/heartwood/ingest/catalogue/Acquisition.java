package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When and by what a scene was taken.
 *
 * @param acquired {@code datetime}, or {@code start_datetime} where that is null
 * @param start start of the interval; {@code acquired} where none is given
 * @param end end of the interval, inclusive; {@code acquired} where none is given
 * @param platform such as {@code sentinel-2b}
 * @param constellation such as {@code sentinel-2}
 * @param instruments such as {@code msi}
 * @param gsdM ground sample distance, m, > 0
 * @param cloudCoverFraction {@code eo:cloud_cover} / 100, 0 to 1
 * @param view angles of view and sun
 */
public record Acquisition(
    Instant acquired,
    Instant start,
    Instant end,
    @Nullable String platform,
    @Nullable String constellation,
    List<String> instruments,
    @Nullable Double gsdM,
    @Nullable Double cloudCoverFraction,
    ViewAngles view)
    implements Serializable {
  public Acquisition {
    instruments = List.copyOf(instruments);
  }
}
