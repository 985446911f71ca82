package org.heartwood.ingest.issue;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A piece of data that could not be used, or that deserves a look. The run goes on without it.
 *
 * @param project registry identifier of the project
 * @param scene scene or feature it belongs to; absent where it belongs to the whole project
 * @param file file it was found in, as the dossier or catalogue names it
 * @param reason its kind
 * @param detail what was found and what was expected, on one line
 * @param remedy what a person can do about it
 * @param partial true when something was left out of the result because of it
 */
public record DataIssue(
    String project,
    @Nullable String scene,
    @Nullable String file,
    Reason reason,
    String detail,
    String remedy,
    boolean partial)
    implements Serializable {

  /**
   * What could not be used because of an exception; messages end in what to do, after the last
   * semicolon.
   *
   * @param what the kind of thing that is left out, such as {@code scene}
   */
  public static DataIssue leftOut(
      String what,
      String project,
      @Nullable String scene,
      @Nullable String file,
      InputException fault) {
    String message = Objects.requireNonNullElseGet(fault.getMessage(), fault::toString);
    int end = message.lastIndexOf("; ");
    return new DataIssue(
        project,
        scene,
        file,
        fault.reason(),
        end < 0 ? message : message.substring(0, end),
        "the " + what + " is left out; " + (end < 0 ? "mend it" : message.substring(end + 2)),
        true);
  }

  /**
   * The same where nothing of the main result is lost by it.
   *
   * @param consequence what is lost
   */
  public DataIssue withoutLoss(String consequence) {
    return new DataIssue(project, scene, file, reason, detail, remedy + "; " + consequence, false);
  }

  /** Where it is, as narrowly as is known. */
  public String subject() {
    return scene != null && file != null ? scene + ", " + file : firstKnown(scene, file);
  }

  private String firstKnown(@Nullable String narrow, @Nullable String wide) {
    return narrow != null ? narrow : wide != null ? wide : project;
  }
}
