package org.heartwood.verification.standard;

import java.util.Arrays;
import java.util.List;
import org.heartwood.verification.standard.StandardRule.Status;

/**
 * What the standards take off a net benefit for its uncertainty, each from the same half-width.
 *
 * <p>Two shapes: a factor on the half-width without a free band (VCS, ART), and the excess over a
 * free band (VM0047, VM0045, Gold Standard, ACR), limited to the whole benefit where the text says
 * so.
 */
public enum UncertaintyDeduction {
  /** {@code 0.4307 · HW90 / 1.6449}; 0.4307 is the one-sided 66.67 % point. */
  VCS(
      new StandardRule(
          "F-01",
          "VCS Methodology Requirements",
          "v4.4, §2.4",
          "uncertainty discount",
          Status.SECONDARY,
          "restated in a public text with the example 32.9 % → 8.6 %")) {
    @Override
    public double fraction(RelativeUncertainty uncertainty) {
      return 0.4307 * uncertainty.halfWidth90Fraction() / 1.6449;
    }

    @Override
    public boolean eligible(RelativeUncertainty uncertainty) {
      return uncertainty.halfWidth90Fraction() <= 1;
    }
  },
  /** {@code 0.524417 · HW90 / 1.645006}. */
  ART_TREES(
      new StandardRule(
          "F-40",
          "ART TREES",
          "2.0",
          "uncertainty deduction",
          Status.VERIFIED,
          "two public implementations; allometric error is exempt")) {
    @Override
    public double fraction(RelativeUncertainty uncertainty) {
      return 0.524417 * uncertainty.halfWidth90Fraction() / 1.645006;
    }
  },
  /** {@code min(1, max(0, HW90 − 0.10))}; no credits above a half-width of 100 %. */
  VM0047(
      new StandardRule(
          "F-24",
          "VCS VM0047",
          "v1.1",
          "uncertainty deduction of removals",
          Status.PARTLY_RECONSTRUCTED,
          "cross-checked with v1.0")) {
    @Override
    public double fraction(RelativeUncertainty uncertainty) {
      return beyond(uncertainty.halfWidth90Fraction(), 0.10);
    }

    @Override
    public boolean eligible(RelativeUncertainty uncertainty) {
      return uncertainty.halfWidth90Fraction() <= 1;
    }
  },
  /** {@code min(1, max(0, HW95 − 0.15))}. */
  VM0045(
      new StandardRule(
          "F-33",
          "VCS VM0045",
          "v1.2, 10 July 2025",
          "uncertainty deduction of improved forest management",
          Status.VERIFIED,
          "the methodology itself")) {
    @Override
    public double fraction(RelativeUncertainty uncertainty) {
      return beyond(uncertainty.halfWidth95Fraction(), 0.15);
    }
  },
  /** The excess over ±20 % at 90 %. */
  GOLD_STANDARD(
      new StandardRule(
          "GS-403",
          "Gold Standard 403 Afforestation/Reforestation",
          "v2.1",
          "uncertainty band",
          Status.SECONDARY,
          "public copy")) {
    @Override
    public double fraction(RelativeUncertainty uncertainty) {
      return Math.max(0, uncertainty.halfWidth90Fraction() - 0.20);
    }
  },
  /** The excess over ±10 % at 90 %. */
  ACR(
      new StandardRule(
          "ACR-10",
          "American Carbon Registry",
          "version not known",
          "uncertainty band",
          Status.UNVERIFIED,
          "band as quoted, the standard itself was not read")) {
    @Override
    public double fraction(RelativeUncertainty uncertainty) {
      return Math.max(0, uncertainty.halfWidth90Fraction() - 0.10);
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // A record of text and an enum.
  private final StandardRule rule;

  UncertaintyDeduction(StandardRule rule) {
    this.rule = rule;
  }

  /**
   * What one standard takes off.
   *
   * @param fraction of the net benefit, ≥ 0
   * @param eligible whether the standard credits anything at this uncertainty
   */
  public record Row(StandardRule rule, double fraction, boolean eligible) {}

  /** Share of the net benefit that is taken off, ≥ 0. */
  public abstract double fraction(RelativeUncertainty uncertainty);

  /** Whether the standard credits anything at this uncertainty. */
  public boolean eligible(RelativeUncertainty uncertainty) {
    return true;
  }

  /** The rule behind it. */
  public StandardRule rule() {
    return rule;
  }

  /** Every standard's deduction, side by side. */
  public static List<Row> sideBySide(RelativeUncertainty uncertainty) {
    return Arrays.stream(values())
        .map(each -> new Row(each.rule, each.fraction(uncertainty), each.eligible(uncertainty)))
        .toList();
  }

  private static double beyond(double halfWidth, double band) {
    return Math.min(1, Math.max(0, halfWidth - band));
  }
}
