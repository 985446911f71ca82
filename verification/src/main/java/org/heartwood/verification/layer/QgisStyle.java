package org.heartwood.verification.layer;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A layer's style as QML, the format QGIS 3 loads from a GeoPackage or from beside a raster when it
 * opens a layer.
 */
final class QgisStyle {
  private QgisStyle() {}

  static String qml(VectorLayer layer) {
    XmlDocument xml =
        new XmlDocument().prologue("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>");
    xml.start("qgis", "version", "3.22.0", "styleCategories", "Symbology");
    if (layer.style() instanceof LayerStyle.Categorised style) {
      categorised(xml, layer, style);
    } else if (layer.style() instanceof LayerStyle.Simple style) {
      renderer(xml, "singleSymbol", "symbollevels", 0);
      xml.start("symbols");
      symbol(xml, 0, layer.shape(), style.fill(), style);
      xml.end().end();
    }
    xml.leaf("blendMode", 0).leaf("featureBlendMode", 0);
    xml.leaf("layerGeometryType", List.of("marker", "line", "fill").indexOf(kind(layer.shape())));
    return xml.end().toString();
  }

  /** The style of a class raster: its classes and no others, no data left out. */
  static String qml(CogPixels.Classified pixels) {
    XmlDocument xml =
        new XmlDocument().prologue("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>");
    xml.start("qgis", "version", "3.22.0", "styleCategories", "Symbology").start("pipe");
    xml.start("rasterrenderer", "type", "paletted", "band", 1, "opacity", 1, "alphaBand", -1);
    xml.start("colorPalette");
    for (LegendClass legendClass : pixels.classes()) {
      xml.empty(
          "paletteEntry",
          "value",
          legendClass.value(),
          "label",
          legendClass.label(),
          "color",
          legendClass.colour().hex(),
          "alpha",
          255);
    }
    return xml.end().end().end().end().toString();
  }

  private static void categorised(
      XmlDocument xml, VectorLayer layer, LayerStyle.Categorised style) {
    boolean text = layer.column(style.attribute()).kind() == LayerColumn.Kind.TEXT;
    renderer(xml, "categorizedSymbol", "attr", style.attribute());
    xml.start("categories");
    for (int i = 0; i < style.classes().size(); i++) {
      LegendClass legendClass = style.classes().get(i);
      xml.empty(
          "category",
          "render",
          true,
          "symbol",
          i,
          "type",
          text ? "string" : "long",
          "value",
          legendClass.key(),
          "label",
          legendClass.label());
    }
    xml.end().start("symbols");
    for (int i = 0; i < style.classes().size(); i++) {
      symbol(xml, i, layer.shape(), style.classes().get(i).colour(), style);
    }
    xml.end().end();
  }

  private static void renderer(XmlDocument xml, String type, String attribute, Object value) {
    xml.start("renderer-v2", "type", type, attribute, value, "enableorderby", 0, "forceraster", 0);
  }

  private static String kind(VectorLayer.Shape shape) {
    return switch (shape) {
      case POINT, MULTIPOINT -> "marker";
      case LINESTRING, MULTILINESTRING -> "line";
      case POLYGON, MULTIPOLYGON -> "fill";
    };
  }

  private static void symbol(
      XmlDocument xml, int name, VectorLayer.Shape shape, Rgb colour, LayerStyle style) {
    xml.start("symbol", "type", kind(shape), "name", name, "alpha", 1, "clip_to_extent", 1);
    String width = String.format(Locale.ROOT, "%.2f", style.outline().widthMm());
    String fill = rgba(colour, style.fillOpacityFraction());
    String pen = rgba(style.outline().colour(), 1);
    switch (shape) {
      case POINT, MULTIPOINT ->
          symbolLayer(
              xml,
              "SimpleMarker",
              List.of(
                  Map.entry("color", fill),
                  Map.entry("name", "circle"),
                  Map.entry("outline_color", pen),
                  Map.entry("outline_width", width),
                  Map.entry("outline_width_unit", "MM"),
                  Map.entry("size", "2.4"),
                  Map.entry("size_unit", "MM")));
      case LINESTRING, MULTILINESTRING ->
          symbolLayer(
              xml,
              "SimpleLine",
              List.of(
                  Map.entry("line_color", rgba(colour, 1)),
                  Map.entry("line_style", "solid"),
                  Map.entry("line_width", width),
                  Map.entry("line_width_unit", "MM")));
      case POLYGON, MULTIPOLYGON ->
          symbolLayer(
              xml,
              "SimpleFill",
              List.of(
                  Map.entry("color", fill),
                  Map.entry("joinstyle", "miter"),
                  Map.entry("outline_color", pen),
                  Map.entry("outline_style", "solid"),
                  Map.entry("outline_width", width),
                  Map.entry("outline_width_unit", "MM"),
                  Map.entry("style", style.fillOpacityFraction() > 0 ? "solid" : "no")));
    }
    xml.end();
  }

  /** Properties as options for QGIS 3.26 and later, and as props for those before. */
  private static void symbolLayer(
      XmlDocument xml, String type, List<Map.Entry<String, String>> properties) {
    xml.start("layer", "class", type, "enabled", 1, "locked", 0, "pass", 0);
    xml.start("Option", "type", "Map");
    properties.forEach(
        property ->
            xml.empty(
                "Option",
                "type",
                "QString",
                "name",
                property.getKey(),
                "value",
                property.getValue()));
    xml.end();
    properties.forEach(
        property -> xml.empty("prop", "k", property.getKey(), "v", property.getValue()));
    xml.end();
  }

  private static String rgba(Rgb colour, double opacityFraction) {
    return colour.red()
        + ","
        + colour.green()
        + ","
        + colour.blue()
        + ","
        + (int) Math.floor(opacityFraction * 255 + 0.5);
  }
}
