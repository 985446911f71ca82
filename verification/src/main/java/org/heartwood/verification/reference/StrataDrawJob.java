package org.heartwood.verification.reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.verification.reference.StratumDraw.Drawn;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/**
 * Draws points from the strata of a raster of any size on Spark: each task reads some rows of
 * windows and hands over areas, and for each stratum as many points as may be wanted. The result
 * does not depend on the number of tasks.
 */
final class StrataDrawJob {
  private static final String STRATUM = "stratum";
  private static final String AREA_MM2 = "area_mm2";
  private static final String PIXELS = "pixels";
  private static final String ARRIVALS = "arrivals";
  private static final String ROWS = "pixel_rows";
  private static final String COLS = "pixel_cols";
  private static final String REPEATS = "repeats";
  private static final String COVERAGES = "coverages";

  private static final TableSchema PART =
      TableSchema.of("strata_draw")
          .with(STRATUM, DataTypes.IntegerType)
          .with(AREA_MM2, DataTypes.LongType)
          .with(PIXELS, DataTypes.LongType)
          .with(ARRIVALS, DataTypes.createArrayType(DataTypes.DoubleType, false))
          .with(ROWS, DataTypes.createArrayType(DataTypes.IntegerType, false))
          .with(COLS, DataTypes.createArrayType(DataTypes.IntegerType, false))
          .with(REPEATS, DataTypes.createArrayType(DataTypes.IntegerType, false))
          .with(COVERAGES, DataTypes.createArrayType(DataTypes.DoubleType, false));

  private StrataDrawJob() {}

  static StratumDraw run(
      SparkSession spark,
      StrataSource source,
      Geometry zone,
      int mostPoints,
      long seed,
      int tasks) {
    byte[] polygon = new WKBWriter().write(zone);
    List<Integer> bands = IntStream.range(0, StrataScan.bands(source.grid())).boxed().toList();
    List<Row> parts =
        spark
            .createDataset(bands, Encoders.INT())
            .repartition(Math.max(1, Math.min(tasks, bands.size())))
            .flatMap(
                (FlatMapFunction<Integer, Row>)
                    band -> rows(source, polygon, band, mostPoints, seed),
                PART.encoder())
            .collectAsList();
    StratumDraw all = new StratumDraw(source.strata().size(), mostPoints, seed);
    parts.forEach(part -> add(all, part));
    return all;
  }

  private static Iterator<Row> rows(
      StrataSource source, byte[] polygon, int band, int mostPoints, long seed)
      throws IOException, ParseException {
    StratumDraw draw =
        StrataScan.draw(source, new WKBReader().read(polygon), band, band + 1, mostPoints, seed);
    List<Row> rows = new ArrayList<>();
    for (int stratum = 0; stratum < draw.strata(); stratum++) {
      if (draw.pixels(stratum) > 0) {
        List<Drawn> drawn = draw.drawn(stratum);
        rows.add(
            PART.row(
                stratum,
                draw.areaMm2(stratum),
                draw.pixels(stratum),
                drawn.stream().mapToDouble(Drawn::arrival).toArray(),
                drawn.stream().mapToInt(Drawn::row).toArray(),
                drawn.stream().mapToInt(Drawn::col).toArray(),
                drawn.stream().mapToInt(Drawn::repeat).toArray(),
                drawn.stream().mapToDouble(Drawn::coverage).toArray()));
      }
    }
    return rows.iterator();
  }

  private static void add(StratumDraw all, Row part) {
    List<Double> arrivals = part.getList(part.fieldIndex(ARRIVALS));
    List<Integer> rows = part.getList(part.fieldIndex(ROWS));
    List<Integer> cols = part.getList(part.fieldIndex(COLS));
    List<Integer> repeats = part.getList(part.fieldIndex(REPEATS));
    List<Double> coverages = part.getList(part.fieldIndex(COVERAGES));
    List<Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < arrivals.size(); i++) {
      drawn.add(
          new Drawn(arrivals.get(i), rows.get(i), cols.get(i), repeats.get(i), coverages.get(i)));
    }
    all.add(
        part.<Integer>getAs(STRATUM), part.<Long>getAs(AREA_MM2), part.<Long>getAs(PIXELS), drawn);
  }
}
