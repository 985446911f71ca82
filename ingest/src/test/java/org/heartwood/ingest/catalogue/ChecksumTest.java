package org.heartwood.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.heartwood.ingest.access.MemoryBytes;
import org.heartwood.ingest.run.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChecksumTest {
  /**
   * The file extension's own examples for the text "test" (github.com/stac-extensions/file: sha1;
   * sha2-256; sha2-256 cut to 160 bits, which the example gives with two bytes too many), and
   * sha2-512 and md5 as sha512sum and md5sum print them.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1114a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
        "12209f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "12149f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "1340ee26b0dd4af7e749aa1a8ee3c10ae9923f618980772e473f8819a5d4940e0db27ac185f8a0e1d5f84f88"
            + "bc887fd67b143732c304cc5fa9ad8e6f57f50028a8ff",
        "d50110098f6bcd4621d373cade4e832627b4f6"
      })
  void publishedMultihashesMatchTheirText(String multihash) throws Exception {
    assertThat(
            Checksum.parse(multihash)
                .matches(new MemoryBytes("memory", "test".getBytes(StandardCharsets.US_ASCII))))
        .isTrue();
    assertThat(
            Checksum.parse(multihash)
                .matches(new MemoryBytes("memory", "tess".getBytes(StandardCharsets.US_ASCII))))
        .isFalse();
  }

  @Test
  void filesLargerThanTheBufferAreStreamed() throws Exception {
    Checksum checksum =
        Checksum.parse("1220" + Sha256.of("a".repeat(200_000).getBytes(StandardCharsets.US_ASCII)));
    assertThat(
            checksum.matches(
                new MemoryBytes("memory", "a".repeat(200_000).getBytes(StandardCharsets.US_ASCII))))
        .isTrue();
    assertThat(
            checksum.matches(
                new MemoryBytes("memory", "a".repeat(199_999).getBytes(StandardCharsets.US_ASCII))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12",
        "1220",
        "122000",
        "zz",
        "1201ff",
        "d5",
        "d501",
        "not hexadecimal at all",
        "12219f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0800"
      })
  void whatIsNoMultihashIsRefused(String text) {
    assertThatThrownBy(() -> Checksum.parse(text))
        .isInstanceOf(CatalogueFault.class)
        .hasMessageStartingWith("file:checksum: expected a multihash");
  }

  @Test
  void unknownAlgorithmsAreNamed() {
    assertThatThrownBy(() -> Checksum.parse("90e4021044a8995dd50b6657a037a7839304535b"))
        .hasMessageContaining("multihash code 0xb210");
  }
}
