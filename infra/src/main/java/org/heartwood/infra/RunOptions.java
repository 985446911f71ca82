package org.heartwood.infra;

import picocli.CommandLine.Option;

/** Options of every command that runs on Spark. */
final class RunOptions {
  @Option(
      names = "--master",
      defaultValue = "local[*]",
      description = "Spark master (default: ${DEFAULT-VALUE})")
  String master = "local[*]";

  @Option(names = "--json", description = "print the result as JSON")
  boolean json;
}
