package org.heartwood.inference.challenge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.heartwood.inference.challenge.Submission.GroupRule;
import org.heartwood.inference.challenge.Submission.ProposedModel;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.run.WholeFile;

/**
 * The folder in which a challenge is run: {@code submissions/}, {@code registry.jsonl} (one line a
 * query of the holdout, only ever added to, each with the digest of the line before) and {@code
 * decisions.json} (the deployed predictor). One process at a time may work on a folder.
 */
public final class ChallengeRegistry {
  /** The published list of queries. */
  public static final String ENTRIES = "registry.jsonl";

  private static final String SUBMISSIONS = "submissions";
  private static final String SUBMISSION_FILE = "submission.json";
  private static final String POLYGONS_FILE = "polygons.geojson";
  private static final String MODEL_FOLDER = "model";
  private static final long LARGEST_SUBMISSION_BYTES = 64 << 10;
  private static final long LARGEST_POLYGONS_BYTES = 16 << 20;
  private static final long LARGEST_MODEL_BYTES = 256 << 20;
  private static final int MOST_MODEL_FILES = 32;

  private final Path folder;
  private final ChallengeSpec.Read challenge;
  private final ModelOpener opener;

  /**
   * @param folder the registry; made when something is handed in
   * @param challenge the challenge that it decides
   * @param opener opens models
   */
  public ChallengeRegistry(Path folder, ChallengeSpec.Read challenge, ModelOpener opener) {
    this.folder = folder;
    this.challenge = challenge;
    this.opener = opener;
  }

  /**
   * Takes a submission: checks everything about it that does not need the holdout, and keeps a copy
   * in one spelling with the files that it names.
   *
   * @param file JSON file of a {@link Submission}
   * @return its folder below {@code submissions/}
   * @throws InputException naming the file, the field and what is wrong with it
   */
  public String submit(Path file) {
    requireRegularFile(file, LARGEST_SUBMISSION_BYTES);
    try {
      Submission submission = StrictJson.read(file, Submission.class);
      Path source = file.toRealPath().getParent();
      if (source == null) {
        throw new InputException(file + ": must be a file in a folder");
      }
      List<String> before = submissions();
      String id = String.format(Locale.ROOT, "%04d-%s", before.size() + 1, submission.name());
      Path part = folder.resolve(SUBMISSIONS).resolve("." + id + ".part");
      deleteAll(part);
      Files.createDirectories(part);
      try {
        Submission kept = copy(submission, source, part);
        Files.write(part.resolve(SUBMISSION_FILE), StrictJson.bytes(kept));
        requireCompiles(kept, part);
        String sha256 = digest(part);
        for (String other : before) {
          if (digest(folder.resolve(SUBMISSIONS).resolve(other)).equals(sha256)) {
            throw new InputException(
                file + ": the same submission was handed in before, as " + other);
          }
        }
        Files.move(part, folder.resolve(SUBMISSIONS).resolve(id));
      } finally {
        deleteAll(part);
      }
      return id;
    } catch (IOException e) {
      throw new InputException(
          folder + ": the submission cannot be written there (" + e.getMessage() + ")", e);
    }
  }

  private void requireCompiles(Submission submission, Path at) {
    ChallengeSpec spec = challenge.spec();
    try (LayerStack layers = LayerStack.open(spec, challenge.folder());
        var base = opener.open(spec.base().model(), challenge.folder());
        CompiledSubmission compiled =
            new CompiledSubmission(
                submission, at, spec.variables(), layers, base.contract().output(), opener)) {
      if (!compiled.submission().equals(submission)) {
        throw new IllegalStateException("compiling changed " + submission.name());
      }
    }
  }

  /** Copies the files that a submission names; they must lie in its own folder. */
  private static Submission copy(Submission submission, Path source, Path target)
      throws IOException {
    GroupRule group = submission.group();
    if (group.form() == GroupRule.Form.POLYGONS) {
      Path polygons = beside(source, group.text(), "group.polygons");
      requireRegularFile(polygons, LARGEST_POLYGONS_BYTES);
      Files.copy(polygons, target.resolve(POLYGONS_FILE));
      group = new GroupRule(GroupRule.Form.POLYGONS, POLYGONS_FILE);
    }
    ProposedModel model = submission.model();
    if (model.source() == ProposedModel.Source.FOLDER) {
      Path from = beside(source, model.text(), "model.folder");
      copyModel(from, Files.createDirectories(target.resolve(MODEL_FOLDER)));
      model = new ProposedModel(ProposedModel.Source.FOLDER, MODEL_FOLDER);
    }
    return submission.at(group, model);
  }

  private static void copyModel(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(Reason.MISSING, from + ": no such folder");
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(from)) {
      files = listed.sorted().toList();
    }
    long bytes = 0;
    for (Path file : files) {
      requireRegularFile(file, LARGEST_MODEL_BYTES);
      bytes += Files.size(file);
      if (bytes > LARGEST_MODEL_BYTES || files.size() > MOST_MODEL_FILES) {
        throw new InputException(
            Reason.TOO_LARGE,
            from
                + ": a model may have "
                + MOST_MODEL_FILES
                + " files of together "
                + LARGEST_MODEL_BYTES
                + " bytes, was "
                + files.size()
                + " files");
      }
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  /** A name in a submission may not lead out of the submission's folder. */
  private static Path beside(Path source, String name, String field) {
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
      throw new InputException(
          Reason.FORBIDDEN,
          field + ": must be a plain name in the submission's folder, was \"" + name + "\"");
    }
    return source.resolve(name);
  }

  private static void requireRegularFile(Path file, long most) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(Reason.MISSING, file + ": no such file (links are not followed)");
    }
    try {
      if (Files.size(file) > most) {
        throw new InputException(
            Reason.TOO_LARGE,
            file + ": must have at most " + most + " bytes, was " + Files.size(file));
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Folders of the submissions, in the order they came. */
  public List<String> submissions() {
    Path submissions = folder.resolve(SUBMISSIONS);
    if (!Files.isDirectory(submissions)) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(submissions)) {
      return listed
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(submissions + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Submissions that the holdout was not asked about yet. */
  public List<String> pending() {
    Set<String> checked = new HashSet<>();
    entries().forEach(entry -> checked.add(entry.submission()));
    return submissions().stream().filter(name -> !checked.contains(name)).toList();
  }

  /**
   * The queries of the holdout so far.
   *
   * @throws InputException if a line was changed or taken out, or is of another challenge
   */
  public List<RegistryEntry> entries() {
    Path file = folder.resolve(ENTRIES);
    List<RegistryEntry> entries = new ArrayList<>();
    String previous = "";
    for (String line : lines(file)) {
      String subject = file + ":" + (entries.size() + 1);
      RegistryEntry entry =
          StrictJson.read(line.getBytes(StandardCharsets.UTF_8), subject, RegistryEntry.class);
      if (!entry.previousSha256().equals(previous) || entry.query() != entries.size() + 1) {
        throw new InputException(
            Reason.CHECKSUM,
            subject
                + ": does not follow the line before; a line was changed, moved or taken out:"
                + " restore the published file");
      }
      if (!entry.challengeSha256().equals(challenge.sha256())) {
        throw new InputException(
            Reason.CHECKSUM,
            subject
                + ": is of the challenge file with SHA-256 "
                + entry.challengeSha256()
                + ", was given "
                + challenge.sha256()
                + "; a changed challenge needs a registry of its own");
      }
      previous = Sha256.of(line.getBytes(StandardCharsets.UTF_8));
      entries.add(entry);
    }
    return entries;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * The deployed predictor.
   *
   * @throws InputException if it does not hold the submissions that the registry accepted
   */
  public Decisions decisions() {
    Path file = folder.resolve(Decisions.FILE);
    ChallengeSpec spec = challenge.spec();
    Decisions decisions =
        new Decisions(
            spec.name(),
            challenge.sha256(),
            spec.base().model(),
            spec.base().sha256(),
            List.of(),
            List.of());
    if (Files.exists(file)) {
      decisions = StrictJson.read(file, Decisions.class);
    }
    long accepted = entries().stream().filter(entry -> entry.verdict() == Verdict.ACCEPTED).count();
    if (accepted != decisions.accepted().size()
        || !decisions.challengeSha256().equals(challenge.sha256())) {
      throw new InputException(
          Reason.INCONSISTENT,
          file
              + ": holds "
              + decisions.accepted().size()
              + " submissions, "
              + ENTRIES
              + " accepted "
              + accepted
              + "; restore both");
    }
    return decisions;
  }

  /**
   * Asks the holdout about every pending submission, in order, and publishes the answers. What is
   * accepted is part of the deployed predictor for the next one.
   *
   * @param clock dates the entries
   * @return the new entries
   * @throws InputException if the holdout is spent
   */
  public List<RegistryEntry> check(InstantSource clock) {
    List<String> pending = pending();
    if (pending.isEmpty()) {
      return List.of();
    }
    List<RegistryEntry> added = new ArrayList<>();
    try (ChallengeGround ground =
        ChallengeGround.open(challenge.spec(), challenge.folder(), opener)) {
      for (String id : pending) {
        requireBudget(entries().size() + 1, id);
        added.add(check(ground, id, clock));
      }
    }
    return added;
  }

  private void requireBudget(int query, String id) {
    int most = challenge.spec().acceptance().maximumQueries();
    if (query > most) {
      throw new InputException(
          id
              + ": would be query "
              + query
              + " of a holdout that answers "
              + most
              + "; it is spent, open a new challenge with ground nobody has seen");
    }
  }

  private RegistryEntry check(ChallengeGround ground, String id, InstantSource clock) {
    Path home = folder.resolve(SUBMISSIONS).resolve(id);
    Path file = home.resolve(SUBMISSION_FILE);
    Decisions decisions = decisions();
    PointerDecisionList list = ground.resume(decisions, folder, opener);
    double overallBefore = list.overallLoss();
    try {
      Submission submission = StrictJson.read(file, Submission.class);
      ChallengeGround.Answer answer;
      try (CompiledSubmission compiled = ground.compile(submission, home, opener)) {
        answer = ground.run(compiled, list.predictions());
      }
      Certificate certificate = list.check(answer.members(), answer.proposed());
      List<String> lines = lines(folder.resolve(ENTRIES));
      int query = lines.size() + 1;
      ChallengeSpec.Acceptance rule = challenge.spec().acceptance();
      HoldoutBudget budget =
          new HoldoutBudget(ground.holdout().blockCount(), rule.alpha(), rule.errorProbability());
      double lowerBound = budget.lowerBound(certificate, query);
      Verdict verdict = verdict(certificate, lowerBound);
      List<String> repairs = new ArrayList<>();
      if (verdict == Verdict.ACCEPTED) {
        for (int group : list.accept(answer.members(), answer.proposed())) {
          repairs.add(
              group < decisions.accepted().size()
                  ? decisions.accepted().get(group).name()
                  : submission.name());
        }
      }
      RegistryEntry entry =
          new RegistryEntry(
              query,
              LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
              id,
              submission.author(),
              digest(home),
              challenge.sha256(),
              verdict,
              certificate.pixels(),
              certificate.blocks(),
              certificate.share(),
              certificate.lossBefore(),
              certificate.lossAfter(),
              certificate.shareTimesGain(),
              certificate.standardError(),
              lowerBound,
              budget.queriesSupported(certificate),
              ground.holdout().blockCount(),
              budget.blocksForWorstCase(query),
              overallBefore,
              list.overallLoss(),
              repairs,
              lines.isEmpty()
                  ? ""
                  : Sha256.of(lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8)));
      if (verdict == Verdict.ACCEPTED) {
        WholeFile.write(
            folder.resolve(Decisions.FILE),
            StrictJson.bytes(grown(decisions, submission, id, list)));
      }
      append(entry);
      return entry;
    } catch (IOException e) {
      throw new InputException(
          folder + ": the answer cannot be written there (" + e.getMessage() + ")", e);
    }
  }

  private static Verdict verdict(Certificate certificate, double lowerBound) {
    if (!certificate.enough()) {
      return Verdict.REFUSED_TOO_FEW;
    }
    if (!certificate.gainSuffices()) {
      return Verdict.REFUSED_GAIN;
    }
    return lowerBound > 0 ? Verdict.ACCEPTED : Verdict.REFUSED_CANNOT_TELL;
  }

  private static Decisions grown(
      Decisions before, Submission submission, String id, PointerDecisionList list) {
    String home = SUBMISSIONS + "/" + id + "/";
    GroupRule group = submission.group();
    ProposedModel model = submission.model();
    List<Submission> accepted = new ArrayList<>(before.accepted());
    accepted.add(
        submission.at(
            group.form() == GroupRule.Form.POLYGONS
                ? new GroupRule(group.form(), home + group.text())
                : group,
            model.source() == ProposedModel.Source.FOLDER
                ? new ProposedModel(model.source(), home + model.text())
                : model));
    return new Decisions(
        before.challenge(),
        before.challengeSha256(),
        before.baseModel(),
        before.baseSha256(),
        accepted,
        list.nodes());
  }

  private void append(RegistryEntry entry) throws IOException {
    Files.writeString(
        folder.resolve(ENTRIES),
        StrictJson.line(entry) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Digest of the names and digests of all files below a folder. */
  private static String digest(Path home) throws IOException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(home)) {
      files = walked.filter(Files::isRegularFile).sorted().toList();
    }
    StringBuilder listed = new StringBuilder();
    for (Path file : files) {
      listed.append(Sha256.of(file)).append("  ").append(home.relativize(file)).append('\n');
    }
    return Sha256.of(listed.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void deleteAll(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> walked = Files.walk(path)) {
      files = walked.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
