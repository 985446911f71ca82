package org.heartwood.infra;

import java.nio.file.Path;
import org.heartwood.ingest.issue.InputException;

/** Where the samples lie that come with Heartwood. */
final class Samples {
  private Samples() {}

  /**
   * Their folder.
   *
   * @throws InputException if the launcher did not say where Heartwood is installed
   */
  static Path folder() {
    String home = System.getenv("HEARTWOOD_HOME");
    if (home == null) {
      throw new InputException(
          "HEARTWOOD_HOME is not set: start Heartwood with bin/heartwood, which knows where the"
              + " samples are");
    }
    return Path.of(home, "data-samples");
  }
}
