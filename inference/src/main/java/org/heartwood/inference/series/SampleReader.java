package org.heartwood.inference.series;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;

/** Reads the series of a training file and puts them into spatial folds. */
final class SampleReader {
  private final Path folder;
  private final SeriesSpec spec;

  private SampleReader(Path folder, SeriesSpec spec) {
    this.folder = folder;
    this.spec = spec;
  }

  /**
   * Reads the samples.
   *
   * @param folder what the paths of the training file are relative to
   * @throws InputException if they cannot be read, or a fold holds no event or nothing else
   */
  static SeriesSamples read(Path folder, SeriesSpec spec) {
    SampleReader reader = new SampleReader(folder, spec);
    SeriesSamples samples =
        spec.data() instanceof SeriesSpec.Stack stack
            ? reader.stack(stack)
            : reader.table((SeriesSpec.Table) spec.data());
    for (int fold = 0; fold < spec.folds(); fold++) {
      int number = fold;
      long events =
          samples.labelled().stream().filter(one -> one.fold() == number && one.event()).count();
      long others =
          samples.labelled().stream().filter(one -> one.fold() == number && !one.event()).count();
      if (events == 0 || others == 0) {
        throw new InputException(
            "folds: fold "
                + (fold + 1)
                + " holds "
                + events
                + " disturbed and "
                + others
                + " undisturbed series; it needs both, lower folds, was "
                + spec.folds());
      }
    }
    return samples;
  }

  private SeriesSamples table(SeriesSpec.Table table) {
    if (table.columns().size() != spec.inputs().size()) {
      throw new InputException(
          "data.columns must list one prefix for each of the "
              + spec.inputs().size()
              + " inputs, listed "
              + table.columns().size());
    }
    List<SeriesTable.Row> rows = SeriesTable.read(folder.resolve(table.file()), table);
    CellFolds folds =
        new CellFolds(
            rows.stream().map(row -> new double[] {row.lonDeg(), row.latDeg()}).toList(),
            table.cellDeg(),
            table.guardDeg(),
            spec.folds());
    List<LabelledSeries> labelled =
        rows.stream()
            .map(
                row ->
                    new LabelledSeries(
                        row.series(),
                        row.event(),
                        Optional.empty(),
                        folds.fold(row.lonDeg(), row.latDeg()),
                        folds.hiddenFrom(row.lonDeg(), row.latDeg()),
                        folds.block(row.lonDeg(), row.latDeg())))
            .toList();
    return new SeriesSamples(
        labelled,
        List.of(),
        spec.inputs(),
        table.imagery(),
        List.of(file(table.file())),
        spec.folds());
  }

  private SeriesSamples stack(SeriesSpec.Stack files) {
    if (spec.inputs().size() != RadarStack.BANDS.size()) {
      throw new InputException("inputs must list the bands of a radar stack, " + RadarStack.BANDS);
    }
    RadarStack stack =
        RadarStack.read(
            folder.resolve(files.vv()), folder.resolve(files.vh()), folder.resolve(files.index()));
    Grid grid = stack.grid();
    List<LabelledSeries> labelled = new ArrayList<>();
    Set<Integer> known = new HashSet<>();
    for (ReferencePoints.Point point : ReferencePoints.read(folder.resolve(files.points()), grid)) {
      known.add(point.row() * grid.width() + point.col());
      labelled.add(
          new LabelledSeries(
              stack.series(point.col(), point.row()),
              point.disturbed(),
              point.date(),
              fold(point.row(), grid),
              hiddenFrom(point.row(), grid, files.guardRows()),
              point.row() / files.blockPx() + " " + point.col() / files.blockPx()));
    }
    List<SeriesSamples.Unlabelled> unlabelled = new ArrayList<>();
    for (int row = 0; row < grid.height(); row++) {
      for (int col = 0; col < grid.width(); col++) {
        if (!known.contains(row * grid.width() + col)) {
          unlabelled.add(
              new SeriesSamples.Unlabelled(
                  stack.series(col, row), hiddenFrom(row, grid, files.guardRows())));
        }
      }
    }
    return new SeriesSamples(
        labelled,
        unlabelled,
        spec.inputs(),
        files.imagery(),
        List.of(file(files.vv()), file(files.vh()), file(files.index()), file(files.points())),
        spec.folds());
  }

  private int fold(int row, Grid grid) {
    return row * spec.folds() / grid.height();
  }

  private BitSet hiddenFrom(int row, Grid grid, int guardRows) {
    BitSet folds = new BitSet();
    int top = Math.max(0, row - guardRows);
    int bottom = Math.min(grid.height() - 1, row + guardRows);
    folds.set(fold(top, grid), fold(bottom, grid) + 1);
    return folds;
  }

  private ModelCard.DataFile file(String name) {
    return ModelCard.DataFile.of(folder, name);
  }
}
