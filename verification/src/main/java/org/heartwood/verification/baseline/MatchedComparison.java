package org.heartwood.verification.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.Covariate;
import org.heartwood.verification.change.StratumCount;

/**
 * A zone's loss beside that of like pixels in the comparison area, by coarsened exact matching
 * (Iacus, King and Porro 2012, doi:10.1093/pan/mpr013; METHOD.md §6).
 *
 * <p>Pixels fall into strata by classes of their covariates. In every stratum that holds pixels of
 * both, the share lost in the comparison area is what the treated pixels would have lost. Strata
 * without controls are left out, and their share is reported. The method needs counts alone, so its
 * cost does not grow with the square of the pixels and its result does not depend on any order.
 *
 * <p>The interval joins two errors: blocks of pixels drawn with replacement, in both areas (loss
 * comes in clumps), and draws of the map's error.
 *
 * @param treated zone that is compared
 * @param startYear year whose forest is compared
 * @param endYear year at which loss is read
 * @param treatedPixels forest pixels of the zone at the start
 * @param matchedFraction share of them that have controls, 0–1
 * @param controlPixels forest pixels of the comparison area in the shared strata
 * @param controlBlocks blocks that these lie in
 * @param observedLossFraction share of the matched pixels lost, 0–1
 * @param expectedLossFraction share that like pixels outside lost, 0–1
 * @param excessLossFraction observed minus expected, with its interval
 * @param blockStandardError part of its standard error that comes from drawing blocks
 * @param mapStandardError part that comes from the map's error
 * @param balance one entry a covariate
 */
public record MatchedComparison(
    Zone treated,
    int startYear,
    int endYear,
    long treatedPixels,
    double matchedFraction,
    long controlPixels,
    int controlBlocks,
    double observedLossFraction,
    double expectedLossFraction,
    Estimate excessLossFraction,
    double blockStandardError,
    double mapStandardError,
    List<Balance> balance) {
  public MatchedComparison {
    balance = List.copyOf(balance);
  }

  /** Years between start and end. */
  public int years() {
    return endYear - startYear;
  }

  /** The excess loss; empty where no like pixels were found to tell it by. */
  public Optional<Estimate> toldExcessLossFraction() {
    return Optional.of(excessLossFraction).filter(excess -> Double.isFinite(excess.mean()));
  }

  /** The largest absolute standardised mean difference after matching. */
  public double maxSmd() {
    return balance.stream().mapToDouble(b -> Math.abs(b.smd())).max().orElse(Double.NaN);
  }

  /**
   * Compares a zone with the comparison area.
   *
   * @param counts all counts, in {@link StratumCount#ORDER}
   * @param treated the zone; not the comparison area
   * @param bootstrapDraws resamples of blocks
   * @param seed seed of the resamples
   */
  public static MatchedComparison of(
      List<StratumCount> counts,
      Zone treated,
      int startYear,
      int endYear,
      int bootstrapDraws,
      long seed) {
    Sample sample = Sample.of(counts, treated);
    Effect effect = sample.effect(sample.once(sample.treated), sample.once(sample.control), 0);
    double[] blockEffects = sample.resampled(bootstrapDraws, new SplittableRandom(seed));
    double[] mapEffects = sample.mapDraws();
    double[] deviations = deviations(blockEffects, mapEffects);
    double excess = effect.excess();
    Estimate estimate =
        effect.matched() == 0
            ? new Estimate(Double.NaN, Double.NaN, -1, 1)
            : new Estimate(
                excess,
                deviation(deviations),
                excess + quantile(deviations, 0.05),
                excess + quantile(deviations, 0.95));
    return new MatchedComparison(
        treated,
        startYear,
        endYear,
        sample.pixels(sample.treated),
        sample.pixels(sample.treated) == 0
            ? 0
            : (double) effect.matched() / sample.pixels(sample.treated),
        sample.matchedControlPixels(),
        sample.matchedControlBlocks(),
        effect.observed(),
        effect.expected(),
        estimate,
        deviation(blockEffects),
        deviation(mapEffects),
        sample.balance());
  }

  /** Pairs every resample with a draw of the map's error; both are centred on their own mean. */
  private static double[] deviations(double[] blocks, double[] draws) {
    double blockMean = Arrays.stream(blocks).average().orElse(0);
    double drawMean = Arrays.stream(draws).average().orElse(0);
    double[] deviations = new double[blocks.length];
    for (int i = 0; i < blocks.length; i++) {
      double map = draws.length == 0 ? 0 : draws[i % draws.length] - drawMean;
      deviations[i] = blocks[i] - blockMean + map;
    }
    Arrays.sort(deviations);
    return deviations;
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  }

  /** Quantile of type 7 (Hyndman and Fan 1996) of sorted values. */
  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private record Effect(long matched, double observed, double expected) {
    double excess() {
      return observed - expected;
    }
  }

  /** The counts of both areas by block; strata are numbered from 0. */
  private static final class Sample {
    private final List<List<StratumCount>> treated;
    private final List<List<StratumCount>> control;
    private final Map<Integer, Integer> strata;

    /** Number of each count's stratum, by block: looked up once, not in every resample. */
    private final int[][] treatedStrata;

    private final int[][] controlStrata;
    private final int draws;

    private Sample(
        List<List<StratumCount>> treated,
        List<List<StratumCount>> control,
        Map<Integer, Integer> strata,
        int draws) {
      this.treated = treated;
      this.control = control;
      this.strata = strata;
      this.treatedStrata = numbers(treated);
      this.controlStrata = numbers(control);
      this.draws = draws;
    }

    private int[][] numbers(List<List<StratumCount>> blocks) {
      return blocks.stream()
          .map(
              block ->
                  block.stream()
                      .mapToInt(count -> Objects.requireNonNull(strata.get(count.stratum())))
                      .toArray())
          .toArray(int[][]::new);
    }

    static Sample of(List<StratumCount> counts, Zone zone) {
      int draws = counts.isEmpty() ? 0 : counts.get(0).lostPixels().length - 1;
      Map<Integer, Integer> strata = new TreeMap<>();
      counts.stream()
          .mapToInt(StratumCount::stratum)
          .sorted()
          .distinct()
          .forEach(stratum -> strata.put(stratum, strata.size()));
      return new Sample(blocks(counts, zone), blocks(counts, Zone.COMPARISON), strata, draws);
    }

    private static List<List<StratumCount>> blocks(List<StratumCount> counts, Zone zone) {
      Map<Long, List<StratumCount>> blocks = new TreeMap<>();
      counts.stream()
          .filter(count -> count.zone() == zone)
          .forEach(
              count ->
                  blocks
                      .computeIfAbsent(
                          ((long) count.blockRow() << 32) | count.blockCol(),
                          key -> new ArrayList<>())
                      .add(count));
      return List.copyOf(blocks.values());
    }

    int[] once(List<List<StratumCount>> blocks) {
      int[] times = new int[blocks.size()];
      Arrays.fill(times, 1);
      return times;
    }

    long pixels(List<List<StratumCount>> blocks) {
      return blocks.stream().flatMap(List::stream).mapToLong(StratumCount::pixels).sum();
    }

    /**
     * The comparison with every block counted a number of times.
     *
     * @param draw 0 = as mapped, k = the k-th draw of the map's error
     */
    Effect effect(int[] treatedTimes, int[] controlTimes, int draw) {
      long[] treatedPixels = new long[strata.size()];
      long[] treatedLost = new long[strata.size()];
      long[] controlPixels = new long[strata.size()];
      long[] controlLost = new long[strata.size()];
      add(treated, treatedStrata, treatedTimes, draw, treatedPixels, treatedLost);
      add(control, controlStrata, controlTimes, draw, controlPixels, controlLost);
      long matched = 0;
      long lost = 0;
      double expected = 0;
      for (int s = 0; s < treatedPixels.length; s++) {
        if (treatedPixels[s] > 0 && controlPixels[s] > 0) {
          matched += treatedPixels[s];
          lost += treatedLost[s];
          expected += (double) treatedPixels[s] * controlLost[s] / controlPixels[s];
        }
      }
      return matched == 0
          ? new Effect(0, 0, 0)
          : new Effect(matched, (double) lost / matched, expected / matched);
    }

    private static void add(
        List<List<StratumCount>> blocks,
        int[][] numbers,
        int[] times,
        int draw,
        long[] pixels,
        long[] lost) {
      for (int block = 0; block < times.length; block++) {
        List<StratumCount> counts = blocks.get(block);
        for (int i = 0; times[block] > 0 && i < counts.size(); i++) {
          StratumCount count = counts.get(i);
          int s = numbers[block][i];
          pixels[s] += times[block] * count.pixels();
          lost[s] += times[block] * count.lostPixels()[draw];
        }
      }
    }

    double[] resampled(int resamples, SplittableRandom random) {
      double[] effects = new double[resamples];
      for (int i = 0; i < resamples; i++) {
        effects[i] =
            effect(resample(treated.size(), random), resample(control.size(), random), 0).excess();
      }
      return effects;
    }

    private static int[] resample(int blocks, SplittableRandom random) {
      int[] times = new int[blocks];
      for (int i = 0; i < blocks; i++) {
        times[random.nextInt(blocks)]++;
      }
      return times;
    }

    double[] mapDraws() {
      double[] effects = new double[draws];
      for (int draw = 0; draw < draws; draw++) {
        effects[draw] = effect(once(treated), once(control), draw + 1).excess();
      }
      return effects;
    }

    private boolean shared(int stratum) {
      return has(treated, stratum) && has(control, stratum);
    }

    private static boolean has(List<List<StratumCount>> blocks, int stratum) {
      return blocks.stream().flatMap(List::stream).anyMatch(count -> count.stratum() == stratum);
    }

    long matchedControlPixels() {
      return control.stream()
          .flatMap(List::stream)
          .filter(count -> shared(count.stratum()))
          .mapToLong(StratumCount::pixels)
          .sum();
    }

    int matchedControlBlocks() {
      return (int)
          control.stream()
              .filter(block -> block.stream().anyMatch(count -> shared(count.stratum())))
              .count();
    }

    List<Balance> balance() {
      Covariate[] covariates = Covariate.values();
      List<Balance> balance = new ArrayList<>();
      for (Covariate covariate : covariates) {
        Moments of = new Moments();
        Moments weighted = new Moments();
        Moments raw = new Moments();
        for (int stratum : strata.keySet()) {
          Moments treatedHere = moments(treated, stratum, covariate);
          Moments controlHere = moments(control, stratum, covariate);
          raw.add(controlHere, 1);
          if (treatedHere.pixels > 0 && controlHere.pixels > 0) {
            of.add(treatedHere, 1);
            weighted.add(controlHere, treatedHere.pixels / controlHere.pixels);
          }
        }
        Moments all = new Moments();
        for (int stratum : strata.keySet()) {
          all.add(moments(treated, stratum, covariate), 1);
        }
        double unit = covariate.perUnit();
        balance.add(
            new Balance(
                covariate.label(),
                covariate.unit(),
                of.mean() / unit,
                weighted.mean() / unit,
                raw.mean() / unit,
                of.smd(weighted),
                all.smd(raw)));
      }
      return balance;
    }

    private static Moments moments(
        List<List<StratumCount>> blocks, int stratum, Covariate covariate) {
      Moments moments = new Moments();
      blocks.stream()
          .flatMap(List::stream)
          .filter(count -> count.stratum() == stratum)
          .forEach(
              count -> {
                moments.pixels += count.pixels();
                moments.sum += count.covariateSums()[covariate.position()];
                moments.squares += count.covariateSquares()[covariate.position()];
              });
      return moments;
    }
  }

  /** Weighted sums of a covariate. */
  private static final class Moments {
    private double pixels;
    private double sum;
    private double squares;

    void add(Moments other, double weight) {
      pixels += weight * other.pixels;
      sum += weight * other.sum;
      squares += weight * other.squares;
    }

    double mean() {
      return pixels == 0 ? Double.NaN : sum / pixels;
    }

    double variance() {
      return pixels == 0 ? Double.NaN : Math.max(0, squares / pixels - mean() * mean());
    }

    double smd(Moments other) {
      double spread = Math.sqrt((variance() + other.variance()) / 2);
      double difference = mean() - other.mean();
      return difference == 0 ? 0 : difference / spread;
    }
  }
}
