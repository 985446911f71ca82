package org.heartwood.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CatalogueReaderTest {
  private static final String ROOT = "https://a.example/cat/catalog.json";

  private static SceneListing read(FakeWeb web, String location) {
    return CatalogueReader.read(location, "VCS1", Items.everything(), web);
  }

  @Test
  void followsRelativeAndAbsoluteLinksOfAStaticCatalogue() {
    FakeWeb web =
        new FakeWeb()
            .with(ROOT, Items.catalogue("self catalog.json", "child ./2020/collection.json"))
            .with(
                "https://a.example/cat/2020/collection.json",
                Items.catalogue(
                    "root ../catalog.json",
                    "item b/b.json",
                    "item https://b.example/a.json",
                    "license https://c.example/"))
            .with("https://a.example/cat/2020/b/b.json", Items.dated("b", "2020-02-01T00:00:00Z"))
            .with("https://b.example/a.json", Items.dated("a", "2020-02-01T00:00:00Z"));

    SceneListing listing = read(web, ROOT);

    assertThat(Items.ids(listing)).containsExactly("a", "b");
    assertThat(listing.issues()).isEmpty();
    assertThat(Items.asset(listing.scenes().get(1), "red").location())
        .isEqualTo("https://a.example/cat/2020/b/red.tif");
    assertThat(web.opened).doesNotContain("https://c.example/");
  }

  @Test
  void readsASingleItem() {
    assertThat(Items.ids(Items.read(Items.dated("a", "2020-02-01T00:00:00Z"))))
        .containsExactly("a");
  }

  @Test
  void cyclesOfLinksEnd() {
    FakeWeb web =
        new FakeWeb()
            .with(ROOT, Items.catalogue("child sub.json", "child catalog.json"))
            .with(
                "https://a.example/cat/sub.json",
                Items.catalogue("child catalog.json", "child sub.json", "item i.json"))
            .with("https://a.example/cat/i.json", Items.dated("i", "2020-02-01T00:00:00Z"));

    assertThat(Items.ids(read(web, ROOT))).containsExactly("i");
    assertThat(web.opened).hasSize(3);
  }

  @Test
  void cataloguesWithoutEndInsideEachOtherAreLeftAtADepth() {
    FakeWeb web = new FakeWeb();
    IntStream.range(0, 100)
        .forEach(i -> web.with("https://a.example/" + i, Items.catalogue("child " + (i + 1))));

    SceneListing listing = read(web, "https://a.example/0");

    assertThat(web.opened).hasSize(33);
    assertThat(listing.issues())
        .extracting(DataIssue::reason)
        .containsExactly(Reason.TOO_LARGE, Reason.EMPTY);
  }

  @Test
  void aBrokenChildCostsOnlyItself() {
    FakeWeb web =
        new FakeWeb()
            .with(
                ROOT,
                Items.catalogue(
                    "item gone.json", "item bad.json", "item file:///etc/passwd", "item i.json"))
            .with("https://a.example/cat/bad.json", "{\"type\": ")
            .with("https://a.example/cat/i.json", Items.dated("i", "2020-02-01T00:00:00Z"));

    SceneListing listing = read(web, ROOT);

    assertThat(Items.ids(listing)).containsExactly("i");
    assertThat(listing.issues())
        .extracting(DataIssue::reason)
        .containsExactly(Reason.FORBIDDEN, Reason.MISSING, Reason.UNREADABLE);
    assertThat(listing.issues()).allMatch(DataIssue::partial);
    assertThat(listing.issues().get(1))
        .isEqualTo(
            new DataIssue(
                "VCS1",
                null,
                "https://a.example/cat/gone.json",
                Reason.MISSING,
                "not found",
                "check the address",
                true));
  }

  @Test
  void asksASearchWithTheQueryAndFollowsItsPages() {
    SceneQuery query =
        new SceneQuery(
            new LonLatBox(179.5, -1e-4, -179.5, 0.5),
            Instant.parse("2020-01-01T00:00:00Z"),
            Instant.parse("2021-01-01T00:00:00Z"),
            List.of("c", "d"),
            List.of(),
            null);
    String first =
        "https://a.example/search?bbox=179.5%2C-0.00010%2C-179.5%2C0.5"
            + "&datetime=2020-01-01T00%3A00%3A00Z%2F2021-01-01T00%3A00%3A00Z"
            + "&collections=c%2Cd&limit=250";
    String there =
        Items.dated("i", "2020-02-01T00:00:00Z")
            .replace("[31, 0, 32, 1]", "[179, 0, -179, 1]")
            .replaceFirst("\"geometry\": \\{.*?\\}", "\"geometry\": null");
    FakeWeb web =
        new FakeWeb()
            .with(first, page(there, "https://a.example/search?token=2"))
            .with(
                "https://a.example/search?token=2",
                page(there.replace("\"i\"", "\"j\""), "search?token=3"))
            .with("https://a.example/search?token=3", page("", "search?token=4"));

    SceneListing listing = CatalogueReader.read("https://a.example/search", "VCS1", query, web);

    assertThat(listing.issues()).isEmpty();
    assertThat(Items.ids(listing)).containsExactly("i", "j");
    assertThat(web.opened).hasSize(3);
  }

  private static String page(String items, String next) {
    return "{\"type\": \"FeatureCollection\", \"features\": ["
        + items
        + "], \"links\": [{\"rel\": \"next\", \"method\": \"GET\", \"href\": \""
        + next
        + "\"}]}";
  }

  @Test
  void parametersThatTheUserGaveStay() {
    String address =
        SearchAddress.of(
            "https://a.example/search?limit=10&bbox=1,2,3,4&sortby=id",
            Items.everything(),
            List.of());

    assertThat(URLDecoder.decode(address, StandardCharsets.UTF_8))
        .isEqualTo(
            "https://a.example/search?limit=10&bbox=1,2,3,4&sortby=id"
                + "&datetime=1980-01-01T00:00:00Z/2030-01-01T00:00:00Z");
  }

  @Test
  void anApisLandingPageLeadsToItsSearchAndACollectionToItsItems() {
    FakeWeb web =
        new FakeWeb()
            .with("https://a.example/", Items.catalogue("child c", "search search"))
            .with("https://a.example/c", Items.catalogue("items c/items"));
    String parameters = SearchAddress.of("", Items.everything(), List.of());
    String items = Items.collection(Items.dated("i", "2020-02-01T00:00:00Z"));
    web.with("https://a.example/search" + parameters, items);
    web.with("https://a.example/c/items" + parameters, items);

    assertThat(Items.ids(read(web, "https://a.example/"))).containsExactly("i");
    assertThat(Items.ids(read(web, "https://a.example/c"))).containsExactly("i");
    assertThat(web.opened)
        .containsExactly(
            "https://a.example/",
            "https://a.example/search" + parameters,
            "https://a.example/c",
            "https://a.example/c/items" + parameters);
  }

  @Test
  void aNextPageThatWantsAPostIsAnIssue() {
    String document =
        page(Items.dated("i", "2020-02-01T00:00:00Z"), "https://a.example/search")
            .replace("\"GET\"", "\"POST\"");

    SceneListing listing = Items.read(document);

    assertThat(Items.ids(listing)).containsExactly("i");
    assertThat(listing.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.reason()).isEqualTo(Reason.UNSUPPORTED);
              assertThat(issue.detail()).contains("asked for by POST");
              assertThat(issue.partial()).isTrue();
            });
  }

  @Test
  void theOrderIsThatOfTimeAndNameWhateverTheCatalogue() {
    List<String> items =
        new ArrayList<>(
            List.of(
                Items.dated("b", "2020-02-01T00:00:00Z"),
                Items.dated("a", "2020-02-01T02:00:00+02:00"),
                Items.dated("c", "2019-02-01T00:00:00Z")));
    SceneListing listing = Items.read(Items.collection(items.toArray(String[]::new)));
    Collections.reverse(items);

    assertThat(Items.ids(listing)).containsExactly("c", "a", "b");
    assertThat(Items.read(Items.collection(items.toArray(String[]::new)))).isEqualTo(listing);
  }

  @ParameterizedTest
  @CsvSource({"2021, 2022, 2", "2022, 2021, 1", "2021, 2021, 1", "'', 2021, 2", "x, '', 1"})
  void ofTwoItemsOfOneNameTheNewestCounts(String first, String second, int kept) {
    SceneListing listing = Items.read(Items.collection(updated("1", first), updated("2", second)));

    assertThat(listing.scenes())
        .singleElement()
        .satisfies(scene -> assertThat(scene.acquisition().platform()).isEqualTo("" + kept));
    assertThat(listing.counts().repeated()).isEqualTo(1);
    assertThat(listing.issues())
        .singleElement()
        .satisfies(issue -> assertThat(issue.partial()).isFalse())
        .satisfies(issue -> assertThat(issue.scene()).isEqualTo("i"));
  }

  private static String updated(String platform, String year) {
    return Items.item(
        "i",
        "\"datetime\": \"2020-02-01T00:00:00Z\", \"platform\": \""
            + platform
            + "\""
            + (year.isEmpty() ? "" : ", \"updated\": \"" + year + "-01-01T00:00:00Z\""));
  }

  @Test
  void whatIsNotWantedIsCountedByItsReason() {
    SceneQuery query =
        new SceneQuery(
            Items.AREA,
            Instant.parse("2020-01-01T00:00:00Z"),
            Instant.parse("2021-01-01T00:00:00Z"),
            List.of("c"),
            List.of(),
            0.2);
    String time = "\"datetime\": \"2020-02-01T00:00:00Z\"";
    SceneListing listing =
        Items.read(
            Items.collection(
                Items.item("kept", time + ", \"eo:cloud_cover\": 20"),
                Items.item("unknown cloud", time),
                Items.item("not looked for", time + ", \"eo:cloud_cover\": -1"),
                Items.item("cloudy", time + ", \"eo:cloud_cover\": 20.5"),
                Items.dated("first day", "2020-01-01T00:00:00Z"),
                Items.dated("after", "2021-01-01T00:00:00Z"),
                Items.dated("before", "2019-12-31T23:59:59.999Z"),
                Items.item("other", time).replace("\"c\"", "\"d\""),
                Items.item("elsewhere", time)
                    .replace("[31, 0, 32, 1]", "[33, 0, 34, 1]")
                    .replace("[31,", "[33,")
                    .replace("[32,", "[34,"),
                Items.item("broken", "\"datetime\": null")),
            query);

    assertThat(Items.ids(listing))
        .containsExactly("first day", "kept", "not looked for", "unknown cloud");
    SceneListing.Counts counts = listing.counts();
    assertThat(counts).isEqualTo(new SceneListing.Counts(10, 1, 2, 1, 1, 1, 0));
    assertThat(counts.items()).isEqualTo(listing.scenes().size() + counts.left());
    assertThat(listing.issues()).extracting(DataIssue::scene).containsExactly("broken");
  }

  @Test
  void intervalsThatReachIntoThePeriodCount() {
    String interval =
        "\"datetime\": null, \"start_datetime\": \"2019-12-31T00:00:00Z\", \"end_datetime\":"
            + " \"2020-01-01T00:00:00Z\"";
    SceneQuery query =
        new SceneQuery(
            Items.AREA,
            Instant.parse("2020-01-01T00:00:00Z"),
            Instant.parse("2021-01-01T00:00:00Z"),
            List.of(),
            List.of(),
            null);

    assertThat(Items.ids(Items.read(Items.item("i", interval), query))).containsExactly("i");
  }

  @Test
  void missingAssetsAreNamedAndTheOthersStay() {
    SceneQuery query =
        new SceneQuery(
            Items.AREA,
            Instant.EPOCH,
            Instant.parse("2030-01-01T00:00:00Z"),
            List.of(),
            List.of("red", "nir", "jp2", "s3", "bare"),
            null);
    SceneListing listing =
        Items.read(
            Items.item(
                "i",
                "\"datetime\": \"2020-02-01T00:00:00Z\"",
                "\"red\": {\"href\": \"red.tif\"}, \"extra\": {\"href\": \"extra.tif\"},"
                    + " \"jp2\": {\"href\": \"B04.jp2\", \"type\": \"image/jp2\"},"
                    + " \"s3\": {\"href\": \"s3://bucket/B04.tif\"},"
                    + " \"bare\": {\"type\": \"image/tiff\"}"),
            query);

    assertThat(listing.scenes().get(0).assets()).containsOnlyKeys("red");
    assertThat(listing.issues())
        .extracting(issue -> issue.reason() + " " + issue.detail())
        .containsExactly(
            "MISSING asset bare: href: expected the address of a file, found none",
            "UNSUPPORTED asset jp2: type: expected a GeoTIFF (image/tiff), found image/jp2",
            "MISSING asset nir: expected an object, found none",
            "FORBIDDEN asset s3: \"s3://bucket/B04.tif\" leads out of the catalogue");
    assertThat(listing.issues()).allMatch(issue -> "i".equals(issue.scene()) && issue.partial());
  }

  @Test
  void aCatalogueWithoutItemsIsAnIssue() {
    assertThat(Items.read(Items.catalogue()).issues())
        .extracting(DataIssue::reason)
        .containsExactly(Reason.EMPTY);
  }
}
