package org.heartwood.inference.landscape;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

/**
 * One optical scene and the map that labels it, as a training file names them.
 *
 * @param image GeoTIFF of digital numbers, path relative to the training file
 * @param inputs what the model is given of it
 * @param digitalNumbersPerReflectance digital numbers that make a surface reflectance of 1, > 0
 * @param sensor the instrument, for the card
 * @param acquired date of the image, UTC
 * @param labels what the image is labelled with, one map for each target
 * @param landUse a map of land use that scores are split by; at most one
 */
public record SceneSpec(
    String image,
    List<Input> inputs,
    double digitalNumbersPerReflectance,
    String sensor,
    LocalDate acquired,
    List<Label> labels,
    List<LandUse> landUse)
    implements Serializable {
  public SceneSpec {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
    landUse = List.copyOf(landUse);
    if (!(digitalNumbersPerReflectance > 0)) {
      throw new IllegalArgumentException(
          "digitalNumbersPerReflectance must be > 0, was " + digitalNumbersPerReflectance);
    }
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("inputs must name at least one input");
    }
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("labels must name at least one map");
    }
    if (landUse.size() > 1) {
      throw new IllegalArgumentException("landUse must name at most one map");
    }
  }

  /**
   * One input of the model.
   *
   * @param name for example {@code red} or {@code NDVI}
   * @param bands one band, counted from 0: its surface reflectance; or two, a and b: the normalised
   *     difference {@code (a − b) / (a + b)}
   */
  public record Input(String name, List<Integer> bands) implements Serializable {
    public Input {
      bands = List.copyOf(bands);
      if (bands.isEmpty() || bands.size() > 2 || bands.stream().anyMatch(band -> band < 0)) {
        throw new IllegalArgumentException(
            "bands of " + name + " must be one band >= 0 or two, were " + bands);
      }
      if (bands.stream().distinct().count() != bands.size()) {
        throw new IllegalArgumentException("bands of " + name + " must differ, were " + bands);
      }
    }

    /** Whether it is a normalised difference. */
    public boolean difference() {
      return bands.size() == 2;
    }

    /** Smallest possible value. */
    public double minimum() {
      return difference() ? -1 : 0;
    }

    /** Largest possible value. */
    public double maximum() {
      return 1;
    }
  }

  /**
   * A map of a target; where it holds no valid value there is no label.
   *
   * @param target what it shows, such as {@code tree cover}
   * @param unit unit of its values
   * @param file GeoTIFF on the scene's grid, path relative to the training file
   * @param minimum smallest valid value; below it is no data
   * @param maximum largest valid value; above it is no data (flags of the map)
   */
  public record Label(String target, String unit, String file, double minimum, double maximum)
      implements Serializable {
    public Label {
      if (!(minimum < maximum)) {
        throw new IllegalArgumentException(
            target + ": minimum must be < maximum, were " + minimum + " and " + maximum);
      }
    }
  }

  /**
   * A map of land use on the scene's grid.
   *
   * @param file GeoTIFF of class codes, relative to the training file
   * @param year year it shows
   * @param classes names in the order of their codes, the first has code 1
   */
  public record LandUse(String file, int year, List<String> classes) implements Serializable {
    public LandUse {
      classes = List.copyOf(classes);
    }
  }
}
