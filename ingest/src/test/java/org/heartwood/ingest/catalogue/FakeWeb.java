package org.heartwood.ingest.catalogue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/** Documents in memory; links may lead to hosts whose names end in {@code .example}. */
final class FakeWeb implements DocumentReader {
  private final Map<String, Supplier<InputStream>> documents = new HashMap<>();
  final List<String> opened = new ArrayList<>();

  FakeWeb with(String location, String document) {
    return with(location, document.getBytes(StandardCharsets.UTF_8));
  }

  FakeWeb with(String location, byte[] document) {
    return with(location, () -> new ByteArrayInputStream(document));
  }

  FakeWeb with(String location, Supplier<InputStream> document) {
    documents.put(location, document);
    return this;
  }

  @Override
  public InputStream open(String location) {
    opened.add(location);
    Supplier<InputStream> document = documents.get(location);
    if (document == null) {
      throw new InputException(Reason.MISSING, location + ": not found; check the address");
    }
    return document.get();
  }

  @Override
  public String resolve(String base, String href) {
    URI resolved = URI.create(base).resolve(href);
    if (!"https".equals(resolved.getScheme())
        || resolved.getHost() == null
        || !resolved.getHost().endsWith(".example")) {
      throw new InputException(
          Reason.FORBIDDEN, "\"" + href + "\" leads out of the catalogue; allow its place");
    }
    return resolved.toString();
  }

  static byte[] resource(String name) {
    try (InputStream in = FakeWeb.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
