package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.IntStream;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKTReader;

class MapProjectionTest {
  @Test
  void anUnknownCodeIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> MapProjection.of("EPSG:99999"))
        .withMessage(
            "unknown coordinate reference system \"EPSG:99999\"; give an EPSG code such as"
                + " EPSG:32636 (UTM zone 36 north)");
    for (String code : new String[] {"", "utm", "EPSG:", ":", "EPSG:../x", "+proj=utm"}) {
      assertThatExceptionOfType(InputException.class)
          .as(code)
          .isThrownBy(() -> MapProjection.of(code))
          .withMessageStartingWith("unknown coordinate reference system \"" + code + "\"");
    }
  }

  @Test
  void aDatumThatNeedsGridFilesIsRefusedInsteadOfIgnored() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> MapProjection.of("EPSG:26715"))
        .withMessage(
            "EPSG:26715: its datum cannot be converted to WGS 84 without grid files; warp the data"
                + " to a WGS 84 system such as its UTM zone with gdalwarp -t_srs EPSG:…");
  }

  @Test
  void aPositionOutsideWhatTheProjectionShowsIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> MapProjection.of("EPSG:32636").forward(Double.NaN, 7.5))
        .withMessage(
            "EPSG:32636: cannot convert longitude and latitude (NaN, 7.5); the position lies"
                + " outside what this system can show, check the boundary and the CRS of the"
                + " imagery");
  }

  @Test
  void longitudeAndLatitudeAreTheirOwnCoordinates() throws Exception {
    MapProjection lonLat = MapProjection.of("EPSG:4326");
    assertThat(lonLat.isLonLat()).isTrue();
    assertThat(lonLat.forward(35.9, 7.5)).isEqualTo(new Coordinate(35.9, 7.5));
    assertThat(lonLat.inverse(35.9, 7.5)).isEqualTo(new Coordinate(35.9, 7.5));
    Geometry point = new WKTReader().read("POINT (35.9 7.5)");
    assertThat(lonLat.project(point).equalsExact(point)).isTrue();
  }

  @Test
  void aGeometryComesBackFromItsProjection() throws Exception {
    MapProjection utm = MapProjection.of("EPSG:32636");
    Geometry lonLat =
        new WKTReader()
            .read(
                "MULTIPOLYGON (((35.9 7.5, 35.92 7.5, 35.92 7.52, 35.9 7.5), (35.91 7.505, 35.915"
                    + " 7.505, 35.915 7.509, 35.91 7.505)))");
    Geometry projected = utm.project(lonLat);
    assertThat(projected.getCoordinate().getX()).isCloseTo(820087.845411, within(1e-3));
    assertThat(lonLat.getCoordinate().getX()).isEqualTo(35.9);
    assertThat(utm.unproject(projected).equalsExact(lonLat, 1e-11)).isTrue();
    assertThat(projected.getEnvelopeInternal().getMinX()).isGreaterThan(800_000);
  }

  @Test
  void itWorksAfterSerialisation() throws Exception {
    for (String code : new String[] {"EPSG:32636", "EPSG:4326"}) {
      MapProjection before = MapProjection.of(code);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(before);
      }
      assertThat(bytes.size()).isLessThan(200);
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        MapProjection after = (MapProjection) in.readObject();
        assertThat(after.crs()).isEqualTo(code);
        assertThat(after.forward(35.9, 7.5)).isEqualTo(before.forward(35.9, 7.5));
      }
    }
  }

  @Test
  void threadsMayShareIt() {
    MapProjection utm = MapProjection.of("EPSG:32636");
    double[] alone =
        IntStream.range(0, 20_000).mapToDouble(i -> utm.forward(33 + i * 1e-4, 7).getX()).toArray();
    double[] together =
        IntStream.range(0, 20_000)
            .parallel()
            .mapToDouble(i -> utm.forward(33 + i * 1e-4, 7).getX())
            .toArray();
    assertThat(together).isEqualTo(alone);
  }
}
