package org.heartwood.ingest.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.catalogue.CatalogueFault.Loss;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads a STAC catalogue, versions 1.0 and 1.1, and picks the scenes of a query. It takes
 *
 * <ul>
 *   <li>a static catalogue or collection, whose links lead to the items,
 *   <li>a file of items (a FeatureCollection), or one item,
 *   <li>an API: its landing page, its {@code /search}, one of its collections, or the address of a
 *       search with parameters of its own. The query becomes parameters of a GET request, and pages
 *       are followed while they hold items.
 * </ul>
 *
 * <p>Every condition of the query is checked here as well, whatever the server made of it. What is
 * wrong with one item, asset or linked document becomes a {@link DataIssue} and costs that one
 * alone. Documents are read one after the other, and of a list of items one item at a time; only
 * the scenes that are wanted stay in memory.
 */
public final class CatalogueReader {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_DOCUMENTS = 1_000_000;

  /** A catalogue that is wrong throughout is told often enough by then. */
  private static final int MAX_ISSUES = 100_000;

  private final String project;
  private final SceneQuery query;
  private final DocumentReader documents;

  private final Deque<Step> ahead = new ArrayDeque<>();
  private final Set<String> visited = new HashSet<>();
  private final Map<List<String>, Kept> kept = new HashMap<>();
  private final List<DataIssue> issues = new ArrayList<>();

  private long unlisted;
  private long items;
  private long otherCollection;
  private long outsidePeriod;
  private long outsideArea;
  private long tooCloudy;
  private long broken;
  private long repeated;

  /** A document to read, {@code depth} child links below the root. */
  private record Step(String location, int depth) {}

  private record Kept(Scene scene, Instant updated) {}

  private CatalogueReader(String project, SceneQuery query, DocumentReader documents) {
    this.project = project;
    this.query = query;
    this.documents = documents;
  }

  /**
   * Reads a catalogue.
   *
   * @param location its root document, an item or a list of items, or an API
   * @param project registry identifier of the project, for the issues
   * @param access what may be read; local links stay within its folder, and within that of the
   *     document that holds them if it has none
   * @throws InputException if the root cannot be read or is not STAC
   */
  public static SceneListing read(
      String location, String project, SceneQuery query, DataAccess access) {
    return read(location, project, query, new AccessDocuments(access));
  }

  static SceneListing read(
      String location, String project, SceneQuery query, DocumentReader documents) {
    return new CatalogueReader(project, query, documents).read(location);
  }

  private SceneListing read(String location) {
    String root =
        SearchAddress.isSearch(location)
            ? SearchAddress.of(location, query, query.collections())
            : location;
    visited.add(root);
    try {
      follow(new Step(root, 0));
    } catch (CatalogueFault e) {
      throw e.asInputException(root);
    }
    while (!ahead.isEmpty()) {
      Step step = ahead.removeFirst();
      try {
        follow(step);
      } catch (CatalogueFault e) {
        report(e, null, step.location);
      }
    }
    if (items == 0) {
      report(
          new CatalogueFault(
              Reason.EMPTY,
              "expected items, found none",
              "check the address, and whether the catalogue covers the area and the period"),
          null,
          root);
    }
    if (unlisted > 0) {
      issues.add(
          new CatalogueFault(
                  Reason.TOO_LARGE,
                  "found " + unlisted + " more issues than the " + MAX_ISSUES + " listed",
                  "have the catalogue corrected, then run again")
              .asIssue(project, null, root, Loss.SOME));
    }
    return new SceneListing(
        kept.values().stream().map(Kept::scene).sorted(Scene.ORDER).toList(),
        new SceneListing.Counts(
            items, otherCollection, outsidePeriod, outsideArea, tooCloudy, broken, repeated),
        issues);
  }

  private void follow(Step step) throws CatalogueFault {
    long before = items;
    StacDocument document;
    try (InputStream in = documents.open(step.location)) {
      document = StacDocument.read(in, new ItemsOf(step.location));
    } catch (InputException e) {
      throw CatalogueFault.of(e, step.location);
    } catch (IOException e) {
      throw new CatalogueFault(
          Reason.UNREADABLE,
          "cannot be read (" + CatalogueFault.shown(String.valueOf(e.getMessage())) + ")",
          "check the address and the connection, then run again");
    }
    switch (document.type()) {
      case "Catalog", "Collection" -> enter(step, document);
      case "FeatureCollection" -> {
        if (items > before) {
          turnPage(step, document);
        }
      }
      default -> {
        // An item's own links lead back to what is known.
      }
    }
  }

  private void enter(Step step, StacDocument document) {
    List<StacDocument.Link> searches = ofKind(document, "search");
    List<StacDocument.Link> below = ofKind(document, "item", "child");
    if (!searches.isEmpty()) {
      ask(step, searches.get(0), query.collections());
    } else if (below.isEmpty()) {
      ofKind(document, "items").stream().limit(1).forEach(link -> ask(step, link, List.of()));
    } else if (step.depth == MAX_DEPTH) {
      report(
          new CatalogueFault(
              Reason.TOO_LARGE,
              "links: expected at most " + MAX_DEPTH + " catalogues inside each other, found more",
              "name a catalogue further down"),
          null,
          step.location);
    } else {
      below.forEach(link -> queue(step, link.href(), step.depth + 1));
    }
  }

  private static List<StacDocument.Link> ofKind(StacDocument document, String... rels) {
    return document.links().stream()
        .filter(link -> List.of(rels).contains(link.rel()) && link.method().equalsIgnoreCase("GET"))
        .toList();
  }

  private void turnPage(Step step, StacDocument document) {
    for (StacDocument.Link link : document.links()) {
      if (!link.rel().equals("next")) {
        continue;
      }
      if (link.method().equalsIgnoreCase("GET")) {
        queue(step, link.href(), step.depth);
      } else {
        report(
            new CatalogueFault(
                Reason.UNSUPPORTED,
                "links: the next page is asked for by "
                    + CatalogueFault.shown(link.method())
                    + ", expected GET",
                "give the address of the API's search, or a file that holds all pages"),
            null,
            step.location);
      }
    }
  }

  /** Asks an API for what the query wants. */
  private void ask(Step from, StacDocument.Link search, List<String> collections) {
    try {
      String location = documents.resolve(from.location, search.href());
      visit(from, SearchAddress.of(location, query, collections), from.depth);
    } catch (InputException e) {
      report(CatalogueFault.of(e, from.location), null, from.location);
    }
  }

  private void queue(Step from, String href, int depth) {
    try {
      visit(from, documents.resolve(from.location, href), depth);
    } catch (InputException e) {
      report(CatalogueFault.of(e, from.location), null, from.location);
    }
  }

  /** What was visited is not visited again: links may form cycles. */
  private void visit(Step from, String location, int depth) {
    if (visited.size() < MAX_DOCUMENTS) {
      if (visited.add(location)) {
        ahead.addLast(new Step(location, depth));
      }
    } else if (!visited.contains(location)) {
      report(
          new CatalogueFault(
              Reason.TOO_LARGE,
              "links: expected at most " + MAX_DOCUMENTS + " documents, found more",
              "name a part of the catalogue, or search it by an API"),
          null,
          from.location);
    }
  }

  private void report(CatalogueFault fault, @Nullable String scene, String location) {
    list(fault.asIssue(project, scene, location, Loss.SOME));
  }

  private void list(DataIssue issue) {
    if (issues.size() < MAX_ISSUES) {
      issues.add(issue);
    } else {
      unlisted++;
    }
  }

  /** The items of one document. */
  private final class ItemsOf implements StacDocument.Items {
    private final String location;

    ItemsOf(String location) {
      this.location = location;
    }

    @Override
    public void unreadable(int index, CatalogueFault fault) {
      items++;
      broken++;
      report(fault.at("features[" + index + "]"), null, location);
    }

    @Override
    public void item(ObjectNode item) {
      items++;
      String id = null;
      try {
        ItemReader.checkVersion(item);
        id = ItemReader.id(item);
        take(id, item);
      } catch (CatalogueFault e) {
        broken++;
        report(e, id, location);
      }
    }

    /** Leaves out what is not wanted before it looks at what is wrong with it. */
    private void take(String id, ObjectNode item) throws CatalogueFault {
      String collection = Members.text(item, "collection");
      if (!query.collections().isEmpty()
          && (collection == null || !query.collections().contains(collection))) {
        otherCollection++;
        return;
      }
      Footprint footprint = Footprint.of(item);
      if (!footprint.touches(query.area())) {
        outsideArea++;
        return;
      }
      JsonNode properties = item.path("properties");
      List<CatalogueFault> doubts = new ArrayList<>();
      Acquisition acquisition = ItemReader.acquisition(properties, doubts::add);
      if (!acquisition.start().isBefore(query.to()) || acquisition.end().isBefore(query.from())) {
        outsidePeriod++;
        return;
      }
      if (isTooCloudy(acquisition)) {
        tooCloudy++;
        return;
      }
      doubts.forEach(doubt -> doubt(doubt, id));
      keep(
          new Scene(
              id,
              collection,
              location,
              acquisition,
              ItemReader.processing(properties),
              ItemReader.orbit(properties),
              footprint.box(),
              assets(id, item, properties)),
          updated(properties));
    }

    private boolean isTooCloudy(Acquisition acquisition) {
      return query.maxCloudFraction() != null
          && acquisition.cloudCoverFraction() != null
          && acquisition.cloudCoverFraction() > query.maxCloudFraction();
    }

    private void doubt(CatalogueFault fault, String id) {
      list(fault.asIssue(project, id, location, Loss.NONE));
    }

    /** Only a tie-break between items of the same name: one that is malformed counts as oldest. */
    private Instant updated(JsonNode properties) {
      try {
        Instant updated = ItemReader.instant(properties, "updated");
        return updated == null ? Instant.MIN : updated;
      } catch (CatalogueFault e) {
        return Instant.MIN;
      }
    }

    private SortedMap<String, SceneAsset> assets(String id, JsonNode item, JsonNode properties)
        throws CatalogueFault {
      JsonNode assets = item.path("assets");
      AssetReader reader = new AssetReader(documents, location, properties);
      SortedMap<String, SceneAsset> out = new TreeMap<>();
      for (String key : keys(assets)) {
        Consumer<CatalogueFault> doubtful = fault -> doubt(fault.at(named(key)), id);
        try {
          if (!assets.path(key).isObject()) {
            throw new CatalogueFault(
                Reason.MISSING,
                "expected an object, found none",
                "name assets that the catalogue has");
          }
          out.put(key, reader.read(key, assets.path(key), doubtful));
        } catch (CatalogueFault e) {
          report(e.at(named(key)), id, location);
        }
      }
      if (out.isEmpty()) {
        throw new CatalogueFault(
            Reason.EMPTY,
            "assets: expected a GeoTIFF that can be read, found none",
            "name assets that are GeoTIFFs at places that may be read");
      }
      return out;
    }

    private Set<String> keys(JsonNode assets) {
      Set<String> out = new TreeSet<>(query.assetKeys());
      if (out.isEmpty()) {
        assets.properties().stream()
            .filter(asset -> AssetReader.isTiff(asset.getValue()))
            .forEach(asset -> out.add(asset.getKey()));
      }
      return out;
    }

    private static String named(String key) {
      return "asset " + CatalogueFault.shown(key);
    }

    private void keep(Scene scene, Instant updated) {
      List<String> name = List.of(String.valueOf(scene.collection()), scene.id());
      Kept before = kept.get(name);
      if (before == null || before.updated.isBefore(updated)) {
        kept.put(name, new Kept(scene, updated));
      }
      if (before != null) {
        repeated++;
        doubt(
            new CatalogueFault(
                Reason.INCONSISTENT,
                "id: expected each once in its collection, found it again (before in "
                    + before.scene.location()
                    + "); the newest by \"updated\" is used, else the first",
                "have the catalogue list each scene once"),
            scene.id());
      }
    }
  }
}
