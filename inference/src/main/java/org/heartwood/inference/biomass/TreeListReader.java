package org.heartwood.inference.biomass;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Reads an inventory's table. A value that is neither a number nor the word for a missing one, or
 * that no tree can have, is refused with its row: a wrong diameter would be tonnes of carbon.
 */
public final class TreeListReader {
  private static final double METRES_PER_DEGREE = 111_195;

  private final String file;
  private final TreeListSpec spec;
  private final Map<String, Integer> columns;

  private TreeListReader(String file, TreeListSpec spec, Map<String, Integer> columns) {
    this.file = file;
    this.spec = spec;
    this.columns = columns;
  }

  /**
   * Reads the living trees of one inventory.
   *
   * @param folder what {@code spec.file()} is relative to
   * @throws InputException naming file, row and value
   */
  public static TreeList read(Path folder, TreeListSpec spec) {
    Path path = folder.resolve(spec.file());
    String file = path.toString();
    List<String> lines = decoded(path, spec).lines().toList();
    if (lines.isEmpty()) {
      throw new InputException(file + ": is empty; a header and one row a tree are expected");
    }
    TreeListReader reader = new TreeListReader(file, spec, header(file, lines.get(0)));
    return reader.rows(lines);
  }

  private static String decoded(Path path, TreeListSpec spec) {
    try {
      return Charset.forName(spec.encoding())
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          path + ": is not " + spec.encoding() + "; give its encoding, such as ISO-8859-1", e);
    } catch (IOException e) {
      throw new InputException(
          Reason.MISSING, path + ": cannot be read (" + e.getMessage() + "); check the path", e);
    }
  }

  private static Map<String, Integer> header(String file, String line) {
    Map<String, Integer> columns = new HashMap<>();
    List<String> names = fields(line);
    for (int i = 0; i < names.size(); i++) {
      if (columns.put(names.get(i), i) != null) {
        throw new InputException(
            Reason.INCONSISTENT,
            file + ":1: the column " + names.get(i) + " is there twice; remove one of them");
      }
    }
    return columns;
  }

  private static List<String> fields(String line) {
    String[] parts = line.replace("\uFEFF", "").split(",", -1);
    List<String> fields = new ArrayList<>(parts.length);
    for (String part : parts) {
      fields.add(part.strip());
    }
    return fields;
  }

  private TreeList rows(List<String> lines) {
    TreeListSpec.Columns names = spec.columns();
    int plotColumn = column(names.plot());
    int formColumn = column(names.form());
    int deadColumn = column(names.dead());
    List<Tree> trees = new ArrayList<>();
    SortedSet<String> plots = new TreeSet<>();
    Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
    for (int i = 1; i < lines.size(); i++) {
      List<String> row = fields(lines.get(i));
      if (row.size() != columns.size()) {
        throw new InputException(
            place(i) + ": has " + row.size() + " fields, the header " + columns.size());
      }
      String plot = row.get(plotColumn);
      plots.add(plot);
      OptionalDouble diameter = number(row, i, names.diameterCm(), 1, 300);
      Optional<LeftOut> reason =
          reason(row.get(formColumn), row.get(deadColumn), diameter, place(i));
      if (reason.isPresent()) {
        leftOut.merge(reason.get(), 1, Integer::sum);
      } else {
        trees.add(tree(row, i, plot, diameter.getAsDouble()));
      }
    }
    return new TreeList(spec, lines.size() - 1, trees, plots, leftOut);
  }

  private Optional<LeftOut> reason(
      String form, String dead, OptionalDouble diameter, String place) {
    if (diameter.isEmpty()) {
      return Optional.of(LeftOut.NOT_MEASURED);
    }
    if (spec.deadWords().contains(dead)) {
      return Optional.of(LeftOut.DEAD);
    }
    String letter = form.toUpperCase(Locale.ROOT);
    if (letter.equals("P")) {
      return Optional.of(LeftOut.PALM);
    }
    if (letter.equals("L")) {
      return Optional.of(LeftOut.LIANA);
    }
    if (!letter.equals("O")) {
      throw new InputException(
          place + ": form of growth must be O (tree), P (palm) or L (liana), was " + form);
    }
    return diameter.getAsDouble() < spec.design().minimumDiameterCm()
        ? Optional.of(LeftOut.TOO_THIN)
        : Optional.empty();
  }

  private Tree tree(List<String> row, int line, String plot, double diameterCm) {
    TreeListSpec.Columns names = spec.columns();
    return new Tree(
        plot,
        row.get(column(names.tree())),
        word(row.get(column(names.species()))),
        word(row.get(column(names.family()))),
        diameterCm,
        optional(row, line, names.heightM(), 1, 100),
        optional(row, line, names.woodDensityGPerCm3(), 0.05, 1.4),
        position(row, line));
  }

  private Optional<Tree.Place> position(List<String> row, int line) {
    boolean swapped = spec.coordinates() == TreeListSpec.Coordinates.DEGREES_SWAPPED;
    double limit = swapped ? 180 : 1e7;
    OptionalDouble east = number(row, line, spec.columns().east(), -limit, limit);
    OptionalDouble north = number(row, line, spec.columns().north(), -limit, limit);
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

  private Optional<String> word(String text) {
    return text.isEmpty() || spec.noDataWords().contains(text)
        ? Optional.empty()
        : Optional.of(text);
  }

  /** A number of a column that not every list has. */
  private OptionalDouble optional(
      List<String> row, int line, String name, double minimum, double maximum) {
    return name.isEmpty() ? OptionalDouble.empty() : number(row, line, name, minimum, maximum);
  }

  private OptionalDouble number(
      List<String> row, int line, String name, double minimum, double maximum) {
    Optional<String> text = word(row.get(column(name)));
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value;
    try {
      value = Double.parseDouble(text.get());
    } catch (NumberFormatException e) {
      throw new InputException(
          place(line)
              + ": "
              + name
              + " must be a number, was "
              + text.get()
              + "; correct it or name it in noDataWords",
          e);
    }
    if (!(value >= minimum && value <= maximum)) {
      throw new InputException(
          place(line)
              + ": "
              + name
              + " must be from "
              + minimum
              + " to "
              + maximum
              + ", was "
              + text.get()
              + "; correct it, or name it in noDataWords if it stands for a missing value");
    }
    return OptionalDouble.of(value);
  }

  private int column(String name) {
    Integer index = columns.get(name.strip());
    if (index == null) {
      throw new InputException(
          Reason.MISSING,
          file + ":1: no column " + name + "; the header has " + new TreeSet<>(columns.keySet()));
    }
    return index;
  }

  private String place(int line) {
    return file + ":" + (line + 1);
  }
}
