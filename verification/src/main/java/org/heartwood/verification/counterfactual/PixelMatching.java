package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;

/**
 * Matches sampled pixels of an area with like pixels outside, one to one and without replacement,
 * in repeated draws (PACT tropical moist forest methodology, Swinfield and Balmford 2023).
 *
 * <p>A partner has the same classes, and differs by no more than the caliper in any covariate. In
 * each draw a tenth of the area's sampled pixels, in random order, take the nearest free partner by
 * Mahalanobis' distance with the covariance of the candidates. Pixels without any partner, and
 * those whose nearest partners are all taken, are both counted as unmatched: the share is that of
 * all pixels drawn.
 *
 * <pre>effect(t) = lost among partners by t − lost among their treated pixels by t</pre>
 *
 * <p>The partners of a pixel are ordered once; a draw walks down that order to the first that is
 * free. Cost grows with the sampled pixels times the candidates in the cells that they touch.
 *
 * <p>The interval: squares of ground are drawn with replacement, once the treated ones and once the
 * controls', pairs staying together; both deviations are added, and shrunk to the variance of
 * two-way clusters (Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136). Resampling
 * pairs that stay together is valid after matching without replacement (Abadie and Spiess 2022,
 * doi:10.1080/01621459.2020.1840383); drawing single pixels and matching again is not (Abadie and
 * Imbens 2008, doi:10.3982/ECTA6474).
 */
public final class PixelMatching implements Estimator {
  private static final int MIN_CONTROL_BLOCKS = 10;

  private final MatchingSettings settings;
  private final String choice;
  private final double caliperFactor;
  private final List<String> distanceIn;

  private PixelMatching(
      MatchingSettings settings, String choice, double caliperFactor, List<String> distanceIn) {
    this.settings = settings;
    this.choice = choice;
    this.caliperFactor = caliperFactor;
    this.distanceIn = List.copyOf(distanceIn);
  }

  /** Matching on all covariates. */
  public static PixelMatching with(MatchingSettings settings) {
    return new PixelMatching(settings, "", 1, List.of());
  }

  /**
   * The same with narrower calipers.
   *
   * @param factor above 0, at most 1
   */
  public PixelMatching narrowed(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException("calipers can only be narrowed, factor was " + factor);
    }
    return new PixelMatching(
        settings, String.format(Locale.ROOT, ", calipers × %.2f", factor), factor, distanceIn);
  }

  /** The same with the distance in some covariates only; all calipers hold. */
  public PixelMatching nearestIn(String choice, List<String> covariates) {
    return new PixelMatching(settings, ", nearest in " + choice, caliperFactor, covariates);
  }

  @Override
  public Family family() {
    return Family.PIXEL_MATCHING;
  }

  @Override
  public String specification() {
    return "pixel matching" + choice;
  }

  @Override
  public EffectEstimate estimate(Study study) {
    PixelSet treated = study.treated();
    PixelSet candidates = study.candidates().pixels();
    if (treated.size() == 0) {
      return cannotTell("no sampled pixel of the area was forest at the start");
    }
    long free = IntStream.range(0, candidates.size()).filter(i -> !study.isExcluded(i)).count();
    if (free < 2) {
      return cannotTell(
          "there are no candidates: all "
              + treated.size()
              + " sampled pixels of the area are without a partner");
    }
    List<MatchingCovariate> covariates = study.candidates().covariates();
    Whitening whitening =
        Whitening.of(candidates, covariates, wanted(covariates), i -> !study.isExcluded(i));
    if (whitening.singular() != null) {
      return cannotTell(
          "the covariance of the candidates is singular: "
              + whitening.singular()
              + " is determined by the other covariates");
    }
    if (whitening.dimensions() == 0) {
      return cannotTell("no covariate varies among the candidates");
    }
    Partners partners = partners(study, whitening);
    Pairs pairs = pairs(study, partners);
    return pairs.count == 0
        ? cannotTell(
            "none of the "
                + treated.size()
                + " sampled pixels has a candidate of its classes within all calipers")
        : result(study, whitening, partners, pairs);
  }

  private EffectEstimate cannotTell(String reason) {
    return EffectEstimate.cannotTell(family(), specification(), reason, List.of());
  }

  private int[] wanted(List<MatchingCovariate> covariates) {
    return IntStream.range(0, covariates.size())
        .filter(i -> distanceIn.isEmpty() || distanceIn.contains(covariates.get(i).name()))
        .toArray();
  }

  /** Nearest first, for every treated pixel. */
  private record Partners(List<int[]> nearest, int without) {}

  private Partners partners(Study study, Whitening whitening) {
    PixelSet treated = study.treated();
    CandidateIndex index = study.candidates();
    Search search =
        new Search(
            study,
            whitening.coordinates(treated),
            whitening.coordinates(index.pixels()),
            whitening.dimensions(),
            index.covariates().stream().mapToDouble(c -> c.caliper() * caliperFactor).toArray(),
            settings.nearest());
    List<int[]> nearest = new ArrayList<>(treated.size());
    int without = 0;
    for (int i = 0; i < treated.size(); i++) {
      int[] found = search.nearest(i);
      nearest.add(found);
      without += found.length == 0 ? 1 : 0;
    }
    return new Partners(nearest, without);
  }

  /** A bounded list of the nearest partners of one pixel at a time. */
  private static final class Search implements CandidateIndex.Range {
    private final Study study;
    private final PixelSet treated;
    private final PixelSet pixels;
    private final float[] from;
    private final float[] to;
    private final int dimensions;
    private final double[] calipers;
    private final double[] distances;
    private final int[] found;
    private int size;
    private int current;

    Search(Study study, float[] from, float[] to, int dimensions, double[] calipers, int nearest) {
      this.study = study;
      this.treated = study.treated();
      this.pixels = study.candidates().pixels();
      this.from = from;
      this.to = to;
      this.dimensions = dimensions;
      this.calipers = calipers;
      this.distances = new double[nearest];
      this.found = new int[nearest];
    }

    int[] nearest(int i) {
      size = 0;
      current = i;
      study.candidates().near(treated, i, this);
      return Arrays.copyOf(found, size);
    }

    @Override
    public void cell(int fromCandidate, int toCandidate) {
      int d = calipers.length;
      int hard = treated.hard(current);
      float[] k = treated.values();
      float[] s = pixels.values();
      int kAt = current * d;
      for (int c = fromCandidate; c < toCandidate; c++) {
        if (pixels.hard(c) == hard && within(k, kAt, s, c * d) && !study.isExcluded(c)) {
          insert(c, distance(c));
        }
      }
    }

    private boolean within(float[] k, int kAt, float[] s, int sAt) {
      for (int d = 0; d < calipers.length; d++) {
        if (!(Math.abs(k[kAt + d] - s[sAt + d]) <= calipers[d])) {
          return false;
        }
      }
      return true;
    }

    private double distance(int candidate) {
      double sum = 0;
      int a = current * dimensions;
      int b = candidate * dimensions;
      for (int d = 0; d < dimensions; d++) {
        double difference = from[a + d] - to[b + d];
        sum += difference * difference;
      }
      return sum;
    }

    /** Ties go to the candidate of the lower key: cells come in an order of their own. */
    private void insert(int candidate, double distance) {
      if (size == found.length && !isBefore(distance, candidate, size - 1)) {
        return;
      }
      int at = size < found.length ? size : size - 1;
      while (at > 0 && isBefore(distance, candidate, at - 1)) {
        distances[at] = distances[at - 1];
        found[at] = found[at - 1];
        at--;
      }
      distances[at] = distance;
      found[at] = candidate;
      size = Math.min(size + 1, found.length);
    }

    private boolean isBefore(double distance, int candidate, int other) {
      int order = Double.compare(distance, distances[other]);
      return order < 0 || (order == 0 && pixels.key(candidate) < pixels.key(found[other]));
    }
  }

  /** Pairs of all draws, added up by the squares of ground that they lie in. */
  private static final class Pairs {
    private final CaliperCells.Places groups = new CaliperCells.Places(1024);
    private final CaliperCells.Places treatedBlocks = new CaliperCells.Places(64);
    private final CaliperCells.Places controlBlocks = new CaliperCells.Places(64);
    private final int dates;
    private int[] treatedBlock = new int[1024];
    private int[] controlBlock = new int[1024];
    private long[] pixels = new long[1024];
    private long[] lost;
    private long[] lostControls;
    private final long[] timesTreated;
    private final long[] timesControl;
    private long count;
    private long drawn;
    private long exhausted;

    Pairs(Study study) {
      this.dates = study.timeline().dates();
      this.lost = new long[1024 * dates];
      this.lostControls = new long[1024 * dates];
      this.timesTreated = new long[study.treated().size()];
      this.timesControl = new long[study.candidates().pixels().size()];
    }

    void add(PixelSet treated, int k, PixelSet candidates, int s, int blockPx) {
      int tb = treatedBlocks.add(block(treated, k, blockPx));
      int cb = controlBlocks.add(block(candidates, s, blockPx));
      int group = groups.add(((long) tb << 32) | cb);
      if (group == pixels.length) {
        treatedBlock = Arrays.copyOf(treatedBlock, 2 * group);
        controlBlock = Arrays.copyOf(controlBlock, 2 * group);
        pixels = Arrays.copyOf(pixels, 2 * group);
        lost = Arrays.copyOf(lost, 2 * group * dates);
        lostControls = Arrays.copyOf(lostControls, 2 * group * dates);
      }
      treatedBlock[group] = tb;
      controlBlock[group] = cb;
      pixels[group]++;
      for (int t = treated.lostBy(k); t < dates; t++) {
        lost[group * dates + t]++;
      }
      for (int t = candidates.lostBy(s); t < dates; t++) {
        lostControls[group * dates + t]++;
      }
      timesTreated[k]++;
      timesControl[s]++;
      count++;
    }

    private static long block(PixelSet pixels, int i, int blockPx) {
      return PixelSet.key(
          Math.floorDiv(pixels.row(i), blockPx), Math.floorDiv(pixels.col(i), blockPx));
    }

    /** Root of the two-way variance over the sum of the one-way ones. */
    double shrink(double effect, int date) {
      double[] byTreated = new double[treatedBlocks.size()];
      double[] byControl = new double[controlBlocks.size()];
      double both = 0;
      for (int g = 0; g < groups.size(); g++) {
        double sum = lostControls[g * dates + date] - lost[g * dates + date] - effect * pixels[g];
        byTreated[treatedBlock[g]] += sum;
        byControl[controlBlock[g]] += sum;
        both += sum * sum;
      }
      double treated = squares(byTreated);
      double control = squares(byControl);
      double joint = Math.max(treated + control - both, Math.max(treated, control));
      return treated + control == 0 ? 1 : Math.sqrt(joint / (treated + control));
    }

    private static double squares(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value * value;
      }
      return sum;
    }

    /** Loss of the treated and of their partners by a date, blocks weighted. */
    double[] losses(int[] treatedTimes, int[] controlTimes, int date) {
      double weight = 0;
      double treatedLost = 0;
      double controlsLost = 0;
      for (int g = 0; g < groups.size(); g++) {
        double times = (double) treatedTimes[treatedBlock[g]] * controlTimes[controlBlock[g]];
        weight += times * pixels[g];
        treatedLost += times * lost[g * dates + date];
        controlsLost += times * lostControls[g * dates + date];
      }
      return weight == 0
          ? new double[] {0, 0}
          : new double[] {treatedLost / weight, controlsLost / weight};
    }
  }

  private Pairs pairs(Study study, Partners partners) {
    PixelSet treated = study.treated();
    PixelSet candidates = study.candidates().pixels();
    Pairs pairs = new Pairs(study);
    int[] takenIn = new int[candidates.size()];
    int wanted = Math.max(1, (int) Math.round(settings.drawFraction() * treated.size()));
    for (int draw = 1; draw <= settings.draws(); draw++) {
      for (int k : drawn(treated, wanted, draw)) {
        pairs.drawn++;
        int[] nearest = partners.nearest().get(k);
        int i = 0;
        while (i < nearest.length && takenIn[nearest[i]] == draw) {
          i++;
        }
        if (i < nearest.length) {
          takenIn[nearest[i]] = draw;
          pairs.add(treated, k, candidates, nearest[i], settings.blockPx());
        } else if (nearest.length > 0) {
          pairs.exhausted++;
        }
      }
    }
    return pairs;
  }

  /** The pixels of a draw, in its random order. */
  private int[] drawn(PixelSet treated, int wanted, int draw) {
    long[] order = new long[treated.size()];
    for (int k = 0; k < order.length; k++) {
      // The place in the low bits keeps numbers apart and tells whose they are.
      order[k] =
          (AddressedRandom.bits(settings.seed(), draw, treated.key(k)) & 0x7FFFFFFF00000000L) | k;
    }
    Arrays.sort(order);
    return Arrays.stream(order).limit(wanted).mapToInt(value -> (int) value).toArray();
  }

  private EffectEstimate result(Study study, Whitening whitening, Partners partners, Pairs pairs) {
    Timeline timeline = study.timeline();
    int[] onceTreated = ones(pairs.treatedBlocks.size());
    int[] onceControl = ones(pairs.controlBlocks.size());
    List<YearEffect> years = new ArrayList<>();
    Estimate last = null;
    for (int date = timeline.startIndex() + 1; date < timeline.dates(); date++) {
      double[] losses = pairs.losses(onceTreated, onceControl, date);
      last = Resampling.interval(losses[1] - losses[0], resampled(study, pairs, date));
      years.add(new YearEffect(timeline.years().get(date), losses[0], losses[1], last));
    }
    if (last == null) {
      throw new IllegalStateException("a timeline has a date after its start");
    }
    int span = timeline.span(timeline.startIndex(), timeline.dates() - 1);
    List<String> warnings = new ArrayList<>();
    if (!whitening.constant().isEmpty()) {
      warnings.add("left out, for they do not vary: " + String.join(", ", whitening.constant()));
    }
    warnings.add(
        String.format(
            Locale.ROOT,
            "%d of %d sampled pixels have no candidate within calipers; in the draws %d of %d found"
                + " all of theirs taken",
            partners.without(),
            study.treated().size(),
            pairs.exhausted,
            pairs.drawn));
    int blocks = pairs.controlBlocks.size();
    return new EffectEstimate(
        family(),
        specification(),
        null,
        years,
        last.times(1.0 / span),
        String.format(
            Locale.ROOT,
            "%d pairs in %d draws; %d different partners in %d squares of %d px",
            pairs.count,
            settings.draws(),
            Arrays.stream(pairs.timesControl).filter(times -> times > 0).count(),
            blocks,
            settings.blockPx()),
        balance(study, pairs),
        1 - (double) pairs.count / pairs.drawn,
        blocks < MIN_CONTROL_BLOCKS
            ? "the partners lie in only "
                + blocks
                + " squares of ground ("
                + MIN_CONTROL_BLOCKS
                + " needed)"
            : null,
        warnings);
  }

  /**
   * Deviations of both sides added, and shrunk so that what pairs share is counted once: their
   * variance is {@code V(treated squares) + V(control squares) − V(both)}, but no less than either.
   */
  private double[] resampled(Study study, Pairs pairs, int date) {
    double[] effects = new double[settings.resamples()];
    long seed = settings.seed() ^ study.seed();
    int[] onceTreated = ones(pairs.treatedBlocks.size());
    int[] onceControl = ones(pairs.controlBlocks.size());
    double[] all = pairs.losses(onceTreated, onceControl, date);
    double value = all[1] - all[0];
    double shrink = pairs.shrink(value, date);
    for (int r = 0; r < effects.length; r++) {
      double[] byTreated =
          pairs.losses(Resampling.drawn(onceTreated.length, seed, 2 * r), onceControl, date);
      double[] byControl =
          pairs.losses(onceTreated, Resampling.drawn(onceControl.length, seed, 2 * r + 1), date);
      effects[r] = shrink * (byTreated[1] - byTreated[0] + byControl[1] - byControl[0] - 2 * value);
    }
    return effects;
  }

  private static int[] ones(int length) {
    int[] ones = new int[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Before: all treated and all candidates kept; after: pairs of all draws. */
  private static List<Balance> balance(Study study, Pairs pairs) {
    PixelSet treated = study.treated();
    PixelSet candidates = study.candidates().pixels();
    List<Balance> balance = new ArrayList<>();
    for (int d = 0; d < study.candidates().covariates().size(); d++) {
      Moments matched = new Moments();
      Moments all = new Moments();
      Moments partners = new Moments();
      Moments raw = new Moments();
      for (int k = 0; k < treated.size(); k++) {
        matched.add(treated.value(k, d), (double) pairs.timesTreated[k]);
        all.add(treated.value(k, d), 1);
      }
      for (int s = 0; s < candidates.size(); s++) {
        partners.add(candidates.value(s, d), (double) pairs.timesControl[s]);
        raw.add(candidates.value(s, d), study.isExcluded(s) ? 0 : 1);
      }
      MatchingCovariate covariate = study.candidates().covariates().get(d);
      balance.add(
          new Balance(
              covariate.name(),
              covariate.unit(),
              matched.mean(),
              partners.mean(),
              raw.mean(),
              matched.smd(partners),
              all.smd(raw)));
    }
    return balance;
  }
}
