package org.heartwood.verification.counterfactual;

import java.util.BitSet;
import java.util.List;

/**
 * One area and what it may be compared with: everything that an estimator needs, the same for a
 * project, a ring around it and a pseudo-project.
 */
public final class Study {
  private final String area;
  private final PixelSet treated;
  private final CandidateIndex candidates;
  private final BitSet excludedCandidates;
  private final CellPanel panel;
  private final List<Role> roles;
  private final long seed;

  private Study(
      String area,
      PixelSet treated,
      CandidateIndex candidates,
      BitSet excludedCandidates,
      CellPanel panel,
      List<Role> roles,
      long seed) {
    this.area = area;
    this.treated = treated;
    this.candidates = candidates;
    this.excludedCandidates = excludedCandidates;
    this.panel = panel;
    this.roles = roles;
    this.seed = seed;
  }

  /**
   * A study.
   *
   * @param area its name
   * @param treated sampled pixels of the area that were forest at the start
   * @param candidates pixels outside
   * @param excludedCandidates those among them that may not be partners here
   * @param panel the landscape
   * @param inArea cells of the area
   * @param excluded cells that may not be controls here; those of the area need not be named
   * @param seed of all resampling
   */
  public static Study of(
      String area,
      PixelSet treated,
      CandidateIndex candidates,
      BitSet excludedCandidates,
      CellPanel panel,
      BitSet inArea,
      BitSet excluded,
      long seed) {
    Role[] roles = new Role[panel.size()];
    int start = panel.timeline().startIndex();
    for (int cell = 0; cell < roles.length; cell++) {
      boolean forest = panel.forestPx(cell, start) > 0;
      roles[cell] =
          forest && inArea.get(cell)
              ? Role.TREATED
              : forest && !inArea.get(cell) && !excluded.get(cell) ? Role.CONTROL : Role.UNUSED;
    }
    return new Study(area, treated, candidates, excludedCandidates, panel, List.of(roles), seed);
  }

  public String area() {
    return area;
  }

  PixelSet treated() {
    return treated;
  }

  CandidateIndex candidates() {
    return candidates;
  }

  boolean isExcluded(int candidate) {
    return excludedCandidates.get(candidate);
  }

  CellPanel panel() {
    return panel;
  }

  Timeline timeline() {
    return panel.timeline();
  }

  Role role(int cell) {
    return roles.get(cell);
  }

  long seed() {
    return seed;
  }

  /** Forest pixels of all cells of a role at a date. */
  long forestPx(Role role, int date) {
    long sum = 0;
    for (int cell = 0; cell < panel.size(); cell++) {
      sum += roles.get(cell) == role ? panel.forestPx(cell, date) : 0;
    }
    return sum;
  }
}
