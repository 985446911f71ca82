package org.heartwood.verification.monitor;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.verification.change.MappedHistory;
import org.heartwood.verification.report.IntegrityReport;

/** Where an assessment reads the forest's history from, opened and checked. */
sealed interface HistorySource {
  /** The years that it shows, rising. */
  int[] years();

  /** The last day that it shows. */
  LocalDate lastDay();

  /** What went in, with digests. */
  List<IntegrityReport.Input> inputs();

  /**
   * Images, and the model that reads them.
   *
   * @param series the images, as opened
   * @param imagery the images on the analysis grid, as executors read them
   * @param images the images by year of composite; every year of the period, also empty ones
   * @param card the model's card
   */
  record Images(
      ImageSeries series, Imagery imagery, Map<Integer, List<DatedImage>> images, ModelCard card)
      implements HistorySource {
    @Override
    public int[] years() {
      return images.entrySet().stream()
          .filter(entry -> !entry.getValue().isEmpty())
          .mapToInt(Map.Entry::getKey)
          .toArray();
    }

    @Override
    public LocalDate lastDay() {
      return images.values().stream()
          .flatMap(List::stream)
          .map(DatedImage::date)
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }

    @Override
    public List<IntegrityReport.Input> inputs() {
      return series.inputs();
    }
  }

  /**
   * A map of when forest was lost, as others made it.
   *
   * @param reference the map
   * @param told what the dossier says of it
   * @param history the map on the analysis grid, as executors read it
   */
  record LossMap(Dossier.MapReference reference, Dossier.ForestHistory told, MappedHistory history)
      implements HistorySource {
    @Override
    public int[] years() {
      return history.years().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public LocalDate lastDay() {
      return LossMapFile.day(told, history.years().get(history.years().size() - 1));
    }

    /** The map is listed with the dossier's other maps. */
    @Override
    public List<IntegrityReport.Input> inputs() {
      return List.of();
    }
  }
}
