package org.heartwood.verification.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.additionality.VintageSupport;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.carbon.CarbonSum;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.Repeatability;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.counterfactual.MadeUpResult;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.growth.GrowthResult;
import org.heartwood.verification.growth.MadeUpPlots;
import org.heartwood.verification.layer.Palette;
import org.heartwood.verification.reversal.BufferAdequacy;
import org.heartwood.verification.reversal.LedgerRow;
import org.heartwood.verification.reversal.ReversalLedger;
import org.heartwood.verification.vintage.VintageRow;

/** A report with every part filled; no number in it was measured anywhere. */
final class MadeUpReport {
  static final int FIRST_YEAR = 2001;
  static final int LAST_YEAR = 2013;

  /** A year in which nothing was seen. */
  static final int UNSEEN_YEAR = 2004;

  private static final int WIDTH = 180;
  private static final int HEIGHT = 150;
  private static final String DIGEST =
      "3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed";

  private MadeUpReport() {}

  static IntegrityReport report() {
    return named("Made-up Forest");
  }

  static IntegrityReport named(String projectName) {
    return new IntegrityReport(
        "0.1.0",
        "0.1",
        "made-up/dossier.json",
        DIGEST,
        dossier(projectName),
        "This report is made up. The project claims to have avoided more loss than like forest"
            + " outside it suffered, so its baseline is flagged. Loss in the belt cannot be told"
            + " from chance. No credited forest was found lost beyond what the project reported.",
        new IntegrityReport.Period(FIRST_YEAR, 2005, 2011, LAST_YEAR, "December to March"),
        new IntegrityReport.Site("EPSG:32636", 30, WIDTH, HEIGHT, 652.34, 500, 36.0771, -7.3512),
        zoneYears(),
        List.of(new IntegrityReport.Definition("of this dossier", 30, 0.5, 5, 612.4, 540.2, 72.2)),
        new IntegrityReport.DatedChange(
            LocalDate.of(2005, 1, 1),
            24_000,
            1_800,
            1_200,
            3,
            List.of(
                new IntegrityReport.DatedEvent(
                    4711,
                    "deforestation",
                    LocalDate.of(2007, 1, 15),
                    LocalDate.of(2007, 3, 2),
                    LocalDate.of(2007, 12, 20),
                    4.2,
                    3.1,
                    1.1,
                    2.7,
                    0.93,
                    0.8,
                    "clearing",
                    "4.20 ha gone"))),
        reversals(),
        findings(),
        List.of(findings().get(0), findings().get(1)),
        List.of(comparison(Zone.PROJECT), comparison(Zone.BELT)),
        counterfactual(),
        new IntegrityReport.Basis(
            List.of(
                new IntegrityReport.AreaRow(
                    Zone.PROJECT,
                    "loss",
                    2005,
                    LAST_YEAR,
                    "stratified random sample",
                    new Estimate(52.1, 9.2, 37.4, 69.8),
                    72.2,
                    20.1,
                    false,
                    240,
                    List.of("240 points, 3 of them not told", "made up")),
                new IntegrityReport.AreaRow(
                    Zone.PROJECT,
                    "forest",
                    2005,
                    2005,
                    "map with its model's error, no reference sample",
                    new Estimate(580.4, 40.2, 514.3, 646.5),
                    590.3,
                    9.9,
                    true,
                    0,
                    List.of())),
            List.of(),
            new IntegrityReport.DensityBasis(
                "plots in the project",
                "24 plots: made-up inventory of 2004",
                212.4,
                14.2,
                "Tropical mountain, Africa, Primary",
                190,
                51.5,
                List.of("plots count as drawn at random"))),
        new IntegrityReport.Carbon(
            new Estimate(431.25, 98.4, 289.6, 607.9),
            "Tropical mountain, Africa, Primary",
            190,
            51.5,
            "Tropical mountain, N&S America, ≤ 125 t/ha",
            0.316,
            0.045,
            0.47,
            List.of(
                new CarbonSum.Share("above-ground biomass", 0.61),
                new CarbonSum.Share("area", 0.27),
                new CarbonSum.Share("root-to-shoot ratio", 0.08),
                new CarbonSum.Share("interactions", 0.04))),
        claimRows(),
        new IntegrityReport.Ledger(
            "VCS Methodology Requirements v4.4, §2.4",
            15.0,
            List.of(
                new VintageRow(
                    2005,
                    2004,
                    new Estimate(257_208, 80_000, 130_000, 400_000),
                    new Estimate(-1_200, 400, -1_900, -500),
                    new Estimate(7_200, 400, 6_500, 7_900),
                    0.03,
                    1_200.0,
                    1_080.0,
                    new Estimate(4_704, 388, 4_100, 5_300),
                    5_865.0,
                    null),
                new VintageRow(
                    2006, null, null, null, null, null, null, null, null, 5_865.0, "no imagery")),
            null),
        imagery(),
        new IntegrityReport.Model(
            "canopy-ndvi-landsat",
            "0.1.0",
            DIGEST,
            "made-up scenes of 2001",
            "CC BY-SA 4.0",
            "Operational: scored on made-up blocks",
            List.of(
                new ScoreTable(
                    "Test blocks",
                    List.of(new ScoreTable.Column("pixels", 0), new ScoreTable.Column("MAE %", 1)),
                    List.of(new ScoreTable.Row("model", List.of(1204.0, 8.1))))),
            List.of("Shade coffee reads as forest."),
            List.of("Scenes with less than 60 % valid pixels.")),
        null,
        Map.of("common to the map", 0.31, "common to a block", 0.47, "own to a pixel", 0.22),
        List.of(
            new Repeatability.CoverClass(35, 10.4, 5.7), new Repeatability.CoverClass(65, 9, 3.5)),
        List.of(
            new DataIssue(
                "MADE-UP-1",
                "year 2004",
                null,
                Reason.EMPTY,
                "no image of the season is clear of cloud",
                "add images of 2004",
                false)),
        List.of(
            new IntegrityReport.Input("boundary", "boundary.geojson", DIGEST, null),
            new IntegrityReport.Input(
                "imagery", "ndvi.tif", DIGEST, "made up; CC0 1.0; doi:10.0000/made-up")),
        List.of(
            "This project is illustrative: its boundary and claims were made up to show the"
                + " system. No conclusion about a real project can be drawn from it."));
  }

  private static ReversalLedger reversals() {
    LedgerRow seen =
        new LedgerRow(
            "event 4711",
            "deforestation",
            LedgerRow.Source.OBSERVED,
            new LedgerRow.Dates(
                LocalDate.of(2007, 1, 15), LocalDate.of(2007, 3, 2), LocalDate.of(2007, 12, 20)),
            new LedgerRow.Size(
                new Estimate(3.1, 0.9, 1.6, 4.6),
                new Estimate(1_336, 500, 600, 2_300),
                new Estimate(0.2, 0.07, 0.09, 0.34)),
            new LedgerRow.Cause(LedgerRow.Intent.UNKNOWN, "clearing: 4.20 ha gone"),
            LedgerRow.Status.UNREPORTED,
            "No reversal is stated.",
            new LedgerRow.Clock(LocalDate.of(2008, 12, 15), 1_200L, "from the first day"));
    LedgerRow rest =
        new LedgerRow(
            "rest of the loss",
            "loss without a date",
            LedgerRow.Source.UNDATED,
            new LedgerRow.Dates(null, null, null),
            new LedgerRow.Size(null, null, null),
            new LedgerRow.Cause(LedgerRow.Intent.UNKNOWN, "no dated change"),
            LedgerRow.Status.CANNOT_TELL,
            "It has no day.",
            new LedgerRow.Clock(null, null, "no day to count from"));
    return new ReversalLedger(
        LocalDate.of(2013, 3, 10),
        "made up",
        0.5,
        List.of(seen, rest),
        new Estimate(9, 2, 5.7, 12.3),
        new Estimate(1_336, 500, 600, 2_300),
        2,
        new BufferAdequacy(
            6_750,
            "claims.vintages",
            32_725,
            "credits issued",
            new Estimate(0.008, 0.002, 0.005, 0.011),
            21.8,
            "end of the crediting period",
            new Estimate(5_257, 1_200, 3_300, 7_200),
            Verdict.CANNOT_TELL,
            "The interval reaches across the buffer."),
        null,
        null);
  }

  /** A map of a grid of 30 m pixels with outlines of all three zones. */
  static MapFigure map() {
    byte[] loss = new byte[WIDTH * HEIGHT];
    float[] canopy = new float[WIDTH * HEIGHT];
    SplittableRandom random = new SplittableRandom(7);
    for (int row = 0; row < HEIGHT; row++) {
      for (int col = 0; col < WIDTH; col++) {
        int at = row * WIDTH + col;
        double relief = Math.sin(row / 17.0) + Math.cos(col / 23.0);
        canopy[at] = (float) Math.max(0, Math.min(100, 70 + 18 * relief + random.nextInt(9)));
        boolean clearing = (row / 6 * 31 + col / 6 * 17) % 23 == 0 && relief < 0.4;
        if (clearing) {
          loss[at] = (byte) (1 + (row / 6 + col / 6) % 12);
          canopy[at] = 15;
        }
        if (row < 12 && col > 150) {
          loss[at] = (byte) 255;
          canopy[at] = Float.NaN;
        }
      }
    }
    double right = WIDTH * 30;
    double top = HEIGHT * 30;
    return new MapFigure(
        MapFigure.render(
            WIDTH,
            HEIGHT,
            loss,
            canopy,
            FIRST_YEAR,
            Palette.lossYears(2000, FIRST_YEAR + 1, LAST_YEAR)),
        new MapFigure.Extent(0, 0, right, top),
        List.of(
            new MapFigure.Outline("comparison", List.of(ring(2700, 2250, 2150))),
            new MapFigure.Outline("belt", List.of(ring(2700, 2250, 1550), ring(2700, 2250, 1050))),
            new MapFigure.Outline("project", List.of(ring(2700, 2250, 1050)))));
  }

  private static List<double[]> ring(double x, double y, double radius) {
    List<double[]> ring = new ArrayList<>();
    for (int i = 0; i <= 48; i++) {
      double angle = i * Math.PI / 24;
      double reach = radius * (1 + 0.12 * Math.sin(3 * angle));
      ring.add(new double[] {x + reach * Math.cos(angle), y + reach * 0.9 * Math.sin(angle)});
    }
    return ring;
  }

  private static Dossier dossier(String projectName) {
    List<Dossier.Vintage> vintages = new ArrayList<>();
    for (int year = 2005; year <= 2010; year++) {
      vintages.add(
          new Dossier.Vintage(
              year,
              8400.0,
              900.0,
              year == 2010 ? null : 600.0,
              0.15,
              5865.0,
              LocalDate.of(year + 1, 7, 1)));
    }
    return new Dossier(
        true,
        false,
        new Dossier.Project(
            "DEMO-1",
            projectName,
            null,
            "VM0048",
            "ET",
            Dossier.Activity.REDD,
            LocalDate.of(2005, 1, 1),
            LocalDate.of(2034, 12, 31),
            null,
            new Dossier.ForestDefinition(0.5, 5.0, 0.5, "made up")),
        new Dossier.BoundaryReference("boundary.geojson", Dossier.BoundaryClass.DIGITISED, false),
        new Dossier.Claims(652.0, 430.0, vintages, List.of(), null),
        new Dossier.Sources(
            List.of(
                new Dossier.ImageStackReference(
                    "ndvi.tif", "bands.csv", Dossier.Quantity.NDVI, 0.0001, DIGEST, "made up")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            null),
        new Dossier.Method(
            FIRST_YEAR,
            LAST_YEAR,
            null,
            12,
            3,
            500,
            5000,
            64,
            "canopy-ndvi-landsat",
            new Dossier.CarbonFactors("Tropical mountain", "Africa", "Primary", "N&S America"),
            0.015,
            0.005,
            32,
            1000,
            10000,
            16,
            0.1,
            0.05,
            42,
            new Dossier.Counterfactual(List.of(), List.of(), List.of(2000.0), 100),
            null,
            null));
  }

  private static IntegrityReport.Counterfactual counterfactual() {
    return new IntegrityReport.Counterfactual(
        MadeUpResult.of(2011, 0.004, 0.002),
        new MapScale(1.2, 0.8, 1.6),
        List.of(
            new VintageSupport(
                2005,
                7700,
                new Estimate(1030, 400, 300, 1760),
                new Estimate(6670, 400, 5940, 7400))),
        GrowthResult.of(MadeUpPlots.of(4, 10, 0), MadeUpPlots.DATES, 1.44, 40, 1));
  }

  private static List<ZoneYear> zoneYears() {
    List<ZoneYear> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (Zone zone : Zone.values()) {
      double zoneHa = zone == Zone.PROJECT ? 652.34 : zone == Zone.BELT ? 540.9 : 7421.6;
      double rate = zone == Zone.PROJECT ? 0.006 : zone == Zone.BELT ? 0.013 : 0.009;
      double cover = zone == Zone.PROJECT ? 0.86 : zone == Zone.BELT ? 0.74 : 0.7;
      for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        if (year == UNSEEN_YEAR) {
          rows.add(unseen(zone, year, zoneHa));
          continue;
        }
        double lossHa = year == FIRST_YEAR ? 0 : zoneHa * rate * (0.4 + 1.3 * random.nextDouble());
        cover -= lossHa / zoneHa;
        rows.add(
            new ZoneYear(
                zone,
                year,
                zoneHa,
                zoneHa * (0.9 + 0.1 * random.nextDouble()),
                Estimate.nonNegative(zoneHa * cover, zoneHa * 0.012),
                Estimate.nonNegative(lossHa, lossHa * 0.3),
                0.3 * lossHa,
                new Estimate(100 * cover - 6, 1.1, 100 * cover - 6 - 1.8, 100 * cover - 6 + 1.8),
                2 + 3 * random.nextDouble()));
      }
    }
    return rows;
  }

  private static ZoneYear unseen(Zone zone, int year, double zoneHa) {
    return new ZoneYear(
        zone,
        year,
        zoneHa,
        0,
        new Estimate(0, 0, 0, 0),
        new Estimate(0, 0, 0, 0),
        0,
        new Estimate(Double.NaN, Double.NaN, 0, 0),
        0);
  }

  private static List<Finding> findings() {
    Finding additionality =
        new Finding(
            "additionality",
            Question.ADDITIONALITY,
            "X01 inflated baseline, version 0.1",
            Verdict.FLAG,
            "The project claims 105 ha of avoided loss; like forest outside suggests 24 ha (90 %"
                + " interval 9 to 39 ha).",
            "The whole interval lies below the claim, and the difference is material.",
            null,
            new Quantity(
                "credits beyond the estimate",
                "tCO2e",
                34652.0,
                28190.4,
                41077.2,
                "METHOD.md §7.1"),
            List.of(
                Quantity.exact(
                    "forest in the project in 2005", "ha", 547.312, "tables/zone_year.parquet"),
                Quantity.exact(
                    "lost in the project, 2005–2011",
                    "% of the matched forest a year",
                    0.4213,
                    "METHOD.md §6.2"),
                new Quantity("loss avoided, estimated", "ha", 24.1, 9.3, 38.8, "METHOD.md §7.1"),
                new Quantity("net change", "ha", -3.04, -8.5, 2.4, "METHOD.md §7.1")),
            List.of("tables/zone_year.parquet", "layers.gpkg: zones, loss_patches"),
            List.of("Legal and common-practice tests are not made."),
            "registry reviewer");
    Finding leakage =
        new Finding(
            "leakage",
            Question.LEAKAGE,
            "X14 leakage displacement, version 0.1",
            Verdict.CANNOT_TELL,
            "Whether loss moved into the belt cannot be told from this comparison.",
            "The comparison does not qualify: the like pixels outside lie in only 7 blocks (10"
                + " needed).",
            "Imagery of a wider area around the project.",
            null,
            List.of(
                Quantity.exact("forest in the belt in 2005", "ha", 388.06, "zone_year.parquet"),
                Quantity.exact("not seen", "ha", Double.NaN, "METHOD.md §7.2")),
            List.of("tables/matching_strata.parquet"),
            List.of("One belt of one width; rings would show where the effect ends."),
            "project developer");
    Finding reversal =
        new Finding(
            "reversal",
            Question.REVERSAL,
            "X10 loss in credited forest, version 0.2",
            Verdict.NO_FLAG,
            "Loss in credited forest after issuance stays within what the project reported.",
            "The upper end of the interval stays below the reported emissions.",
            null,
            new Quantity("unreported loss", "tCO2e", -1204.2, -3380.0, 410.0, "METHOD.md §7.3"),
            List.of(
                new Quantity("carbon in it", "tCO2e", 4196.7, 2801.1, 6034.9, "METHOD.md §5"),
                Quantity.exact("credits issued", "tCO2e", 35190, "claims.vintages")),
            List.of("tables/zone_year.parquet"),
            List.of(),
            "registry reviewer");
    return List.of(additionality, leakage, reversal);
  }

  private static MatchedComparison comparison(Zone zone) {
    boolean project = zone == Zone.PROJECT;
    return new MatchedComparison(
        zone,
        2005,
        2011,
        project ? 6071 : 4312,
        project ? 0.934 : 0.871,
        project ? 31204 : 9921,
        project ? 61 : 7,
        project ? 0.0253 : 0.0781,
        project ? 0.0691 : 0.0544,
        project
            ? new Estimate(-0.0438, 0.0161, -0.0702, -0.0173)
            : new Estimate(0.0237, 0.0201, -0.0094, 0.0568),
        0.0142,
        0.0076,
        List.of(
            new Balance("distance to the forest edge", "m", 142.6, 137.2, 96.4, 0.05, 0.41),
            new Balance("forest around", "share", 0.912, 0.904, 0.811, 0.07, 0.63),
            new Balance("earlier loss around", "share", 0.021, 0.024, 0.052, -0.06, -0.52),
            new Balance("canopy cover at the start", "share", 0.803, 0.781, 0.742, 0.19, 0.38)));
  }

  private static List<IntegrityReport.ClaimRow> claimRows() {
    return List.of(
        new IntegrityReport.ClaimRow(
            "project area", "ha", 652.0, new Estimate(652.34, 0, 652.34, 652.34), "they agree"),
        new IntegrityReport.ClaimRow(
            "carbon density",
            "tCO2e per ha",
            430.0,
            new Estimate(431.25, 98.4, 289.6, 607.9),
            "the claim lies inside the interval"),
        new IntegrityReport.ClaimRow("leakage deducted", "tCO2e", null, null, "2010 states none"));
  }

  private static List<IntegrityReport.CompositeYear> imagery() {
    List<IntegrityReport.CompositeYear> years = new ArrayList<>();
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
      years.add(
          year == UNSEEN_YEAR
              ? new IntegrityReport.CompositeYear(year, List.of(), null)
              : new IntegrityReport.CompositeYear(
                  year,
                  List.of((year - 1) + "-12-28", year + "-01-13", year + "-02-14"),
                  year == FIRST_YEAR
                      ? RadiometricLine.identity(year, 26_412)
                      : new RadiometricLine(year, 0.9871, 0.0123, 0.0214, 0.412, 25_930)));
    }
    return years;
  }
}
