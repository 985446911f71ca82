package org.heartwood.verification.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.heartwood.verification.layer.LegendClass;
import org.heartwood.verification.layer.Palette;
import org.heartwood.verification.layer.Rgb;

/** The picture under the map's outlines: canopy cover, with the years of loss painted on it. */
public final class MapImage {
  /** Larger grids are thinned to this many pixels a side: the page stays light. */
  static final int LARGEST_SIDE_PX = 1600;

  static final Rgb UNKNOWN = Rgb.of(0xBDBDBD);

  private static final int UNKNOWN_LOSS = 255;
  private static final int CANOPY_STEPS = 100;

  private final byte[] png;
  private final Palette loss;
  private final int step;
  private final boolean showsUnknown;

  private MapImage(byte[] png, Palette loss, int step, boolean showsUnknown) {
    this.png = png;
    this.loss = loss;
    this.step = step;
    this.showsUnknown = showsUnknown;
  }

  static MapImage render(
      int width,
      int height,
      byte[] lossYearIndex,
      float[] canopyPctLast,
      int firstYear,
      Palette loss) {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("a map needs pixels, was " + width + " × " + height);
    }
    if (lossYearIndex.length != width * height || canopyPctLast.length != width * height) {
      throw new IllegalArgumentException(
          "a map of "
              + width
              + " × "
              + height
              + " needs "
              + width * height
              + " pixels, had "
              + lossYearIndex.length
              + " of loss and "
              + canopyPctLast.length
              + " of canopy");
    }
    List<Rgb> colours = new ArrayList<>();
    for (int percent = 0; percent <= CANOPY_STEPS; percent++) {
      colours.add(Palette.canopyColour(percent / (double) CANOPY_STEPS));
    }
    int unknown = colours.size();
    colours.add(UNKNOWN);
    int firstLoss = colours.size();
    List<String> years = loss.classes().stream().map(LegendClass::key).toList();
    loss.classes().forEach(year -> colours.add(year.colour()));

    int step = (Math.max(width, height) + LARGEST_SIDE_PX - 1) / LARGEST_SIDE_PX;
    int columns = (width + step - 1) / step;
    int rows = (height + step - 1) / step;
    byte[] pixels = new byte[columns * rows];
    Set<Integer> used = new HashSet<>();
    for (int row = 0; row < rows; row++) {
      for (int col = 0; col < columns; col++) {
        int at = row * step * width + col * step;
        int index = Byte.toUnsignedInt(lossYearIndex[at]);
        int colour;
        if (index == UNKNOWN_LOSS || (index == 0 && Float.isNaN(canopyPctLast[at]))) {
          colour = unknown;
        } else if (index == 0) {
          colour = Math.min(Math.max(Math.round(canopyPctLast[at]), 0), CANOPY_STEPS);
        } else {
          int year = years.indexOf(Integer.toString(firstYear + index));
          if (year < 0) {
            throw new IllegalArgumentException(
                "loss in " + (firstYear + index) + " has no colour in the palette " + loss.name());
          }
          colour = firstLoss + year;
        }
        used.add(colour);
        pixels[row * columns + col] = (byte) colour;
      }
    }
    return new MapImage(
        IndexedPng.bytes(columns, rows, pixels, colours), loss, step, used.contains(unknown));
  }

  /** The bytes of the PNG file. */
  public byte[] png() {
    return png.clone();
  }

  Palette loss() {
    return loss;
  }

  /** Every how many pixels of the grid one is shown. */
  int step() {
    return step;
  }

  boolean showsUnknown() {
    return showsUnknown;
  }

  String dataUri() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
