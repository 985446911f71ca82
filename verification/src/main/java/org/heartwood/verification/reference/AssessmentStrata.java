package org.heartwood.verification.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.layer.Palette;

/**
 * Strata from the rasters of an assessment, {@code loss_year.tif} and two of {@code
 * forest_YEAR.tif}: what was forest in the first of two years, and what of it was lost until the
 * second. Around mapped loss lies a stratum of its own, since that is where a map overlooks loss
 * most (Olofsson et al. 2020, doi:10.1016/j.rse.2019.111492); without it one overlooked point would
 * stand for a large part of all forest.
 *
 * @param folder folder that holds the rasters
 * @param fromYear first year; loss is counted after it
 * @param toYear last year
 * @param bufferPx width of the stratum around loss, pixels; 0 for none
 * @param firstYear first year of the series
 * @param grid pixels of the rasters
 */
public record AssessmentStrata(
    String folder, int fromYear, int toYear, int bufferPx, int firstYear, Grid grid)
    implements StrataSource {
  /** What the interpreter must find. */
  public static final String LOSS = "loss";

  private static final String FOREST = "stable_forest";
  private static final String GAIN = "gain";
  private static final String OTHER = "stable_nonforest";
  private static final int LOSS_CODE = 0;
  private static final int NEAR_LOSS_CODE = 1;
  private static final int FOREST_CODE = 2;
  private static final int GAIN_CODE = 3;
  private static final int OTHER_CODE = 4;
  private static final int UNMAPPED_CODE = 5;
  private static final int MOST_BUFFER_PX = 64;
  private static final Pattern FOREST_FILE = Pattern.compile("forest_(\\d{4})\\.tif");

  /**
   * Looks at the rasters of an assessment.
   *
   * @param result folder {@code PROJECT/AS-OF} of a result
   * @param fromYear one of the years with a forest raster; 0 for the last but one
   * @param toYear one of the years with a forest raster, later; 0 for the last
   * @param bufferPx see {@link AssessmentStrata}
   * @throws InputException if a raster is missing, or there is none of a year
   */
  public static AssessmentStrata of(Path result, int fromYear, int toYear, int bufferPx)
      throws IOException {
    Path rasters = result.resolve("rasters");
    if (!Files.isRegularFile(rasters.resolve("loss_year.tif"))) {
      throw new InputException(
          Reason.MISSING,
          result
              + ": has no rasters/loss_year.tif; give the folder PROJECT/AS-OF of an assessment, or"
              + " a raster of classes with --strata");
    }
    if (bufferPx < 0 || bufferPx > MOST_BUFFER_PX) {
      throw new InputException(
          Reason.VALUE, "--buffer must be 0 to " + MOST_BUFFER_PX + " pixels, was " + bufferPx);
    }
    List<Integer> years = years(rasters);
    int to = toYear == 0 ? years.get(years.size() - 1) : toYear;
    int from =
        fromYear == 0
            ? years.stream().filter(year -> year < to).reduce((one, other) -> other).orElse(0)
            : fromYear;
    if (!years.contains(from) || !years.contains(to) || from >= to) {
      throw new InputException(
          Reason.VALUE,
          result
              + ": forest is mapped for "
              + years
              + "; --from and --to must be two of them, the first earlier, were "
              + from
              + " and "
              + to);
    }
    try (GeoTiffSource loss = GeoTiffSource.open(rasters.resolve("loss_year.tif"))) {
      return new AssessmentStrata(
          rasters.toString(), from, to, bufferPx, years.get(0), loss.grid());
    }
  }

  private static List<Integer> years(Path rasters) throws IOException {
    try (Stream<Path> files = Files.list(rasters)) {
      return files
          .map(file -> FOREST_FILE.matcher(String.valueOf(file.getFileName())))
          .filter(Matcher::matches)
          .map(match -> Integer.valueOf(match.group(1)))
          .sorted()
          .toList();
    }
  }

  @Override
  public String name() {
    return "assessment, " + fromYear + " to " + toYear;
  }

  @Override
  public List<Kind> strata() {
    return List.of(
        new Kind(LOSS, LOSS),
        new Kind("near_loss", FOREST),
        new Kind(FOREST, FOREST),
        new Kind(GAIN, GAIN),
        new Kind(OTHER, OTHER),
        new Kind("unmapped", "unmapped"));
  }

  @Override
  public List<String> classes() {
    return List.of(LOSS, FOREST, GAIN, OTHER);
  }

  @Override
  public Reader open() {
    Path rasters = Path.of(folder);
    return new Rasters(
        GeoTiffSource.open(rasters.resolve("loss_year.tif")),
        GeoTiffSource.open(rasters.resolve("forest_" + fromYear + ".tif")),
        GeoTiffSource.open(rasters.resolve("forest_" + toYear + ".tif")));
  }

  private final class Rasters implements Reader {
    private final GeoTiffSource lossYear;
    private final GeoTiffSource before;
    private final GeoTiffSource after;

    Rasters(GeoTiffSource lossYear, GeoTiffSource before, GeoTiffSource after) {
      this.lossYear = lossYear;
      this.before = before;
      this.after = after;
    }

    @Override
    public byte[] codes(PixelWindow window) {
      PixelWindow wide = bufferPx == 0 ? window : window.grow(bufferPx).intersection(grid.window());
      byte[] all = classes(wide);
      byte[] codes = new byte[window.width() * window.height()];
      for (int row = window.row(); row < window.endRow(); row++) {
        for (int col = window.col(); col < window.endCol(); col++) {
          byte code = all[(row - wide.row()) * wide.width() + col - wide.col()];
          codes[(row - window.row()) * window.width() + col - window.col()] =
              code == FOREST_CODE && nearLoss(all, wide, col, row) ? NEAR_LOSS_CODE : code;
        }
      }
      return codes;
    }

    private boolean nearLoss(byte[] codes, PixelWindow window, int col, int row) {
      for (int r = Math.max(window.row(), row - bufferPx);
          r < Math.min(window.endRow(), row + bufferPx + 1);
          r++) {
        for (int c = Math.max(window.col(), col - bufferPx);
            c < Math.min(window.endCol(), col + bufferPx + 1);
            c++) {
          if (codes[(r - window.row()) * window.width() + c - window.col()] == LOSS_CODE) {
            return true;
          }
        }
      }
      return false;
    }

    private byte[] classes(PixelWindow window) {
      int[] band = {0};
      float[] year = lossYear.read(band, window).get(0).data();
      float[] first = before.read(band, window).get(0).data();
      float[] last = after.read(band, window).get(0).data();
      int epoch = Palette.lossEpoch(firstYear);
      byte[] codes = new byte[year.length];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = (byte) code(year[i], first[i] == 1, last[i] == 1, epoch);
      }
      return codes;
    }

    private int code(float year, boolean forestBefore, boolean forestAfter, int epoch) {
      if (Float.isNaN(year)) {
        return UNMAPPED_CODE;
      }
      boolean lostWithin = year > 0 && epoch + year > fromYear && epoch + year <= toYear;
      // loss_year holds the first loss alone: forest that came back and went again is lost as well.
      if (lostWithin || (forestBefore && !forestAfter)) {
        return LOSS_CODE;
      }
      return forestBefore ? FOREST_CODE : forestAfter ? GAIN_CODE : OTHER_CODE;
    }

    @Override
    public void close() throws IOException {
      lossYear.close();
      before.close();
      after.close();
    }
  }
}
