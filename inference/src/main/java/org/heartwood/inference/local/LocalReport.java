package org.heartwood.inference.local;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What reference plots say of predictions in one place.
 *
 * @param prediction file of the predictions
 * @param model model that made them, empty if the file does not say
 * @param modelSha256 its digest, empty if the file does not say
 * @param recalibration name of the recalibration in them, empty if there is none
 * @param plotsSha256 digest of the plots
 * @param unit unit of errors
 * @param blockSideM side of the blocks, metres
 * @param all accuracy on all plots
 * @param bins accuracy by predicted value
 * @param bias what can be said of the mean error
 * @param leftOut plots without a prediction
 * @param recalibrated accuracy after local recalibration, each plot corrected by what was learnt
 *     without its block; null if none was asked for
 */
public record LocalReport(
    String prediction,
    String model,
    String modelSha256,
    String recalibration,
    String plotsSha256,
    String unit,
    double blockSideM,
    Accuracy all,
    List<Bin> bins,
    BiasVerdict bias,
    List<LeftOutPlot> leftOut,
    @Nullable Accuracy recalibrated) {
  private static final int LEFT_OUT_SHOWN = 10;

  public LocalReport {
    bins = List.copyOf(bins);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A range of predicted values.
   *
   * @param low lower edge, inclusive
   * @param high upper edge
   * @param accuracy accuracy there
   */
  public record Bin(double low, double high, Accuracy accuracy) {}

  /** What can be said of the mean error. */
  public enum BiasVerdict {
    /** Its interval lies above zero. */
    TOO_HIGH("predictions are too high here"),
    /** Its interval lies below zero. */
    TOO_LOW("predictions are too low here"),
    /** Its interval contains zero. */
    NOT_DISTINGUISHABLE("the bias is not distinguishable from zero"),
    /** There are too few plots or blocks. */
    CANNOT_TELL("cannot tell: too few plots or blocks");

    private final String words;

    BiasVerdict(String words) {
      this.words = words;
    }

    /** As people read it. */
    public String words() {
      return words;
    }

    static BiasVerdict of(Interval bias) {
      Double low = bias.low();
      Double high = bias.high();
      if (low == null || high == null) {
        return CANNOT_TELL;
      }
      return low > 0 ? TOO_HIGH : high < 0 ? TOO_LOW : NOT_DISTINGUISHABLE;
    }
  }

  /** The report as plain text; errors in the raster's unit, shares as fractions. */
  public String table() {
    StringBuilder out = new StringBuilder();
    out.append(prediction)
        .append("  model ")
        .append(model.isEmpty() ? "not stated" : model + " " + modelSha256)
        .append('\n');
    if (!recalibration.isEmpty()) {
      out.append("recalibrated by ").append(recalibration).append('\n');
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%d plots in %d blocks of %.0f m, worth %.0f independent plots; errors are prediction"
                + " - observation in %s, with 90 %% intervals%n%n",
            all.plots(),
            all.blocks(),
            blockSideM,
            all.effectivePlots(),
            unit));
    line(out, "", "plots", "bias", "RMSE", "MAE", "in 50 %", "in 90 %");
    line(out, "all", all);
    for (Bin bin : bins) {
      line(
          out,
          String.format(Locale.ROOT, "predicted %.0f to %.0f", bin.low(), bin.high()),
          bin.accuracy());
    }
    if (recalibrated != null) {
      line(out, "recalibrated, all", recalibrated);
    }
    out.append('\n').append(bias.words()).append(": ").append(all.bias().shown(2)).append('\n');
    if (!leftOut.isEmpty()) {
      out.append(leftOut.size()).append(" plots left out:\n");
      leftOut.stream()
          .limit(LEFT_OUT_SHOWN)
          .forEach(
              plot ->
                  out.append("  ")
                      .append(plot.id())
                      .append(" (")
                      .append(plot.place())
                      .append(") ")
                      .append(plot.why())
                      .append('\n'));
      if (leftOut.size() > LEFT_OUT_SHOWN) {
        out.append("  and ").append(leftOut.size() - LEFT_OUT_SHOWN).append(" more\n");
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String what, Accuracy of) {
    line(
        out,
        what,
        String.valueOf(of.plots()),
        of.bias().shown(2),
        of.rmse().shown(2),
        of.mae().shown(2),
        of.in50().shown(2),
        of.in90().shown(2));
  }

  private static void line(StringBuilder out, Object... cells) {
    out.append(String.format(Locale.ROOT, "%-21s %6s %-25s %-23s %-23s %-21s %s%n", cells));
  }
}
