package org.heartwood.ingest.boundary;

/** How much more work may go into one document; hostile geometry would take hours otherwise. */
final class WorkLimit {
  private long left;

  WorkLimit(long units) {
    this.left = units;
  }

  /** Takes from what is left; false, from then on, when that is not enough. */
  boolean spend(long units) {
    left -= units;
    return left >= 0;
  }

  boolean exhausted() {
    return left < 0;
  }
}
