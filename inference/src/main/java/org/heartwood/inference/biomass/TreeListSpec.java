package org.heartwood.inference.biomass;

import java.util.List;

/**
 * One inventory: its file, what its columns mean, and the design of its plots.
 *
 * @param site name of the site; plots of one site share errors
 * @param file path of the table, relative to the training file
 * @param encoding {@code UTF-8} or {@code ISO-8859-1}
 * @param coordinates what the two position columns hold
 * @param columns the names of its columns
 * @param deadWords what the column of dead trees says of a dead tree
 * @param noDataWords what stands for a missing value
 * @param design where its trees were measured
 */
public record TreeListSpec(
    String site,
    String file,
    String encoding,
    Coordinates coordinates,
    Columns columns,
    List<String> deadWords,
    List<String> noDataWords,
    PlotDesign design) {
  public TreeListSpec {
    if (!encoding.equals("UTF-8") && !encoding.equals("ISO-8859-1")) {
      throw new IllegalArgumentException("encoding must be UTF-8 or ISO-8859-1, was " + encoding);
    }
    deadWords = List.copyOf(deadWords);
    noDataWords = List.copyOf(noDataWords);
  }

  /** What the two position columns hold. */
  public enum Coordinates {
    /** Metres east and north. */
    METRES,
    /** Degrees of latitude where east is said, of longitude where north is said. */
    DEGREES_SWAPPED
  }

  /**
   * Names of columns, as in the first line of the file.
   *
   * @param plot the plot
   * @param tree the tree's number
   * @param species genus and epithet
   * @param family family
   * @param form one letter: O tree, P palm, L liana
   * @param diameterCm diameter at breast height, cm
   * @param dead whether it was dead
   * @param heightM measured total height, m; empty if there is none
   * @param woodDensityGPerCm3 wood density, g/cm³; empty if there is none
   * @param east metres east, or as {@link Coordinates} says
   * @param north metres north, or as {@link Coordinates} says
   */
  public record Columns(
      String plot,
      String tree,
      String species,
      String family,
      String form,
      String diameterCm,
      String dead,
      String heightM,
      String woodDensityGPerCm3,
      String east,
      String north) {}

  /**
   * The same trees as another survey of the table saw them.
   *
   * @param diameterColumn column of its diameters
   * @param deadColumn column that tells which trees it found dead
   */
  public TreeListSpec inSurvey(String diameterColumn, String deadColumn) {
    return new TreeListSpec(
        site,
        file,
        encoding,
        coordinates,
        new Columns(
            columns.plot(),
            columns.tree(),
            columns.species(),
            columns.family(),
            columns.form(),
            diameterColumn,
            deadColumn,
            "",
            "",
            columns.east(),
            columns.north()),
        deadWords,
        noDataWords,
        design);
  }
}
