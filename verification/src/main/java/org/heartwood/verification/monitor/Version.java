package org.heartwood.verification.monitor;

/** The version of the program, as the build wrote it. */
public final class Version {
  /** Such as {@code 0.1.0}; {@code development} when run from classes instead of a jar. */
  public static final String HEARTWOOD = read();

  private Version() {}

  private static String read() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
