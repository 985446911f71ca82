package org.heartwood.verification.counterfactual;

import java.util.Arrays;

/**
 * For each place the candidates of lowest priority, as many as it has room for. Priorities are
 * addressed by the candidate, so that what is kept does not depend on the order in which candidates
 * come, nor on how they are divided between tasks: merging the reservoirs of two parts gives those
 * of the whole.
 */
final class Reservoirs {
  private final int covariates;
  private final int[] capacities;
  private final int[] starts;
  private final int[] sizes;
  private long[] priorities = new long[0];
  private long[] keys = new long[0];
  private int[] hard = new int[0];
  private float[] values = new float[0];
  private byte[] lostBy = new byte[0];
  private final long[] worst;
  private int used;

  /**
   * @param capacities room of each place
   * @param covariates values a candidate
   */
  Reservoirs(int[] capacities, int covariates) {
    this.covariates = covariates;
    this.capacities = capacities;
    this.starts = new int[capacities.length];
    this.sizes = new int[capacities.length];
    this.worst = new long[capacities.length];
    Arrays.fill(starts, -1);
    Arrays.fill(worst, Long.MAX_VALUE);
  }

  /** Offers a candidate to a place. */
  void offer(int place, long priority, PixelSet from, int i) {
    int size = sizes[place];
    if (size == capacities[place]) {
      if (priority >= worst[place]) {
        return;
      }
      store(starts[place], priority, from, i);
      sink(place, 0);
      worst[place] = priorities[starts[place]];
      return;
    }
    if (size == 0) {
      claim(place);
    }
    store(starts[place] + size, priority, from, i);
    sizes[place]++;
    raise(place, size);
    if (sizes[place] == capacities[place]) {
      worst[place] = priorities[starts[place]];
    }
  }

  private void claim(int place) {
    starts[place] = used;
    used += capacities[place];
    if (used > keys.length) {
      int length = Math.max(used, keys.length + keys.length / 2);
      priorities = Arrays.copyOf(priorities, length);
      keys = Arrays.copyOf(keys, length);
      hard = Arrays.copyOf(hard, length);
      values = Arrays.copyOf(values, length * covariates);
      lostBy = Arrays.copyOf(lostBy, length);
    }
  }

  private void store(int at, long priority, PixelSet from, int i) {
    priorities[at] = priority;
    keys[at] = from.key(i);
    hard[at] = from.hard(i);
    lostBy[at] = (byte) from.lostBy(i);
    System.arraycopy(from.values(), i * covariates, values, at * covariates, covariates);
  }

  /** Moves the newest entry up until its parent is worse. */
  private void raise(int place, int index) {
    int start = starts[place];
    int child = index;
    while (child > 0) {
      int parent = (child - 1) / 2;
      if (priorities[start + parent] >= priorities[start + child]) {
        return;
      }
      swap(start + parent, start + child);
      child = parent;
    }
  }

  private void sink(int place, int index) {
    int start = starts[place];
    int size = sizes[place];
    int parent = index;
    while (2 * parent + 1 < size) {
      int child = 2 * parent + 1;
      if (child + 1 < size && priorities[start + child + 1] > priorities[start + child]) {
        child++;
      }
      if (priorities[start + parent] >= priorities[start + child]) {
        return;
      }
      swap(start + parent, start + child);
      parent = child;
    }
  }

  private void swap(int a, int b) {
    long priority = priorities[a];
    priorities[a] = priorities[b];
    priorities[b] = priority;
    long key = keys[a];
    keys[a] = keys[b];
    keys[b] = key;
    int classes = hard[a];
    hard[a] = hard[b];
    hard[b] = classes;
    byte lost = lostBy[a];
    lostBy[a] = lostBy[b];
    lostBy[b] = lost;
    for (int d = 0; d < covariates; d++) {
      float value = values[a * covariates + d];
      values[a * covariates + d] = values[b * covariates + d];
      values[b * covariates + d] = value;
    }
  }

  /** What every {@code modulus}-th place from {@code first} on holds, place by place. */
  PixelSet kept(int first, int modulus) {
    int total = 0;
    for (int place = first; place < sizes.length; place += modulus) {
      total += sizes[place];
    }
    long[] k = new long[total];
    int[] h = new int[total];
    float[] v = new float[total * covariates];
    byte[] l = new byte[total];
    int at = 0;
    for (int place = first; place < sizes.length; place += modulus) {
      int size = sizes[place];
      if (size > 0) {
        int start = starts[place];
        System.arraycopy(keys, start, k, at, size);
        System.arraycopy(hard, start, h, at, size);
        System.arraycopy(values, start * covariates, v, at * covariates, size * covariates);
        System.arraycopy(lostBy, start, l, at, size);
        at += size;
      }
    }
    return new PixelSet(covariates, k, h, v, l);
  }
}
