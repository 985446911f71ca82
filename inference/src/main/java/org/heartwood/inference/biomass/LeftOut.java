package org.heartwood.inference.biomass;

/** Why a row of a tree list adds no biomass. */
public enum LeftOut {
  /** Without a diameter at this date: it was first measured at another one. */
  NOT_MEASURED,
  /** Standing dead. */
  DEAD,
  /** A palm: Chave's equations are not for palms. */
  PALM,
  /** A liana. */
  LIANA,
  /** Thinner than the inventory's own minimum. */
  TOO_THIN,
  /** Height and diameter contradict each other; one of them is a slip of the pen. */
  CONTRADICTION
}
