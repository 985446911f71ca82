package org.heartwood.inference.challenge;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an outsider hands in: a group of pixels and a better model for it.
 *
 * @param name lower-case letters, digits and hyphens, at most 64
 * @param author who hands it in, at most 200 characters
 * @param why what is wrong with the deployed model there, at most 2000 characters
 * @param group the pixels
 * @param model the better model
 */
public record Submission(
    String name, String author, String why, GroupRule group, ProposedModel model)
    implements Serializable {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  public Submission {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name must have 1 to 64 lower-case letters, digits and hyphens");
    }
    requireText("author", author, 200);
    requireText("why", why, 2000);
  }

  private static void requireText(String field, String text, int longest) {
    boolean control = text.chars().anyMatch(Character::isISOControl);
    if (text.isBlank() || text.length() > longest || control) {
      throw new IllegalArgumentException(
          field
              + " must be one line of 1 to "
              + longest
              + " characters without control characters, was "
              + text.length()
              + " characters");
    }
  }

  /** Another place for the files that the submission names. */
  Submission at(GroupRule group, ProposedModel model) {
    return new Submission(name, author, why, group, model);
  }

  /**
   * Which pixels a submission is about: {@code {"where": "slope_deg > 20"}} or {@code {"polygons":
   * "file.geojson"}}.
   *
   * @param form how the group is given
   * @param text the condition, or the file
   */
  public record GroupRule(Form form, String text) implements Serializable {
    /** How a group is given. */
    public enum Form {
      /** A condition on layers and {@code prediction}. */
      WHERE,
      /** The pixels whose centres lie in polygons. */
      POLYGONS
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static GroupRule of(Map<String, String> fields) {
      Map.Entry<String, String> only = only(fields, "where", "polygons");
      return new GroupRule(
          only.getKey().equals("where") ? Form.WHERE : Form.POLYGONS, only.getValue());
    }

    @JsonValue
    Map<String, String> json() {
      return Map.of(form == Form.WHERE ? "where" : "polygons", text);
    }
  }

  /**
   * The better model: {@code {"formula": "3 + 0.9 * prediction"}} or {@code {"folder": "model"}}.
   *
   * @param source how the model is given
   * @param text the formula, or the folder
   */
  public record ProposedModel(Source source, String text) implements Serializable {
    /** How a model is given. */
    public enum Source {
      /** An expression of layers and {@code prediction}. */
      FORMULA,
      /** A folder with card and weights. */
      FOLDER
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ProposedModel of(Map<String, String> fields) {
      Map.Entry<String, String> only = only(fields, "formula", "folder");
      return new ProposedModel(
          only.getKey().equals("formula") ? Source.FORMULA : Source.FOLDER, only.getValue());
    }

    @JsonValue
    Map<String, String> json() {
      return Map.of(source == Source.FORMULA ? "formula" : "folder", text);
    }
  }

  private static Map.Entry<String, String> only(
      Map<String, String> fields, String first, String second) {
    if (fields.size() != 1
        || !(fields.containsKey(first) || fields.containsKey(second))
        || fields.containsValue(null)) {
      throw new IllegalArgumentException(
          "expected exactly one field, " + first + " or " + second + ", found " + fields.keySet());
    }
    return fields.entrySet().iterator().next();
  }
}
