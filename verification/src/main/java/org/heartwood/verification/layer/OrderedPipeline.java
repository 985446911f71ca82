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
 * Work in three steps that overlap: one thread prepares item after item, several work on what is
 * prepared, as many others finish it, and results come out in the order of the items. Only a few
 * items are under way at a time, so that memory does not grow with their number. The reader of the
 * results is a fourth step that overlaps.
 *
 * @param <S> items
 * @param <P> prepared items
 * @param <W> worked items
 * @param <T> results
 */
final class OrderedPipeline<S, P, W, T> implements Iterator<T>, AutoCloseable {
  /** Beside those that are worked on, one is prepared and one finished. */
  private static final int WAITING = 2;

  private final Iterator<S> items;
  private final Steps<S, P, W, T> steps;
  private final int capacity;
  private final ExecutorService preparing;
  private final ExecutorService working;
  private final ExecutorService finishing;
  private final Deque<CompletableFuture<T>> underWay = new ArrayDeque<>();

  /**
   * What is done with an item.
   *
   * @param prepare is called by one thread, in the items' order
   * @param work is called by several threads at once
   * @param finish is called by several threads at once
   */
  record Steps<S, P, W, T>(Function<S, P> prepare, Function<P, W> work, Function<W, T> finish) {}

  /**
   * @param threads that work, and that finish, > 0
   */
  OrderedPipeline(Iterator<S> items, Steps<S, P, W, T> steps, int threads) {
    this.items = items;
    this.steps = steps;
    this.capacity = threads + WAITING;
    this.preparing = Executors.newSingleThreadExecutor();
    this.working = Executors.newFixedThreadPool(threads);
    this.finishing = Executors.newFixedThreadPool(threads);
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
          CompletableFuture.supplyAsync(() -> steps.prepare().apply(item), preparing)
              .thenApplyAsync(steps.work(), working)
              .thenApplyAsync(steps.finish(), finishing));
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
    finishing.shutdownNow();
  }
}
