package org.heartwood.verification.detect;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.scene.DatedImage;

/**
 * The days of a series of images, ascending, in whatever order they were delivered. Images of one
 * day are parts of one pass: a pixel's value of that day is the mean of those that show it. A scene
 * that is named twice is used once.
 */
public final class ObservationDays implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] days;
  private final int[][] images;

  private ObservationDays(double[] days, int[][] images) {
    this.days = days;
    this.images = images;
  }

  /**
   * Puts images in order.
   *
   * @param images in any order
   * @param project whom issues belong to
   * @param issues where scenes delivered twice are told
   */
  public static ObservationDays of(
      List<DatedImage> images, String project, List<DataIssue> issues) {
    Map<LocalDate, List<Integer>> byDay = new TreeMap<>();
    Set<String> scenes = new HashSet<>();
    List<DatedImage> sorted = new ArrayList<>(images);
    sorted.sort(Comparator.comparing(DatedImage::date).thenComparing(DatedImage::sceneId));
    for (DatedImage image : sorted) {
      if (scenes.add(image.sceneId())) {
        byDay.computeIfAbsent(image.date(), day -> new ArrayList<>()).add(image.index0());
      } else {
        issues.add(
            new DataIssue(
                project,
                image.sceneId(),
                null,
                Reason.VALUE,
                "the scene is delivered more than once, again as image " + (image.index0() + 1),
                "its first delivery is used; remove the others",
                false));
      }
    }
    return new ObservationDays(
        byDay.keySet().stream().mapToDouble(LocalDate::toEpochDay).toArray(),
        byDay.values().stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new));
  }

  /** How many days there are. */
  public int count() {
    return days.length;
  }

  /** Days since 1970-01-01, a copy. */
  public double[] days() {
    return days.clone();
  }

  /** Places in the imagery of a day's images. */
  int[] images(int day) {
    return images[day];
  }
}
