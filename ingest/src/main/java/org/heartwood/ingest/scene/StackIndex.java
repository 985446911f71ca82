package org.heartwood.ingest.scene;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.issue.InputException;

/**
 * The dates of a stack's bands: a CSV with the columns {@code band} (counted from 1), {@code date}
 * (ISO 8601, YYYY-MM-DD) and {@code scene}, in any order; other columns are ignored. A band that it
 * does not list is not used. Fields hold no commas and no quotes.
 */
public final class StackIndex {
  private static final long MAX_BYTES = 16L << 20;

  private final Path file;
  private final int bands;
  private final List<String> header;
  private final Map<Integer, Integer> lineOfBand = new HashMap<>();
  private final Map<String, Integer> lineOfScene = new HashMap<>();

  private StackIndex(Path file, int bands, String header) {
    this.file = file;
    this.bands = bands;
    this.header = fields(1, header.startsWith("\uFEFF") ? header.substring(1) : header);
  }

  /**
   * Reads the index of a stack.
   *
   * @param csv the file
   * @param bands number of bands of the GeoTIFF
   * @return the bands by date, then by number
   * @throws InputException naming the line, if a column is missing, a date is malformed, or a band
   *     or scene is out of range or named twice
   */
  public static List<DatedImage> read(Path csv, int bands) {
    List<String> lines = lines(csv);
    if (lines.isEmpty()) {
      throw new InputException(
          csv + ": expected the columns band, date and scene, found an empty file; fill it in");
    }
    StackIndex index = new StackIndex(csv, bands, lines.get(0));
    int bandColumn = index.column("band");
    int dateColumn = index.column("date");
    int sceneColumn = index.column("scene");
    List<DatedImage> out = new ArrayList<>();
    for (int line = 2; line <= lines.size(); line++) {
      if (!lines.get(line - 1).isBlank()) {
        List<String> fields = index.fields(line, lines.get(line - 1));
        if (fields.size() != index.header.size()) {
          throw index.refuse(
              line,
              "expected "
                  + index.header.size()
                  + " fields as in the first line, found "
                  + fields.size()
                  + "; correct the line");
        }
        out.add(
            new DatedImage(
                index.band(line, fields.get(bandColumn)) - 1,
                index.date(line, fields.get(dateColumn)),
                index.scene(line, fields.get(sceneColumn))));
      }
    }
    if (out.isEmpty()) {
      throw new InputException(csv + ": expected a line for each band, found none; fill them in");
    }
    out.sort(Comparator.comparing(DatedImage::date).thenComparing(DatedImage::index0));
    return List.copyOf(out);
  }

  private static List<String> lines(Path csv) {
    if (!Files.isRegularFile(csv)) {
      throw new InputException(csv + ": no such file; check bandsPath in the dossier's sources");
    }
    try {
      long size = Files.size(csv);
      if (size > MAX_BYTES) {
        throw new InputException(
            csv
                + ": expected at most "
                + MAX_BYTES
                + " bytes, found "
                + size
                + "; is this the index of a stack?");
      }
      return Files.readAllLines(csv, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new InputException(
          csv + ": expected text in UTF-8, found other bytes; save it as UTF-8", e);
    } catch (IOException e) {
      throw new InputException(csv + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private List<String> fields(int line, String text) {
    if (text.contains("\"")) {
      throw refuse(line, "expected fields without quotes, found one; remove them");
    }
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private int column(String name) {
    int column = header.indexOf(name);
    if (column < 0) {
      throw refuse(
          1, "expected the columns band, date and scene, found " + header + "; add " + name);
    }
    return column;
  }

  private int band(int line, String text) {
    int band;
    try {
      band = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      band = 0;
    }
    if (band < 1 || band > bands) {
      throw refuse(
          line,
          "expected a band from 1 to "
              + bands
              + ", as many as the GeoTIFF has, found \""
              + text
              + "\"; correct it");
    }
    Integer before = lineOfBand.putIfAbsent(band, line);
    if (before != null) {
      throw refuse(
          line,
          "expected each band once, found band " + band + " as in line " + before + "; correct it");
    }
    return band;
  }

  private LocalDate date(int line, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw refuse(line, "expected a date such as 2001-02-28, found \"" + text + "\"; correct it");
    }
  }

  private String scene(int line, String text) {
    if (text.isEmpty()) {
      throw refuse(line, "expected the name of a scene, found none; fill it in");
    }
    Integer before = lineOfScene.putIfAbsent(text, line);
    if (before != null) {
      throw refuse(
          line,
          "expected each scene once, found \""
              + text
              + "\" as in line "
              + before
              + "; remove one of the two");
    }
    return text;
  }

  private InputException refuse(int line, String problem) {
    return new InputException(file + ":" + line + ": " + problem);
  }
}
