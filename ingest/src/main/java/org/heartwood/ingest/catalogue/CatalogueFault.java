package org.heartwood.ingest.catalogue;

import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/** A document, an item or an asset that cannot be used: what was found, and what to do. */
final class CatalogueFault extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_SHOWN = 120;

  private final Reason reason;
  private final String remedy;

  CatalogueFault(Reason reason, String detail, String remedy) {
    super(detail);
    this.reason = reason;
    this.remedy = remedy;
  }

  /**
   * The words of whoever refused to open or to follow something; what to do stands after the
   * semicolon.
   *
   * @param location document that the fault belongs to, which need not be named again
   */
  static CatalogueFault of(InputException refused, String location) {
    String message = String.valueOf(refused.getMessage());
    String detail =
        message.startsWith(location + ": ") ? message.substring(location.length() + 2) : message;
    int semicolon = detail.lastIndexOf("; ");
    return semicolon < 0
        ? new CatalogueFault(refused.reason(), detail, "check the address")
        : new CatalogueFault(
            refused.reason(), detail.substring(0, semicolon), detail.substring(semicolon + 2));
  }

  /** A member whose value cannot be used. */
  static CatalogueFault value(String member, String expected, Object found) {
    return new CatalogueFault(
        Reason.VALUE,
        member + ": expected " + expected + ", found " + shown(String.valueOf(found)),
        "correct the catalogue, or leave the item out of it");
  }

  /** The same fault, with the place where it is before it. */
  CatalogueFault at(String place) {
    return new CatalogueFault(reason, place + ": " + getMessage(), remedy);
  }

  InputException asInputException(String location) {
    return new InputException(reason, location + ": " + getMessage() + "; " + remedy, this);
  }

  /**
   * As a row of the issue table.
   *
   * @param scene item it belongs to, if known
   * @param loss whether something is left out because of it
   */
  DataIssue asIssue(String project, @Nullable String scene, String file, Loss loss) {
    return new DataIssue(
        project, scene, file, reason, String.valueOf(getMessage()), remedy, loss == Loss.SOME);
  }

  /** Whether something is left out because of the fault. */
  enum Loss {
    NONE,
    SOME
  }

  /** Foreign text on one line, shortened if long. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_SHOWN
        ? line
        : line.substring(0, LONGEST_SHOWN) + "… (" + line.length() + " characters)";
  }
}
