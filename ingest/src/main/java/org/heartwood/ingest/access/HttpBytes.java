package org.heartwood.ingest.access;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * The bytes of a file on an HTTP server, asked for by range. Small reads go through a cache of
 * aligned pieces, so that a header costs few requests; large ones are one request each. A file that
 * changes while it is read is refused.
 */
public final class HttpBytes implements ByteSource {
  private static final int PIECE_BYTES = 1 << 16;
  private static final int CACHED_PIECES = 32;
  private static final int MAX_REQUEST_BYTES = 1 << 23;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18})");

  private final HttpFetch fetch;
  private final URI uri;
  private final long length;
  private final String version;
  private final Map<Long, byte[]> pieces =
      new LinkedHashMap<>(CACHED_PIECES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > CACHED_PIECES;
        }
      };

  private HttpBytes(HttpFetch fetch, URI uri, long length, String version, byte[] start) {
    this.fetch = fetch;
    this.uri = uri;
    this.length = length;
    this.version = version;
    pieces.put(0L, start);
  }

  /**
   * Asks for the start of a file.
   *
   * @throws InputException if the policy forbids it, or the server does not have it or does not
   *     answer requests for ranges
   */
  public static HttpBytes open(AccessPolicy policy, URI uri) {
    HttpFetch fetch = new HttpFetch(policy);
    HttpResponse<byte[]> answer = ask(fetch, uri, 0, PIECE_BYTES);
    byte[] start = answer.body();
    if (answer.statusCode() == 416) {
      return new HttpBytes(fetch, uri, 0, version(answer), new byte[0]);
    }
    if (answer.statusCode() == 200 && start.length <= PIECE_BYTES) {
      return new HttpBytes(fetch, uri, start.length, version(answer), start);
    }
    long length = length(uri, answer, 0);
    if (start.length != Math.min(PIECE_BYTES, length)) {
      throw wrongRange(uri, start.length + " bytes of " + length);
    }
    return new HttpBytes(fetch, uri, length, version(answer), start);
  }

  /**
   * A whole file; the server need not answer requests for ranges.
   *
   * @throws InputException as {@link #open}, or if it is larger than the limit
   */
  static byte[] readAll(AccessPolicy policy, URI uri, int limitBytes) {
    try {
      HttpResponse<byte[]> answer = new HttpFetch(policy).get(uri, Optional.empty(), limitBytes);
      if (answer.statusCode() != 200) {
        throw refused(uri, answer.statusCode());
      }
      if (answer.body().length > limitBytes) {
        throw new InputException(
            Reason.TOO_LARGE,
            uri + ": expected at most " + limitBytes + " bytes, found more; check the link");
      }
      return answer.body();
    } catch (IOException e) {
      throw unreachable(uri, e);
    }
  }

  @Override
  public String name() {
    return uri.toString();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int count) throws IOException {
    if (position < 0 || position > length - count) {
      throw new EOFException("ends at byte " + length + ", before byte " + (position + count));
    }
    int done = 0;
    while (done < count) {
      long next = position + done;
      int left = count - done;
      int part;
      if (left > PIECE_BYTES) {
        part = Math.min(left, MAX_REQUEST_BYTES);
        System.arraycopy(range(next, part), 0, target, offset + done, part);
      } else {
        byte[] piece = piece(next / PIECE_BYTES);
        int from = (int) (next % PIECE_BYTES);
        part = Math.min(left, piece.length - from);
        System.arraycopy(piece, from, target, offset + done, part);
      }
      done += part;
    }
  }

  private byte[] piece(long index) {
    byte[] held = pieces.get(index);
    if (held == null) {
      long start = index * PIECE_BYTES;
      held = range(start, (int) Math.min(PIECE_BYTES, length - start));
      pieces.put(index, held);
    }
    return held;
  }

  private byte[] range(long position, int count) {
    HttpResponse<byte[]> answer = ask(fetch, uri, position, count);
    if (length(uri, answer, position) != length || !version(answer).equals(version)) {
      throw new InputException(
          Reason.INCONSISTENT,
          uri + ": expected one file, found another one while reading; run again");
    }
    if (answer.body().length != count) {
      throw wrongRange(uri, answer.body().length + " bytes of " + count);
    }
    return answer.body();
  }

  private static HttpResponse<byte[]> ask(HttpFetch fetch, URI uri, long position, int count) {
    String range = "bytes=" + position + "-" + (position + count - 1);
    try {
      return fetch.get(uri, Optional.of(range), count);
    } catch (IOException e) {
      throw unreachable(uri, e);
    }
  }

  /** The file's length by an answer's Content-Range, whose start must be the one asked for. */
  private static long length(URI uri, HttpResponse<byte[]> answer, long position) {
    if (answer.statusCode() != 206) {
      throw refused(uri, answer.statusCode());
    }
    String header = answer.headers().firstValue("content-range").orElse("none");
    Matcher range = CONTENT_RANGE.matcher(header);
    if (!range.matches() || Long.parseLong(range.group(1)) != position) {
      throw wrongRange(uri, header);
    }
    return Long.parseLong(range.group(2));
  }

  private static String version(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("etag").orElse("");
  }

  private static InputException wrongRange(URI uri, String found) {
    return new InputException(
        uri
            + ": expected the range asked for, found "
            + found
            + "; copy the file and use the copy");
  }

  private static InputException refused(URI uri, int status) {
    return switch (status) {
      case 200 ->
          new InputException(
              Reason.UNSUPPORTED,
              uri
                  + ": the server sends whole files instead of ranges; copy the file and use the"
                  + " copy");
      case 404, 410 ->
          new InputException(
              Reason.MISSING, uri + ": no such file (HTTP " + status + "); check the link");
      case 401, 403 ->
          new InputException(
              uri + ": may not be read (HTTP " + status + "); use a signed link or a copy");
      default ->
          new InputException(uri + ": cannot be read (HTTP " + status + "); try again later");
    };
  }

  private static InputException unreachable(URI uri, IOException cause) {
    return new InputException(uri + ": cannot be reached (" + cause + "); try again later", cause);
  }

  @Override
  public void close() {
    pieces.clear();
  }
}
