package org.heartwood.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heartwood.ingest.access.AccessPolicy;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogues in folders and on a server, through the door that guards them. */
final class CatalogueAccessTest {
  private static final DataAccess LOOPBACK =
      new DataAccess(
          new AccessPolicy(Set.of(), AccessPolicy.PrivateAddresses.ALLOWED, Set.of()), Map.of());

  private static SceneListing read(Path catalogue, Path root) {
    return CatalogueReader.read(
        catalogue.toString(), "VCS1", Items.everything(), DataAccess.standard().within(root));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aCatalogueInAFolderLeadsToItsFiles(@TempDir Path folder) throws Exception {
    write(folder.resolve("catalog.json"), Items.catalogue("child ./2022/collection.json"));
    write(folder.resolve("2022/collection.json"), Items.catalogue("item ./a/a.json"));
    write(
        folder.resolve("2022/a/a.json"),
        new String(FakeWeb.resource("landsat-c2-l2.json"), StandardCharsets.UTF_8)
            .replace("./LC09", "../../data/LC09"));
    for (String band : List.of("QA_PIXEL", "SR_B4", "SR_B5")) {
      write(folder.resolve("data/LC09_L2SP_171060_20220129_20220131_02_T1_" + band + ".TIF"), "");
    }

    SceneListing listing = read(folder.resolve("catalog.json"), folder);

    assertThat(listing.issues()).isEmpty();
    assertThat(Items.asset(listing.scenes().get(0), "red").location())
        .isEqualTo(
            folder
                .toRealPath()
                .resolve("data/LC09_L2SP_171060_20220129_20220131_02_T1_SR_B4.TIF")
                .toString());
  }

  @Test
  void aLocalListOfItemsIsReadAsAStream(@TempDir Path folder) throws Exception {
    write(folder.resolve("red.tif"), "");
    write(
        folder.resolve("items.json"),
        Items.collection(
            IntStream.range(0, 2000)
                .mapToObj(i -> Items.dated("i" + i, "2020-02-01T00:00:00Z"))
                .toArray(String[]::new)));

    assertThat(read(folder.resolve("items.json"), folder).scenes()).hasSize(2000);
  }

  @Test
  void missingAndForbiddenFilesAreTypedIssues(@TempDir Path folder) throws Exception {
    Path root = folder.resolve("root");
    write(folder.resolve("secret.tif"), "");
    write(root.resolve("red.tif"), "");
    Files.createSymbolicLink(root.resolve("link.tif"), folder.resolve("secret.tif"));
    List<String> hrefs =
        List.of(
            "red.tif",
            "gone.tif",
            "../secret.tif",
            "link.tif",
            "file:///etc/passwd",
            "/vsicurl/http://evil.test/x.tif",
            "s3://bucket/x.tif",
            "ftp://evil.test/x.tif",
            "C:\\\\x.tif",
            "x\\u0000.tif");
    String assets =
        IntStream.range(0, hrefs.size())
            .mapToObj(
                i ->
                    "\"a"
                        + i
                        + "\": {\"type\": \"image/tiff\", \"href\": \""
                        + hrefs.get(i)
                        + "\"}")
            .collect(Collectors.joining(", "));
    write(
        root.resolve("i.json"), Items.item("i", "\"datetime\": \"2020-02-01T00:00:00Z\"", assets));

    SceneListing listing = read(root.resolve("i.json"), root);

    // s3 is among the standard policy's filesystems; opening it says whether it is configured.
    assertThat(listing.scenes().get(0).assets()).containsOnlyKeys("a0", "a6");
    assertThat(listing.issues())
        .extracting(issue -> issue.detail().replaceFirst(":.*", "") + " " + issue.reason())
        .containsExactly(
            "asset a1 MISSING",
            "asset a2 FORBIDDEN",
            "asset a3 FORBIDDEN",
            "asset a4 FORBIDDEN",
            "asset a5 FORBIDDEN",
            "asset a7 FORBIDDEN",
            "asset a8 FORBIDDEN",
            "asset a9 FORBIDDEN");
  }

  @Test
  void whateverTheHrefsWhatIsLocalStaysUnderTheRoot(@TempDir Path folder) throws Exception {
    Path root = folder.resolve("root");
    write(folder.resolve("secret.tif"), "");
    write(root.resolve("a/red.tif"), "");
    write(root.resolve("b.tif"), "");
    Files.createSymbolicLink(root.resolve("a/out"), folder);
    String[] parts = {
      "..", ".", "a", "red.tif", "b.tif", "secret.tif", "out", "root", "%2e%2e", "%2E.", "/", "//",
      "file:", "file://", "http:", "\\\\", "..%2f", "%252e%252e", "~", " ", "", "?", "#", "\\u0000",
      "%00", "\\u2025", "vsizip", folder.toString()
    };
    Random random = new Random(7);
    String assets =
        IntStream.range(0, 5_000)
            .mapToObj(
                i ->
                    "\"a"
                        + i
                        + "\": {\"type\": \"image/tiff\", \"href\": \""
                        + random
                            .ints(1 + random.nextInt(6), 0, parts.length)
                            .mapToObj(part -> parts[part])
                            .collect(Collectors.joining(random.nextBoolean() ? "/" : ""))
                        + "\"}")
            .collect(Collectors.joining(", ", "\"red\": {\"href\": \"red.tif\"}, ", ""));
    write(
        root.resolve("a/i.json"),
        Items.item("i", "\"datetime\": \"2020-02-01T00:00:00Z\"", assets));

    SceneListing listing = read(root.resolve("a/i.json"), root);

    Scene scene = listing.scenes().get(0);
    assertThat(scene.assets().size() + listing.issues().size()).isEqualTo(5_001);
    assertThat(scene.assets().size()).isGreaterThan(100);
    Path realRoot = root.toRealPath();
    assertThat(scene.assets().values())
        .extracting(SceneAsset::location)
        .filteredOn(location -> !location.startsWith("http:"))
        .allSatisfy(
            location -> assertThat(Path.of(location).toRealPath().startsWith(realRoot)).isTrue());
    assertThat(listing.issues()).allMatch(DataIssue::partial);
  }

  @Test
  void whateverTheHrefsACatalogueOnAServerStaysOnServers() {
    String[] parts = {
      "..",
      ".",
      "a",
      "red.tif",
      "%2e%2e",
      "/",
      "//",
      "file:",
      "file:///etc/passwd",
      "http:",
      "s3:",
      "hdfs://namenode/",
      "\\",
      "..%2f",
      " ",
      "",
      "?",
      "#",
      ":",
      "@",
      "[",
      "%zz",
      "|",
      "\n"
    };
    Random random = new Random(11);
    DataAccess access = DataAccess.standard();
    int resolved = 0;
    for (int i = 0; i < 20_000; i++) {
      String href =
          random
              .ints(1 + random.nextInt(6), 0, parts.length)
              .mapToObj(part -> parts[part])
              .collect(Collectors.joining(random.nextBoolean() ? "/" : ""));
      try {
        assertThat(access.resolve("https://a.example/cat/i.json", href)).matches("https?://.+");
        resolved++;
      } catch (InputException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
    assertThat(resolved).isGreaterThan(100);
  }

  @Test
  void readsACatalogueAndASearchFromAServer() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String host = "http://127.0.0.1:" + server.getAddress().getPort();
    Map<String, String> documents =
        Map.of(
            "/catalog.json",
            Items.catalogue("item s2.json", "item gone.json", "item file:///etc/passwd"),
            "/s2.json",
            new String(
                FakeWeb.resource("earth-search-sentinel-2-l2a.json"), StandardCharsets.UTF_8),
            "/api/search",
            Items.collection(Items.dated("i", "2020-02-01T00:00:00Z")),
            "/login/search",
            "<html>Log in</html>");
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          String document = documents.get(exchange.getRequestURI().getPath());
          byte[] body = document == null ? new byte[0] : document.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(document == null ? 404 : 200, 0);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      SceneListing listing =
          CatalogueReader.read(host + "/catalog.json", "VCS1", Items.everything(), LOOPBACK);
      assertThat(Items.ids(listing)).containsExactly("S2A_36NUF_20230701_0_L2A");
      assertThat(listing.issues())
          .extracting(DataIssue::reason)
          .containsExactly(Reason.FORBIDDEN, Reason.MISSING);

      SceneListing found =
          CatalogueReader.read(host + "/api/search", "VCS1", Items.everything(), LOOPBACK);
      assertThat(Items.ids(found)).containsExactly("i");
      assertThat(asked)
          .last()
          .isEqualTo(SearchAddress.of("/api/search", Items.everything(), List.of()));

      assertThatThrownBy(
              () ->
                  CatalogueReader.read(
                      host + "/login/search", "VCS1", Items.everything(), LOOPBACK))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("found an HTML or XML page");
      assertThatThrownBy(
              () ->
                  CatalogueReader.read(
                      host + "/catalog.json", "VCS1", Items.everything(), DataAccess.standard()))
          .isInstanceOfSatisfying(
              InputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
    } finally {
      server.stop(0);
    }
  }
}
