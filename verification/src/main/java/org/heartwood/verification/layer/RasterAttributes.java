package org.heartwood.verification.layer;

import java.util.Arrays;

/**
 * Class names and the raster attribute table of a class raster in GDAL's sidecar format: value,
 * class, pixel count and colour. QGIS and GDAL read it from {@code name.tif.aux.xml}.
 */
final class RasterAttributes {
  private static final int INTEGER = 0;
  private static final int REAL = 1;
  private static final int STRING = 2;

  private RasterAttributes() {}

  static String xml(CogPixels.Classified pixels, BandSummary summary) {
    XmlDocument xml = new XmlDocument();
    xml.start("PAMDataset").start("PAMRasterBand", "band", 1);
    categoryNames(xml, pixels);
    xml.start("GDALRasterAttributeTable", "tableType", "thematic");
    // The last number is the column's role: 5 value, 2 name, 1 pixel count, 6 to 8 colour.
    column(xml, 0, "Value", INTEGER, 5);
    column(xml, 1, "Class", STRING, 2);
    column(xml, 2, "Count", REAL, 1);
    column(xml, 3, "Red", INTEGER, 6);
    column(xml, 4, "Green", INTEGER, 7);
    column(xml, 5, "Blue", INTEGER, 8);
    for (int i = 0; i < pixels.classes().size(); i++) {
      LegendClass legendClass = pixels.classes().get(i);
      xml.start("Row", "index", i)
          .leaf("F", legendClass.value())
          .leaf("F", legendClass.label())
          .leaf("F", summary.pixelsOf(legendClass.value()))
          .leaf("F", legendClass.colour().red())
          .leaf("F", legendClass.colour().green())
          .leaf("F", legendClass.colour().blue())
          .end();
    }
    return xml.end().end().end().toString();
  }

  /** One name a pixel value from 0 up; values without a class have an empty one. */
  private static void categoryNames(XmlDocument xml, CogPixels.Classified pixels) {
    int last = pixels.classes().stream().mapToInt(LegendClass::value).max().orElseThrow();
    String[] names = new String[last + 1];
    Arrays.fill(names, "");
    pixels.classes().forEach(each -> names[each.value()] = each.label());
    xml.start("CategoryNames");
    for (String name : names) {
      xml.leaf("Category", name);
    }
    xml.end();
  }

  private static void column(XmlDocument xml, int index, String name, int type, int role) {
    xml.start("FieldDefn", "index", index)
        .leaf("Name", name)
        .leaf("Type", type)
        .leaf("Usage", role)
        .end();
  }
}
