package org.heartwood.verification.layer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The classes of one theme with their colours: the only place colours come from, for class rasters,
 * QML, SLD and the report's stylesheet. Ramps run monotonically in lightness, so that they survive
 * red-green blindness and a black-and-white print.
 *
 * @param name theme, part of the CSS names: lower-case letters, digits and hyphens
 * @param classes in legend order; values and keys are unique
 */
public record Palette(String name, List<LegendClass> classes) {
  /** Pale yellow, through orange and wine red, to dark violet. */
  private static final List<Rgb> LOSS_RAMP =
      List.of(
          Rgb.of(0xFFE08A), Rgb.of(0xF9A03F), Rgb.of(0xE0553E), Rgb.of(0xA32670), Rgb.of(0x4B1D63));

  /** Light sand, through olive, to dark green. */
  private static final List<Rgb> CANOPY_RAMP =
      List.of(
          Rgb.of(0xF3E9D2), Rgb.of(0xD3D9A0), Rgb.of(0x8DB86B), Rgb.of(0x3F8A4B), Rgb.of(0x0F4D2A));

  public Palette {
    classes = List.copyOf(classes);
    Set<Object> seen = new HashSet<>();
    for (LegendClass legendClass : classes) {
      if (!seen.add(legendClass.value()) || !seen.add(legendClass.key())) {
        throw new IllegalArgumentException(
            "palette "
                + name
                + ": value "
                + legendClass.value()
                + " or key "
                + legendClass.key()
                + " occurs twice");
      }
    }
  }

  /** Non-forest (0) and forest (1). */
  public static Palette forestState() {
    return new Palette(
        "forest",
        List.of(
            new LegendClass(0, "non_forest", "Non-forest", Rgb.of(0xEFE3C2)),
            new LegendClass(1, "forest", "Forest", Rgb.of(0x2B6E3F))));
  }

  /** Project area (1), leakage belt (2) and comparison area (3). */
  public static Palette zones() {
    return new Palette(
        "zone",
        List.of(
            new LegendClass(1, "project_area", "Project area", Rgb.of(0x14213D)),
            new LegendClass(2, "leakage_belt", "Leakage belt", Rgb.of(0xE08E0B)),
            new LegendClass(3, "comparison_area", "Comparison area", Rgb.of(0x3A7CA5))));
  }

  /** What became of the pixels of a dated change. */
  public static Palette eventKinds() {
    return new Palette(
        "event",
        List.of(
            new LegendClass(1, "deforestation", "Deforestation", Rgb.of(0xB2182B)),
            new LegendClass(2, "degradation", "Degradation", Rgb.of(0xE08E0B)),
            new LegendClass(3, "regrowth", "Regrowth after change", Rgb.of(0x4D9221))));
  }

  /**
   * One class a year of loss, pale for the first and dark for the last; the pixel value is the year
   * less the epoch.
   *
   * @param epoch see {@link #lossEpoch}
   * @param firstYear first year of loss, after the epoch
   * @param lastYear last year, inclusive, at most 254 years after the epoch
   */
  public static Palette lossYears(int epoch, int firstYear, int lastYear) {
    if (firstYear <= epoch || lastYear < firstYear || lastYear > epoch + 254) {
      throw new IllegalArgumentException(
          "loss years must run forward from "
              + (epoch + 1)
              + " to at most "
              + (epoch + 254)
              + ", were "
              + firstYear
              + " to "
              + lastYear);
    }
    double steps = Math.max(1, lastYear - firstYear);
    return new Palette(
        "loss",
        IntStream.rangeClosed(firstYear, lastYear)
            .mapToObj(
                year ->
                    new LegendClass(
                        year - epoch,
                        Integer.toString(year),
                        "Loss in " + year,
                        onRamp(LOSS_RAMP, (year - firstYear) / steps)))
            .toList());
  }

  /**
   * The year that stands for pixel value 0 in a raster of loss years: 2000, as in the Hansen Global
   * Forest Change layers, or the first year of the series if that is earlier.
   */
  public static int lossEpoch(int firstYearOfSeries) {
    return Math.min(2000, firstYearOfSeries);
  }

  /** Canopy cover in steps of ten percent; the pixel value is the percentage. */
  public static Palette canopyCover() {
    return new Palette(
        "canopy",
        IntStream.rangeClosed(0, 10)
            .map(step -> step * 10)
            .mapToObj(
                percent ->
                    new LegendClass(
                        percent,
                        Integer.toString(percent),
                        percent + " % canopy cover",
                        canopyColour(percent / 100.0)))
            .toList());
  }

  /**
   * The colour of a canopy cover between the steps.
   *
   * @param coverFraction 0 to 1; outside it, the colour of the nearer end
   */
  public static Rgb canopyColour(double coverFraction) {
    return onRamp(CANOPY_RAMP, coverFraction);
  }

  private static Rgb onRamp(List<Rgb> ramp, double fraction) {
    double position = Math.min(Math.max(fraction, 0), 1) * (ramp.size() - 1);
    int below = Math.min((int) position, ramp.size() - 2);
    return ramp.get(below).towards(ramp.get(below + 1), position - below);
  }

  /**
   * The colour of a class.
   *
   * @throws IllegalArgumentException naming the key if the palette has no such class
   */
  public Rgb colour(String key) {
    return classes.stream()
        .filter(legendClass -> legendClass.key().equals(key))
        .map(LegendClass::colour)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("palette " + name + " has no class '" + key + "'"));
  }

  /** CSS declarations, one a line: {@code --zone-leakage-belt: #e08e0b;}. */
  public String css() {
    return classes.stream()
        .map(
            legendClass ->
                "--"
                    + name
                    + "-"
                    + legendClass.key().replace('_', '-')
                    + ": "
                    + legendClass.colour().hex()
                    + ";\n")
        .collect(Collectors.joining());
  }
}
