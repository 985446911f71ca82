package org.heartwood.inference.challenge;

/** What became of a submission. */
public enum Verdict {
  /** It passes, and is part of the deployed predictor now. */
  ACCEPTED,
  /** The group has too few held-out pixels or blocks. */
  REFUSED_TOO_FEW,
  /** {@code share × gain} is below alpha, or negative. */
  REFUSED_GAIN,
  /** The gain could be luck on this holdout after so many queries. */
  REFUSED_CANNOT_TELL;

  /** As people read it. */
  public String label() {
    return switch (this) {
      case ACCEPTED -> "accepted";
      case REFUSED_TOO_FEW -> "refused: too few held-out pixels or blocks";
      case REFUSED_GAIN -> "refused: too little gain";
      case REFUSED_CANNOT_TELL -> "refused: cannot tell the gain from luck";
    };
  }
}
