package org.heartwood.verification.area;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Lines of the published tables beside these tests, without their comments. */
final class Vectors {
  private Vectors() {}

  static List<List<String>> rows(String name) {
    try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Splitter.on(',').splitToList(line))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
