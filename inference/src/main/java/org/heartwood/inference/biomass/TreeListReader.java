package org.heartwood.inference.biomass;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.table.CsvTable;

/**
 * Reads an inventory's table. A value that is neither a number nor the word for a missing one, or
 * that no tree can have, is refused with its row: a wrong diameter would be tonnes of carbon.
 */
public final class TreeListReader {
  private static final long LARGEST_BYTES = 64 << 20;
  private static final double METRES_PER_DEGREE = 111_195;

  private final TreeListSpec spec;
  private final CsvTable table;

  private TreeListReader(TreeListSpec spec, CsvTable table) {
    this.spec = spec;
    this.table = table;
  }

  /**
   * Reads the living trees of one inventory.
   *
   * @param folder what {@code spec.file()} is relative to
   * @throws InputException naming file, row and value
   */
  public static TreeList read(Path folder, TreeListSpec spec) {
    CsvTable table =
        CsvTable.read(
            folder.resolve(spec.file()),
            "the list of trees",
            LARGEST_BYTES,
            Charset.forName(spec.encoding()));
    return new TreeListReader(spec, table).trees();
  }

  private TreeList trees() {
    TreeListSpec.Columns names = spec.columns();
    table.require(
        Stream.of(
                names.plot(),
                names.tree(),
                names.species(),
                names.family(),
                names.form(),
                names.diameterCm(),
                names.dead(),
                names.heightM(),
                names.woodDensityGPerCm3(),
                names.east(),
                names.north())
            .filter(name -> !name.isEmpty())
            .toList(),
        "name the columns as the file does");
    List<Tree> trees = new ArrayList<>();
    SortedSet<String> plots = new TreeSet<>();
    Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
    for (CsvTable.Row row : table.rows()) {
      plots.add(row.text(names.plot()));
      OptionalDouble diameter = number(row, names.diameterCm(), 1, 300);
      Optional<LeftOut> reason = reason(row, diameter);
      if (reason.isPresent()) {
        leftOut.merge(reason.get(), 1, Integer::sum);
      } else {
        trees.add(tree(row, diameter.getAsDouble()));
      }
    }
    return new TreeList(spec, table.rows().size(), trees, plots, leftOut);
  }

  private Optional<LeftOut> reason(CsvTable.Row row, OptionalDouble diameter) {
    if (diameter.isEmpty()) {
      return Optional.of(LeftOut.NOT_MEASURED);
    }
    if (spec.deadWords().contains(row.text(spec.columns().dead()))) {
      return Optional.of(LeftOut.DEAD);
    }
    String form = row.text(spec.columns().form());
    String letter = form.toUpperCase(Locale.ROOT);
    if (letter.equals("P")) {
      return Optional.of(LeftOut.PALM);
    }
    if (letter.equals("L")) {
      return Optional.of(LeftOut.LIANA);
    }
    if (!letter.equals("O")) {
      throw row.refused("form of growth must be O (tree), P (palm) or L (liana), was " + form);
    }
    return diameter.getAsDouble() < spec.design().minimumDiameterCm()
        ? Optional.of(LeftOut.TOO_THIN)
        : Optional.empty();
  }

  private Tree tree(CsvTable.Row row, double diameterCm) {
    TreeListSpec.Columns names = spec.columns();
    return new Tree(
        row.text(names.plot()),
        row.text(names.tree()),
        word(row, names.species()),
        word(row, names.family()),
        diameterCm,
        number(row, names.heightM(), 1, 100),
        number(row, names.woodDensityGPerCm3(), 0.05, 1.4),
        position(row));
  }

  private Optional<Tree.Place> position(CsvTable.Row row) {
    boolean swapped = spec.coordinates() == TreeListSpec.Coordinates.DEGREES_SWAPPED;
    double limit = swapped ? 180 : 1e7;
    OptionalDouble east = number(row, spec.columns().east(), -limit, limit);
    OptionalDouble north = number(row, spec.columns().north(), -limit, limit);
    if (east.isEmpty() || north.isEmpty()) {
      return Optional.empty();
    }
    if (!swapped) {
      return Optional.of(new Tree.Place(east.getAsDouble(), north.getAsDouble()));
    }
    double latitude = east.getAsDouble();
    double longitude = north.getAsDouble();
    return Optional.of(
        new Tree.Place(
            longitude * METRES_PER_DEGREE * StrictMath.cos(StrictMath.toRadians(latitude)),
            latitude * METRES_PER_DEGREE));
  }

  /** Text of a column; empty where the list has no such column or nothing stands in it. */
  private Optional<String> word(CsvTable.Row row, String column) {
    return column.isEmpty()
        ? Optional.empty()
        : row.optional(column).filter(text -> !spec.noDataWords().contains(text));
  }

  private OptionalDouble number(CsvTable.Row row, String column, double least, double most) {
    return word(row, column).isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(row.number(column, least, most));
  }
}
