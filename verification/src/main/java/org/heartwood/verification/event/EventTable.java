package org.heartwood.verification.event;

import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.table.TableSchema;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/** Events, one row each; see {@link Event} for the columns. */
public final class EventTable {
  public static final String ID = "id";
  public static final String KIND = "kind";
  public static final String PIXELS = "pixels";
  public static final String AREA_HA = "area_ha";
  public static final String FIRST_DATE = "first_date";
  public static final String LAST_DATE = "last_date";
  public static final String CONFIRMED_DATE = "confirmed_date";
  public static final String COMPACTNESS = "compactness";
  public static final String ELONGATION = "elongation";
  public static final String HA_PER_30_DAYS = "ha_per_30_days";
  public static final String MAGNITUDE = "magnitude";
  public static final String LEVEL = "level";
  public static final String PROBABILITY = "probability";
  public static final String SURE_FRACTION = "sure_fraction";
  public static final String STILL_FOREST_FRACTION = "still_forest_fraction";
  public static final String RECOVERED_FRACTION = "recovered_fraction";
  public static final String CAUSE = "cause";
  public static final String WITNESS = "witness";
  public static final String EVIDENCE = "evidence";

  /** Polygon in the CRS of the analysis grid, WKB. */
  public static final String GEOMETRY = "geometry";

  public static final TableSchema SCHEMA =
      TableSchema.of("event")
          .with(ID, DataTypes.LongType)
          .with(KIND, DataTypes.StringType)
          .with(PIXELS, DataTypes.LongType)
          .with(AREA_HA, DataTypes.DoubleType)
          .with(FIRST_DATE, DataTypes.DateType)
          .with(LAST_DATE, DataTypes.DateType)
          .with(CONFIRMED_DATE, DataTypes.DateType)
          .with(COMPACTNESS, DataTypes.DoubleType)
          .with(ELONGATION, DataTypes.DoubleType)
          .with(HA_PER_30_DAYS, DataTypes.DoubleType)
          .with(MAGNITUDE, DataTypes.DoubleType)
          .with(LEVEL, DataTypes.DoubleType)
          .with(PROBABILITY, DataTypes.DoubleType)
          .with(SURE_FRACTION, DataTypes.DoubleType)
          .with(STILL_FOREST_FRACTION, DataTypes.DoubleType)
          .with(RECOVERED_FRACTION, DataTypes.DoubleType)
          .with(CAUSE, DataTypes.StringType)
          .with(WITNESS, DataTypes.StringType)
          .with(EVIDENCE, DataTypes.StringType)
          .with(GEOMETRY, DataTypes.BinaryType);

  private EventTable() {}

  static Row toRow(Event event) {
    return SCHEMA.row(
        event.id(),
        event.kind().name(),
        event.pixels(),
        event.areaHa(),
        Date.valueOf(event.firstDate()),
        Date.valueOf(event.lastDate()),
        Date.valueOf(event.confirmedDate()),
        event.compactness(),
        event.elongation(),
        event.haPer30Days(),
        event.magnitude(),
        event.level(),
        event.probability(),
        event.sureFraction(),
        event.stillForestFraction(),
        event.recoveredFraction(),
        event.guess().cause().name(),
        event.guess().witness().name(),
        event.guess().evidence(),
        new WKBWriter().write(event.outline()));
  }

  /** Reads a row. */
  public static Event fromRow(Row row) {
    return new Event(
        row.<Long>getAs(ID),
        Event.Kind.valueOf(row.getAs(KIND)),
        row.<Long>getAs(PIXELS),
        row.<Double>getAs(AREA_HA),
        date(row, FIRST_DATE),
        date(row, LAST_DATE),
        date(row, CONFIRMED_DATE),
        row.<Double>getAs(COMPACTNESS),
        row.<Double>getAs(ELONGATION),
        row.<Double>getAs(HA_PER_30_DAYS),
        row.<Double>getAs(MAGNITUDE),
        row.<Double>getAs(LEVEL),
        row.<Double>getAs(PROBABILITY),
        row.<Double>getAs(SURE_FRACTION),
        row.<Double>getAs(STILL_FOREST_FRACTION),
        row.<Double>getAs(RECOVERED_FRACTION),
        new Cause.Guess(
            Cause.valueOf(row.getAs(CAUSE)),
            Cause.Witness.valueOf(row.getAs(WITNESS)),
            row.getAs(EVIDENCE)),
        outline(row.<byte[]>getAs(GEOMETRY)));
  }

  private static LocalDate date(Row row, String column) {
    return row.<Date>getAs(column).toLocalDate();
  }

  private static Geometry outline(byte[] wkb) {
    try {
      return new WKBReader().read(wkb);
    } catch (ParseException e) {
      throw new IllegalStateException("an event's outline is not WKB", e);
    }
  }
}
