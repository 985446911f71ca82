package org.heartwood.verification.layer;

import java.util.List;

/** How a GIS draws a vector layer. Points and lines use the fill's colour. */
public sealed interface LayerStyle {

  /** The pen. */
  Outline outline();

  /**
   * How much of the fill hides what lies under it, 0 to 1; at 0 there is no fill and a click goes
   * through it.
   */
  double fillOpacityFraction();

  /**
   * A pen.
   *
   * @param colour its colour
   * @param widthMm its width on screen or paper, mm, > 0
   */
  record Outline(Rgb colour, double widthMm) {
    public Outline {
      if (!(widthMm > 0)) {
        throw new IllegalArgumentException("widthMm must be > 0 mm, was " + widthMm);
      }
    }
  }

  /** Every feature alike. */
  record Simple(Rgb fill, double fillOpacityFraction, Outline outline) implements LayerStyle {
    public Simple {
      requireFraction(fillOpacityFraction);
    }
  }

  /**
   * A colour for each value of an attribute; features with another value are not drawn.
   *
   * @param attribute column whose values are the keys of the classes; TEXT or INTEGER
   * @param classes legend lines in order, at least one
   */
  record Categorised(
      String attribute, List<LegendClass> classes, double fillOpacityFraction, Outline outline)
      implements LayerStyle {
    public Categorised {
      classes = List.copyOf(classes);
      requireFraction(fillOpacityFraction);
      if (classes.isEmpty()) {
        throw new IllegalArgumentException("a style by " + attribute + " needs a class or more");
      }
    }
  }

  private static void requireFraction(double fillOpacityFraction) {
    if (!(fillOpacityFraction >= 0 && fillOpacityFraction <= 1)) {
      throw new IllegalArgumentException(
          "fillOpacityFraction must be 0 to 1, was " + fillOpacityFraction);
    }
  }
}
