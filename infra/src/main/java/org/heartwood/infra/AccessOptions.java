package org.heartwood.infra;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.heartwood.ingest.access.AccessPolicy;
import org.heartwood.ingest.access.DataAccess;
import picocli.CommandLine.Option;

/** Options of every command that reads scenes: which servers may be asked, and how. */
final class AccessOptions {
  @Option(
      names = "--allow-host",
      paramLabel = "HOST",
      description = "read scenes from these HTTP hosts only (default: any public host)")
  private Set<String> hosts = new LinkedHashSet<>();

  @Option(
      names = "--allow-private-addresses",
      description = "let hosts of private networks and of this machine be read")
  private boolean privateAddresses;

  @Option(
      names = "--hadoop",
      paramLabel = "KEY=VALUE",
      description = "Hadoop setting, such as fs.s3a.endpoint=…")
  private Map<String, String> hadoop = new TreeMap<>();

  DataAccess access() {
    AccessPolicy standard = AccessPolicy.standard();
    return new DataAccess(
        new AccessPolicy(
            hosts,
            privateAddresses
                ? AccessPolicy.PrivateAddresses.ALLOWED
                : AccessPolicy.PrivateAddresses.REFUSED,
            standard.hadoopSchemes()),
        hadoop);
  }
}
