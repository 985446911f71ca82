package org.heartwood.ingest.zonal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelAreas;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.zonal.Operation.Measure;
import org.jspecify.annotations.Nullable;

/**
 * Exact zonal statistics of a raster (METHOD.md §2.3). Each block is inflated once, for all zones
 * that need it, and not further down than the last of them reaches.
 *
 * <p>Some rows of blocks are a task; the results of tasks are added from north to south, so that
 * the number of threads does not change a bit. Memory holds the polygons' vertices and, for each
 * thread, one block and the runs of one task.
 */
public final class ZonalStatistics {
  /** Rows of a task at least: bookkeeping must not cost more than pixels. */
  private static final int TASK_ROWS = 128;

  static final Set<Measure> NEED_AREAS =
      EnumSet.of(Measure.AREA_M2, Measure.AREA_HA, Measure.NODATA_AREA_HA, Measure.HISTOGRAM);

  private final Set<Measure> measures;
  private final CoverageRuns[] zones;
  private final Grid grid;
  private final int taskRows;
  private final @Nullable PixelAreas areas;

  /** Zones that meet the rows of each task. */
  private final List<List<Integer>> tasks = new ArrayList<>();

  private final AtomicInteger nextTask = new AtomicInteger();
  private final @Nullable ZoneStatistics[][] done;
  private final List<ZoneStatistics> results;
  private int merged;

  private ZonalStatistics(
      BlockRaster raster, List<ZonePolygon> polygons, Collection<Operation> operations) {
    this.measures = ZoneStatistics.measures(operations);
    this.grid = raster.grid();
    this.areas = Collections.disjoint(measures, NEED_AREAS) ? null : new PixelAreas(grid);
    this.zones =
        polygons.stream()
            .map(zone -> CoverageRuns.of(zone.polygons(), grid, grid.window()))
            .toArray(CoverageRuns[]::new);
    int blockRows = (TASK_ROWS + raster.blockHeight() - 1) / raster.blockHeight();
    this.taskRows = blockRows * raster.blockHeight();
    for (int row = 0; row < grid.height(); row += taskRows) {
      tasks.add(new ArrayList<>());
    }
    for (int zone = 0; zone < zones.length; zone++) {
      if (!zones[zone].isEmpty()) {
        for (int row = zones[zone].fromRow() / taskRows;
            row * (long) taskRows < zones[zone].toRow();
            row++) {
          tasks.get(row).add(zone);
        }
      }
    }
    this.done = new ZoneStatistics[tasks.size()][];
    this.results = polygons.stream().map(zone -> new ZoneStatistics(measures)).toList();
  }

  /**
   * Statistics of one raster.
   *
   * @param raster opens the raster; each thread opens its own
   * @param zones polygons in the raster's CRS
   * @param operations what will be asked of the results
   * @param threads tasks at a time, at least 1
   * @return one for each zone, in their order
   * @throws org.heartwood.ingest.issue.InputException if the raster cannot be read
   * @throws IllegalArgumentException if a geometry has a part that is not a polygon
   */
  public static List<ZoneStatistics> compute(
      Supplier<BlockRaster> raster,
      List<ZonePolygon> zones,
      Collection<Operation> operations,
      int threads) {
    return compute(raster, null, zones, operations, threads);
  }

  /**
   * As {@link #compute(Supplier, List, Collection, int)}, with a second raster.
   *
   * @param weights opens the raster of weights, whose pixels must coincide with the first one's;
   *     blocks and extent may differ; null if no weighted statistic is asked for
   * @throws org.heartwood.ingest.issue.InputException also if the pixels do not coincide
   */
  public static List<ZoneStatistics> compute(
      Supplier<BlockRaster> raster,
      @Nullable Supplier<BlockRaster> weights,
      List<ZonePolygon> zones,
      Collection<Operation> operations,
      int threads) {
    try (BlockRaster first = raster.get()) {
      ZonalStatistics run = new ZonalStatistics(first, zones, operations);
      List<Future<?>> others = new ArrayList<>();
      ExecutorService pool = Executors.newCachedThreadPool();
      try {
        for (int thread = 1; thread < Math.min(threads, run.tasks.size()); thread++) {
          others.add(
              pool.submit(
                  () -> {
                    try (BlockRaster own = raster.get()) {
                      run.work(own, weights);
                    }
                    return null;
                  }));
        }
        run.work(first, weights);
        for (Future<?> other : others) {
          await(other);
        }
      } finally {
        // Stops the others after their task if this one has failed.
        run.nextTask.set(run.tasks.size());
        pool.shutdown();
      }
      return run.results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Future<?> other) {
    try {
      other.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a thread failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while statistics were computed", e);
    }
  }

  private void work(BlockRaster raster, @Nullable Supplier<BlockRaster> weights)
      throws IOException {
    if (weights == null) {
      work(new ZonalReader(raster, null, areas, measures));
    } else {
      try (BlockRaster opened = weights.get()) {
        work(
            new ZonalReader(
                raster,
                new AlignedRaster(opened, grid, raster.blockWidth(), raster.blockHeight()),
                areas,
                measures));
      }
    }
  }

  private void work(ZonalReader reader) {
    int task = nextTask.getAndIncrement();
    while (task < tasks.size()) {
      finish(task, reader.read(rows(task), tasks.get(task), zones));
      task = nextTask.getAndIncrement();
    }
  }

  private PixelWindow rows(int task) {
    int row = task * taskRows;
    return new PixelWindow(0, row, grid.width(), Math.min(taskRows, grid.height() - row));
  }

  /** Keeps a task's results until those of all tasks to the north have been added. */
  private synchronized void finish(int task, ZoneStatistics[] part) {
    done[task] = part;
    while (merged < done.length && done[merged] != null) {
      ZoneStatistics[] next = done[merged];
      for (int i = 0; i < next.length; i++) {
        results.get(tasks.get(merged).get(i)).merge(next[i]);
      }
      done[merged++] = null;
    }
  }
}
