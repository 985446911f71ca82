package org.heartwood.verification.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.product.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class BiomassWindowTest {
  /** Four by three pixels of 100 m. */
  private static final Grid GRID = new Grid("EPSG:32636", 500_000, 800_000, 100, 4, 3);

  private static final float[] VALUES = {9, 9, 9, 9, 9, 100, 200, 9, 9, 300, 500, 9};
  private static final float[] ERRORS = {1, 1, 1, 1, 1, 10, 20, 1, 1, 30, 40, 1};

  private final Path folder;

  BiomassWindowTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Land in columns and rows of the grid, counted from its north-west corner. */
  private static Geometry land(double west, double north, double east, double south) {
    MapProjection projection = MapProjection.of(GRID.crs());
    double[][] corners = {
      {west, north}, {east, north}, {east, south}, {west, south}, {west, north}
    };
    return new GeometryFactory()
        .createPolygon(
            Arrays.stream(corners)
                .map(corner -> projection.inverse(GRID.x(corner[0]), GRID.y(corner[1])))
                .toArray(Coordinate[]::new));
  }

  private BiomassWindow read(float[] values, float[] errors, double rangeM, Geometry land)
      throws IOException {
    return BiomassWindow.read(
        MadeMap.write(folder.resolve("agb.tif"), GRID, values),
        MadeMap.write(folder.resolve("se.tif"), GRID, errors),
        Product.CUSTOM_QUANTITY,
        rangeM,
        land);
  }

  @Test
  void theMeanIsThatOfThePixelsWeighedByTheirLand() throws IOException {
    BiomassWindow window = read(VALUES, ERRORS, 0, land(1, 1, 3, 3));
    assertThat(window.name()).isEqualTo("agb.tif");
    MapMean mean = window.overLand();
    assertThat(mean.tonnesPerHa()).isCloseTo(275, within(0.1));
    // Independent errors: √(10² + 20² + 30² + 40²) / 4.
    assertThat(mean.standardErrorTonnesPerHa()).isCloseTo(Math.sqrt(3000) / 4, within(0.01));
    assertThat(window.seenLandFraction()).isCloseTo(1, within(1e-9));
    // Half of the columns' width in the east: 100 and 300 whole, 200 and 500 by half.
    assertThat(read(VALUES, ERRORS, 0, land(1, 1, 2.5, 3)).overLand().tonnesPerHa())
        .isCloseTo((100 + 300 + 0.5 * 200 + 0.5 * 500) / 3, within(0.2));
  }

  @Test
  void correlatedErrorsMakeTheMeanLessSureAndLeaveItWhereItIs() throws IOException {
    MapMean alone = read(VALUES, ERRORS, 0, land(1, 1, 3, 3)).overLand();
    MapMean together = read(VALUES, ERRORS, 1e6, land(1, 1, 3, 3)).overLand();
    assertThat(together.tonnesPerHa()).isEqualTo(alone.tonnesPerHa());
    // All errors one: their mean.
    assertThat(together.standardErrorTonnesPerHa()).isCloseTo(25, within(0.1));
    assertThat(together.independentErrorTonnesPerHa()).isEqualTo(alone.standardErrorTonnesPerHa());
  }

  @Test
  void forestWeighsWhereItStandsAndPixelsWithoutDataAreToldApart() throws IOException {
    float[] holes = VALUES.clone();
    holes[6] = Float.NaN;
    BiomassWindow window = read(holes, ERRORS, 0, land(1, 1, 3, 3));
    int width = window.grid().width();
    double[] forest = new double[width * window.grid().height()];
    int west = (int) Math.rint((window.grid().originX() - GRID.originX()) / 100);
    int north = (int) Math.rint((GRID.originY() - window.grid().originY()) / 100);
    forest[(1 - north) * width + 1 - west] = 3;
    forest[(1 - north) * width + 2 - west] = 6;
    forest[(2 - north) * width + 2 - west] = 1;
    assertThat(window.overForest(forest).tonnesPerHa())
        .isCloseTo((3 * 100 + 500) / 4.0, within(1e-9));
    assertThat(window.overForest(forest).pixels()).isEqualTo(2);
    assertThat(window.seenFraction(forest)).isCloseTo(0.4, within(1e-12));
    assertThat(window.seenFraction(new double[forest.length])).isZero();
    assertThatThrownBy(() -> window.overForest(new double[forest.length]))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no pixel of the project's forest has a value");
  }

  @Test
  void mapsThatCannotCarryAMeanAreRefused() throws IOException {
    Geometry inside = land(1, 1, 3, 3);
    assertThatThrownBy(() -> read(VALUES, ERRORS, 0, land(90, 90, 92, 92)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("agb.tif: shows nothing of the project");
    float[] negative = VALUES.clone();
    negative[5] = -9999;
    assertThatThrownBy(() -> read(negative, ERRORS, 0, inside))
        .hasMessageContaining("agb.tif: holds -9999.0 t/ha");
    float[] wild = ERRORS.clone();
    wild[5] = 20_000;
    assertThatThrownBy(() -> read(VALUES, wild, 0, inside))
        .hasMessageContaining("se.tif: holds 20000.0 t/ha");
    assertThatThrownBy(() -> read(VALUES, new float[12], 0, inside).overLand())
        .hasMessageContaining("the standard error is 0 in every pixel");
    float[] nothing = new float[12];
    Arrays.fill(nothing, Float.NaN);
    assertThatThrownBy(() -> read(nothing, ERRORS, 0, inside).overLand())
        .hasMessageContaining("no pixel of the project's land has a value");
    Path map = MadeMap.write(folder.resolve("map.tif"), GRID, VALUES);
    Path shifted =
        MadeMap.write(
            folder.resolve("shifted.tif"),
            new Grid(GRID.crs(), GRID.originX() + 50, GRID.originY(), 100, 4, 3),
            ERRORS);
    assertThatThrownBy(() -> BiomassWindow.read(map, shifted, Product.CUSTOM_QUANTITY, 0, inside))
        .hasMessageContaining("does not have the pixels of");
    Path codes = MadeMap.write(folder.resolve("codes.tif"), GRID, wild);
    assertThatThrownBy(() -> BiomassWindow.read(codes, map, Product.ESA_CCI_BIOMASS, 0, inside))
        .hasMessageContaining("codes.tif: holds codes that the product does not have");
  }
}
