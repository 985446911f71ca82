package org.heartwood.ingest.zonal;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.locationtech.jts.math.DD;

/**
 * The weight of every value: exact while there are few values. Beyond a limit neighbouring values
 * are put together, by dropping as many of the last bits of all of them as it takes: the fewer bits
 * dropped the better, and how many depends on the set of values alone. So it merges in any order to
 * the same bits, which sketches with random choices (KLL, REQ) or centroids (t-digest) do not. This
 * is a logarithmic histogram that collapses uniformly: DDSketch (Masson, Rim and Lee 2019,
 * doi:10.14778/3352063.3352135) with the collapsing of UDDSketch (Epicoco et al. 2020,
 * doi:10.1109/ACCESS.2020.3015599), on the binary form of the numbers.
 */
final class ValueWeights implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The key of no number: it would be a NaN. */
  private static final long FREE = Long.MIN_VALUE;

  private final int limit;

  /** Bits of a number that are not looked at. */
  private int dropped;

  private int size;
  private long[] keys = new long[32];
  private double[] weights = new double[32];

  /** What additions to {@link #weights} rounded away. */
  private double[] lost = new double[32];

  /**
   * @param limit most values that are told apart
   */
  ValueWeights(int limit) {
    this.limit = limit;
    Arrays.fill(keys, FREE);
  }

  /**
   * @param value not NaN
   */
  void add(double value, double weight) {
    addKey(key(value) >> dropped, weight, 0);
  }

  private void addKey(long key, double weight, double rest) {
    insert(key, weight, rest);
    if (2 * size > keys.length) {
      rehash(2 * keys.length, 0);
    }
    while (size > limit) {
      collapse();
    }
  }

  private void insert(long key, double weight, double rest) {
    int mask = keys.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (keys[slot] != key) {
      if (keys[slot] == FREE) {
        keys[slot] = key;
        size++;
        break;
      }
      slot = (slot + 1) & mask;
    }
    double before = weights[slot];
    double sum = before + weight;
    double added = sum - before;
    double error = lost[slot] + rest + ((before - (sum - added)) + (weight - added));
    weights[slot] = sum + error;
    lost[slot] = error - (weights[slot] - sum);
  }

  /** Drops the last bit in which any two values differ, and those after it. */
  private void collapse() {
    long differing = 0;
    long first = 0;
    boolean seen = false;
    for (long key : keys) {
      if (key != FREE) {
        differing |= seen ? key ^ first : 0;
        first = seen ? first : key;
        seen = true;
      }
    }
    rehash(keys.length, Long.numberOfTrailingZeros(differing) + 1);
  }

  private void rehash(int capacity, int drop) {
    long[] oldKeys = keys;
    double[] oldWeights = weights;
    double[] oldLost = lost;
    keys = new long[capacity];
    Arrays.fill(keys, FREE);
    weights = new double[capacity];
    lost = new double[capacity];
    size = 0;
    dropped += drop;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        insert(oldKeys[i] >> drop, oldWeights[i], oldLost[i]);
      }
    }
  }

  void merge(ValueWeights other) {
    if (other.dropped > dropped) {
      rehash(keys.length, other.dropped - dropped);
    }
    for (int i = 0; i < other.keys.length; i++) {
      if (other.keys[i] != FREE) {
        // The other may have dropped fewer bits, and this may drop more on the way.
        addKey(other.keys[i] >> (dropped - other.dropped), other.weights[i], other.lost[i]);
      }
    }
  }

  /** Whether every value is told apart. */
  boolean isExact() {
    return dropped == 0;
  }

  int size() {
    return size;
  }

  /** Values, or the middles of the intervals that were put together, to their weights. */
  SortedMap<Double, Double> toMap() {
    SortedMap<Double, Double> map = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != FREE) {
        map.put(middle(keys[i]), weights[i]);
      }
    }
    return map;
  }

  private double middle(long key) {
    double low = value(key << dropped);
    return dropped == 0 ? low : low / 2 + value((key << dropped) | ((1L << dropped) - 1)) / 2;
  }

  /**
   * The smallest value that holds at least the given share of the weight with those below it; the
   * mean of it and the next one where it holds exactly that share. NaN if there is none.
   */
  double quantile(double probability) {
    SortedMap<Double, Double> map = toMap();
    DD total = new DD(0);
    map.values().forEach(total::selfAdd);
    double wanted = total.multiply(probability).doubleValue();
    DD below = new DD(0);
    double reached = Double.NaN;
    for (var entry : map.entrySet()) {
      if (!Double.isNaN(reached)) {
        return reached / 2 + entry.getKey() / 2;
      }
      below.selfAdd(entry.getValue());
      if (below.doubleValue() > wanted) {
        return entry.getKey();
      }
      if (below.doubleValue() == wanted) {
        reached = entry.getKey();
      }
    }
    return reached;
  }

  /** Numbers in the order of their size; both zeros are the same. */
  private static long key(double value) {
    return swap(Double.doubleToRawLongBits(value + 0.0));
  }

  private static double value(long key) {
    return Double.longBitsToDouble(swap(key));
  }

  private static long swap(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
