package org.heartwood.infra;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.heartwood.verification.monitor.Progress;

/** Prints each step with the share done and an estimate of the time left. */
final class ConsoleProgress implements Progress {
  private final PrintWriter err;
  private final InstantSource clock;
  private final Instant start;

  ConsoleProgress(PrintWriter err, InstantSource clock) {
    this.err = err;
    this.clock = clock;
    this.start = clock.instant();
  }

  @Override
  public void begins(int step, double doneFraction, String name) {
    Duration elapsed = Duration.between(start, clock.instant());
    String left =
        doneFraction < 0.05
            ? ""
            : " · about "
                + clock(elapsed.toMillis() / 1e3 * (1 - doneFraction) / doneFraction)
                + " left";
    err.printf(
        Locale.ROOT,
        "%s  %3.0f %%  step %d: %s%s%n",
        clock(elapsed.toMillis() / 1e3),
        100 * doneFraction,
        step,
        name,
        left);
    err.flush();
  }

  /** Minutes and seconds. */
  static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
