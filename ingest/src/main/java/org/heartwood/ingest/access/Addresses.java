package org.heartwood.ingest.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Which IP addresses are reachable by anyone (IANA special-purpose registries). */
final class Addresses {
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern DOTTED_QUAD = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

  private Addresses() {}

  /**
   * Whether a host is an IPv4 address in another spelling than four decimal numbers: {@code
   * 2130706433}, {@code 0x7f.1} and {@code 0177.0.0.1} are all 127.0.0.1 to some reader.
   */
  static boolean oddlySpelled(String host) {
    return ENDS_IN_A_NUMBER.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches();
  }

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int a = bytes[0] & 0xFF;
    int b = bytes[1] & 0xFF;
    int c = bytes[2] & 0xFF;
    return switch (a) {
      case 0, 10, 127 -> false;
      case 100 -> b < 64 || b > 127; // Carrier-grade NAT.
      case 169 -> b != 254;
      case 172 -> b < 16 || b > 31;
      case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2)) && !(b == 88 && c == 99);
      case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
      case 203 -> !(b == 0 && c == 113);
      default -> a < 224; // Multicast and reserved above.
    };
  }

  /**
   * Global unicast is 2000::/3; the addresses in it that hold an IPv4 one are as public as that.
   */
  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
    int second = (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
    if (first == 0x2002) { // 6to4
      return isPublic4(Arrays.copyOfRange(bytes, 2, 6));
    }
    if (first == 0x64 && second == 0xFF9B) { // NAT64
      return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
    }
    boolean special = first == 0x2001 && (second < 0x200 || second == 0xDB8);
    return (first & 0xE000) == 0x2000 && !special;
  }
}
