package org.heartwood.verification.area;

import java.util.List;
import java.util.Optional;

/** A number that the data carry, or the reason why they do not. */
public sealed interface Outcome<T> {
  /**
   * A number.
   *
   * @param value the number
   * @param cautions what its reader must know, one sentence each; empty if nothing
   */
  record Known<T>(T value, List<String> cautions) implements Outcome<T> {
    public Known {
      cautions = List.copyOf(cautions);
    }
  }

  /**
   * No number.
   *
   * @param reason why, and what would settle it, on one line
   */
  record CannotTell<T>(String reason) implements Outcome<T> {}

  /** The number, if there is one. */
  default Optional<T> found() {
    return this instanceof Known<T> known ? Optional.of(known.value()) : Optional.empty();
  }

  /** The cautions of a number, or the reason why there is none. */
  default List<String> remarks() {
    if (this instanceof Known<T> known) {
      return known.cautions();
    }
    return this instanceof CannotTell<T> none ? List.of(none.reason()) : List.of();
  }
}
