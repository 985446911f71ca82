package org.heartwood.ingest.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.heartwood.ingest.boundary.Documents.square;
import static org.heartwood.ingest.boundary.Documents.squareRing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

class BoundaryCheckTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private static BoundaryReport check(String... wkt) {
    return BoundaryCheck.check(Documents.of(wkt), null, null);
  }

  private static double ha(String wkt) {
    return PixelArea.polygonM2(Documents.multiPolygon(wkt)) / 10_000;
  }

  private static BoundaryProblem only(BoundaryReport report) {
    assertThat(report.problems()).hasSize(1);
    return report.problems().get(0);
  }

  private static MultiPolygon boundary(BoundaryReport report) {
    return Objects.requireNonNull(report.dissolvedLonLat());
  }

  private static void place(
      BoundaryProblem problem,
      @Nullable Integer feature,
      @Nullable Integer part,
      @Nullable Integer ring,
      @Nullable Integer vertex) {
    assertThat(new Place(problem.feature(), problem.part(), problem.ring(), problem.vertex(), null))
        .isEqualTo(new Place(feature, part, ring, vertex, null));
  }

  @Test
  void aSoundBoundaryHasNoProblem() {
    BoundaryReport report = check(square(35, 7, 0.1));

    assertThat(report.problems()).isEmpty();
    assertThat(report.usable()).isTrue();
    assertThat(report.repairs()).isEmpty();
    assertThat(report.areas().dissolvedHa()).isEqualTo(ha(square(35, 7, 0.1)));
    assertThat(Orientation.isCCW(boundary(report).getCoordinates())).isTrue();
    assertThat(report.counts()).isEqualTo(new BoundaryReport.Counts(1, 1, 0, 5, 1, 0, 0));
  }

  @Test
  void aFigureOfEightIsRepairedAndBothLobesCount() {
    BoundaryReport report = check("POLYGON((0 0,2 2,2 0,0 2,0 0))");

    BoundaryProblem problem = only(report);
    place(problem, 0, 0, 0, 0);
    assertThat(problem.at()).isEqualTo(new Coordinate(1, 1));
    assertThat(problem.severity()).isEqualTo(Severity.REPAIRABLE);
    assertThat(problem.rule()).isEqualTo("X06");
    assertThat(problem.detail())
        .isEqualTo(
            "ring 0 crosses itself at (1.0, 1.0): segment from vertex 0 and segment from vertex 2");
    assertThat(problem.remedy()).contains("make-valid");
    assertThat(report.usable()).isTrue();
    double lobesHa = 2 * ha("POLYGON((0 0,1 1,0 2,0 0))");
    assertThat(report.areas().dissolvedHa()).isCloseTo(lobesHa, within(1e-6 * lobesHa));
    // The lobes cancel in the shoelace sum of the ring as read.
    assertThat(report.areas().asReadHa()).isLessThan(0.01 * lobesHa);
    assertThat(report.repairs()).hasSize(1);
  }

  @Test
  void everyCrossingOfARingIsListedWithItsVertex() {
    BoundaryReport report = check("POLYGON((0 0,6 0,6 2,5 -1,3 2,2 -1,0 2,0 0))");

    assertThat(report.problems()).hasSize(4).allMatch(p -> p.detail().contains("crosses itself"));
    assertThat(report.problems()).allMatch(p -> p.at() != null && p.at().getY() == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POLYGON((0 0,4 0,4 4,2 0,0 4,0 0))|ring 0 touches itself at (2.0, 0.0)|3",
        "POLYGON((0 0,4 0,4 4,4 6,4 4,0 4,0 0))|a spike ends at (4.0, 6.0)|3",
        "POLYGON((0 0,4 0,4 4,3 4,3 0,1 0,1 4,0 4,0 0))|ring 0 runs along itself at (2.0, 0.0)|4",
      })
  void aRingThatTouchesItselfIsRepaired(String wkt, String detail, int vertex) {
    BoundaryReport report = check(wkt);

    assertThat(report.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.detail()).startsWith(detail);
              assertThat(problem.severity()).isEqualTo(Severity.REPAIRABLE);
              assertThat(problem.vertex()).isEqualTo(vertex);
            });
    assertThat(boundary(report).isValid()).isTrue();
  }

  @Test
  void aRepeatedPointIsAWarningAndChangesNothing() {
    BoundaryReport report = check("POLYGON((0 0,1 0,1 1,1 1,0 1,0 0))");

    BoundaryProblem problem = only(report);
    place(problem, 0, 0, 0, 3);
    assertThat(problem.severity()).isEqualTo(Severity.WARNING);
    assertThat(problem.detail()).isEqualTo("vertex 3 repeats vertex 2 at (1.0, 1.0)");
    assertThat(report.repairs()).isEmpty();
  }

  @Test
  void vertexNumbersAreThoseOfTheFileBehindRepeatedPoints() {
    BoundaryReport report = check("POLYGON((0 0,0 0,0 0,2 2,2 0,0 2,0 0))");

    assertThat(report.problems())
        .anyMatch(p -> p.detail().endsWith("segment from vertex 0 and segment from vertex 4"));
  }

  @Test
  void holesOutsideTheShellInsideOthersAndTwiceAreTold() {
    String shell = squareRing(0, 0, 10);
    BoundaryReport report =
        check(
            "POLYGON("
                + String.join(
                    ",",
                    shell,
                    squareRing(20, 0, 1),
                    squareRing(1, 1, 4),
                    squareRing(2, 2, 1),
                    squareRing(7, 7, 1),
                    squareRing(7, 7, 1),
                    squareRing(9, 4, 2))
                + ")");

    assertThat(report.problems())
        .extracting(BoundaryProblem::ring, p -> p.detail().replaceFirst(" at .*|, at .*", ""))
        .contains(
            tuple(1, "hole 1 lies outside the shell"),
            tuple(3, "hole 3 lies in hole 2"),
            tuple(5, "ring 5 repeats ring 4"));
    assertThat(report.problems()).anyMatch(p -> p.detail().contains("crosses ring 6"));
    assertThat(boundary(report).isValid()).isTrue();
    assertThat(report.counts().holes()).isEqualTo(6);
  }

  @Test
  void aHoleThatIsTheShellLeavesNothing() {
    BoundaryReport report =
        check("POLYGON(" + squareRing(0, 0, 1) + "," + squareRing(0, 0, 1) + ")");

    assertThat(report.usable()).isFalse();
    assertThat(report.problems().get(0).severity()).isEqualTo(Severity.ERROR);
    assertThat(report.problems().get(0).reason()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void ringsWithoutAreaAreDropped() {
    BoundaryReport report = check("POLYGON((0 0,1 1,2 2,0 0))", square(5, 5, 1));

    assertThat(report.problems())
        .anyMatch(p -> p.detail().equals("ring 0 has no area, at (0.0, 0.0)"));
    assertThat(report.areas().dissolvedHa()).isEqualTo(ha(square(5, 5, 1)));
    assertThat(check("POLYGON((0 0,1 1,2 2,0 0))").usable()).isFalse();
  }

  @Test
  void whatHasNoNameOfItsOwnIsToldInJtsWordsAtTheNearestVertex() {
    // Two holes that touch each other and the shell cut the interior in two.
    BoundaryReport report =
        check("POLYGON((0 0,4 0,4 4,0 4,0 0),(0 2,1 1,2 2,1 3,0 2),(2 2,3 1,4 2,3 3,2 2))");

    BoundaryProblem problem = only(report);
    assertThat(problem.detail()).startsWith("Interior is disconnected at");
    assertThat(problem.vertex()).isNotNull();
    assertThat(boundary(report).getNumGeometries()).isEqualTo(2);
  }

  @Test
  void overlappingFeaturesAreDissolvedAndTheDoubleCountIsTold() {
    BoundaryReport report = check(square(35, 0, 0.2), square(35.1, 0, 0.2));

    BoundaryProblem problem = only(report);
    double commonHa = ha("POLYGON((35.1 0,35.2 0,35.2 0.2,35.1 0.2,35.1 0))");
    place(problem, 1, 0, null, null);
    assertThat(problem.rule()).isEqualTo("X05");
    assertThat(problem.detail()).startsWith("overlaps feature 0, part 0 by 24");
    assertThat(report.areas().countedTwiceHa()).isCloseTo(commonHa, within(1e-6));
    assertThat(report.counts().dissolvedParts()).isEqualTo(1);
  }

  @Test
  void aPartInsideAnotherOverlapsByAllOfIt() {
    BoundaryReport report = check(square(35, 0, 0.2), square(35.1, 0.1, 0.01));

    assertThat(only(report).detail())
        .contains(String.format(Locale.ROOT, "%.4f ha", ha(square(35.1, 0.1, 0.01))));
  }

  @Test
  void adjoiningPartsDissolveWithoutChangeOfArea() {
    BoundaryReport report =
        check("MULTIPOLYGON((" + squareRing(0, 0, 1) + "),(" + squareRing(1, 0, 1) + "))");

    assertThat(only(report).detail()).isEqualTo("1 pair of parts adjoin along an edge");
    assertThat(report.counts().dissolvedParts()).isEqualTo(1);
    assertThat(report.areas().countedTwiceHa()).isCloseTo(0, within(1e-6));
  }

  @Test
  void repeatedFeaturesAndPartsCountOnce() {
    String reversed = "POLYGON((0 0,0 1,1 1,1 0,0 0))";
    BoundaryReport report =
        check(
            square(0, 0, 1),
            reversed,
            "MULTIPOLYGON((" + squareRing(3, 0, 1) + "),(" + squareRing(3, 0, 1) + "))");

    assertThat(report.problems())
        .extracting(BoundaryProblem::detail)
        .hasSize(2)
        .contains("feature 1 repeats feature 0")
        .anyMatch(detail -> detail.endsWith("repeat feature 2, part 0"));
    assertThat(report.areas().dissolvedHa())
        .isCloseTo(ha(square(0, 0, 1)) + ha(square(3, 0, 1)), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"1.0099,false", "1.0101,true", "0.9901,false", "0.9899,true"})
  void claimsWithinOnePercentPass(double factor, boolean told) {
    BoundaryReport report =
        BoundaryCheck.check(
            Documents.of(square(35, 7, 0.1)), factor * ha(square(35, 7, 0.1)), null);

    assertThat(report.areas().differenceFraction())
        .hasValueSatisfying(
            difference -> assertThat(difference).isCloseTo(factor - 1, within(1e-12)));
    assertThat(report.problems().stream().anyMatch(p -> "X05".equals(p.rule()))).isEqualTo(told);
  }

  private static String claimDetail(double claimedHa, String... wkt) {
    BoundaryReport report = BoundaryCheck.check(Documents.of(wkt), claimedHa, null);
    return report.problems().stream()
        .filter(p -> p.detail().startsWith("claimed"))
        .findFirst()
        .orElseThrow()
        .detail();
  }

  @Test
  void theUsualMistakesInAClaimedAreaAreRecognised() {
    String square = square(35, 50, 0.1);
    double squareHa = ha(square);
    assertThat(claimDetail(ha(square(35, 0, 0.2)) * 2, square(35, 0, 0.2), square(35.1, 0, 0.2)))
        .contains("+33.3 %")
        .endsWith("the claim equals the sum of overlapping parts: overlaps counted twice");
    assertThat(claimDetail(squareHa * 2.4710538, square)).endsWith("acres: taken for hectares");
    assertThat(
            claimDetail(
                squareHa,
                "POLYGON(" + squareRing(35, 50, 0.1) + "," + squareRing(35.02, 50.02, 0.03) + ")"))
        .endsWith("holes filled");
    double mercatorHa =
        MapProjection.of("EPSG:3857").project(Documents.multiPolygon(square)).getArea() / 10_000;
    assertThat(claimDetail(mercatorHa, square)).contains("+14").endsWith("in Web Mercator");
    assertThat(claimDetail(ha(square(50, 35, 0.1)), square))
        .endsWith("with latitude and longitude swapped");
    assertThat(claimDetail(squareHa * 1.2, square)).endsWith("expected within 1 %");
  }

  @Test
  void vertexDensityIsJudgedAgainstThePixels() {
    BoundaryDocument document = Documents.of(square(35, 0, 0.01));
    assertThat(BoundaryCheck.check(document, null, 30.0).problems()).isEmpty();
    assertThat(only(BoundaryCheck.check(document, null, 20.0)).detail())
        .contains("longer")
        .contains("pixels of 20.0 m");
    BoundaryProblem dense = only(BoundaryCheck.check(document, null, 30_000.0));
    assertThat(dense.detail()).contains("shorter");
    assertThat(dense.rule()).isEqualTo("X06");
    BoundaryReport.SegmentLengths lengths =
        Objects.requireNonNull(BoundaryCheck.check(document, null, null).segments());
    // A hundredth of a degree at the equator: 1113.195 m east (Snyder 1987, table 3).
    assertThat(lengths.p95M()).isCloseTo(1113.19, within(0.02));
  }

  @Test
  void anOutlineThatFollowsPixelsIsRecognised() {
    BoundaryReport report = BoundaryCheck.check(Documents.of(List.of(stairs(30))), null, null);

    assertThat(only(report).detail()).startsWith("outline follows raster pixels of about 30.0 m");
  }

  /** Pixels of a staircase along a random walk, in UTM and then in longitude and latitude. */
  private static MultiPolygon stairs(double pixelM) {
    Random random = new Random(7);
    List<Coordinate> ring = new ArrayList<>();
    double x = 300_000;
    double y = 800_000;
    ring.add(new Coordinate(x, y));
    for (int i = 0; i < 200; i++) {
      x += pixelM * (1 + random.nextInt(4));
      ring.add(new Coordinate(x, y));
      y += pixelM * (1 + random.nextInt(3));
      ring.add(new Coordinate(x, y));
    }
    ring.add(new Coordinate(300_000, y));
    ring.add(ring.get(0));
    Polygon utm = GEOMETRIES.createPolygon(ring.toArray(Coordinate[]::new));
    return Documents.multiPolygon((Polygon) MapProjection.of("EPSG:32636").unproject(utm));
  }

  @Test
  void slivers() {
    BoundaryReport report =
        check(square(35, 0, 0.1), "POLYGON((36 0,36.01 0,36.01 0.000001,36 0.000001,36 0))");

    assertThat(only(report).detail()).startsWith("part is or has a sliver of 0.0123 ha");
    assertThat(report.counts().slivers()).isEqualTo(1);
  }

  @Test
  void aThinGapBetweenPartsIsTold() {
    BoundaryReport report =
        check(
            "POLYGON((0 0,1 0,1 0.4,0.999999 0.5,1 0.6,1 1,0 1,0 0))",
            "POLYGON((1 0,2 0,2 1,1 1,1 0))");

    assertThat(report.problems()).anyMatch(p -> p.detail().startsWith("a thin gap stays"));
  }

  @Test
  void theReadersProblemsComeAlong() {
    BoundaryProblem missing =
        new BoundaryProblem(
            null, Severity.ERROR, Reason.GEOMETRY, 1, 0, 0, null, null, "ring not closed", "close");
    BoundaryDocument sound = Documents.of(square(0, 0, 1));
    BoundaryReport report =
        BoundaryCheck.check(
            new BoundaryDocument(
                sound.source(),
                sound.format(),
                sound.crs(),
                true,
                sound.features(),
                List.of(missing)),
            null,
            null);

    assertThat(report.problems()).containsExactly(missing);
    assertThat(report.usable()).isFalse();
  }

  @Test
  void longListsAreCutAndTheRestCounted() {
    StringBuilder ring = new StringBuilder("POLYGON((0 0");
    for (int i = 1; i <= 50; i++) {
      ring.append(",")
          .append(i)
          .append(" ")
          .append(i % 2)
          .append(",")
          .append(i)
          .append(" ")
          .append(i % 2);
    }
    BoundaryReport report = check(ring.append(",50 -9,0 -9,0 0))").toString());

    assertThat(report.problems()).hasSize(21);
    assertThat(report.problems().get(20).detail())
        .isEqualTo("30 more repeated points (the first 20 are listed)");
  }

  @Test
  void anEmptyDocumentIsAnError() {
    BoundaryReport report = BoundaryCheck.check(Documents.of(List.of()), 5.0, 30.0);

    assertThat(only(report).reason()).isEqualTo(Reason.EMPTY);
    assertThat(report.segments()).isNull();
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundaryCheck.check(Documents.of(), Double.NaN, null))
        .withMessage("claimedHa must be finite and > 0, was NaN");
  }

  @Test
  void theSameInputGivesTheSameReport() {
    String[] parts =
        new Random(3)
            .doubles(200, 0, 1)
            .mapToObj(x -> square(x, (x * 7919) % 1, 0.05))
            .toArray(String[]::new);
    assertThat(check(parts)).isEqualTo(check(parts));
  }

  @Test
  @Timeout(60)
  void hundredsOfThousandsOfVerticesTakeSeconds() {
    int n = 300_000;
    Coordinate[] ring = new Coordinate[n + 1];
    for (int i = 0; i < n; i++) {
      double angle = 2 * Math.PI * i / n;
      double radius = 1 + 0.1 * Math.sin(1000 * angle);
      ring[i] = new Coordinate(30 + radius * Math.cos(angle), radius * Math.sin(angle));
    }
    ring[n] = ring[0].copy();
    BoundaryReport report = check(ring);

    assertThat(report.usable()).isTrue();
    assertThat(report.counts().vertices()).isEqualTo(n + 1);
  }

  @Test
  @Timeout(60)
  void aStarThatCrossesItselfBillionsOfTimesIsGivenUp() {
    int n = 300_001;
    Coordinate[] ring = new Coordinate[n + 1];
    for (int i = 0; i < n; i++) {
      double angle = 2 * Math.PI * ((long) i * (n / 2) % n) / n;
      ring[i] = new Coordinate(Math.cos(angle), Math.sin(angle));
    }
    ring[n] = ring[0].copy();
    BoundaryReport report = check(ring);

    assertThat(report.usable()).isFalse();
    assertThat(report.problems().get(0).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  @Timeout(60)
  void manyLongSegmentsSideBySideAreGivenUp() {
    int n = 300_000;
    Coordinate[] ring = new Coordinate[n + 1];
    for (int i = 0; i < n - 1; i++) {
      double shift = 3e-6 * i;
      ring[i] = i % 2 == 0 ? new Coordinate(shift, -shift) : new Coordinate(10 + shift, 10 - shift);
    }
    ring[n - 1] = new Coordinate(-5, -5);
    ring[n] = ring[0].copy();
    BoundaryReport report = check(ring);

    assertThat(report.usable()).isFalse();
  }

  private static BoundaryReport check(Coordinate[] ring) {
    return BoundaryCheck.check(
        Documents.of(List.of(Documents.multiPolygon(GEOMETRIES.createPolygon(ring)))), 100.0, 10.0);
  }

  @Test
  @Timeout(60)
  void thousandsOfPartsTakeSeconds() {
    List<MultiPolygon> mosaic =
        IntStream.range(0, 3_000)
            .mapToObj(
                i ->
                    Documents.multiPolygon(
                        square(i % 100, 0.5 * Math.floorDiv(i, 100), i % 2 == 0 ? 1 : 1.01)))
            .toList();
    BoundaryReport report = BoundaryCheck.check(Documents.of(mosaic), null, null);

    assertThat(report.usable()).isTrue();
    assertThat(report.counts().parts()).isEqualTo(3_000);
  }

  @Test
  @Timeout(60)
  void thousandsOfPartsOnTopOfEachOtherTakeSeconds() {
    List<MultiPolygon> nested =
        IntStream.range(0, 3_000)
            .mapToObj(i -> Documents.multiPolygon(square(1e-5 * i, 1e-5 * i, 1 - 2e-5 * i + 1)))
            .toList();
    BoundaryReport report = BoundaryCheck.check(Documents.of(nested), null, null);

    assertThat(report.usable()).isTrue();
    assertThat(report.problems()).anyMatch(p -> p.detail().startsWith("not every pair"));
  }
}
