package org.heartwood.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Iterators;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileCatalogueTest {
  private static final String GOOD = Items.dated("good", "2020-02-01T00:00:00Z");
  private static final String LOCATION = "https://a.example/c.json";

  private static void assertRefused(byte[] document, Reason reason, String message) {
    assertThatThrownBy(
            () ->
                CatalogueReader.read(
                    LOCATION, "VCS1", Items.everything(), new FakeWeb().with(LOCATION, document)))
        .isInstanceOfSatisfying(InputException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith(LOCATION + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .message()
        .satisfies(text -> assertThat(text.length()).isLessThan(500));
  }

  private static void assertRefused(String document, Reason reason, String message) {
    assertRefused(document.getBytes(StandardCharsets.UTF_8), reason, message);
  }

  /** One item is bad in a list; the one before and the one after it are still used. */
  private static DataIssue assertCostsOnlyItself(String badItem) {
    SceneListing listing =
        Items.read(Items.collection(GOOD, badItem, GOOD.replace("\"good\"", "\"after\"")));
    assertThat(Items.ids(listing)).containsExactly("after", "good");
    assertThat(listing.counts().broken()).isEqualTo(1);
    assertThat(listing.issues()).hasSize(1);
    DataIssue issue = listing.issues().get(0);
    assertThat(issue.partial()).isTrue();
    assertThat(issue.detail()).doesNotContain("\n");
    assertThat(issue.detail().length()).isLessThan(400);
    return issue;
  }

  @Test
  void aLoginPageIsCalledAPage() {
    assertRefused(
        "\uFEFF\n <!DOCTYPE html><html>Please log in</html>",
        Reason.UNREADABLE,
        "found an HTML or XML page; it may be the login or error page of a proxy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|UNREADABLE|an empty document",
        "'   '|UNREADABLE|an empty document",
        "not json|UNREADABLE|found Unrecognized token 'not' at line 1, column 5; fetch",
        "[]|UNREADABLE|something else than an object",
        "42|UNREADABLE|something else than an object",
        "{}|UNREADABLE|found none; name the catalogue's own JSON document",
        "{\"type\": \"Topology\"}|UNREADABLE|found \"Topology\"",
        "{\"type\": 1}|UNREADABLE|found \"1\"",
        "{\"type\": \"Catalog\", \"links\": 7}|VALUE|links: expected an array",
        "{\"type\": \"FeatureCollection\", \"features\": {}}|VALUE|features: expected an array",
        "{\"type\": \"Catalog\", \"type\": \"Feature\"}|INCONSISTENT|\"type\" stands twice",
        "{\"type\": \"Catalog\"|UNREADABLE|Unexpected end-of-input",
        "\u001f\u008b\u0008|UNREADABLE|found Invalid UTF-8"
      })
  void whatIsNoCatalogueIsRefused(String document, Reason reason, String found) {
    assertRefused(document, reason, found);
  }

  @Test
  void aMissingRootIsRefused() {
    assertThatThrownBy(
            () -> CatalogueReader.read(LOCATION, "VCS1", Items.everything(), new FakeWeb()))
        .isInstanceOf(InputException.class)
        .hasMessage(LOCATION + ": not found; check the address");
  }

  @Test
  void otherEncodingsAreRefused() {
    assertRefused(
        "{\"type\": \"Catalog\", \"id\": \"Pará\"}".getBytes(StandardCharsets.ISO_8859_1),
        Reason.UNREADABLE,
        "UTF-8");
  }

  @Test
  void deepNestingAndEndlessNumbersAreRefused() {
    assertRefused(
        "{\"type\": \"Feature\", \"properties\": " + "[".repeat(100_000),
        Reason.TOO_LARGE,
        "nesting depth");
    assertRefused(
        "{\"type\": \"Feature\", \"bbox\": [" + "9".repeat(10_000_000) + "]}",
        Reason.TOO_LARGE,
        "check where the document comes from");
    assertRefused(
        "{\"type\": \"Feature\", \"extra\": {\"a\": " + "[".repeat(100_000),
        Reason.TOO_LARGE,
        "nesting depth");
    assertRefused(
        "{\"type\": \"Feature\", \"id\": \"" + "x".repeat(5_000_000) + "\"}",
        Reason.TOO_LARGE,
        "String");
  }

  @Test
  void aListThatEndsEarlyIsRefused() {
    String list = Items.collection(GOOD, GOOD);
    assertRefused(list.substring(0, list.length() - 100), Reason.UNREADABLE, "end-of-input");
  }

  @Test
  void membersThatStandTwiceCostTheirItem() {
    assertThat(
            assertCostsOnlyItself(
                    GOOD.replace("\"properties\": {", "\"properties\": {\"datetime\": 1, "))
                .detail())
        .isEqualTo("features[1]: the member \"datetime\" stands twice");
  }

  @Test
  void aFootprintOfTooManyVerticesCostsItsItem() {
    DataIssue issue =
        assertCostsOnlyItself(GOOD.replace("[[31, 0],", "[" + "[31, 0],".repeat(400_000)));
    assertThat(issue.reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null|datetime: expected a time, or null with start_datetime and end_datetime",
        "\"2020-02-01\"|datetime: expected a time such as 2021-03-04T05:06:07Z, found 2020-02-01",
        "\"2020-02-01T00:00:00\"|datetime: expected a time",
        "\"2020-13-01T00:00:00Z\"|datetime: expected a time",
        "\"2020-02-30T00:00:00Z\"|datetime: expected a time",
        "20200201|datetime: expected a time",
        "[]|datetime: expected text",
        "\"2020-02-01T00:00:00.1234567891Z\"|datetime: expected a time"
      })
  void timesThatAreNoneCostTheirItem(String datetime, String detail) {
    assertThat(assertCostsOnlyItself(GOOD.replace("\"2020-02-01T00:00:00Z\"", datetime)).detail())
        .startsWith(detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2020-02-01T00:00:00Z",
        "2020-02-01t00:00:00z",
        "2020-02-01T00:00:00.000000000Z",
        "2020-01-31T14:00:00-10:00",
        "2020-02-01T05:45:00.0+05:45"
      })
  void timesOfRfc3339AreTheSameInstant(String datetime) {
    assertThat(Items.read(Items.dated("i", datetime)).scenes().get(0).acquisition().acquired())
        .isEqualTo("2020-02-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[NaN, 0, 32, 1]|bbox: expected a finite number, found \"NaN\"",
        "[31, 0, 1e999, 1]|bbox: expected a finite number",
        "[\"31\", 0, 32, 1]|bbox: expected a finite number",
        "[31, 0, 32]|bbox: expected 4 or 6 numbers, found 3",
        "[31, 1, 32, 0]|bbox: expected south before north",
        "[31, -91, 32, 0]|expected longitude and latitude in degrees",
        "[500000, 0, 600000, 100000]|expected longitude and latitude in degrees",
        "{}|bbox: expected an array"
      })
  void boxesThatAreNoneCostTheirItem(String bbox, String detail) {
    assertThat(assertCostsOnlyItself(GOOD.replace("[31, 0, 32, 1]", bbox)).detail())
        .startsWith(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[31, 0], [32, 0], [31, 0]]|geometry: expected closed rings",
        "[[31, 0], [32, 0], [32, 1], [31, 1]]|geometry: expected closed rings",
        "[[31, 0], [32, NaN], [32, 1], [31, 0]]|geometry: expected a finite number",
        "[[31, 0], [32], [32, 1], [31, 0]]|geometry: expected a finite number",
        "[[31, 0], 7, [32, 1], [31, 0]]|geometry: expected a finite number",
        "[]|geometry: expected closed rings"
      })
  void ringsThatAreNoneCostTheirItem(String ring, String detail) {
    assertThat(
            assertCostsOnlyItself(
                    GOOD.replace("[[31, 0], [32, 0], [32, 1], [31, 1], [31, 0]]", ring))
                .detail())
        .startsWith(detail);
  }

  @Test
  void anItemThatLiesNowhereIsBroken() {
    DataIssue issue =
        assertCostsOnlyItself(
            GOOD.replace("[31, 0, 32, 1]", "null")
                .replaceFirst("\"geometry\": \\{.*?\\}", "\"geometry\": null"));
    assertThat(issue.reason()).isEqualTo(Reason.GEOMETRY);
    assertThat(issue.detail()).isEqualTo("neither geometry nor bbox: expected one of them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "\"\"", "\"a\\u0000b\"", "{}"})
  void anItemNeedsAnIdentifier(String id) {
    assertThat(assertCostsOnlyItself(GOOD.replace("\"good\"", id)).detail())
        .startsWith("id: expected an identifier");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "[]", "\"Feature\""})
  void whatIsNoItemIsBroken(String item) {
    assertCostsOnlyItself(item);
  }

  @Test
  void plainGeoJsonIsCalledThat() {
    assertThat(assertCostsOnlyItself(GOOD.replace("\"stac_version\": \"1.0.0\", ", "")).detail())
        .contains("plain GeoJSON");
    assertThat(assertCostsOnlyItself(GOOD.replace("1.0.0", "0.9.0")).reason())
        .isEqualTo(Reason.UNSUPPORTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"raster:bands\": [{\"scale\": 0}]|VALUE|scale: expected a number other than 0",
        "\"raster:bands\": [{\"scale\": \"0.1\"}]|VALUE|raster:scale: expected a finite number",
        "\"raster:bands\": [{\"offset\": NaN}]|VALUE|raster:offset: expected a finite number",
        "\"raster:bands\": [{\"nodata\": \"none\"}]|VALUE|nodata: expected a number, nan",
        "\"raster:bands\": {}|VALUE|raster:bands: expected an array",
        "\"proj:epsg\": \"EPSG:32636\"|VALUE|proj:epsg: expected a whole number",
        "\"proj:epsg\": 1e99|VALUE|proj:epsg: expected a whole number",
        "\"proj:shape\": [0, 10]|VALUE|proj:shape: expected rows and columns",
        "\"proj:shape\": [10]|VALUE|proj:shape: expected rows and columns",
        "\"proj:transform\": [1, 2, 3]|VALUE|proj:transform: expected 6 or 9 numbers",
        "\"file:size\": -1|VALUE|file:size: expected a whole number",
        "\"roles\": \"data\"|VALUE|roles: expected an array"
      })
  void assetsThatClaimNonsenseAreLeftOut(String members, Reason reason, String detail) {
    SceneListing listing =
        Items.read(
            Items.item(
                "i",
                "\"datetime\": \"2020-02-01T00:00:00Z\"",
                "\"nir\": {\"href\": \"nir.tif\"}, \"red\": {\"href\": \"red.tif\", "
                    + members
                    + "}"));
    assertThat(listing.scenes().get(0).assets()).containsOnlyKeys("nir");
    assertThat(listing.issues())
        .singleElement()
        .satisfies(issue -> assertThat(issue.reason()).isEqualTo(reason))
        .satisfies(issue -> assertThat(issue.detail()).startsWith("asset red: " + detail));
  }

  @Test
  void unknownChecksumsAreIssuesThatLoseNothing() {
    SceneListing listing =
        Items.read(
            Items.item(
                "i",
                "\"datetime\": \"2020-02-01T00:00:00Z\"",
                "\"red\": {\"href\": \"red.tif\", \"file:checksum\":"
                    + " \"90e4021044a8995dd50b6657a037a7839304535b\"}"));
    assertThat(Items.asset(listing.scenes().get(0), "red").checksum()).isNull();
    assertThat(listing.issues())
        .singleElement()
        .satisfies(issue -> assertThat(issue.reason()).isEqualTo(Reason.UNSUPPORTED))
        .satisfies(issue -> assertThat(issue.partial()).isFalse());
  }

  @Test
  void doubtfulHintsAreIssuesThatLoseNothing() {
    SceneListing listing =
        Items.read(
            Items.item(
                "i",
                "\"datetime\": \"2020-02-01T00:00:00Z\", \"eo:cloud_cover\": 150, \"gsd\": 0"));
    assertThat(listing.scenes().get(0).acquisition().cloudCoverFraction()).isNull();
    assertThat(listing.issues()).hasSize(2).noneMatch(DataIssue::partial);
  }

  @Test
  void aHundredThousandItemsAreReadOneAtATime() {
    int count = 100_000;
    // About 300 MB of JSON, of which one item in a thousand lies in the area.
    String padding = "\"title\": \"" + "x".repeat(2_500) + "\", ";
    IntFunction<String> item =
        i ->
            (i == 0 ? "" : ", ")
                + Items.dated("i" + i, "2020-02-01T00:00:00Z")
                    .replace("\"properties\": {", "\"properties\": {" + padding)
                    .replace("31", i % 1000 == 0 ? "31" : "41")
                    .replace("32", i % 1000 == 0 ? "32" : "42");
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();

    SceneListing listing =
        CatalogueReader.read(
            LOCATION,
            "VCS1",
            Items.everything(),
            new FakeWeb()
                .with(
                    LOCATION,
                    () ->
                        stream("{\"type\": \"FeatureCollection\", \"features\": [", count, item)));

    System.gc();
    long after = runtime.totalMemory() - runtime.freeMemory();
    assertThat(listing.counts().items()).isEqualTo(count);
    assertThat(listing.counts().outsideArea()).isEqualTo(count - 100);
    assertThat(listing.scenes()).hasSize(100);
    assertThat(after - before).isLessThan(20L << 20);
  }

  /** A list of items made while it is read. */
  private static InputStream stream(String head, int count, IntFunction<String> item) {
    Iterator<InputStream> parts =
        IntStream.rangeClosed(-1, count)
            .mapToObj(i -> i < 0 ? head : i < count ? item.apply(i) : "]}")
            .<InputStream>map(
                part -> new ByteArrayInputStream(part.getBytes(StandardCharsets.UTF_8)))
            .iterator();
    return new SequenceInputStream(Iterators.asEnumeration(parts));
  }

  @Test
  void issuesWithoutEndAreCountedInsteadOfKept() {
    int count = 100_001;
    SceneListing listing =
        CatalogueReader.read(
            LOCATION,
            "VCS1",
            Items.everything(),
            new FakeWeb()
                .with(
                    LOCATION,
                    () ->
                        stream(
                            "{\"type\": \"FeatureCollection\", \"features\": [",
                            count,
                            i -> i == 0 ? "7" : ", 7")));

    assertThat(listing.counts().broken()).isEqualTo(count);
    assertThat(listing.issues()).hasSize(100_001);
    assertThat(listing.issues().get(100_000).detail())
        .isEqualTo("found 1 more issues than the 100000 listed");
  }

  @Test
  void membersWithoutEndAreRefused() {
    assertRefused(
        IntStream.range(0, 2_000)
            .mapToObj(i -> "\"m" + i + "\": 0")
            .collect(Collectors.joining(", ", "{", "}")),
        Reason.TOO_LARGE,
        "at most 1000 members");
  }

  @Test
  void hundredThousandLinksAreOneEntryEach() {
    String links =
        String.join(
            ", ", Collections.nCopies(100_000, "{\"rel\": \"item\", \"href\": \"i.json\"}"));
    FakeWeb web =
        new FakeWeb()
            .with(LOCATION, "{\"type\": \"Catalog\", \"links\": [" + links + "]}")
            .with("https://a.example/i.json", GOOD);

    assertThat(Items.ids(CatalogueReader.read(LOCATION, "VCS1", Items.everything(), web)))
        .isEqualTo(List.of("good"));
    assertThat(web.opened).hasSize(2);
  }
}
