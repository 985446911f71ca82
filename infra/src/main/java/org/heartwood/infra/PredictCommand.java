package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.heartwood.inference.challenge.ChallengeRegistry;
import org.heartwood.inference.challenge.ChallengeSpec;
import org.heartwood.inference.challenge.DecidedSegmenter;
import org.heartwood.inference.challenge.Decisions;
import org.heartwood.inference.challenge.LayerStack;
import org.heartwood.inference.challenge.Submission;
import org.heartwood.inference.local.LocalEvaluation;
import org.heartwood.inference.local.RecalibratedSegmenter;
import org.heartwood.inference.local.Recalibration;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.layer.CogFile;
import org.heartwood.verification.layer.PredictionLayer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood predict}: a model over a GeoTIFF. */
@Command(
    name = "predict",
    description = {
      "Runs a model over a GeoTIFF of any size; writes a COG with mean and standard error of every"
          + " target, the dissimilarity to the training data, and whether the model applies (1) or"
          + " not (0). Means are rounded by less than 0.05 %% of themselves, standard errors and"
          + " dissimilarity by less than 0.8 %%; none passes a whole number or the threshold."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelOption models = new ModelOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "built-in model, or the folder of one")
  private String model = "";

  @Parameters(
      index = "1",
      paramLabel = "IN",
      description = "GeoTIFF with the model's inputs, in metres on a UTM zone")
  private Path in = Path.of("in.tif");

  @Parameters(index = "2", paramLabel = "OUT", description = "GeoTIFF to write")
  private Path out = Path.of("out.tif");

  @Option(
      names = "--bands",
      split = ",",
      paramLabel = "BAND",
      description =
          "one band for each input of the model, by number from 1 or by description, or INPUT=BAND;"
              + " without it bands are matched by description, or by order if there are as many")
  private List<String> bands = new ArrayList<>();

  @Option(
      names = "--scale",
      defaultValue = "1",
      description =
          "factor from the file's numbers to the model's unit (default: ${DEFAULT-VALUE})")
  private double scale = 1;

  @Option(
      names = "--offset",
      defaultValue = "0",
      description = "added after the factor (default: ${DEFAULT-VALUE})")
  private double offset;

  @Option(
      names = "--applicability-only",
      description =
          "write only where the model applies, on the inputs that IN has; it may lack some")
  private boolean applicabilityOnly;

  @Option(names = "--overwrite", description = "replace OUT if it exists")
  private boolean overwrite;

  @Option(
      names = "--tile-px",
      defaultValue = "1024",
      description = "edge of a tile, pixels (default: ${DEFAULT-VALUE})")
  private int tilePx = PredictionLayer.TILE_PX;

  @Option(
      names = "--batch",
      defaultValue = "1",
      description = "tiles that go through the network together (default: ${DEFAULT-VALUE})")
  private int batch = 1;

  @Option(
      names = "--threads",
      description = "tiles that are predicted at once, a core each (default: the machine's cores)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--recalibration",
      paramLabel = "FILE",
      description =
          "local recalibration to apply, as evaluate --recalibrate wrote it; OUT names it")
  private @Nullable Path recalibration;

  @ArgGroup(
      exclusive = false,
      heading =
          "The predictor that a challenge deployed: MODEL with what accepted submissions changed."
              + " IN must lie on the grid of the challenge's layers; OUT names the challenge.%n")
  private ChallengeCommand.@Nullable Named deployed;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (Files.exists(out) && !overwrite) {
      throw new InputException(
          out + ": exists; delete it, choose another name, or add --overwrite");
    }
    PredictionLayer.Progress progress = new Lines(err, InstantSource.system());
    CogFile file =
        applicabilityOnly
            ? PredictionLayer.writeApplicability(
                ModelOption.read(model), request(Map.of()), progress)
            : predict(err, progress);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(file.file());
    stdout.flush();
    return 0;
  }

  private CogFile predict(PrintWriter err, PredictionLayer.Progress progress) throws IOException {
    Map<String, String> items = new TreeMap<>();
    ModelOption.Opened opened = models.open(model);
    opened
        .demonstration()
        .ifPresent(
            reason -> {
              items.put("STATUS", "DEMONSTRATION: " + reason);
              err.println(
                  "warning: "
                      + opened.segmenter().contract().name()
                      + " is a demonstration, no verdict may rest on it: "
                      + reason);
            });
    try (Segmenter segmenter = changed(opened.segmenter(), items)) {
      return PredictionLayer.write(segmenter, opened.index(), request(items), progress);
    }
  }

  /** The model with all that is asked to stand over it, which the output names. */
  private Segmenter changed(Segmenter plain, Map<String, String> items) throws IOException {
    Segmenter outer = plain;
    try {
      if (deployed != null) {
        outer = decided(outer, deployed, items);
      }
      if (recalibration != null) {
        Recalibration local = Recalibration.read(recalibration);
        outer = new RecalibratedSegmenter(outer, local);
        items.putAll(LocalEvaluation.items(local));
      }
      return outer;
    } catch (InputException e) {
      outer.close();
      throw e;
    }
  }

  private Segmenter decided(
      Segmenter base, ChallengeCommand.Named challenge, Map<String, String> items)
      throws IOException {
    ChallengeSpec.Read read = challenge.read();
    Decisions decisions =
        new ChallengeRegistry(challenge.registry(), read, models::beside).decisions();
    if (decisions.accepted().isEmpty()) {
      throw new InputException(
          challenge.registry()
              + ": no submission was accepted there, so that nothing stands over the model; leave"
              + " --challenge and --registry out");
    }
    items.put("CHALLENGE", read.spec().name());
    items.put(
        "CHALLENGE_ACCEPTED",
        decisions.accepted().stream().map(Submission::name).collect(Collectors.joining(", ")));
    items.put(
        "CHALLENGE_STANDARD_ERROR",
        "that of the model without the challenge, not calibrated where a submission decides");
    LayerStack layers = LayerStack.open(read.spec(), read.folder());
    try {
      requireGridOf(layers);
      return DecidedSegmenter.open(
          base, read.spec(), layers, decisions, challenge.registry(), models::beside);
    } catch (InputException e) {
      layers.close();
      throw e;
    }
  }

  /** A window's position says where its layers lie. */
  private void requireGridOf(LayerStack layers) throws IOException {
    try (GeoTiffSource image = GeoTiffSource.open(in)) {
      if (!image.grid().equals(layers.grid())) {
        throw new InputException(
            in
                + ": must lie on the grid of the challenge's layers, "
                + layers.grid()
                + ", was on "
                + image.grid()
                + "; warp it with gdalwarp");
      }
    }
  }

  private PredictionLayer.Request request(Map<String, String> items) {
    return new PredictionLayer.Request(
        in, bands, scale, offset, out, items, new PredictionLayer.Work(tilePx, batch, threads));
  }

  /** A line for every twentieth of the tiles, with the time left. */
  private static final class Lines implements PredictionLayer.Progress {
    private final PrintWriter err;
    private final InstantSource clock;
    private final Instant start;
    private long told;

    Lines(PrintWriter err, InstantSource clock) {
      this.err = err;
      this.clock = clock;
      this.start = clock.instant();
    }

    @Override
    public void tilesDone(long done, long all) {
      long step = 20 * done / all;
      if (step > told) {
        told = step;
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1e3;
        err.printf(
            Locale.ROOT,
            "%s  %3.0f %%  tile %d of %d · about %s left%n",
            ConsoleProgress.clock(seconds),
            100.0 * done / all,
            done,
            all,
            ConsoleProgress.clock(seconds * (all - done) / done));
        err.flush();
      }
    }
  }
}
