package org.heartwood.infra;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.heartwood.inference.challenge.ChallengeRegistry;
import org.heartwood.inference.challenge.ChallengeSpec;
import org.heartwood.inference.challenge.RegistryEntry;
import org.heartwood.inference.model.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood challenge}: the bias bounty. */
@Command(
    name = "challenge",
    description =
        "Takes groups of pixels that a model serves badly and better models for them, checks them"
            + " on held-out ground, and deploys what stands.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ChallengeCommand.Submit.class,
      ChallengeCommand.Check.class,
      ChallengeCommand.ListEntries.class
    })
final class ChallengeCommand {
  private ChallengeCommand() {}

  /** Which challenge, and where it is run. */
  static final class Named {
    @Option(
        names = "--challenge",
        required = true,
        paramLabel = "FILE",
        description = "challenge file, such as data-samples/kafa/challenge.json")
    private Path challenge = Path.of("challenge.json");

    @Option(
        names = "--registry",
        required = true,
        paramLabel = "DIR",
        description = "folder of submissions, answers and the deployed predictor")
    private Path registry = Path.of("registry");

    ChallengeSpec.Read read() {
      return ChallengeSpec.read(challenge);
    }

    Path registry() {
      return registry;
    }
  }

  /** The same, and what of submissions may run. */
  static final class Place {
    @Mixin private Named named = new Named();
    @Mixin private ModelOption models = new ModelOption();

    ChallengeRegistry open() {
      return new ChallengeRegistry(named.registry(), named.read(), models::beside);
    }
  }

  /** {@code heartwood challenge submit}. */
  @Command(
      name = "submit",
      description =
          "Takes a submission: checks its form and keeps a copy; asks no held-out ground.",
      mixinStandardHelpOptions = true)
  static final class Submit implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "submission, a JSON file")
    private Path file = Path.of("submission.json");

    @Mixin private Place place = new Place();

    @Override
    public Integer call() {
      print(spec, List.of("submitted: " + place.open().submit(file)));
      return 0;
    }
  }

  /** {@code heartwood challenge check}. */
  @Command(
      name = "check",
      description =
          "Asks the held-out ground about every submission that waits; publishes the answers.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Override
    public Integer call() {
      List<RegistryEntry> entries = place.open().check(InstantSource.system());
      print(
          spec,
          entries.isEmpty()
              ? List.of("no submission waits")
              : entries.stream().map(RegistryEntry::shown).toList());
      entries.stream()
          .filter(entry -> entry.holdoutBlocks() < entry.worstCaseBlocks())
          .reduce((first, last) -> last)
          .ifPresent(last -> warn(last));
      return 0;
    }

    private void warn(RegistryEntry last) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          Locale.ROOT,
          "warning: %d queries of %d blocks; answers that hold whatever is submitted would take %d"
              + " blocks. Acceptance rests on the spread between blocks that each submission"
              + " showed%n",
          last.query(),
          last.holdoutBlocks(),
          last.worstCaseBlocks());
      err.flush();
    }
  }

  /** {@code heartwood challenge list}. */
  @Command(
      name = "list",
      description = "Prints every query of the held-out ground and its answer.",
      mixinStandardHelpOptions = true)
  static final class ListEntries implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Option(names = "--json", description = "print the published lines as they are")
    private boolean json;

    @Override
    public Integer call() {
      ChallengeRegistry registry = place.open();
      List<RegistryEntry> entries = registry.entries();
      print(spec, entries.stream().map(json ? StrictJson::line : RegistryEntry::shown).toList());
      if (!json) {
        print(spec, registry.pending().stream().map(id -> id + "  waits for check").toList());
      }
      return 0;
    }
  }

  private static void print(CommandSpec spec, List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }
}
