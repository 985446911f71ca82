package org.heartwood.ingest.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.function.Consumer;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/** The members of one item that describe the scene as a whole. */
final class ItemReader {
  private static final int LONGEST_ID = 512;

  private ItemReader() {}

  static String id(JsonNode item) throws CatalogueFault {
    JsonNode id = Members.first(item, "id");
    if (!id.isTextual()
        || id.textValue().isBlank()
        || id.textValue().length() > LONGEST_ID
        || id.textValue().chars().anyMatch(Character::isISOControl)) {
      throw CatalogueFault.value(
          "id",
          "an identifier of 1 to " + LONGEST_ID + " characters",
          id.isMissingNode() ? "none" : id);
    }
    return id.textValue();
  }

  static void checkVersion(JsonNode item) throws CatalogueFault {
    String version = Members.text(item, "stac_version");
    if (version == null) {
      throw new CatalogueFault(
          Reason.UNSUPPORTED,
          "stac_version: expected 1.0 or 1.1, found none: this is plain GeoJSON",
          "give a file of STAC items");
    }
    if (!version.startsWith("1.")) {
      throw new CatalogueFault(
          Reason.UNSUPPORTED,
          "stac_version: expected 1.0 or 1.1, found " + CatalogueFault.shown(version),
          "have the catalogue migrated to STAC 1.0");
    }
  }

  /**
   * When and by what it was taken.
   *
   * @param doubtful takes what is wrong but does not hinder
   */
  static Acquisition acquisition(JsonNode properties, Consumer<CatalogueFault> doubtful)
      throws CatalogueFault {
    Instant at = instant(properties, "datetime");
    Instant start = instant(properties, "start_datetime");
    Instant end = instant(properties, "end_datetime");
    if (start == null || end == null) {
      if (at == null) {
        throw new CatalogueFault(
            Reason.MISSING,
            "datetime: expected a time, or null with start_datetime and end_datetime, found"
                + " neither",
            "have the catalogue say when the scene was taken");
      }
      start = at;
      end = at;
    }
    if (end.isBefore(start)) {
      throw CatalogueFault.value("end_datetime", "a time after " + start, end);
    }
    return new Acquisition(
        at == null ? start : at,
        start,
        end,
        Members.text(properties, "platform"),
        Members.text(properties, "constellation"),
        Members.texts(properties, "instruments"),
        optional(doubtful, () -> Members.number(properties, "gsd", 1e-3, 1e6)),
        cloudCoverFraction(properties, doubtful),
        new ViewAngles(
            optional(doubtful, () -> Members.number(properties, "view:off_nadir", 0, 90)),
            optional(doubtful, () -> Members.number(properties, "view:incidence_angle", 0, 90)),
            optional(doubtful, () -> Members.number(properties, "view:sun_azimuth", -180, 360)),
            optional(doubtful, () -> Members.number(properties, "view:sun_elevation", -90, 90))));
  }

  /** Landsat writes −1 where it did not look for clouds; sums of shares may round above 100. */
  private static @Nullable Double cloudCoverFraction(
      JsonNode properties, Consumer<CatalogueFault> doubtful) {
    Double percent =
        optional(doubtful, () -> Members.number(properties, "eo:cloud_cover", -1, 100.01));
    return percent == null || percent < 0 ? null : Math.min(percent / 100, 1);
  }

  static Processing processing(JsonNode properties) throws CatalogueFault {
    return new Processing(
        Members.text(
            properties,
            "s2:processing_baseline",
            "sentinel2:processing_baseline",
            "sentinel:processing_baseline"),
        Members.text(properties, "processing:version"),
        Members.text(properties, "landsat:collection_number"),
        Members.text(properties, "landsat:correction"),
        Members.flag(properties, "earthsearch:boa_offset_applied", "sentinel:boa_offset_applied"));
  }

  static Orbit orbit(JsonNode properties) throws CatalogueFault {
    Long relative = Members.integer(properties, "sat:relative_orbit", 0, Integer.MAX_VALUE);
    return new Orbit(
        Members.text(properties, "sat:orbit_state"),
        relative == null ? null : relative.intValue(),
        Members.texts(properties, "sar:polarizations"));
  }

  /** A time of RFC 3339, with any offset and up to nine decimals of a second. */
  static @Nullable Instant instant(JsonNode properties, String name) throws CatalogueFault {
    String text = Members.text(properties, name);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.strip().toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeException e) {
      throw CatalogueFault.value(name, "a time such as 2021-03-04T05:06:07Z", text);
    }
  }

  private interface Reading<T> {
    @Nullable T read() throws CatalogueFault;
  }

  /** A member that a scene can do without. */
  private static <T> @Nullable T optional(Consumer<CatalogueFault> doubtful, Reading<T> reading) {
    try {
      return reading.read();
    } catch (CatalogueFault e) {
      doubtful.accept(e);
      return null;
    }
  }
}
