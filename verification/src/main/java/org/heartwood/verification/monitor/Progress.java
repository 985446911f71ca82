package org.heartwood.verification.monitor;

/** Hears how far a run is. */
public interface Progress {
  /** Hears nothing. */
  Progress SILENT = (step, done, name) -> {};

  /**
   * A step begins.
   *
   * @param step number of the step, from 1
   * @param doneFraction share of the run's usual time that lies behind it, 0–1
   * @param name what it does
   */
  void begins(int step, double doneFraction, String name);
}
