package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.heartwood.inference.external.ExternalModels;
import org.heartwood.inference.model.Architecture;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.model.UNet;
import org.heartwood.ingest.issue.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood models}: what models there are, what they promise, and their cards. */
@Command(
    name = "models",
    description = "Lists models, what they take and give, and their cards.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelsCommand.Listing.class, ModelsCommand.Show.class, ModelsCommand.Card.class})
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "heartwood models needs list, show or card");
  }

  /**
   * A model in a list.
   *
   * @param name name, or the folder for those that have one
   * @param version of the weights
   * @param task what it predicts from what
   * @param status {@code operational}, {@code demonstration}, or {@code external}: brought by a
   *     user and not measured by Heartwood
   * @param targets what it predicts, with units
   * @param sha256 digest
   * @param licence of the weights
   */
  record Summary(
      String name,
      String version,
      String task,
      String status,
      List<String> targets,
      String sha256,
      String licence) {
    static Summary of(String name, ModelCard card) {
      return new Summary(
          name,
          card.version(),
          card.task(),
          card.status().standing().name().toLowerCase(Locale.ROOT),
          targets(card.outputs()),
          card.digest(),
          card.licence());
    }

    static Summary of(String name, ExternalModels.Description model) {
      return new Summary(
          name,
          model.contract().version(),
          model.task(),
          "external",
          targets(model.contract().outputs()),
          model.contract().digest(),
          model.licence());
    }

    private static List<String> targets(List<ModelCard.Output> outputs) {
      return outputs.stream().map(output -> output.target() + " (" + output.unit() + ")").toList();
    }
  }

  /** {@code heartwood models list}. */
  @Command(
      name = "list",
      description = "Lists the built-in models, and those in a folder.",
      mixinStandardHelpOptions = true)
  static final class Listing implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--models",
        paramLabel = "DIR",
        description = "a model's folder, or a folder of such folders")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() {
      List<Summary> models = new ArrayList<>();
      for (String name : ModelReader.BUILT_IN) {
        models.add(Summary.of(name, ModelReader.load(name).card()));
      }
      for (Path folder : folders) {
        for (Path model : modelsIn(folder)) {
          models.add(
              ExternalModels.isIn(model)
                  ? Summary.of(model.toString(), ExternalModels.describe(model))
                  : Summary.of(model.toString(), ModelReader.load(model).card()));
        }
      }
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.print(new String(StrictJson.bytes(models), StandardCharsets.UTF_8));
      } else {
        models.forEach(model -> print(out, model));
      }
      out.flush();
      return 0;
    }

    private static void print(PrintWriter out, Summary model) {
      out.printf("%s %s  %s%n", model.name(), model.version(), model.status());
      out.printf("  %s%n", model.task());
      out.printf("  predicts %s%n", String.join(", ", model.targets()));
      out.printf("  SHA-256 %s%n  licence %s%n%n", model.sha256(), model.licence());
    }

    private static List<Path> modelsIn(Path folder) {
      if (ModelOption.isIn(folder)) {
        return List.of(folder);
      }
      try (Stream<Path> inside = Files.list(folder)) {
        List<Path> models = inside.filter(ModelOption::isIn).sorted().toList();
        if (models.isEmpty()) {
          throw new InputException(
              folder + ": holds no model; a model's folder has a card.json or an item.json");
        }
        return models;
      } catch (IOException e) {
        throw new InputException(folder + ": cannot be read (" + e.getMessage() + ")", e);
      }
    }
  }

  /** {@code heartwood models show}. */
  @Command(
      name = "show",
      description = "Shows what a model takes and gives, and where that is written.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "built-in model, or the folder of one")
    private String name = "";

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    /** What is shown as JSON. */
    record Shown(ModelContract contract, String architecture, String source) {}

    @Override
    public Integer call() {
      Shown shown = shown(name);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.print(new String(StrictJson.bytes(shown), StandardCharsets.UTF_8));
      } else {
        print(out, shown);
      }
      out.flush();
      return 0;
    }

    private static Shown shown(String name) {
      Path folder = Path.of(name);
      if (ExternalModels.isIn(folder)) {
        ExternalModels.Description model = ExternalModels.describe(folder);
        return new Shown(
            model.contract(),
            model.architecture(),
            "STAC item " + folder.resolve("item.json") + ", " + model.format());
      }
      ModelCard card = ModelReader.find(name).card();
      Architecture architecture = card.architecture();
      if (!(architecture instanceof UNet)) {
        throw new InputException(
            name + ": predicts no windows of imagery; see its card: heartwood models card " + name);
      }
      return new Shown(
          card.contract(),
          architecture.toString(),
          Files.isDirectory(folder)
              ? "card " + folder.resolve("card.json")
              : "card that comes with Heartwood");
    }

    private static void print(PrintWriter out, Shown shown) {
      ModelContract model = shown.contract();
      out.printf("%s %s%n", model.name(), model.version());
      out.printf("  from      %s%n", shown.source());
      out.printf("  SHA-256   %s%n", model.digest());
      out.printf("  network   %s%n", shown.architecture());
      model
          .inputs()
          .forEach(
              band ->
                  out.printf(
                      Locale.ROOT,
                      "  takes     %s (%s), %s to %s %s; no data: %s%n",
                      band.name(),
                      band.formula(),
                      band.minimum(),
                      band.maximum(),
                      band.unit(),
                      band.noDataRule()));
      model
          .outputs()
          .forEach(
              output ->
                  out.printf(
                      Locale.ROOT,
                      "  gives     %s, %s to %s %s; no data: %s%n",
                      output.target(),
                      output.minimum(),
                      output.maximum(),
                      output.unit(),
                      output.noDataRule()));
      model
          .imagery()
          .forEach(
              image ->
                  out.printf(
                      Locale.ROOT,
                      "  taught by %s, %s, %s, pixels of %s m%n",
                      image.sensor(),
                      image.acquired(),
                      image.season(),
                      image.pixelSizeM()));
      out.printf(
          "  windows   sides are multiples of %d px, halo %d px, %s%n",
          model.stridePx(),
          model.haloPx(),
          model.blendPx() == 0
              ? "neighbours agree"
              : "neighbours blended over " + model.blendPx() + " px");
    }
  }

  /** {@code heartwood models card}. */
  @Command(
      name = "card",
      description = "Prints a model's whole card.",
      mixinStandardHelpOptions = true)
  static final class Card implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "built-in model, or the folder of one")
    private String name = "";

    @ArgGroup private Form form = new Form();

    /** How it is printed. */
    static final class Form {
      @Option(names = "--json", description = "print the card's JSON")
      private boolean json;

      @Option(names = "--html", paramLabel = "FILE", description = "write a page")
      private Path html = Path.of("");
    }

    @Override
    public Integer call() {
      Path folder = Path.of(name);
      PrintWriter out = spec.commandLine().getOut();
      if (ExternalModels.isIn(folder)) {
        if (!form.json) {
          throw new InputException(
              folder
                  + ": a model that you brought has a STAC item, not a card; show it with"
                  + " heartwood models show, or its JSON with --json");
        }
        ExternalModels.describe(folder);
        out.print(text(folder.resolve("item.json")));
        out.flush();
        return 0;
      }
      ModelCard card = ModelReader.find(name).card();
      if (form.json) {
        out.print(new String(StrictJson.bytes(card), StandardCharsets.UTF_8));
      } else if (form.html.toString().isEmpty()) {
        out.print(CardPage.text(card));
      } else {
        write(form.html, CardPage.html(card));
        out.println(form.html);
      }
      out.flush();
      return 0;
    }

    private static String text(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(Path file, String page) {
      try {
        Files.writeString(file, page);
      } catch (IOException e) {
        throw new InputException(file + ": cannot be written (" + e.getMessage() + ")", e);
      }
    }
  }
}
