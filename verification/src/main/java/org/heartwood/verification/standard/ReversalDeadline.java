package org.heartwood.verification.standard;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.RegistryId;

/**
 * How long a standard gives for the verified estimate of a reversal. Only deadlines that this
 * program knows the text of are here; a project under another standard has none, which is not the
 * same as having no duty.
 *
 * @param rule the text
 * @param months from the notice, or from the event where no notice is known
 */
public record ReversalDeadline(StandardRule rule, int months) {
  /** California's compliance programme. */
  public static final ReversalDeadline CALIFORNIA =
      new ReversalDeadline(Standards.CALIFORNIA_REVERSAL, 23);

  private static final Pattern CALIFORNIAN = Pattern.compile("\\barb\\b|california");

  public ReversalDeadline {
    if (months < 1) {
      throw new IllegalArgumentException("months must be > 0, were " + months);
    }
  }

  /** The deadline of a project's programme; empty where none is known. */
  public static Optional<ReversalDeadline> of(Dossier.Project project) {
    String methodology = project.methodology();
    String registry = project.registry();
    String words =
        ((methodology == null ? "" : methodology) + " " + (registry == null ? "" : registry))
            .toLowerCase(Locale.ROOT);
    boolean california =
        RegistryId.parse(project.id()).registry() == RegistryId.Registry.CALIFORNIA
            || CALIFORNIAN.matcher(words).find();
    return california ? Optional.of(CALIFORNIA) : Optional.empty();
  }

  /** Last day for the estimate of what was noticed, or happened, on a day. */
  public LocalDate due(LocalDate from) {
    return from.plusMonths(months);
  }
}
