package org.heartwood.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.heartwood.ingest.access.AccessPolicy.PrivateAddresses;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the JDK's own server on the loopback address. */
class HttpBytesTest {
  private static final AccessPolicy LOOPBACK =
      new AccessPolicy(Set.of(), PrivateAddresses.ALLOWED, Set.of());

  private final byte[] content = new byte[1_000_000];
  private final AtomicInteger requests = new AtomicInteger();
  private final DataAccess access = new DataAccess(LOOPBACK, Map.of());
  private final HttpServer server;
  private volatile String etag = "\"one\"";

  HttpBytesTest() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    route("/file", exchange -> range(exchange, content));
    route("/small", exchange -> range(exchange, Arrays.copyOf(content, 1000)));
    route("/empty", exchange -> answer(exchange, 416, new byte[0]));
    route("/whole", exchange -> answer(exchange, 200, content));
    route("/missing", exchange -> answer(exchange, 404, new byte[0]));
    route("/secret", exchange -> answer(exchange, 403, new byte[0]));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void route(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          requests.incrementAndGet();
          handler.handle(exchange);
        });
  }

  private void range(HttpExchange exchange, byte[] bytes) throws IOException {
    String[] ends =
        exchange.getRequestHeaders().getFirst("Range").replace("bytes=", "").split("-", -1);
    int from = Integer.parseInt(ends[0]);
    int to = Math.min(Integer.parseInt(ends[1]), bytes.length - 1);
    exchange.getResponseHeaders().add("ETag", etag);
    exchange
        .getResponseHeaders()
        .add("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
    answer(exchange, 206, Arrays.copyOfRange(bytes, from, to + 1));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (IOException e) {
      // The client hangs up on bodies that are larger than it asked for.
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    answer(exchange, 302, new byte[0]);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void refused(String path, Reason reason, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> access.open(url(path)))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void anyRangeIsThatOfTheFile() throws IOException {
    Random random = new Random(2);
    try (ByteSource source = access.open(url("/file"))) {
      assertThat(source.length()).isEqualTo(content.length);
      for (int i = 0; i < 100; i++) {
        int count = random.nextInt(i % 2 == 0 ? 1000 : 200_000);
        int from = random.nextInt(content.length - count);
        byte[] read = new byte[count + 3];
        source.readFully(from, read, 3, count);
        assertThat(Arrays.copyOfRange(read, 3, count + 3))
            .isEqualTo(Arrays.copyOfRange(content, from, from + count));
      }
    }
  }

  @Test
  void aHeaderCostsOneRequest() throws IOException {
    try (ByteSource source = access.open(url("/file"))) {
      byte[] read = new byte[12];
      for (int i = 0; i < 1000; i++) {
        source.readFully(i * 20L, read, 0, 12);
      }
    }
    assertThat(requests.get()).isEqualTo(1);
  }

  @Test
  void readingBeyondTheEndIsAnError() throws IOException {
    try (ByteSource source = access.open(url("/small"))) {
      assertThatExceptionOfType(EOFException.class)
          .isThrownBy(() -> source.readFully(990, new byte[20], 0, 20));
    }
    try (ByteSource source = access.open(url("/empty"))) {
      assertThat(source.length()).isZero();
    }
  }

  @Test
  void aServerThatIgnoresRangesIsNamed() {
    refused("/whole", Reason.UNSUPPORTED, "the server sends whole files instead of ranges");
    assertThat(access.readAll(url("/whole"), content.length)).isEqualTo(content);
  }

  @Test
  void aWholeFileIsBoundedByItsLimit() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> access.readAll(url("/whole"), content.length - 1))
        .withMessageContaining("expected at most 999999 bytes")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
  }

  @Test
  void whatIsNotThereOrNotForUsIsSaidSo() {
    refused("/missing", Reason.MISSING, "no such file (HTTP 404)");
    refused("/secret", Reason.UNREADABLE, "may not be read (HTTP 403)");
  }

  @Test
  void aFileThatChangesWhileItIsReadIsRefused() throws IOException {
    try (ByteSource source = access.open(url("/file"))) {
      etag = "\"two\"";
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> source.readFully(500_000, new byte[10], 0, 10))
          .withMessageContaining("found another one while reading");
    }
  }

  @Test
  void aBusyServerIsAskedAgain() {
    AtomicInteger busy = new AtomicInteger(2);
    route(
        "/busy",
        exchange -> {
          if (busy.getAndDecrement() > 0) {
            answer(exchange, 503, new byte[0]);
          } else {
            range(exchange, content);
          }
        });
    assertThat(access.open(url("/busy")).length()).isEqualTo(content.length);
    assertThat(requests.get()).isEqualTo(3);
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    route("/down", exchange -> answer(exchange, 500, new byte[0]));
    refused("/down", Reason.UNREADABLE, "cannot be read (HTTP 500); try again later");
    assertThat(requests.get()).isEqualTo(4);
  }

  @Test
  void redirectsAreFollowedFiveTimes() throws IOException {
    for (int i = 0; i < 7; i++) {
      String next = i == 0 ? "/file" : "/hop" + (i - 1);
      route("/hop" + i, exchange -> redirect(exchange, next));
    }
    try (ByteSource source = access.open(url("/hop4"))) {
      assertThat(source.length()).isEqualTo(content.length);
    }
    refused("/hop6", Reason.UNREADABLE, "expected at most 5 redirects");
  }

  @Test
  void aRedirectMayNotLeaveHttpNorTheAllowedHosts() {
    route("/to-file", exchange -> redirect(exchange, "file:///etc/passwd"));
    route("/to-other", exchange -> redirect(exchange, "http://169.254.169.254/latest/meta-data"));
    refused("/to-file", Reason.FORBIDDEN, "expected http or https, found file");
    AccessPolicy listed = new AccessPolicy(Set.of("127.0.0.1"), PrivateAddresses.ALLOWED, Set.of());
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> new DataAccess(listed, Map.of()).open(url("/to-other")))
        .withMessageContaining("host 169.254.169.254 is not one that may be read");
  }

  @Test
  void loopbackIsRefusedByDefaultBeforeAnyRequest() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> DataAccess.standard().open(url("/file")))
        .withMessageContaining("has the address 127.0.0.1, not public")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
    assertThat(requests.get()).isZero();
  }

  @Test
  void aLyingRangeIsRefused() {
    route(
        "/liar",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Range", "bytes 5-9/1000");
          answer(exchange, 206, new byte[5]);
        });
    refused("/liar", Reason.UNREADABLE, "expected the range asked for, found bytes 5-9/1000");
    route(
        "/endless",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Range", "bytes 0-65535/900000");
          answer(exchange, 206, new byte[500_000]);
        });
    refused("/endless", Reason.UNREADABLE, "expected the range asked for, found 65537 bytes");
  }
}
