package org.heartwood.verification.layer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Work in two steps that overlap: one thread prepares item after item, several work on what is
 * prepared, and results come out in the order of the items. Only a few items are under way at a
 * time, so that memory does not grow with their number. The reader of the results is a third step
 * that overlaps.
 *
 * @param <S> items
 * @param <P> prepared items
 * @param <T> results
 */
final class OrderedPipeline<S, P, T> implements Iterator<T>, AutoCloseable {
  private final Iterator<S> items;
  private final Function<S, P> prepare;
  private final Function<P, T> work;
  private final int capacity;
  private final ExecutorService preparing;
  private final ExecutorService working;
  private final Deque<CompletableFuture<T>> underWay = new ArrayDeque<>();

  /**
   * @param prepare is called by one thread, in the items' order
   * @param work is called by several threads at once
   * @param threads how many of them, > 0
   */
  OrderedPipeline(Iterator<S> items, Function<S, P> prepare, Function<P, T> work, int threads) {
    this.items = items;
    this.prepare = prepare;
    this.work = work;
    this.capacity = 2 * threads + 1;
    this.preparing = Executors.newSingleThreadExecutor();
    this.working = Executors.newFixedThreadPool(threads);
  }

  @Override
  public boolean hasNext() {
    start();
    return !underWay.isEmpty();
  }

  private void start() {
    while (underWay.size() < capacity && items.hasNext()) {
      S item = items.next();
      underWay.add(
          CompletableFuture.supplyAsync(() -> prepare.apply(item), preparing)
              .thenApplyAsync(work, working));
    }
  }

  /** The next result; what went wrong with its item is thrown as it was. */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more items");
    }
    try {
      T result = underWay.remove().join();
      start(); // Before the caller is busy with this result.
      return result;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    preparing.shutdownNow();
    working.shutdownNow();
  }
}
