package org.heartwood.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  /** One-block message of FIPS 180-2, appendix B.1. */
  @Test
  void theDigestOfAbcIsTheStandardsExample() {
    assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  /** Long message of FIPS 180-2, appendix B.3: a million times the letter a. */
  @Test
  void aFileIsDigestedWhole(@TempDir Path folder) throws IOException {
    byte[] letters = new byte[1_000_000];
    Arrays.fill(letters, (byte) 'a');
    Path file = Files.write(folder.resolve("a"), letters);
    assertThat(Sha256.of(file))
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  @Test
  void anEmptyFileHasTheDigestOfNothing(@TempDir Path folder) throws IOException {
    assertThat(Sha256.of(Files.createFile(folder.resolve("empty"))))
        .isEqualTo(Sha256.of(new byte[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
