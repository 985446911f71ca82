package org.heartwood.ingest.zonal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.GeometryFactory;

class ZonalTableTest {
  private static final Grid GRID = new Grid("EPSG:4326", 0, 1, 0.25, 4, 4);

  private static ZonalTable table() {
    GeometryFactory geometries = new GeometryFactory();
    List<ZonePolygon> zones =
        List.of(
            new ZonePolygon(
                "two, \"x\"", geometries.toGeometry(GRID.envelope(new PixelWindow(0, 0, 2, 1)))),
            new ZonePolygon(
                "none", geometries.toGeometry(GRID.envelope(new PixelWindow(9, 9, 1, 1)))));
    List<Operation> operations = Operation.parseList("count,mean,histogram");
    MemoryRaster raster = new MemoryRaster(GRID, 16, 16, (col, row) -> col);
    return new ZonalTable(
        zones, ZonalStatistics.compute(raster.source(), zones, operations, 1), operations);
  }

  @Test
  void csvQuotesWhatNeedsIt() throws IOException {
    StringWriter out = new StringWriter();
    table().writeCsv(out);
    assertThat(out.toString().split("\r\n"))
        .hasSize(3)
        .contains("id,count,mean,histogram", "none,0,,")
        .satisfies(
            lines ->
                assertThat(lines[1])
                    .matches("\"two, \"\"x\"\"\",2,0\\.5,0:769\\d\\d\\.\\d+ 1:769\\d\\d\\.\\d+"));
  }

  @Test
  void noIdentifierIsAFormulaInASpreadsheet() throws IOException {
    List<String> ids =
        List.of(
            "=1+1",
            "+A1",
            "-A1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "=HYPERLINK(\"http://a\",\"b\")",
            "-12.5",
            "+7",
            "A-1");
    GeometryFactory geometries = new GeometryFactory();
    List<ZonePolygon> zones =
        ids.stream().map(id -> new ZonePolygon(id, geometries.createPolygon())).toList();
    List<Operation> operations = Operation.parseList("count");
    MemoryRaster raster = new MemoryRaster(GRID, 16, 16, (col, row) -> col);
    StringWriter out = new StringWriter();
    new ZonalTable(
            zones, ZonalStatistics.compute(raster.source(), zones, operations, 1), operations)
        .writeCsv(out);
    assertThat(out.toString().split("\r\n"))
        .containsExactly(
            "id,count",
            "'=1+1,0",
            "'+A1,0",
            "'-A1,0",
            "'@SUM(A1),0",
            "'\t=1,0",
            "\"'\r=1\",0",
            "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\",0",
            "-12.5,0",
            "+7,0",
            "A-1,0");
  }

  @Test
  void jsonHasAnObjectForEachZone() throws IOException {
    StringWriter out = new StringWriter();
    table().writeJson(out);
    assertThat(out.toString().replaceAll("\\s", ""))
        .startsWith("[{\"id\":\"two,\\\"x\\\"\",\"count\":2,\"mean\":0.5,\"histogram\":{\"0\":769")
        .endsWith("},{\"id\":\"none\",\"count\":0,\"mean\":null,\"histogram\":{}}]");
  }
}
