package org.heartwood.ingest.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heartwood.ingest.boundary.Documents.square;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.boundary.Portfolio.Member;
import org.heartwood.ingest.boundary.Portfolio.Overlap;
import org.heartwood.ingest.boundary.Portfolio.Relation;
import org.heartwood.ingest.grid.PixelArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortfolioTest {
  private static Member member(String id, String wkt) {
    return new Member(id, Documents.multiPolygon(wkt), null, null);
  }

  private static double ha(String wkt) {
    return PixelArea.polygonM2(Documents.multiPolygon(wkt)) / 10_000;
  }

  private static Overlap only(String first, String second) {
    List<Overlap> overlaps = Portfolio.overlaps(List.of(member("A", first), member("B", second)));
    assertThat(overlaps).hasSize(1);
    return overlaps.get(0);
  }

  @Test
  void overlapIsMeasuredOnTheEllipsoid() {
    Overlap overlap = only(square(35, 60, 0.2), square(35.1, 60.1, 0.2));

    double commonHa = ha(square(35.1, 60.1, 0.1));
    double firstHa = ha(square(35, 60, 0.2));
    double secondHa = ha(square(35.1, 60.1, 0.2));
    assertThat(overlap.overlapHa()).isCloseTo(commonHa, within(1e-9 * commonHa));
    assertThat(overlap.firstFraction()).isCloseTo(commonHa / firstHa, within(1e-9));
    assertThat(overlap.secondFraction()).isCloseTo(commonHa / secondHa, within(1e-9));
    assertThat(overlap.iouFraction())
        .isCloseTo(commonHa / (firstHa + secondHa - commonHa), within(1e-9));
    assertThat(overlap.relation()).isEqualTo(Relation.PARTIAL);
    assertThat(overlap.flagged()).isTrue();
  }

  @Test
  void theSameLandInAnotherOrderIsADuplicate() {
    assertThat(only(square(0, 0, 1), "POLYGON((1 1,1 0,0 0,0 1,1 1))").relation())
        .isEqualTo(Relation.DUPLICATE);
  }

  @ParameterizedTest
  @CsvSource({"0.11,NEAR_DUPLICATE", "0.12,PARTIAL"})
  void fourFifthsOfTheUnionSeparateNearDuplicatesFromOverlaps(double shift, Relation relation) {
    // At the equator shifted squares have IoU (1 − s) / (1 + s): 0.802 and 0.786.
    Overlap overlap = only(square(0, -0.5, 1), square(shift, -0.5, 1));

    assertThat(overlap.iouFraction()).isCloseTo((1 - shift) / (1 + shift), within(1e-9));
    assertThat(overlap.relation()).isEqualTo(relation);
  }

  @Test
  void aProjectInsideAnotherIsNested() {
    Overlap overlap = only(square(0, 0, 1), square(0.2, 0.2, 0.1));

    assertThat(overlap.relation()).isEqualTo(Relation.NESTED);
    assertThat(overlap.secondFraction()).isCloseTo(1, within(1e-12));
  }

  @Test
  void neighboursThatTouchShareNothing() {
    assertThat(
            Portfolio.overlaps(List.of(member("A", square(0, 0, 1)), member("B", square(1, 0, 1)))))
        .isEmpty();
  }

  @Test
  void smallOverlapsAreToldButNotFlagged() {
    Overlap overlap =
        only(square(0, 0, 1), "POLYGON((0.99999 0,2 0,2 0.001,0.99999 0.001,0.99999 0))");

    assertThat(overlap.overlapHa()).isBetween(0.0, 0.1);
    assertThat(overlap.flagged()).isFalse();
    assertThat(overlap.problem().remedy()).startsWith("below the limits of rule X04");
  }

  @Test
  void halfAPercentOfTheSmallerProjectIsFlagged() {
    Overlap overlap = only(square(0, 0, 1), square(0.99999, 0, 0.001));

    assertThat(overlap.overlapHa()).isLessThan(1);
    assertThat(overlap.secondFraction()).isCloseTo(0.01, within(1e-6));
    assertThat(overlap.flagged()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2010-01-01,2019-12-31,2019-12-31,2030-01-01,1",
    "2010-01-01,2010-12-31,2010-01-01,2010-12-31,365",
    "2010-01-01,2010-12-31,2011-01-01,2011-12-31,0"
  })
  void commonDaysCountBothEnds(
      LocalDate start, LocalDate end, LocalDate otherStart, LocalDate otherEnd, long days) {
    List<Overlap> overlaps =
        Portfolio.overlaps(
            new Member("VCS1", Documents.multiPolygon(square(0, 0, 1)), start, end),
            List.of(
                new Member("VCS2", Documents.multiPolygon(square(0, 0, 1)), otherStart, otherEnd)));

    assertThat(overlaps.get(0).commonDays()).isEqualTo(days);
    assertThat(overlaps.get(0).problem().detail())
        .startsWith("duplicate with VCS2: ")
        .endsWith(days + " days in both crediting periods");
  }

  @Test
  void unknownDatesGiveNoDays() {
    assertThat(only(square(0, 0, 1), square(0, 0, 1)).commonDays()).isNull();
  }

  @Test
  void aProjectIsNotItsOwnNeighbour() {
    Member project = member("VCS1", square(0, 0, 1));

    assertThat(Portfolio.overlaps(project, List.of(project, member("VCS2", square(0, 0, 1)))))
        .extracting(Overlap::second)
        .containsExactly("VCS2");
  }

  @Test
  void aRelistedProjectIsFoundInItsPieces() {
    String half = "POLYGON((0 0,1 0,1 0.4,0 0.4,0 0))";
    String rest = "POLYGON((0 0.5,1 0.5,1 1,0 1,0 0.5))";
    List<Overlap> overlaps =
        Portfolio.overlaps(
            member("OLD", square(0, 0, 1)), List.of(member("NEW1", half), member("NEW2", rest)));

    assertThat(overlaps).hasSize(2).allMatch(o -> o.relation() == Relation.NESTED);
    assertThat(overlaps.stream().mapToDouble(Overlap::firstFraction).sum())
        .isCloseTo(0.9, within(1e-3));
  }

  @Test
  @Timeout(60)
  void thousandsOfProjectsTakeSeconds() {
    List<Member> members =
        IntStream.range(0, 5000)
            .mapToObj(i -> member("P" + i, square(i % 100, 0.5 * Math.floorDiv(i, 100), 0.501)))
            .toList();

    List<Overlap> overlaps = Portfolio.overlaps(members);

    // Each shares a strip with the project to the north; neighbours to the east are a degree away.
    assertThat(overlaps).hasSize(4900).allMatch(Overlap::flagged);
    assertThat(overlaps).isEqualTo(Portfolio.overlaps(members));
  }
}
