package org.heartwood.ingest.issue;

import java.util.Locale;

/** Why a piece of data could not be used, or deserves a look. */
public enum Reason {
  /** It is not there: a file, an asset, a column. */
  MISSING,
  /** It is not in the format that its name or its place promises. */
  UNREADABLE,
  /** It ends early. */
  TRUNCATED,
  /** Its header contradicts itself or the file: offsets, sizes, loops. */
  INCONSISTENT,
  /** It asks for more memory, vertices, entries or depth than the limit. */
  TOO_LARGE,
  /** Its digest differs from the one that was promised. */
  CHECKSUM,
  /** It tries to leave the place where it may look: paths, links, hosts, XML entities. */
  FORBIDDEN,
  /** It does not say where on the ground it lies. */
  NO_CRS,
  /** Its geometry is broken. */
  GEOMETRY,
  /** A value is outside its range, or contradicts another one. */
  VALUE,
  /** It lies elsewhere. */
  OUTSIDE_AREA,
  /** It has no valid pixel, date or feature. */
  EMPTY,
  /** Its encoding, band or version is not one that can be read. */
  UNSUPPORTED,
  /** Dates do not lie on each other. */
  MISREGISTERED,
  /** The product's version changes inside a comparison. */
  VERSION_CHANGE;

  /** As people read it: {@code too large}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
