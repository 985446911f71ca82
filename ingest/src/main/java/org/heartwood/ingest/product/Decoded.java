package org.heartwood.ingest.product;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A decoded layer of codes. A code that the product does not have is never taken for something: its
 * pixels are NaN, and counted here.
 *
 * @param values decoded values, NaN = no data
 * @param unknownPx pixels that held a code which the product does not have
 * @param unknownCodes the first {@value #MAX_LISTED} of those codes and their pixels
 */
public record Decoded(FloatRaster values, long unknownPx, SortedMap<Float, Long> unknownCodes) {
  /** A hostile file may hold millions of different codes; a message needs few. */
  private static final int MAX_LISTED = 16;

  /** What a {@link Code} gives for a code that the product does not have. */
  static final float UNKNOWN = Float.NEGATIVE_INFINITY;

  /** The meaning of whole numbers. */
  interface Code {
    /** The value of a code, NaN for no data, {@link #UNKNOWN} if the product lacks it. */
    float value(int code);
  }

  public Decoded {
    unknownCodes = Collections.unmodifiableSortedMap(new TreeMap<>(unknownCodes));
  }

  static Decoded of(FloatRaster raw, Code code) {
    float[] out = new float[raw.data().length];
    Arrays.fill(out, Float.NaN);
    long unknownPx = 0;
    SortedMap<Float, Long> unknownCodes = new TreeMap<>();
    for (int i = 0; i < out.length; i++) {
      float found = raw.data()[i];
      if (Float.isNaN(found)) {
        continue;
      }
      int whole = (int) found;
      float value = whole == found ? code.value(whole) : UNKNOWN;
      if (value != UNKNOWN) {
        out[i] = value;
      } else {
        unknownPx++;
        if (unknownCodes.size() < MAX_LISTED || unknownCodes.containsKey(found)) {
          unknownCodes.merge(found, 1L, Long::sum);
        }
      }
    }
    return new Decoded(new FloatRaster(raw.window(), out), unknownPx, unknownCodes);
  }

  /**
   * The issue to report, if there were unknown codes.
   *
   * @param project registry identifier
   * @param scene scene the layer belongs to, or null
   * @param file file as the dossier or catalogue names it
   * @param expected what the codes should have been, such as {@code "JRC TMF annual class, 1–6"}
   */
  public List<DataIssue> issues(
      String project, @Nullable String scene, String file, String expected) {
    if (unknownPx == 0) {
      return List.of();
    }
    String found =
        unknownCodes.entrySet().stream()
            .map(entry -> text(entry.getKey()) + " (" + entry.getValue() + " px)")
            .collect(Collectors.joining(", "));
    boolean fractions = unknownCodes.keySet().stream().anyMatch(code -> code != Math.rint(code));
    return List.of(
        new DataIssue(
            project,
            scene,
            file,
            Reason.VALUE,
            unknownPx + " px hold codes that are not " + expected + ": " + found,
            fractions
                ? "codes must be whole numbers: make the file again with nearest-neighbour"
                    + " resampling; until then its pixels count as no data"
                : "check product, version and legend of the file; until then these pixels count as"
                    + " no data",
            true));
  }

  private static String text(float code) {
    return code == Math.rint(code)
        ? String.format(Locale.ROOT, "%.0f", code)
        : Float.toString(code);
  }
}
