package org.heartwood.ingest.catalogue;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The GET address of a STAC API's search for a query (STAC API item search 1.0). */
final class SearchAddress {
  /** Items a page: servers allow 250 at least, and refuse more than 1,000 or 10,000. */
  private static final int PAGE_ITEMS = 250;

  private SearchAddress() {}

  /** Whether a location is a search, which wants parameters. */
  static boolean isSearch(String location) {
    String lower = location.toLowerCase(Locale.ROOT);
    return (lower.startsWith("http://") || lower.startsWith("https://"))
        && lower.replaceFirst("[?#].*", "").endsWith("/search");
  }

  /**
   * The address with the query's parameters added; those that it has already stay as they are.
   *
   * @param collections to ask for; empty where the address is that of one collection's items
   */
  static String of(String location, SceneQuery query, List<String> collections) {
    int mark = location.indexOf('?');
    List<String> given = mark < 0 ? List.of() : List.of(location.substring(mark + 1).split("&"));
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("bbox", bbox(query.area()));
    wanted.put("datetime", query.from() + "/" + query.to());
    if (!collections.isEmpty()) {
      wanted.put("collections", String.join(",", collections));
    }
    wanted.put("limit", Integer.toString(PAGE_ITEMS));
    given.forEach(parameter -> wanted.remove(parameter.replaceFirst("=.*", "")));
    String added =
        Stream.concat(
                given.stream(),
                wanted.entrySet().stream()
                    .map(
                        each ->
                            each.getKey()
                                + "="
                                + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)))
            .filter(parameter -> !parameter.isEmpty())
            .collect(Collectors.joining("&"));
    return (mark < 0 ? location : location.substring(0, mark)) + "?" + added;
  }

  private static String bbox(LonLatBox area) {
    return Stream.of(area.westDeg(), area.southDeg(), area.eastDeg(), area.northDeg())
        .map(deg -> BigDecimal.valueOf(deg).toPlainString())
        .collect(Collectors.joining(","));
  }
}
