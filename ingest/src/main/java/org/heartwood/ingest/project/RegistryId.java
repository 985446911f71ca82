package org.heartwood.ingest.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifier of a project in its registry, in the registry's usual spelling: {@code VCS934}, {@code
 * ACR260}, {@code CAR1183}, {@code GS4210}, {@code ART101}, {@code PV-2015-017}, {@code CAFR5029}.
 * Two spellings of one identifier are equal.
 *
 * @param registry who gave it; absent if the spelling belongs to no registry known here
 * @param canonical the usual spelling; as written where the registry is not known
 */
public record RegistryId(@Nullable Registry registry, String canonical) {

  /** Registries of forest carbon projects, and California's regulator, which numbers its own. */
  public enum Registry {
    VERRA("Verra", "VCS", "VCS|Verra(?: VCS)?", "\\bverra\\b|\\bvcs\\b|verified carbon standard"),
    ACR("American Carbon Registry", "ACR", "ACR", "\\bacr\\b|american carbon registry"),
    CAR("Climate Action Reserve", "CAR", "CAR", "\\bcar\\b|climate action reserve"),
    GOLD_STANDARD("Gold Standard", "GS", "GS|Gold Standard", "\\bgs\\b|gold standard"),
    ART(
        "Architecture for REDD+ Transactions",
        "ART",
        "ART(?: TREES)?",
        "\\bart\\b|architecture for redd"),
    PLAN_VIVO("Plan Vivo", "PV-", "PV|Plan Vivo", "plan vivo"),
    /** Beside the number of the registry that lists the project, which is another of these. */
    CALIFORNIA(
        "California Air Resources Board", "CAFR", "CAFR", "\\barb\\b|california air resources");

    private final String title;
    private final String prefix;
    private final Pattern spelling;
    private final Pattern name;

    Registry(String title, String prefix, String prefixes, String name) {
      this.title = title;
      this.prefix = prefix;
      this.spelling =
          Pattern.compile(
              "(?:" + prefixes + ")[ _–#-]{0,2}([0-9]{1,12}(?:[_-][0-9]{1,12}){0,3})",
              Pattern.CASE_INSENSITIVE);
      this.name = Pattern.compile(name);
    }

    /** Its name. */
    public String title() {
      return title;
    }

    /** The one registry that a text names; empty if there is none or several. */
    static Optional<Registry> named(String text) {
      String lowerCase = text.toLowerCase(Locale.ROOT);
      List<Registry> named = new ArrayList<>();
      for (Registry registry : values()) {
        if (registry.name.matcher(lowerCase).find()) {
          named.add(registry);
        }
      }
      return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    /** Numbers of several groups belong to Plan Vivo only; leading zeros to California as well. */
    private Optional<String> canonical(String text) {
      Matcher matcher = spelling.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String number = matcher.group(1).replace('_', '-');
      if (this == PLAN_VIVO || this == CALIFORNIA) {
        return Optional.of(prefix + number);
      }
      return number.contains("-")
          ? Optional.empty()
          : Optional.of(prefix + number.replaceFirst("^0+(?=.)", ""));
    }
  }

  /**
   * Reads an identifier in any usual spelling: {@code VCS 934}, {@code vcs-934}, {@code Verra 934}.
   *
   * @param text as written; what fits no registry is kept as it is, without the space around it
   */
  public static RegistryId parse(String text) {
    String stripped = text.strip();
    for (Registry registry : Registry.values()) {
      Optional<String> canonical = registry.canonical(stripped);
      if (canonical.isPresent()) {
        return new RegistryId(registry, canonical.get());
      }
    }
    return new RegistryId(null, stripped);
  }

  /** True if a text names one registry that is known and cannot have given this identifier. */
  boolean contradicts(String registryName) {
    Optional<Registry> named = Registry.named(registryName);
    return registry != null
        && registry != Registry.CALIFORNIA
        && named.isPresent()
        && named.get() != Registry.CALIFORNIA
        && named.get() != registry;
  }

  @Override
  public String toString() {
    return canonical;
  }
}
