package org.heartwood.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.heartwood.ingest.access.AccessPolicy.PrivateAddresses;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataAccessTest {
  private final Path root;
  private final Path catalogue;
  private final DataAccess access;

  /** A catalogue whose folder holds a link out of its root. */
  DataAccessTest(@TempDir Path folder) throws IOException {
    Path real = folder.toRealPath();
    root = Files.createDirectories(real.resolve("root"));
    catalogue = Files.createDirectories(root.resolve("items/a")).resolve("item.json");
    Files.writeString(catalogue, "{}");
    Files.writeString(Files.createDirectories(root.resolve("data")).resolve("b 1.tif"), "tiff");
    Files.writeString(Files.createDirectories(real.resolve("root2")).resolve("x"), "secret");
    Files.writeString(real.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("data/out"), real);
    Files.createSymbolicLink(root.resolve("data/inside"), root.resolve("data/b 1.tif"));
    access = DataAccess.standard().within(root);
  }

  private void refused(String base, String href, Reason reason) {
    assertThatExceptionOfType(InputException.class)
        .as("%s in %s", href, base)
        .isThrownBy(() -> access.resolve(base, href))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../data/b 1.tif",
        "../../data/b%201.tif",
        "./../../items/../data/b 1.tif",
        "../../data/inside"
      })
  void aLinkUnderTheRootIsFollowed(String href) {
    assertThat(access.resolve(catalogue.toString(), href))
        .isEqualTo(root.resolve("data/b 1.tif").toString());
    assertThat(access.resolve(catalogue.toUri().toString(), href))
        .isEqualTo(root.resolve("data/b 1.tif").toString());
    assertThat(access.readAll(access.resolve(catalogue.toString(), href), 4))
        .isEqualTo("tiff".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../secret",
        "../../../root2/x",
        "../../../absent",
        "%2e%2e/%2e%2e/%2e%2e/secret",
        "..%2f..%2f..%2fsecret",
        "../../data/out/secret",
        "../../data/out",
        "/etc/passwd",
        "//etc/passwd",
        "file:///etc/passwd",
        "file:item.json",
        "FILE:///etc/passwd",
        "file%3A///etc/passwd",
        "..\\..\\..\\secret",
        "C:\\secret",
        "c:/secret",
        "a\0.tif",
        "a%00.tif",
        "a%0A.tif",
        "/vsicurl/http://8.8.8.8/a.tif",
        "/vsizip/a.zip/b.tif",
        "mosaic.vrt",
        "mosaic.VRT",
        "https://8.8.8.8/mosaic.vrt?x=1",
        "jar:file:///a.jar!/b",
        "data:text/plain,a",
        "ftp://8.8.8.8/a",
        "har://hdfs-host/a.har/b",
      })
  void aLinkThatLeavesItsRootIsForbidden(String href) {
    refused(catalogue.toString(), href, Reason.FORBIDDEN);
  }

  @Test
  void aLinkToNothingIsMissing() {
    refused(catalogue.toString(), "absent.tif", Reason.MISSING);
    refused(catalogue.toString(), " ", Reason.MISSING);
    refused(catalogue.toString(), "a%zz", Reason.UNREADABLE);
  }

  @Test
  void withoutARootTheFolderOfTheCatalogueIsTheRoot() throws IOException {
    Files.writeString(catalogue.resolveSibling("c.tif"), "");
    DataAccess standard = DataAccess.standard();
    assertThat(standard.resolve(catalogue.toString(), "c.tif"))
        .isEqualTo(catalogue.resolveSibling("c.tif").toString());
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> standard.resolve(catalogue.toString(), "../../data/b 1.tif"))
        .withMessageContaining("leaves " + catalogue.getParent());
  }

  /** Whatever the link, what comes out lies under the root, symbolic links followed. */
  @Test
  void everyResolvedPathLiesUnderTheRoot() throws IOException {
    String[] parts = {
      "..",
      ".",
      "",
      "data",
      "items",
      "a",
      "out",
      "root",
      "root2",
      "secret",
      "b 1.tif",
      "%2e%2e",
      "inside",
      "item.json",
      "%2F",
      "x",
      root.toString(),
      root + "/.."
    };
    Random random = new Random(7);
    int resolved = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder href = new StringBuilder();
      for (int part = random.nextInt(7); part >= 0; part--) {
        href.append(parts[random.nextInt(parts.length)]).append(part > 0 ? "/" : "");
      }
      try {
        Path path = Path.of(access.resolve(catalogue.toString(), href.toString()));
        assertThat(path.toRealPath().startsWith(root)).as("%s", href).isTrue();
        resolved++;
      } catch (InputException e) {
        assertThat(e.reason()).isIn(Reason.FORBIDDEN, Reason.MISSING, Reason.UNREADABLE);
      }
    }
    assertThat(resolved).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.org/stac/item.json, ../x.tif, https://a.org/x.tif",
    "https://a.org/stac/item.json, x.tif?sig=1, https://a.org/stac/x.tif?sig=1",
    "https://a.org/stac/item.json, /x.tif, https://a.org/x.tif",
    "https://a.org/stac/item.json, https://b.org/x.tif, https://b.org/x.tif",
    "s3a://bucket/stac/item.json, ../x.tif, s3a://bucket/x.tif",
    "s3a://bucket/stac/item.json, s3://other/x.tif, s3://other/x.tif",
  })
  void linksOnServersAreResolvedAsUris(String base, String href, String expected) {
    assertThat(access.resolve(base, href)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.org/stac/item.json, ../../x.tif",
    "https://a.org/stac/item.json, %2e%2e/%2e%2e/x.tif",
    "https://a.org/stac/item.json, file:///etc/passwd",
    "https://a.org/stac/item.json, s3://bucket/x.tif",
    "https://a.org/stac/item.json, hdfs://namenode/x.tif",
    "s3a://bucket/stac/item.json, ../../x.tif",
    "s3a://bucket/stac/item.json, //other/x.tif",
    "s3a://bucket/stac/item.json, file:///etc/passwd",
  })
  void linksOnServersMayNotLeaveThem(String base, String href) {
    refused(base, href, Reason.FORBIDDEN);
  }

  @Test
  void onlyAllowedHostsAndTheCataloguesOwnMayBeLinked() {
    DataAccess listed =
        new DataAccess(
            new AccessPolicy(Set.of("data.org"), PrivateAddresses.REFUSED, Set.of()), Map.of());
    String base = "https://a.org/item.json";
    assertThat(listed.resolve(base, "https://data.org/x.tif")).isEqualTo("https://data.org/x.tif");
    assertThat(listed.resolve(base, "x.tif")).isEqualTo("https://a.org/x.tif");
    for (String href : new String[] {"https://b.org/x.tif", "//b.org/x.tif"}) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> listed.resolve(base, href))
          .withMessageContaining("names a host that may not be read");
    }
  }

  /** Hadoop's local filesystem under a scheme of its own. */
  public static final class NamedFileSystem extends RawLocalFileSystem {
    @Override
    public String getScheme() {
      return "named";
    }

    @Override
    public URI getUri() {
      return URI.create("named:///");
    }
  }

  @Test
  void aHadoopFilesystemIsReadByPosition() throws IOException {
    DataAccess hadoop =
        new DataAccess(
            new AccessPolicy(Set.of(), PrivateAddresses.REFUSED, Set.of("named")),
            Map.of("fs.named.impl", NamedFileSystem.class.getName()));
    String location = "named://" + catalogue;
    try (ByteSource source = hadoop.open(location)) {
      byte[] read = new byte[1];
      source.readFully(1, read, 0, 1);
      assertThat(source.length()).isEqualTo(2);
      assertThat(read).containsExactly('}');
    }
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> hadoop.open("named://" + root.resolve("none")))
        .withMessageContaining("no such file");
  }

  @Test
  void aHadoopFilesystemThatIsNotInstalledIsExplained() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> access.open("s3://bucket/key.tif"))
        .withMessageStartingWith("s3a://bucket/key.tif: no Hadoop filesystem of this scheme")
        .withMessageContaining("hadoop-aws");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> access.open("gs://bucket/key.tif"))
        .withMessageContaining("no Hadoop filesystem of this scheme");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> access.open("ftp://host/key.tif"))
        .withMessageContaining("found the scheme ftp")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
  }

  @Test
  void aFileLargerThanTheLimitIsNotRead() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> access.readAll(catalogue.toString(), 1))
        .withMessage(catalogue + ": expected at most 1 bytes, found 2; check the link");
  }

  @Test
  void aPathThatIsNoneIsMissing() {
    for (String path : new String[] {"a\0b", "file://host/a", "/dev/zero", root.toString()}) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> access.open(path))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    }
  }

  @Test
  void itTravelsWithATask() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(access);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      DataAccess arrived = (DataAccess) in.readObject();
      assertThat(arrived.readAll(catalogue.toString(), 10)).hasSize(2);
    }
  }
}
