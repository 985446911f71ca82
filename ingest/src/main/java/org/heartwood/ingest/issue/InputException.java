package org.heartwood.ingest.issue;

/**
 * The user's input cannot be used. The message is one line that names the file, the subject, the
 * value found, what was expected and what to do; it is shown without a stack trace and ends the
 * command with exit code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
