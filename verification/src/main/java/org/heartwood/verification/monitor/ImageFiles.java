package org.heartwood.verification.monitor;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.UNet;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.boundary.Boundary;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Season;
import org.jspecify.annotations.Nullable;

/**
 * One series of images, and the model that reads them.
 *
 * @param file the dossier
 * @param series the images
 * @param card the model's card
 */
record ImageFiles(DossierFile file, ImageSeries series, ModelCard card) implements HistoryFiles {
  private static final double M2_PER_HA = 1e4;

  static ImageFiles open(DossierFile file, Boundary boundary, DataAccess access) {
    ModelCard card = canopyModel(file);
    return new ImageFiles(file, series(file, boundary, access), card);
  }

  @Override
  public String name() {
    return series.source();
  }

  @Override
  public Grid grid() {
    return series.grid();
  }

  @Override
  public HistorySource around(
      PixelWindow analysis, @Nullable LocalDate asOf, List<DataIssue> issues) {
    issues.addAll(series.issues());
    requireSmallPatch();
    List<DatedImage> dates =
        series.images().stream()
            .filter(image -> asOf == null || !image.date().isAfter(asOf))
            .toList();
    HistorySource.Images images =
        new HistorySource.Images(series, series.imagery(analysis), byYear(dates, issues), card);
    requireReferenceYear(images.years());
    return images;
  }

  private static ImageSeries series(DossierFile file, Boundary boundary, DataAccess access) {
    Dossier.Sources sources = file.dossier().sources();
    List<Dossier.ImageStackReference> stacks =
        sources.imagery().stream()
            .filter(stack -> stack.quantity() == Dossier.Quantity.NDVI)
            .toList();
    if (stacks.size() + Math.min(1, sources.scenes().size()) != 1) {
      throw new InputException(
          file.file()
              + ": /sources: expected one image stack of NDVI, or scenes, found "
              + stacks.size()
              + " stacks and "
              + sources.scenes().size()
              + " catalogues; an assessment reads one series of images");
    }
    return stacks.isEmpty()
        ? SceneSeries.open(file, boundary, access)
        : StackSeries.open(file, stacks.get(0));
  }

  private void requireSmallPatch() {
    Dossier dossier = file.dossier();
    Dossier.ForestDefinition forest = dossier.project().definedForest();
    double patchPx = forest.minAreaHa() * M2_PER_HA / Math.pow(grid().pixelSize(), 2);
    if (patchPx >= dossier.method().tileSizePx()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: /project/forestDefinition/minAreaHa: expected fewer pixels than tileSizePx %d,"
                  + " found %.2f ha = %.0f pixels; raise method.tileSizePx or lower the area",
              file.file(),
              dossier.method().tileSizePx(),
              forest.minAreaHa(),
              patchPx));
    }
  }

  /** The model of the dossier, which must read the one index that composites hold. */
  private static ModelCard canopyModel(DossierFile file) {
    String name = file.dossier().method().model();
    ModelCard card = ModelReader.load(name).card();
    List<String> inputs = card.inputs().stream().map(ModelCard.InputBand::name).toList();
    if (!(card.architecture() instanceof UNet)
        || !inputs.equals(List.of("NDVI"))
        || !card.outputs().get(0).target().equals("tree cover")) {
      throw new InputException(
          file.file()
              + ": /method/model: must be a model of tree cover from NDVI, such as"
              + " canopy-ndvi-landsat; "
              + name
              + " gives "
              + card.outputs().get(0).target()
              + " from "
              + inputs);
    }
    return card;
  }

  private Map<Integer, List<DatedImage>> byYear(List<DatedImage> dates, List<DataIssue> issues) {
    Dossier.Method method = file.dossier().method();
    if (dates.isEmpty()) {
      throw new InputException(
          Reason.EMPTY, series.source() + ": has no date up to the as-of day; choose a later one");
    }
    Season season = Season.of(file.dossier());
    Integer declaredFirst = method.firstYear();
    Integer declaredLast = method.lastYear();
    int first = declaredFirst != null ? declaredFirst : dates.get(0).date().getYear();
    int last =
        declaredLast != null ? declaredLast : dates.get(dates.size() - 1).date().getYear() + 1;
    Map<Integer, List<DatedImage>> byYear = new TreeMap<>();
    IntStream.rangeClosed(first, last)
        .forEach(
            year ->
                byYear.put(
                    year,
                    dates.stream().filter(band -> season.contains(year, band.date())).toList()));
    if (byYear.values().stream().filter(bands -> !bands.isEmpty()).count() < 2) {
      throw new InputException(
          file.file()
              + ": /method: fewer than two years from "
              + first
              + " to "
              + last
              + " have an image in months "
              + method.seasonFirstMonth()
              + " to "
              + method.seasonLastMonth()
              + "; widen the season or the years");
    }
    byYear.forEach(
        (year, bands) -> {
          if (bands.isEmpty() && (declaredLast != null || year < last)) {
            issues.add(
                new DataIssue(
                    file.dossier().project().id(),
                    "year " + year,
                    null,
                    Reason.EMPTY,
                    "no image in the season; changes of this year are seen in the next composite",
                    "add images of " + season.words() + " " + year,
                    false));
          }
        });
    return byYear;
  }

  private void requireReferenceYear(int[] years) {
    Integer reference = file.dossier().method().referenceYear();
    if (reference != null && Arrays.binarySearch(years, reference) < 0) {
      throw new InputException(
          file.file()
              + ": /method/referenceYear: no image in the season of "
              + reference
              + "; choose one of "
              + Arrays.toString(years));
    }
  }
}
