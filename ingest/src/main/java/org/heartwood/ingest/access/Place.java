package org.heartwood.ingest.access;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kind of place a location lies in. */
enum Place {
  LOCAL,
  HTTP,
  /** A URI of another scheme, which a Hadoop filesystem may know. */
  OTHER;

  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

  static Place of(String location) {
    return switch (scheme(location)) {
      case "", "file" -> LOCAL;
      case "http", "https" -> HTTP;
      default -> OTHER;
    };
  }

  /** The scheme of a URI in lower case; empty for a path. */
  static String scheme(String location) {
    Matcher matcher = SCHEME.matcher(location);
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }
}
