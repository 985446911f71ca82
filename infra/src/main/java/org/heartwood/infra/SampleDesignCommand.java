package org.heartwood.infra;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.reference.AssessmentStrata;
import org.heartwood.verification.reference.AssessmentZone;
import org.heartwood.verification.reference.ClassStrata;
import org.heartwood.verification.reference.SampleDesign;
import org.heartwood.verification.reference.SampleDesigner;
import org.heartwood.verification.reference.SampleFiles;
import org.heartwood.verification.reference.StrataSource;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood sample design}: draws reference points from the strata of a map. */
@Command(
    name = "design",
    description =
        "Draws reference points from the strata of an assessment, or of a raster of classes.",
    mixinStandardHelpOptions = true)
final class SampleDesignCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "RESULT",
      description = "folder PROJECT/AS-OF of an assessment")
  private @Nullable Path result;

  @Option(names = "--out", required = true, description = "folder for the sample's files")
  private Path out = Path.of(".");

  @Option(
      names = "--strata",
      paramLabel = "RASTER",
      description = "GeoTIFF of classes, instead of RESULT; name them with --class")
  private @Nullable Path strata;

  @Option(
      names = "--class",
      paramLabel = "VALUE=NAME",
      description = "name of a class of --strata, such as 1=loss")
  private Map<Integer, String> classes = new LinkedHashMap<>();

  @Option(
      names = "--zone",
      paramLabel = "FILE",
      description = "polygon to sample (default: the project area of RESULT)")
  private @Nullable Path zone;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Size size = new Size();

  static final class Size {
    @Option(names = "--points", paramLabel = "N", description = "points in all")
    private int points;

    @Option(
        names = "--half-width",
        paramLabel = "HA",
        description = "as many points as give the target's 90 %% interval this half-width, ha")
    private double halfWidthHa;
  }

  @Option(
      names = "--target",
      defaultValue = AssessmentStrata.LOSS,
      paramLabel = "CLASS",
      description = "class whose area is wanted (default: ${DEFAULT-VALUE})")
  private String target = AssessmentStrata.LOSS;

  @Option(
      names = "--floor",
      defaultValue = "50",
      paramLabel = "N",
      description = "fewest points of a stratum (default: ${DEFAULT-VALUE})")
  private int floor = 50;

  @Option(
      names = "--expect",
      paramLabel = "STRATUM=SHARE",
      description =
          "share of a stratum expected to be of the target class, 0 to 1 (default: 0.7 where it is"
              + " mapped, 0.05 near loss, 0.1 where nothing is mapped, 0.01 elsewhere)")
  private Map<String, Double> expected = new LinkedHashMap<>();

  @Option(names = "--from", paramLabel = "YEAR", description = "first year of RESULT")
  private int fromYear;

  @Option(names = "--to", paramLabel = "YEAR", description = "last year of RESULT")
  private int toYear;

  @Option(
      names = "--buffer",
      defaultValue = "2",
      paramLabel = "PX",
      description =
          "pixels around loss that are a stratum of their own (default: ${DEFAULT-VALUE})")
  private int bufferPx = 2;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "seed of the draw (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description = "read the map on this Spark master; the points are the same")
  private @Nullable String master;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    StrataSource source = source();
    SampleDesigner.Request request =
        new SampleDesigner.Request(
            zone == null ? "project area" : String.valueOf(zone.getFileName()),
            zone(source),
            target,
            size.points,
            size.halfWidthHa,
            floor,
            expected,
            seed);
    SampleDesign design = design(source, request);
    SampleFiles.write(design, out);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(json ? json(design) : words(design));
    stdout.flush();
    if (design.outsideHa() > 0) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "warning: %.1f ha of the zone lie off the map; the sample says nothing of them%n",
              design.outsideHa());
    }
    return 0;
  }

  private SampleDesign design(StrataSource source, SampleDesigner.Request request)
      throws IOException {
    if (master == null) {
      return SampleDesigner.design(null, source, request);
    }
    try (SparkSession spark = SparkSessions.open(master)) {
      return SampleDesigner.design(spark, source, request);
    }
  }

  private StrataSource source() throws IOException {
    if (strata != null && result == null) {
      return ClassStrata.of(strata, classes);
    }
    if (result != null && strata == null) {
      return AssessmentStrata.of(result, fromYear, toYear, bufferPx);
    }
    throw new InputException(
        Reason.VALUE, "give either the folder of an assessment or --strata RASTER");
  }

  private Geometry zone(StrataSource source) {
    if (zone != null) {
      return MapProjection.of(source.grid().crs())
          .project(BoundaryReader.read(zone).multiPolygonLonLat());
    }
    if (result != null) {
      return AssessmentZone.read(result, Zone.PROJECT);
    }
    throw new InputException(Reason.MISSING, "--strata needs --zone FILE, the polygon to sample");
  }

  private String words(SampleDesign design) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-18s %-18s %12s %8s %10s%n",
            "stratum",
            "map class",
            "area ha",
            "points",
            "expected"));
    for (SampleDesign.Part part : design.strata()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-18s %-18s %12.1f %8d %9.1f%%%n",
              part.name(),
              part.mapClass(),
              part.areaHa(),
              part.points(),
              100 * part.expectedFraction()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d points; if the map is as good as expected, the area of %s will be known to ±"
                + " %.1f ha (90 %%)%n",
            design.points().size(),
            design.target(),
            design.expectedHalfWidthHa()));
    return text.append("label ")
        .append(out.resolve("sample.csv"))
        .append(" with ")
        .append(String.join(", ", design.classes()))
        .append(" or unknown; keep design.json, and from those who label")
        .toString();
  }

  private String json(SampleDesign design) throws IOException {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("folder", out.toString());
    summary.put("points", design.points().size());
    summary.put("target", design.target());
    summary.put("classes", design.classes());
    summary.put("expectedHalfWidthHa", design.expectedHalfWidthHa());
    summary.put("outsideHa", design.outsideHa());
    summary.put("strata", List.copyOf(design.strata()));
    return new ObjectMapper().writeValueAsString(summary);
  }
}
