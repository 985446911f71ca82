package org.heartwood.verification.report;

import org.heartwood.ingest.project.Zone;

/** What the page calls the zones, and the names of their colours. */
final class ZoneWords {
  private ZoneWords() {}

  static String name(Zone zone) {
    return switch (zone) {
      case PROJECT -> "Project area";
      case BELT -> "Leakage belt";
      case COMPARISON -> "Comparison area";
    };
  }

  /** Key in {@link org.heartwood.verification.layer.Palette#zones()}. */
  static String key(Zone zone) {
    return switch (zone) {
      case PROJECT -> "project_area";
      case BELT -> "leakage_belt";
      case COMPARISON -> "comparison_area";
    };
  }
}
