package org.heartwood.verification.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.layer.Palette;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class MapFigureTest {
  private static final Palette LOSS = Palette.lossYears(2000, 2002, 2004);

  @Test
  void lossIsPaintedOverCanopyAndUnknownOverBoth() throws IOException {
    MapImage image =
        MapFigure.render(
            3,
            2,
            new byte[] {0, 1, (byte) 255, 0, 3, 0},
            new float[] {100, 80, 50, Float.NaN, Float.NaN, 0},
            2001,
            LOSS);
    BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(image.png()));
    assertThat(pixels.getWidth()).isEqualTo(3);
    assertThat(pixels.getHeight()).isEqualTo(2);
    assertThat(hex(pixels, 0, 0)).isEqualTo(Palette.canopyColour(1).hex());
    assertThat(hex(pixels, 1, 0)).isEqualTo(LOSS.colour("2002").hex());
    assertThat(hex(pixels, 2, 0)).isEqualTo(MapImage.UNKNOWN.hex());
    assertThat(hex(pixels, 0, 1)).isEqualTo(MapImage.UNKNOWN.hex());
    assertThat(hex(pixels, 1, 1)).isEqualTo(LOSS.colour("2004").hex());
    assertThat(hex(pixels, 2, 1)).isEqualTo(Palette.canopyColour(0).hex());
  }

  @Test
  void largeGridsAreThinned() throws IOException {
    int side = 2 * MapImage.LARGEST_SIDE_PX + 1;
    MapImage image = MapFigure.render(side, 3, new byte[side * 3], new float[side * 3], 2001, LOSS);
    BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(image.png()));
    assertThat(image.step()).isEqualTo(3);
    assertThat(pixels.getWidth()).isEqualTo((side + 2) / 3);
    assertThat(pixels.getHeight()).isEqualTo(1);
  }

  @Test
  void outlinesTakeShellsAndHolesOfEveryPolygon() throws ParseException {
    MapFigure.Outline outline =
        MapFigure.Outline.of(
            Zone.BELT,
            new WKTReader()
                .read(
                    "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 3 2, 3 3, 2 2)),"
                        + " ((20 0, 21 0, 21 1, 20 0)))"));
    assertThat(outline.zoneLabel()).isEqualTo("belt");
    assertThat(outline.rings()).hasSize(3);
    assertThat(outline.rings().get(1).get(1)).containsExactly(3, 2);
  }

  @Test
  void theDrawingPutsNorthUpAndTheScaleBarInMetresOfTheGrid() {
    MapFigure map =
        new MapFigure(
            MapFigure.render(1, 1, new byte[1], new float[1], 2001, LOSS),
            new MapFigure.Extent(1000, 2000, 7400, 8400),
            List.of(
                new MapFigure.Outline(
                    "project",
                    List.of(
                        List.of(
                            new double[] {1000, 8400},
                            new double[] {7400, 8400},
                            new double[] {1000, 2000})))));
    assertThat(map.svg("a place", "in words"))
        .contains("M0.0 0.0L640.0 0.0L0.0 640.0Z", ">2 km<", ">N<", "Map of a place");
  }

  @Test
  void wrongSizesYearsAndExtentsAreRefusedByName() {
    assertThatThrownBy(() -> MapFigure.render(2, 2, new byte[3], new float[4], 2001, LOSS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a map of 2 × 2 needs 4 pixels, had 3 of loss and 4 of canopy");
    assertThatThrownBy(() -> MapFigure.render(1, 1, new byte[] {9}, new float[1], 2001, LOSS))
        .hasMessage("loss in 2010 has no colour in the palette loss");
    assertThatThrownBy(() -> new MapFigure.Extent(5, 0, 5, 1))
        .hasMessageStartingWith("an extent must have a width and a height");
    assertThatThrownBy(() -> new MapFigure.Outline("ring", List.of()))
        .hasMessage("no zone is called ring");
  }

  private static String hex(BufferedImage pixels, int x, int y) {
    return String.format("#%06x", pixels.getRGB(x, y) & 0xFFFFFF);
  }
}
