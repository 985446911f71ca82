package org.heartwood.verification.layer;

import java.util.Locale;

/**
 * A layer's style as an OGC Styled Layer Descriptor 1.0 (OGC 02-070), for GeoServer and other
 * readers than QGIS.
 */
final class SldStyle {
  /** The pixel of OGC 02-070 and 05-077r4 is 0.28 mm. */
  private static final double PIXEL_MM = 0.28;

  private SldStyle() {}

  static String sld(VectorLayer layer) {
    XmlDocument xml =
        new XmlDocument()
            .prologue("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
            .start(
                "StyledLayerDescriptor",
                "version",
                "1.0.0",
                "xmlns",
                "http://www.opengis.net/sld",
                "xmlns:ogc",
                "http://www.opengis.net/ogc")
            .start("NamedLayer")
            .leaf("Name", layer.name())
            .start("UserStyle")
            .start("FeatureTypeStyle");
    if (layer.style() instanceof LayerStyle.Categorised style) {
      for (LegendClass legendClass : style.classes()) {
        xml.start("Rule")
            .leaf("Name", legendClass.key())
            .leaf("Title", legendClass.label())
            .start("ogc:Filter")
            .start("ogc:PropertyIsEqualTo")
            .leaf("ogc:PropertyName", style.attribute())
            .leaf("ogc:Literal", legendClass.key())
            .end()
            .end();
        symbolizer(xml, layer.shape(), legendClass.colour(), style);
        xml.end();
      }
    } else if (layer.style() instanceof LayerStyle.Simple style) {
      xml.start("Rule").leaf("Name", layer.name());
      symbolizer(xml, layer.shape(), style.fill(), style);
      xml.end();
    }
    return xml.end().end().end().end().toString();
  }

  private static void symbolizer(
      XmlDocument xml, VectorLayer.Shape shape, Rgb colour, LayerStyle style) {
    switch (shape) {
      case POINT, MULTIPOINT -> {
        xml.start("PointSymbolizer").start("Graphic").start("Mark").leaf("WellKnownName", "circle");
        fill(xml, colour, style.fillOpacityFraction());
        stroke(xml, style.outline().colour(), style.outline().widthMm());
        xml.end().leaf("Size", 8).end().end();
      }
      case LINESTRING, MULTILINESTRING -> {
        xml.start("LineSymbolizer");
        stroke(xml, colour, style.outline().widthMm());
        xml.end();
      }
      case POLYGON, MULTIPOLYGON -> {
        xml.start("PolygonSymbolizer");
        if (style.fillOpacityFraction() > 0) {
          fill(xml, colour, style.fillOpacityFraction());
        }
        stroke(xml, style.outline().colour(), style.outline().widthMm());
        xml.end();
      }
    }
  }

  private static void fill(XmlDocument xml, Rgb colour, double opacityFraction) {
    xml.start("Fill")
        .leaf("CssParameter", colour.hex(), "name", "fill")
        .leaf("CssParameter", opacityFraction, "name", "fill-opacity")
        .end();
  }

  private static void stroke(XmlDocument xml, Rgb colour, double widthMm) {
    xml.start("Stroke")
        .leaf("CssParameter", colour.hex(), "name", "stroke")
        .leaf(
            "CssParameter",
            String.format(Locale.ROOT, "%.2f", widthMm / PIXEL_MM),
            "name",
            "stroke-width")
        .end();
  }
}
