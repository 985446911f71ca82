package org.heartwood.ingest.access;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The one door to data: opens local files, HTTP addresses and Hadoop locations under an {@link
 * AccessPolicy}, and resolves the links that catalogues hold. It travels with the tasks that read.
 */
public final class DataAccess implements Serializable {
  private static final long serialVersionUID = 1L;

  private final AccessPolicy policy;
  private final TreeMap<String, String> hadoopSettings;
  private final @Nullable String root;

  /**
   * @param policy which servers and filesystems may be read
   * @param hadoopSettings Hadoop properties such as {@code fs.s3a.endpoint}
   */
  public DataAccess(AccessPolicy policy, Map<String, String> hadoopSettings) {
    this(policy, hadoopSettings, null);
  }

  private DataAccess(
      AccessPolicy policy, Map<String, String> hadoopSettings, @Nullable String root) {
    this.policy = policy;
    this.hadoopSettings = new TreeMap<>(hadoopSettings);
    this.root = root;
  }

  /** The standard policy, and Hadoop as its files configure it. */
  public static DataAccess standard() {
    return new DataAccess(AccessPolicy.standard(), Map.of());
  }

  /**
   * The same access for a catalogue whose local links must stay under a folder; without one, they
   * must stay under the folder of the file that holds them.
   */
  public DataAccess within(Path folder) {
    return new DataAccess(policy, hadoopSettings, folder.toAbsolutePath().toString());
  }

  /**
   * Opens a file.
   *
   * @param location a local path, or a URI of the scheme {@code file}, {@code http}, {@code https}
   *     or one of the policy's Hadoop schemes ({@code s3} is taken for {@code s3a})
   * @throws InputException if it may not or cannot be read
   */
  public ByteSource open(String location) {
    return switch (Place.of(location)) {
      case LOCAL -> LocalBytes.open(localPath(location));
      case HTTP -> HttpBytes.open(policy, uri(location));
      case OTHER -> HadoopBytes.open(hadoopLocation(location), hadoopSettings);
    };
  }

  /**
   * A whole file.
   *
   * @param limitBytes the most that it may have
   * @throws InputException if it may not or cannot be read, or is larger
   */
  public byte[] readAll(String location, int limitBytes) {
    if (Place.of(location) == Place.HTTP) {
      return HttpBytes.readAll(policy, uri(location), limitBytes);
    }
    try (ByteSource source = open(location)) {
      if (source.length() > limitBytes) {
        throw new InputException(
            Reason.TOO_LARGE,
            location
                + ": expected at most "
                + limitBytes
                + " bytes, found "
                + source.length()
                + "; check the link");
      }
      byte[] out = new byte[(int) source.length()];
      source.readFully(0, out, 0, out.length);
      return out;
    } catch (IOException e) {
      throw new InputException(location + ": cannot be read (" + e + "); try again", e);
    }
  }

  /**
   * The location that a link in a catalogue means. What it names may still not exist on a server;
   * {@link #open} says so.
   *
   * @param baseLocation location of the file that holds the link
   * @param href the link: relative, or absolute where the policy allows its place
   * @return a real local path under the root, or a URI
   * @throws InputException if it leaves its root, or names a place that may not be read
   */
  public String resolve(String baseLocation, String href) {
    return new Links(policy, root).resolve(baseLocation, href);
  }

  private String hadoopLocation(String location) {
    String scheme = Place.scheme(location);
    String hadoop = "s3".equals(scheme) ? "s3a" : scheme;
    if (!policy.hadoopSchemes().contains(hadoop)) {
      throw new InputException(
          Reason.FORBIDDEN,
          location
              + ": expected a path, http, https or one of "
              + policy.hadoopSchemes().stream().sorted().toList()
              + ", found the scheme "
              + scheme
              + "; copy the file, or allow the scheme");
    }
    return hadoop + location.substring(scheme.length());
  }

  static URI uri(String location) {
    try {
      return new URI(location.replace(" ", "%20"));
    } catch (URISyntaxException e) {
      throw new InputException(location + ": is no address (" + e.getReason() + "); correct it", e);
    }
  }

  /** The path of a local location, which may be a {@code file:} URI. */
  static Path localPath(String location) {
    try {
      return location.toLowerCase(Locale.ROOT).startsWith("file:")
          ? Path.of(uri(location))
          : Path.of(location);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new InputException(
          Reason.MISSING,
          Links.shown(location) + ": is no path (" + Links.shown(e.toString()) + "); correct it",
          e);
    }
  }
}
