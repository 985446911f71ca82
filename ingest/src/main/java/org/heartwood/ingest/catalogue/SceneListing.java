package org.heartwood.ingest.catalogue;

import java.util.List;
import org.heartwood.ingest.issue.DataIssue;

/**
 * What a catalogue holds for a query. Every item read is accounted for: {@code counts.items() =
 * scenes.size() + counts.left()}.
 *
 * @param scenes those wanted, by time, then identifier
 * @param counts how many items were read, and why some are not in the list
 * @param issues what could not be used, in the order of reading; of more than 100,000 the last one
 *     says how many are not listed
 */
public record SceneListing(List<Scene> scenes, Counts counts, List<DataIssue> issues) {
  public SceneListing {
    scenes = List.copyOf(scenes);
    issues = List.copyOf(issues);
  }

  /**
   * Items by what became of them.
   *
   * @param items all that were read
   * @param otherCollection of a collection that was not asked for
   * @param outsidePeriod taken before or after
   * @param outsideArea footprint elsewhere
   * @param tooCloudy more cloud than asked for
   * @param broken unusable; each has an issue
   * @param repeated same identifier as another one; each has an issue
   */
  public record Counts(
      long items,
      long otherCollection,
      long outsidePeriod,
      long outsideArea,
      long tooCloudy,
      long broken,
      long repeated) {

    /** Items that are not in the list. */
    public long left() {
      return otherCollection + outsidePeriod + outsideArea + tooCloudy + broken + repeated;
    }
  }
}
