package org.heartwood.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.heartwood.ingest.access.AccessPolicy.PrivateAddresses;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPolicyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/a",
        "http://127.1.2.3/a",
        "http://localhost/a",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[fc00::1]/",
        "http://[fd12:3456::1]/",
        "http://[fe80::1]/",
        "http://[ff02::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0x7f.0.0.1/",
        "http://3232235777/",
        "http://user@93.184.216.34/",
        "http:///nohost",
        "file:///etc/passwd",
        "ftp://93.184.216.34/a",
        "gopher://93.184.216.34/",
      })
  void whatIsNotAPublicHttpAddressIsRefused(String uri) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> AccessPolicy.standard().requireAllowed(URI.create(uri)))
        .withMessageStartingWith(uri)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://93.184.216.34/a",
        "https://8.8.8.8:8443/a",
        "http://172.32.0.1/",
        "http://100.128.0.1/",
        "http://[2606:4700::1111]/",
        "http://[2002:808:808::]/",
      })
  void publicAddressesMayBeRead(String uri) throws UnknownHostException {
    AccessPolicy.standard().requireAllowed(URI.create(uri));
  }

  @Test
  void onlyTheHostsOfAListMayBeRead() throws UnknownHostException {
    AccessPolicy policy = new AccessPolicy(Set.of("8.8.8.8"), PrivateAddresses.REFUSED, Set.of());
    policy.requireAllowed(URI.create("https://8.8.8.8/"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> policy.requireAllowed(URI.create("https://8.8.4.4/")))
        .withMessage(
            "https://8.8.4.4/: host 8.8.4.4 is not one that may be read; add it to the allowed"
                + " hosts");
  }

  @Test
  void everyFormOfAPrivateAddressIsKnown() throws UnknownHostException {
    for (String address : new String[] {"192.0.2.1", "198.18.0.1", "240.0.0.1", "2001:db8::1"}) {
      assertThat(Addresses.isPublic(InetAddress.getByName(address))).as(address).isFalse();
    }
    assertThat(Addresses.isPublic(InetAddress.getByName("1.1.1.1"))).isTrue();
  }
}
