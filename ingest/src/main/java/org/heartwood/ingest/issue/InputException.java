package org.heartwood.ingest.issue;

/**
 * The user's input cannot be used. The message is one line that names the file, the subject, the
 * value found, what was expected and what to do; it is shown without a stack trace and ends the
 * command with exit code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** An exception whose kind is {@link Reason#UNREADABLE}. */
  public InputException(String message) {
    this(Reason.UNREADABLE, message);
  }

  /** An exception whose kind is {@link Reason#UNREADABLE}. */
  public InputException(String message, Throwable cause) {
    this(Reason.UNREADABLE, message, cause);
  }

  public InputException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public InputException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The kind of fault. */
  public Reason reason() {
    return reason;
  }
}
