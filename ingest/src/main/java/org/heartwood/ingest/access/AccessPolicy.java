package org.heartwood.ingest.access;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Which servers and filesystems may be read. Catalogues name the files that they describe, so
 * whoever wrote one would otherwise choose what this machine asks its own network for.
 *
 * <p>Every hop of a request, redirects included, is checked right before it is sent: its scheme,
 * its host's spelling, and every address that the host's name has. The connection then looks the
 * name up again. Java keeps an answer for 30 seconds unless {@code networkaddress.cache.ttl} says
 * otherwise, so both look-ups see the same addresses but for the instant in which the answer
 * expires; a name server that changes its answer in that instant is not caught. Where that matters,
 * let a proxy or a firewall refuse the private networks too.
 *
 * @param httpHosts names of the HTTP hosts that may be read, lower case; empty = any public host
 * @param privateAddresses whether hosts with addresses that are not public may be read
 * @param hadoopSchemes schemes of the Hadoop filesystems that may be read, such as {@code hdfs}
 */
public record AccessPolicy(
    Set<String> httpHosts, PrivateAddresses privateAddresses, Set<String> hadoopSchemes)
    implements Serializable {

  /** What to do with loopback, link-local, private and other addresses that are not public. */
  public enum PrivateAddresses {
    REFUSED,
    ALLOWED
  }

  public AccessPolicy {
    httpHosts = lowerCase(httpHosts);
    hadoopSchemes = lowerCase(hadoopSchemes);
  }

  private static Set<String> lowerCase(Set<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Any public HTTP host; HDFS and the usual object stores; no private address. */
  public static AccessPolicy standard() {
    return new AccessPolicy(
        Set.of(), PrivateAddresses.REFUSED, Set.of("hdfs", "s3a", "gs", "abfs", "abfss"));
  }

  /** Whether a host's name is one that may be read; its addresses are another question. */
  boolean allowsHost(String host) {
    return httpHosts.isEmpty() || httpHosts.contains(host.toLowerCase(Locale.ROOT));
  }

  /**
   * Refuses an HTTP address that may not be read.
   *
   * @throws InputException if it may not
   * @throws UnknownHostException if its host has no address
   */
  void requireAllowed(URI uri) throws UnknownHostException {
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw forbidden(uri, "expected http or https, found " + scheme, "use one of them");
    }
    String host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null) {
      throw forbidden(uri, "expected a host without a user name", "correct the address");
    }
    if (!allowsHost(host)) {
      throw forbidden(
          uri, "host " + host + " is not one that may be read", "add it to the allowed hosts");
    }
    if (Addresses.oddlySpelled(host)) {
      throw forbidden(
          uri, "expected an IP address as four decimal numbers, found " + host, "write it so");
    }
    if (privateAddresses == PrivateAddresses.REFUSED) {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!Addresses.isPublic(address)) {
          throw forbidden(
              uri,
              "host " + host + " has the address " + address.getHostAddress() + ", not public",
              "allow private addresses if it is meant to be read");
        }
      }
    }
  }

  private static InputException forbidden(URI uri, String found, String remedy) {
    return new InputException(Reason.FORBIDDEN, uri + ": " + found + "; " + remedy);
  }
}
