package org.heartwood.ingest.access;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Sends GET requests under an {@link AccessPolicy}: redirects are followed by hand, each hop
 * checked; a busy server is asked again after a pause; bodies are bounded.
 */
final class HttpFetch {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_ATTEMPTS = 4;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> BUSY = Set.of(429, 500, 502, 503, 504);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private final AccessPolicy policy;

  HttpFetch(AccessPolicy policy) {
    this.policy = policy;
  }

  /**
   * Asks for a file or a range of it.
   *
   * @param range value of the Range header; absent = the whole file
   * @param limitBytes the body that is returned is at most one byte longer
   * @return the answer, whatever its status but a redirect
   * @throws InputException if the policy refuses a hop
   * @throws IOException if the server cannot be reached
   */
  HttpResponse<byte[]> get(URI uri, Optional<String> range, int limitBytes) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<byte[]> answer = follow(uri, range, limitBytes);
        if (!BUSY.contains(answer.statusCode()) || attempt == MAX_ATTEMPTS) {
          return answer;
        }
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
      pause(FIRST_PAUSE_MILLIS << (attempt - 1));
    }
  }

  private HttpResponse<byte[]> follow(URI start, Optional<String> range, int limitBytes)
      throws IOException {
    URI uri = start;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      policy.requireAllowed(uri);
      HttpResponse<byte[]> answer = send(uri, range, limitBytes);
      if (!REDIRECTS.contains(answer.statusCode())) {
        return answer;
      }
      uri = next(uri, answer.headers().firstValue("location").orElse(""));
    }
    throw new InputException(
        Reason.UNREADABLE,
        start + ": expected at most " + MAX_REDIRECTS + " redirects, found more; correct the link");
  }

  private static URI next(URI from, String location) {
    try {
      URI to = from.resolve(location);
      if ("https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(to.getScheme())) {
        throw new InputException(
            Reason.FORBIDDEN, from + ": redirects from https to " + to + "; use its https address");
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new InputException(
          from + ": redirects to something that is no address; correct the link", e);
    }
  }

  private static HttpResponse<byte[]> send(URI uri, Optional<String> range, int limitBytes)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(REQUEST_TIMEOUT)
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "heartwood");
    range.ifPresent(value -> request.header("Range", value));
    CompletableFuture<HttpResponse<byte[]>> answer =
        CLIENT.sendAsync(request.build(), info -> new BoundedBody(limitBytes));
    try {
      // The request's own timeout ends with the headers; this one bounds the body as well.
      return answer.get(REQUEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no full answer in " + REQUEST_TIMEOUT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(e);
    }
  }

  private static void pause(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException out = new InterruptedIOException("interrupted");
    out.initCause(cause);
    return out;
  }
}
