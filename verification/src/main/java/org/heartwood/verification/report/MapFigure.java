package org.heartwood.verification.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.layer.Palette;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.util.LinearComponentExtracter;

/**
 * The map of the report: canopy cover of the last year, loss by year, and the outlines of the
 * zones, all in the projected CRS of the analysis grid, north (of the grid) up.
 *
 * @param image the picture; it fills the extent
 * @param extent ground that the picture covers
 * @param outlines zones to outline; the first is drawn first
 */
public record MapFigure(MapImage image, Extent extent, List<Outline> outlines) {
  private static final double WIDTH_PX = 640;
  private static final double FOOT_PX = 52;
  private static final double MARGIN_PX = 14;

  public MapFigure {
    outlines = List.copyOf(outlines);
  }

  /**
   * Ground in the grid's CRS, metres.
   *
   * @param minX western edge
   * @param minY southern edge
   * @param maxX eastern edge
   * @param maxY northern edge
   */
  public record Extent(double minX, double minY, double maxX, double maxY) {
    public Extent {
      if (!(minX < maxX && minY < maxY)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "an extent must have a width and a height, was %.1f to %.1f m and %.1f to %.1f m",
                minX,
                maxX,
                minY,
                maxY));
      }
    }

    double width() {
      return maxX - minX;
    }

    double height() {
      return maxY - minY;
    }
  }

  /**
   * The outline of a zone.
   *
   * @param zoneLabel label of the {@link Zone}
   * @param rings shells and holes alike; each is a list of points {@code {x, y}} in the grid's CRS,
   *     metres
   */
  public record Outline(String zoneLabel, List<List<double[]>> rings) {
    public Outline {
      Zone.ofLabel(zoneLabel);
      rings = rings.stream().map(List::copyOf).toList();
    }

    /**
     * The outline of a zone's polygons, shells and holes.
     *
     * @param polygons in the grid's CRS, metres
     */
    public static Outline of(Zone zone, Geometry polygons) {
      List<List<double[]>> rings = new ArrayList<>();
      for (Object line : LinearComponentExtracter.getLines(polygons)) {
        rings.add(
            Arrays.stream(((LineString) line).getCoordinates())
                .map(point -> new double[] {point.getX(), point.getY()})
                .toList());
      }
      return new Outline(zone.label(), rings);
    }
  }

  /**
   * The picture of canopy and loss.
   *
   * @param width columns of the analysis grid
   * @param height rows of the analysis grid
   * @param lossYearIndex row by row from the north: 0 = no loss, 255 = unknown, n = lost in {@code
   *     firstYear + n}
   * @param canopyPctLast canopy cover of the last year in the same order, 0–100; NaN = not observed
   * @param firstYear year of the first composite
   * @param loss colours of the years of loss
   */
  public static MapImage render(
      int width,
      int height,
      byte[] lossYearIndex,
      float[] canopyPctLast,
      int firstYear,
      Palette loss) {
    return MapImage.render(width, height, lossYearIndex, canopyPctLast, firstYear, loss);
  }

  /** The drawing; {@code place} and {@code description} are for those who do not see it. */
  String svg(String place, String description) {
    double pictureHeight = WIDTH_PX * extent.height() / extent.width();
    Svg svg = new Svg("map", WIDTH_PX, pictureHeight + FOOT_PX, "Map of " + place, description);
    svg.shape(
        "image",
        "href",
        image.dataUri(),
        "width",
        Svg.px(WIDTH_PX),
        "height",
        Svg.px(pictureHeight),
        "preserveAspectRatio",
        "none",
        "class",
        "pixels");
    Palette zones = Palette.zones();
    for (Outline outline : outlines) {
      Zone zone = Zone.ofLabel(outline.zoneLabel());
      String path = path(outline, pictureHeight);
      svg.shape("path", "d", path, "class", "halo");
      svg.shape(
          "path",
          "d",
          path,
          "class",
          "outline " + zone.label(),
          "stroke",
          zones.colour(ZoneWords.key(zone)).hex());
    }
    scaleBar(svg, pictureHeight);
    northArrow(svg, pictureHeight);
    return svg.finish();
  }

  private String path(Outline outline, double pictureHeight) {
    double pxPerM = WIDTH_PX / extent.width();
    double pyPerM = pictureHeight / extent.height();
    return outline.rings().stream()
        .map(
            ring ->
                ring.stream()
                    .map(
                        point ->
                            Svg.px((point[0] - extent.minX()) * pxPerM)
                                + " "
                                + Svg.px((extent.maxY() - point[1]) * pyPerM))
                    .collect(Collectors.joining("L", "M", "Z")))
        .collect(Collectors.joining());
  }

  /**
   * The longest of 1, 2 and 5 times a power of ten that takes no more than a third of the width.
   */
  private double scaleBarM() {
    double longest = extent.width() / 3;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(longest)));
    double multiple = longest / power;
    return power * (multiple >= 5 ? 5 : multiple >= 2 ? 2 : 1);
  }

  private void scaleBar(Svg svg, double pictureHeight) {
    double lengthM = scaleBarM();
    double half = lengthM / 2 * WIDTH_PX / extent.width();
    double top = pictureHeight + 16;
    for (int part = 0; part < 2; part++) {
      svg.shape(
          "rect",
          "x",
          Svg.px(MARGIN_PX + part * half),
          "y",
          Svg.px(top),
          "width",
          Svg.px(half),
          "height",
          "6",
          "class",
          part == 0 ? "bar-dark" : "bar-light");
    }
    svg.text(MARGIN_PX, top + 24, "start", "tick", "0");
    svg.text(MARGIN_PX + 2 * half, top + 24, "middle", "tick", length(lengthM));
  }

  private static String length(double metres) {
    return metres >= 1000
        ? NumberText.exact(metres / 1000) + " km"
        : NumberText.exact(metres) + " m";
  }

  private static void northArrow(Svg svg, double pictureHeight) {
    double x = WIDTH_PX - MARGIN_PX - 12;
    double top = pictureHeight + 8;
    svg.shape(
        "path",
        "class",
        "bar-dark",
        "d",
        "M" + Svg.px(x) + " " + Svg.px(top) + "l8 22l-8 -5l-8 5Z");
    svg.text(x, top + 37, "middle", "tick", "N");
  }

  /** What the colours mean, in the order in which they are drawn. */
  List<LegendEntry> legend() {
    List<LegendEntry> entries = new ArrayList<>();
    outlines.stream()
        .map(outline -> Zone.ofLabel(outline.zoneLabel()))
        .distinct()
        .sorted()
        .forEach(
            zone ->
                entries.add(
                    new LegendEntry(
                        "outline-swatch " + zone.label(),
                        Palette.zones().colour(ZoneWords.key(zone)).hex(),
                        ZoneWords.name(zone))));
    return List.copyOf(entries);
  }

  /** Swatches of the years of loss, first to last. */
  List<LegendEntry> lossLegend() {
    return image.loss().classes().stream()
        .map(year -> new LegendEntry("swatch", year.colour().hex(), year.key()))
        .toList();
  }

  /** Swatches of canopy cover, and of pixels without a value when there are any. */
  List<LegendEntry> canopyLegend() {
    List<LegendEntry> entries = new ArrayList<>();
    for (int percent = 0; percent <= 100; percent += 25) {
      entries.add(
          new LegendEntry("swatch", Palette.canopyColour(percent / 100.0).hex(), percent + " %"));
    }
    if (image.showsUnknown()) {
      entries.add(new LegendEntry("swatch", MapImage.UNKNOWN.hex(), "not measured"));
    }
    return List.copyOf(entries);
  }

  /** The same of a picture of forest alone. */
  List<LegendEntry> forestLegend() {
    List<LegendEntry> entries = new ArrayList<>();
    entries.add(new LegendEntry("swatch", Palette.canopyColour(1).hex(), "forest"));
    entries.add(new LegendEntry("swatch", Palette.canopyColour(0).hex(), "other"));
    if (image.showsUnknown()) {
      entries.add(new LegendEntry("swatch", MapImage.UNKNOWN.hex(), "not known"));
    }
    return List.copyOf(entries);
  }

  /** A swatch and its words. */
  record LegendEntry(String style, String colour, String words) {}
}
