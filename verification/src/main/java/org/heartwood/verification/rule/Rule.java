package org.heartwood.verification.rule;

import java.util.Optional;
import org.heartwood.verification.finding.Finding;

/** A check of one project. */
public interface Rule {
  /** What it is. */
  RuleCard card();

  /**
   * The answer.
   *
   * @return empty where the rule has no subject: another activity, no map to compare, no run; where
   *     it has one and data are missing, it says that it cannot tell
   */
  Optional<Finding> check(CheckedProject project);
}
