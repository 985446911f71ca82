package org.heartwood.verification.counterfactual;

/** What a cell is in a study. */
enum Role {
  /** In the area whose effect is asked for. */
  TREATED,
  /** Where nothing happened. */
  CONTROL,
  /** In a buffer, in another project, or without enough forest. */
  UNUSED
}
