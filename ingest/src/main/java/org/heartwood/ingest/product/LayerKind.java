package org.heartwood.ingest.product;

import org.heartwood.ingest.warp.Resampling;

/** What the numbers of a layer are, which decides how it may be moved to another grid. */
public enum LayerKind {
  /** A quantity: values between two values mean something. */
  CONTINUOUS(Resampling.BILINEAR),
  /** Codes of classes: the mean of two codes is a third class, or none. */
  CLASSES(Resampling.NEAREST),
  /** Bits, or one flag. */
  MASK(Resampling.NEAREST),
  /** A date or a year, with codes such as 0 = never among them. */
  DATE(Resampling.NEAREST);

  private final Resampling resampling;

  LayerKind(Resampling resampling) {
    this.resampling = resampling;
  }

  /** The resampling for layers of this kind. */
  public Resampling resampling() {
    return resampling;
  }
}
