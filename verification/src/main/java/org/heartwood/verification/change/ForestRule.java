package org.heartwood.verification.change;

import java.io.Serializable;
import java.util.List;

/**
 * What counts as forest, of several definitions that are in use side by side.
 *
 * @param name its name
 * @param minCanopyPct canopy cover from which a pixel is forest, per cent
 * @param minAreaHa smallest patch of 4-connected pixels, ha; 0 for any
 * @param minHeightM smallest height of trees, m; 0 for any. No height is mapped, so it is stated
 *     and {@linkplain #heightApplied not applied}
 */
public record ForestRule(String name, double minCanopyPct, double minAreaHa, double minHeightM)
    implements Serializable {
  /**
   * Global Forest Resources Assessment: 10 % cover, 0.5 ha, 5 m (FAO 2018, Terms and Definitions).
   */
  public static final ForestRule FAO = new ForestRule("FAO", 10, 0.5, 5);

  /** The threshold that global loss maps are usually read with: 30 % cover of trees above 5 m. */
  public static final ForestRule THIRTY_PER_CENT = new ForestRule("30 % cover", 30, 0, 5);

  public ForestRule {
    if (!(minCanopyPct > 0 && minCanopyPct < 100)) {
      throw new IllegalArgumentException(
          "minCanopyPct of " + name + " must lie between 0 and 100 %, was " + minCanopyPct);
    }
    if (!(minAreaHa >= 0) || !(minHeightM >= 0)) {
      throw new IllegalArgumentException(
          "minAreaHa and minHeightM of "
              + name
              + " must be ≥ 0, were "
              + minAreaHa
              + " ha and "
              + minHeightM
              + " m");
    }
  }

  /** A dossier's own definition beside the two that others use. */
  public static List<ForestRule> beside(ForestRule own) {
    return List.of(own, FAO, THIRTY_PER_CENT);
  }

  /** Whether the height was looked at: never, as long as no height is mapped. */
  public boolean heightApplied() {
    return minHeightM == 0;
  }

  /** Smallest patch in pixels. */
  int minPatchPx(double pixelHa) {
    return (int) Math.max(1, Math.ceil(minAreaHa / pixelHa - 1e-9));
  }
}
