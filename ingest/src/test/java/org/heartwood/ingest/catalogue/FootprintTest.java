package org.heartwood.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class FootprintTest {
  private static final String SLANTED =
      "\"geometry\": {\"type\": \"Polygon\", \"coordinates\":"
          + " [[[31.3, 1.0], [30.9, -0.7], [32.6, -1.1], [33.0, 0.7], [31.3, 1.0]]]}";

  private static Footprint of(String members) throws Exception {
    return Footprint.of(new ObjectMapper().readTree("{" + members + "}"));
  }

  @Test
  void theCornersOfASlantedSceneAreOutsideItThoughInItsBox() throws Exception {
    LonLatBox corner = new LonLatBox(30.9, 0.9, 31.0, 1.0);
    Footprint footprint = of("\"bbox\": [30.9, -1.1, 33.0, 1.0], " + SLANTED);

    assertThat(footprint.box().intersects(corner)).isTrue();
    assertThat(footprint.touches(corner)).isFalse();
    assertThat(footprint.touches(new LonLatBox(31, 0, 31.1, 0.1))).isTrue();
  }

  @Test
  void aMissingBoxIsThatOfTheGeometry() throws Exception {
    assertThat(of(SLANTED).box()).isEqualTo(new LonLatBox(30.9, -1.1, 33.0, 1.0));
  }

  @Test
  void aFootprintCutAtTheAntimeridianIsComparedPartByPart() throws Exception {
    Footprint footprint =
        of(
            "\"bbox\": [179, -17, -179, -16], \"geometry\": {\"type\": \"MultiPolygon\","
                + " \"coordinates\": [[[[179, -17], [180, -17], [180, -16], [179, -17]]],"
                + " [[[-180, -17], [-179, -17], [-180, -16], [-180, -17]]]]}");

    assertThat(footprint.touches(new LonLatBox(179.5, -17, -179.5, -16))).isTrue();
    assertThat(footprint.touches(new LonLatBox(-179.9, -17, -179.8, -16))).isTrue();
    assertThat(footprint.touches(new LonLatBox(-10, -17, 10, -16))).isFalse();
    assertThat(footprint.touches(new LonLatBox(179.0, -16.1, 179.1, -16))).isFalse();
  }

  @Test
  void aFootprintThatWrapsIsItsBox() throws Exception {
    String geometry =
        "\"geometry\": {\"type\": \"Polygon\", \"coordinates\":"
            + " [[[179, -17], [-179, -17], [-179, -16], [179, -16], [179, -17]]]}";
    Footprint wrapped = of("\"bbox\": [179, -17, -179, -16], " + geometry);
    assertThat(wrapped.touches(new LonLatBox(-10, -17, 10, -16))).isFalse();
    assertThat(wrapped.touches(new LonLatBox(-179.9, -17, -179.8, -16))).isTrue();

    Footprint beyond = of(geometry.replace("-179,", "181,"));
    assertThat(beyond.box()).isEqualTo(new LonLatBox(179, -17, -179, -16));
    assertThat(beyond.touches(new LonLatBox(-10, -17, 10, -16))).isFalse();
    assertThat(beyond.touches(new LonLatBox(-179.9, -17, -179.8, -16))).isTrue();
  }

  @Test
  void heightsAreLeftOut() throws Exception {
    assertThat(of("\"bbox\": [31, 0, -50, 32, 1, 4000], \"geometry\": null").box())
        .isEqualTo(new LonLatBox(31, 0, 32, 1));
    assertThat(of(SLANTED.replace("1.0]", "1.0, 250]")).box().northDeg()).isEqualTo(1.0);
  }

  @Test
  void otherGeometriesCountByTheirExtent() throws Exception {
    assertThat(of("\"geometry\": {\"type\": \"Point\", \"coordinates\": [31, 0]}").box())
        .isEqualTo(new LonLatBox(31, 0, 31, 0));
    assertThat(
            of("\"geometry\": {\"type\": \"GeometryCollection\", \"geometries\": [{\"type\":"
                    + " \"Point\", \"coordinates\": [31, 0]}, {\"type\": \"LineString\","
                    + " \"coordinates\": [[32, 1], [33, 2]]}]}")
                .box())
        .isEqualTo(new LonLatBox(31, 0, 33, 2));
  }

  @Test
  void aBoxAroundTheWholeEarthStaysOne() throws Exception {
    assertThat(of("\"bbox\": [0, -90, 360, 90.0000001]").box())
        .isEqualTo(new LonLatBox(-180, -90, 180, 90));
  }
}
