package org.heartwood.ingest.access;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the links of catalogues, which may come from anyone: a local one stays under its root
 * with all symbolic links followed, one on a server stays on HTTP and on hosts that may be read.
 */
final class Links {
  private static final int SHOWN_CHARS = 200;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final AccessPolicy policy;
  private final @Nullable String root;

  /**
   * @param root folder that local links may not leave; absent = that of the file that holds them
   */
  Links(AccessPolicy policy, @Nullable String root) {
    this.policy = policy;
    this.root = root;
  }

  String resolve(String base, String href) {
    if (href.isBlank()) {
      throw refused(base, href, Reason.MISSING, "names nothing");
    }
    String plain = decoded(base, href);
    requireHarmless(base, href, plain);
    Place to = Place.of(href);
    if (to != Place.LOCAL) {
      return absolute(base, href, to);
    }
    return switch (Place.of(base)) {
      case LOCAL -> local(base, href, plain);
      case HTTP, OTHER -> relative(base, href);
    };
  }

  private static String decoded(String base, String href) {
    try {
      return URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused(base, href, Reason.UNREADABLE, "has a % that encodes nothing");
    }
  }

  private static void requireHarmless(String base, String href, String plain) {
    String path = plain.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
    if (CONTROL.matcher(plain).find() || plain.indexOf('\\') >= 0) {
      throw forbidden(base, href, "holds a control character or a backslash");
    }
    if (DRIVE.matcher(plain).matches() || "file".equals(Place.scheme(plain))) {
      throw forbidden(base, href, "names a file of this machine");
    }
    if (path.startsWith("/vsi")) {
      throw forbidden(base, href, "is a virtual path of GDAL");
    }
    if (path.endsWith(".vrt")) {
      throw forbidden(base, href, "is a VRT, which can name any other file");
    }
  }

  private String absolute(String base, String href, Place to) {
    if (to == Place.HTTP) {
      return requireHost(base, href, DataAccess.uri(href));
    }
    // A document on the web may not reach into this machine's cluster or use its credentials.
    String scheme = Place.scheme(href).replaceFirst("^s3$", "s3a");
    if (Place.of(base) == Place.HTTP || !policy.hadoopSchemes().contains(scheme)) {
      throw forbidden(base, href, "names a filesystem that this catalogue may not read");
    }
    return href;
  }

  /** A relative link of a catalogue on a server or a Hadoop filesystem. */
  private String relative(String base, String href) {
    URI from = DataAccess.uri(base);
    URI to = from.resolve(DataAccess.uri(href)).normalize();
    String path = to.getPath() == null ? "" : to.getPath();
    if (Arrays.asList(path.split("/", -1)).contains("..")) {
      throw forbidden(base, href, "leaves its root");
    }
    if (Place.of(base) == Place.HTTP) {
      return requireHost(base, href, to);
    }
    if (!String.valueOf(from.getRawAuthority()).equals(String.valueOf(to.getRawAuthority()))) {
      throw forbidden(base, href, "leaves its filesystem");
    }
    return to.toString();
  }

  private String requireHost(String base, String href, URI to) {
    String host = to.getHost();
    boolean same =
        host != null
            && Place.of(base) == Place.HTTP
            && host.equalsIgnoreCase(DataAccess.uri(base).getHost());
    if (host == null || !(same || policy.allowsHost(host))) {
      throw forbidden(base, href, "names a host that may not be read");
    }
    return to.toString();
  }

  private String local(String base, String href, String plain) {
    try {
      Path from = DataAccess.localPath(base).toRealPath();
      Path folder = root == null ? folder(from) : Path.of(root);
      Path realRoot = folder.toRealPath();
      Path target = folder(from).resolve(plain).normalize();
      // First by its name alone, so that nothing is learned of what exists outside the root.
      if (!target.startsWith(realRoot) && !target.startsWith(folder.normalize())) {
        throw forbidden(base, href, "leaves " + folder);
      }
      Path real = target.toRealPath();
      if (!real.startsWith(realRoot)) {
        throw forbidden(base, href, "leaves " + folder + " by a symbolic link");
      }
      return real.toString();
    } catch (NoSuchFileException e) {
      throw refused(base, href, Reason.MISSING, "names no file");
    } catch (IOException e) {
      throw refused(
          base, href, Reason.UNREADABLE, "cannot be followed (" + shown(e.toString()) + ")");
    }
  }

  private static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static InputException forbidden(String base, String href, String why) {
    return refused(base, href, Reason.FORBIDDEN, why);
  }

  private static InputException refused(String base, String href, Reason reason, String why) {
    return new InputException(
        reason,
        base
            + ": the link \""
            + shown(href)
            + "\" "
            + why
            + "; let it name a file beside or below the catalogue, or an allowed server");
  }

  /** Text from outside, as one line of bounded length. */
  static String shown(String text) {
    String line = CONTROL.matcher(text).replaceAll("?");
    return line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "…";
  }
}
