package org.heartwood.ingest.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.heartwood.ingest.issue.Reason;

/**
 * One JSON document of a catalogue, read as a stream: of an item collection, however long, only one
 * item is in memory at a time.
 *
 * @param type {@code Catalog}, {@code Collection}, {@code Feature} or {@code FeatureCollection}
 * @param links those that lead to items or to other documents
 */
record StacDocument(String type, List<Link> links) {
  /** A GeoJSON position of a multipolygon lies seven deep inside a feature collection. */
  private static final int MAX_DEPTH = 64;

  private static final int MAX_STRING = 1 << 20;

  /** Values in one item: a footprint of 100,000 vertices needs 300,000. */
  private static final int MAX_VALUES = 500_000;

  private static final int MAX_MEMBERS = 1_000;
  private static final int MAX_LINKS = 1_000_000;
  private static final Set<String> FOLLOWED = Set.of("child", "item", "items", "search", "next");
  private static final Set<String> ITEM_MEMBERS =
      Set.of("stac_version", "id", "collection", "geometry", "bbox", "properties", "assets");

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(100)
                          .maxStringLength(MAX_STRING)
                          .maxNameLength(1000)
                          .build())
                  .build())
          // Python writes NaN for a no-data value; one such item may not cost the whole list.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  /**
   * A link.
   *
   * @param rel what it leads to
   * @param method of HTTP, {@code GET} unless the document says otherwise
   */
  record Link(String rel, String href, String method) {}

  /** Takes the items of a document as they are read. */
  interface Items {
    void item(ObjectNode item);

    /**
     * An item that could not be taken apart.
     *
     * @param index position in the document, from 0
     */
    void unreadable(int index, CatalogueFault fault);
  }

  /**
   * Reads a document to its end.
   *
   * @throws CatalogueFault if it is not JSON of a catalogue; items before the fault were handed on
   */
  static StacDocument read(InputStream document, Items items) throws CatalogueFault, IOException {
    BufferedInputStream in = new BufferedInputStream(document);
    refuseMarkup(in);
    try (JsonParser parser = MAPPER.createParser(in)) {
      return read(parser, items);
    } catch (StreamConstraintsException e) {
      throw new CatalogueFault(
          Reason.TOO_LARGE,
          "expected the JSON of a catalogue, found " + firstLine(e),
          "no catalogue needs that; check where the document comes from");
    } catch (JsonProcessingException e) {
      throw notJson(firstLine(e));
    } catch (CharConversionException e) {
      throw notJson("bytes that are not UTF-8");
    }
  }

  private static void refuseMarkup(BufferedInputStream in) throws CatalogueFault, IOException {
    in.mark(1 << 10);
    int first = in.read();
    for (int read = 1; read < 1 << 10 && isBlank(first); read++) {
      first = in.read();
    }
    in.reset();
    if (first == '<') {
      throw new CatalogueFault(
          Reason.UNREADABLE,
          "expected the JSON of a catalogue, found an HTML or XML page",
          "it may be the login or error page of a proxy: open the address in a browser");
    }
    if (first < 0) {
      throw notJson("an empty document");
    }
  }

  /** White space, and the three bytes of a byte order mark. */
  private static boolean isBlank(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n' || b == 0xEF || b == 0xBB || b == 0xBF;
  }

  private static CatalogueFault notJson(String found) {
    return new CatalogueFault(
        Reason.UNREADABLE,
        "expected the JSON of a catalogue, found " + found,
        "fetch or write the document again");
  }

  private static String firstLine(JsonProcessingException fault) {
    // Jackson goes on about its own switches, which are of no use to whoever wrote the document.
    String message =
        fault
            .getOriginalMessage()
            .lines()
            .findFirst()
            .orElse("nothing")
            .replaceAll(" \\(`[^`]*`\\)|, from `[^`]*`| at \\[Source.*|: was expecting.*", "");
    return CatalogueFault.shown(
        message
            + (fault.getLocation() == null
                ? ""
                : " at line "
                    + fault.getLocation().getLineNr()
                    + ", column "
                    + fault.getLocation().getColumnNr()));
  }

  private static StacDocument read(JsonParser parser, Items items)
      throws CatalogueFault, IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw notJson("something else than an object");
    }
    Set<String> seen = new HashSet<>();
    List<Link> links = new ArrayList<>();
    ObjectNode item = MAPPER.createObjectNode();
    String type = "";
    Budget budget = new Budget(MAX_VALUES);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (!seen.add(name)) {
        throw repeated(name);
      }
      if (seen.size() > MAX_MEMBERS) {
        throw new CatalogueFault(
            Reason.TOO_LARGE,
            "expected at most " + MAX_MEMBERS + " members in a document, found more",
            "no catalogue needs that; check where the document comes from");
      }
      switch (name) {
        case "type" -> type = parser.getValueAsString("");
        case "links" -> readLinks(parser, links);
        case "features" -> readFeatures(parser, items);
        default -> {
          if (ITEM_MEMBERS.contains(name)) {
            item.set(name, budget.tree(parser));
          } else {
            parser.skipChildren();
          }
        }
      }
    }
    if (type.isEmpty() && seen.contains("stac_version") && seen.contains("links")) {
      type = "Catalog";
    }
    if (!Set.of("Catalog", "Collection", "Feature", "FeatureCollection").contains(type)) {
      throw new CatalogueFault(
          Reason.UNREADABLE,
          "type: expected a STAC Catalog, Collection, Feature or FeatureCollection, found "
              + (type.isEmpty() ? "none" : "\"" + CatalogueFault.shown(type) + "\""),
          "name the catalogue's own JSON document");
    }
    if (type.equals("Feature")) {
      items.item(item);
    }
    return new StacDocument(type, links);
  }

  private static CatalogueFault repeated(String member) {
    return new CatalogueFault(
        Reason.INCONSISTENT,
        "the member \"" + CatalogueFault.shown(member) + "\" stands twice",
        "keep the one that is right");
  }

  private static void readLinks(JsonParser parser, List<Link> links)
      throws CatalogueFault, IOException {
    if (!parser.isExpectedStartArrayToken()) {
      throw CatalogueFault.value("links", "an array", parser.currentToken());
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode link = new Budget(MAX_VALUES).tree(parser);
      String rel = link.path("rel").asText();
      if (FOLLOWED.contains(rel)) {
        if (links.size() == MAX_LINKS) {
          throw new CatalogueFault(
              Reason.TOO_LARGE,
              "links: expected at most " + MAX_LINKS + ", found more",
              "divide the catalogue, or search it by an API");
        }
        links.add(new Link(rel, link.path("href").asText(), link.path("method").asText("GET")));
      }
    }
  }

  private static void readFeatures(JsonParser parser, Items items)
      throws CatalogueFault, IOException {
    if (!parser.isExpectedStartArrayToken()) {
      throw CatalogueFault.value("features", "an array", parser.currentToken());
    }
    int depth = parser.getParsingContext().getNestingDepth();
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      try {
        if (!(new Budget(MAX_VALUES).tree(parser) instanceof ObjectNode item)) {
          throw CatalogueFault.value("features", "objects", parser.currentToken());
        }
        items.item(item.retain(ITEM_MEMBERS));
      } catch (CatalogueFault e) {
        while (parser.getParsingContext().getNestingDepth() > depth) {
          parser.nextToken();
        }
        items.unreadable(index, e);
      }
    }
  }

  /** Builds trees, refuses members that stand twice and more values than it was given. */
  private static final class Budget {
    private int values;

    Budget(int values) {
      this.values = values;
    }

    JsonNode tree(JsonParser parser) throws CatalogueFault, IOException {
      if (values-- == 0) {
        throw new CatalogueFault(
            Reason.TOO_LARGE,
            "expected at most " + MAX_VALUES + " values in one item, found more",
            "simplify its footprint, or leave the item out");
      }
      if (parser.isExpectedStartArrayToken()) {
        ArrayNode array = MAPPER.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(tree(parser));
        }
        return array;
      }
      if (!parser.isExpectedStartObjectToken()) {
        return parser.readValueAsTree();
      }
      ObjectNode object = MAPPER.createObjectNode();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (object.replace(name, tree(parser)) != null) {
          throw repeated(name);
        }
      }
      return object;
    }
  }
}
