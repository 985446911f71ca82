package org.heartwood.inference.biomass;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.heartwood.inference.accuracy.Conformal;
import org.heartwood.inference.biomass.BiomassChange.Sharing;
import org.heartwood.inference.biomass.BiomassChange.Spread;
import org.heartwood.inference.biomass.HeightValidation.Held;
import org.heartwood.inference.model.HeightPowerLaw;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.ScoreTable.Column;
import org.heartwood.inference.model.ScoreTable.Row;

/** The tables of a height model's card. */
final class HeightPlotsEvaluation {
  private static final int CHANGE_DRAWS = 4000;
  private static final String ALL = "all";

  private final Path folder;
  private final HeightPlotsSpec spec;
  private final HeightPlots plots;
  private final HeightPowerLaw law;

  private HeightPlotsEvaluation(
      Path folder, HeightPlotsSpec spec, HeightPlots plots, HeightPowerLaw law) {
    this.folder = folder;
    this.spec = spec;
    this.plots = plots;
    this.law = law;
  }

  /**
   * All tables, in the order of the card.
   *
   * @param law the law to apply to the canopy maps; the scores refit it without the plots scored
   */
  static List<ScoreTable> tables(
      Path folder, HeightPlotsSpec spec, HeightPlots plots, HeightPowerLaw law) {
    HeightPlotsEvaluation of = new HeightPlotsEvaluation(folder, spec, plots, law);
    HeightValidation validation = new HeightValidation(plots.estimates(), spec.referenceHeightM());
    List<Held> bySite = validation.bySite();
    List<Held> atRandom = validation.atRandom(spec.simulation().seed());
    return List.of(
        of.lists(),
        of.curves(),
        of.densities(),
        of.plotsBySite(),
        of.errors(),
        of.coefficients(),
        scores("Each site predicted from the others", bySite, HeightPlotsEvaluation::siteRows),
        scores(
            "Random tenths of plots beside whole sites left out",
            bySite,
            held -> List.of(row("random tenths", atRandom), row("whole sites", held))),
        scores("Sites left out, by biomass", bySite, HeightPlotsEvaluation::binRows),
        of.canopy());
  }

  private ScoreTable lists() {
    List<Row> rows = new ArrayList<>();
    for (TreeList list : plots.assembly().lists()) {
      List<Double> values = new ArrayList<>();
      values.add((double) list.rows());
      for (LeftOut reason : LeftOut.values()) {
        values.add((double) list.leftOut(reason));
      }
      values.add((double) list.trees().size());
      values.add((double) list.plots().size());
      values.add(list.spec().design().stripWidthM());
      values.add(StripWidth.measuredM(list));
      rows.add(new Row(list.spec().site(), values));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("rows", 0));
    for (LeftOut reason : LeftOut.values()) {
      columns.add(new Column(words(reason), 0));
    }
    columns.add(new Column("trees", 0));
    columns.add(new Column("plots", 0));
    columns.add(new Column("strip, m", 0));
    columns.add(new Column("strip as trees stand, m", 1));
    return new ScoreTable("Tree lists", columns, rows);
  }

  private ScoreTable curves() {
    List<Row> rows = new ArrayList<>();
    rows.add(curve(ALL, plots.assembly().pooled()));
    plots
        .assembly()
        .curves()
        .forEach(
            (site, curve) ->
                rows.add(
                    curve(
                        site + ", " + words(curve.origin()) + ", " + words(curve.form()), curve)));
    return new ScoreTable(
        "Heights from diameters",
        List.of(
            new Column("trees", 0),
            new Column("error of ln H, left out", 3),
            new Column("offset of ln H", 3),
            new Column("its error", 3),
            new Column("m at 10 cm", 1),
            new Column("m at 30 cm", 1),
            new Column("m at 80 cm", 1)),
        rows);
  }

  private static Row curve(String group, HeightCurve curve) {
    return new Row(
        group,
        List.of(
            (double) curve.trees(),
            curve.leaveOneOutLogError(),
            curve.offset(),
            curve.offsetDeviation(),
            curve.meanHeightM(10),
            curve.meanHeightM(30),
            curve.meanHeightM(80)));
  }

  private ScoreTable densities() {
    WoodDensity.Level[] levels = WoodDensity.Level.values();
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "standard error, g/cm3",
            Arrays.stream(levels)
                .map(level -> plots.assembly().densities().deviationGPerCm3(level))
                .toList()));
    for (TreeList list : plots.assembly().lists()) {
      String site = list.spec().site();
      double[] counts = new double[levels.length];
      for (Plot plot : plots.assembly().plots()) {
        if (plot.site().equals(site)) {
          for (Plot.Stem stem : plot.trees()) {
            counts[Arrays.asList(levels).indexOf(stem.density().level())]++;
          }
        }
      }
      rows.add(
          new Row(
              site, Arrays.stream(counts).mapToObj(count -> count / list.trees().size()).toList()));
    }
    return new ScoreTable(
        "Share of trees whose wood density was found for",
        Arrays.stream(levels).map(level -> new Column(words(level), 3)).toList(),
        rows);
  }

  private ScoreTable plotsBySite() {
    List<Row> rows = new ArrayList<>();
    for (TreeList list : plots.assembly().lists()) {
      rows.add(plots(list.spec().site(), plots.of(list.spec().site())));
    }
    rows.add(plots(ALL, plots.estimates()));
    return new ScoreTable(
        "Plots",
        List.of(
            new Column("plots", 0),
            new Column("Mg/ha", 0),
            new Column("standard deviation, Mg/ha", 0),
            new Column("standard error of a plot, %", 1),
            new Column("Lorey's height, m", 1),
            new Column("its standard deviation, m", 1),
            new Column("its standard error, m", 1),
            new Column("basal area with measured height", 2)),
        rows);
  }

  private static Row plots(String group, List<PlotEstimate> plots) {
    double mean = mean(plots, PlotEstimate::tonnesPerHa);
    double height = mean(plots, PlotEstimate::heightM);
    return new Row(
        group,
        List.of(
            (double) plots.size(),
            mean,
            Math.sqrt(mean(plots, plot -> square(plot.tonnesPerHa() - mean))),
            100
                * Math.sqrt(
                    mean(plots, plot -> square(plot.deviationTonnesPerHa() / plot.tonnesPerHa()))),
            height,
            Math.sqrt(mean(plots, plot -> square(plot.heightM() - height))),
            Math.sqrt(mean(plots, plot -> square(plot.heightDeviationM()))),
            mean(plots, PlotEstimate::measuredHeightShare)));
  }

  private ScoreTable errors() {
    List<Row> rows = new ArrayList<>();
    plots.alone().forEach((source, draws) -> rows.add(error(words(source), draws)));
    rows.add(error("all that plots do not share", plots.own()));
    rows.add(error(ALL, plots.all()));
    return new ScoreTable(
        "Standard error by source",
        List.of(
            new Column("of a plot, %", 1),
            new Column("share of a plot's variance", 3),
            new Column("of the mean of all plots, %", 2)),
        rows);
  }

  private Row error(String group, List<PlotDraws> draws) {
    double squares = 0;
    double allSquares = 0;
    int count = draws.get(0).size();
    double[] means = new double[count];
    for (int i = 0; i < draws.size(); i++) {
      double level = plots.all().get(i).meanTonnesPerHa();
      squares += square(draws.get(i).deviationTonnesPerHa() / level);
      allSquares += square(plots.all().get(i).deviationTonnesPerHa() / level);
      for (int k = 0; k < count; k++) {
        means[k] += draws.get(i).tonnesPerHa(k) / draws.size();
      }
    }
    Spread mean = Spread.of(means);
    return new Row(
        group,
        List.of(
            100 * Math.sqrt(squares / draws.size()),
            squares / allSquares,
            100 * mean.deviationTonnesPerHa() / mean.meanTonnesPerHa()));
  }

  private ScoreTable coefficients() {
    return new ScoreTable(
        "Coefficients",
        List.of(
            new Column("value", 4),
            new Column("standard error", 4),
            new Column("from scatter", 4),
            new Column("from shared errors", 4)),
        List.of(
            new Row(
                "ln Mg/ha at the reference height",
                List.of(
                    law.logIntercept(),
                    Math.sqrt(law.covariance().intercept()),
                    Math.sqrt(plots.sampling().intercept()),
                    Math.sqrt(plots.shared().intercept()))),
            new Row(
                "exponent",
                List.of(
                    law.exponent(),
                    Math.sqrt(law.covariance().exponent()),
                    Math.sqrt(plots.sampling().exponent()),
                    Math.sqrt(plots.shared().exponent()))),
            single("standard deviation of sites", law.siteDeviation()),
            single("standard deviation of plots", law.plotDeviation()),
            single("standard deviations to a 90 % limit", law.intervalFactor())));
  }

  private static Row single(String group, double value) {
    return new Row(group, List.of(value, Double.NaN, Double.NaN, Double.NaN));
  }

  private static ScoreTable scores(
      String title, List<Held> held, Function<List<Held>, List<Row>> rows) {
    return new ScoreTable(
        title,
        List.of(
            new Column("plots", 0),
            new Column("mean, Mg/ha", 0),
            new Column("RMSE, Mg/ha", 1),
            new Column("bias, Mg/ha", 1),
            new Column("RMSE, %", 1),
            new Column("in 90 % interval", 3),
            new Column("in calibrated 90 % interval", 3)),
        rows.apply(held));
  }

  private static List<Row> siteRows(List<Held> held) {
    List<Row> rows = new ArrayList<>();
    held.stream()
        .map(one -> one.plot().site())
        .distinct()
        .forEach(
            site ->
                rows.add(
                    row(
                        site,
                        held.stream().filter(one -> one.plot().site().equals(site)).toList())));
    rows.add(row(ALL, held));
    return rows;
  }

  private static List<Row> binRows(List<Held> held) {
    double[] limits = {0, 100, 200, 300, 400, Double.POSITIVE_INFINITY};
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i + 1 < limits.length; i++) {
      double low = limits[i];
      double high = limits[i + 1];
      String name =
          Double.isInfinite(high)
              ? String.format(Locale.ROOT, "%.0f and more", low)
              : String.format(Locale.ROOT, "%.0f to %.0f", low, high);
      rows.add(
          row(
              name + " Mg/ha",
              held.stream()
                  .filter(one -> one.plot().tonnesPerHa() >= low)
                  .filter(one -> one.plot().tonnesPerHa() < high)
                  .toList()));
    }
    return rows;
  }

  private static Row row(String group, List<Held> held) {
    double mean = mean(held, one -> one.plot().tonnesPerHa());
    double error = Math.sqrt(mean(held, one -> square(one.errorTonnesPerHa())));
    boolean calibrated = held.stream().noneMatch(one -> Double.isNaN(one.factor()));
    return new Row(
        group,
        List.of(
            (double) held.size(),
            mean,
            error,
            mean(held, Held::errorTonnesPerHa),
            100 * error / mean,
            mean(held, one -> one.score() <= Conformal.NORMAL_90 ? 1 : 0),
            calibrated ? mean(held, one -> one.score() <= one.factor() ? 1 : 0) : Double.NaN));
  }

  private ScoreTable canopy() {
    HeightPlotsSpec.Canopy canopy = spec.canopy();
    CanopyCells cells =
        CanopyCells.read(
            folder.resolve(canopy.before()),
            folder.resolve(canopy.after()),
            canopy.cellPx(),
            canopy.gapHeightM(),
            canopy.lossM());
    double field = mean(plots.of(canopy.site()), PlotEstimate::heightM);
    double ratio = StrictMath.log(field / cells.meanAfterM());
    BiomassChange shared = change(cells, Math.abs(ratio), Sharing.SHARED);
    BiomassChange cellsAnew = change(cells, Math.abs(ratio), Sharing.SHARED_BUT_CELLS);
    BiomassChange apart = change(cells, Math.abs(ratio), Sharing.INDEPENDENT);
    List<Row> rows = new ArrayList<>();
    rows.add(
        both(
            "mean canopy height, m",
            cells.meanBeforeM(),
            cells.meanAfterM(),
            cells.meanAfterM() - cells.meanBeforeM()));
    rows.add(
        both(
            "gaps, pixels",
            (double) cells.gapsBefore(),
            (double) cells.gapsAfter(),
            (double) (cells.gapsAfter() - cells.gapsBefore())));
    rows.add(both("fallen, pixels", Double.NaN, Double.NaN, (double) cells.fallen()));
    rows.add(both("cells", cells.cells().size(), cells.cells().size(), Double.NaN));
    rows.add(both("Lorey's height of the plots nearby, m", Double.NaN, field, Double.NaN));
    rows.add(both("ln of its ratio to the map's mean", Double.NaN, ratio, Double.NaN));
    rows.add(both(shared, "mean, Mg/ha", Spread::meanTonnesPerHa));
    rows.add(both(shared, "standard error, Mg/ha", Spread::deviationTonnesPerHa));
    rows.add(both(shared, "low end of 90 %, Mg/ha", Spread::lowTonnesPerHa));
    rows.add(both(shared, "high end of 90 %, Mg/ha", Spread::highTonnesPerHa));
    rows.add(
        both(
            cellsAnew,
            "standard error, Mg/ha, if cells deviated anew at each date",
            Spread::deviationTonnesPerHa));
    rows.add(
        both(
            apart,
            "standard error, Mg/ha, if the dates shared no error",
            Spread::deviationTonnesPerHa));
    return new ScoreTable(
        "Two canopy height maps of one forest",
        List.of(new Column("first date", 2), new Column("second date", 2), new Column("change", 2)),
        rows);
  }

  private BiomassChange change(CanopyCells cells, double heightLogDeviation, Sharing sharing) {
    return BiomassChange.of(
        law, cells.cells(), heightLogDeviation, sharing, CHANGE_DRAWS, spec.simulation().seed());
  }

  private static Row both(String group, double before, double after, double change) {
    return new Row(group, List.of(before, after, change));
  }

  private static Row both(BiomassChange of, String group, ToDoubleFunction<Spread> value) {
    return both(
        group,
        value.applyAsDouble(of.before()),
        value.applyAsDouble(of.after()),
        value.applyAsDouble(of.change()));
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static double square(double value) {
    return value * value;
  }

  /** Mean; NaN of none. */
  private static <T> double mean(List<T> of, ToDoubleFunction<T> value) {
    return of.stream().mapToDouble(value).sum() / of.size();
  }
}
