package org.heartwood.infra.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZoneStatistics;

/** Another tool for zonal statistics, used if it is installed. */
enum ZonalPeer {
  /** C++; coverage is exact. The time is that of the whole process, which also parses. */
  EXACTEXTRACT(
      """
      import subprocess, sys
      start = time.time()
      subprocess.run(['exactextract', '-r', raster, '-p', polygons, '-f', 'id', '-s', 'mean(raster)',
                      '-o', sys.argv[3] + '.csv'], check=True, stdout=subprocess.DEVNULL)
      seconds = time.time() - start
      lines = open(sys.argv[3] + '.csv').read().split()[1:]
      means = [line.split(',')[1] for line in sorted(lines, key=lambda each: int(each.split(',')[0]))]
      """),
  /** Python on GDAL; a pixel belongs to the polygon that holds its centre. */
  RASTERSTATS(
      """
      import rasterstats
      start = time.time()
      means = [row['mean'] for row in
               rasterstats.zonal_stats(polygons, raster, stats=['count', 'mean', 'sum'])]
      seconds = time.time() - start
      """);

  private static final List<Operation> MEAN = Operation.parseList("mean");
  private static final String BEFORE =
      """
      import sys, time
      raster, polygons = sys.argv[1:3]
      """;
  private static final String AFTER =
      """
      open(sys.argv[3], 'w').write('\\n'.join([str(seconds)] + [str(mean) for mean in means]))
      """;

  private final String script;

  ZonalPeer(String script) {
    this.script = script;
  }

  /** Its time, and how far its means are from ours; or that it is not there. */
  String compare(Path folder, ZonalCase zonal, List<ZoneStatistics> ours)
      throws IOException, InterruptedException {
    Path result = folder.resolve("peer.txt");
    Files.deleteIfExists(result);
    Process process =
        new ProcessBuilder(
                "python3",
                "-c",
                BEFORE + script + AFTER,
                ZonalCase.raster(folder).toString(),
                zonal.polygons(folder).toString(),
                result.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0 || !Files.exists(result)) {
      return "not installed, or failed: " + said.strip().lines().reduce("", (a, b) -> b);
    }
    List<String> lines = Files.readAllLines(result);
    double most = 0;
    for (int i = 0; i < ours.size(); i++) {
      String mean = lines.get(1 + i);
      if (!mean.equals("None")) {
        double difference = Double.parseDouble(mean) - ours.get(i).value(MEAN.get(0));
        most = Math.max(most, Math.abs(difference));
      }
    }
    return String.format(
        Locale.ROOT,
        "%8.3f           means differ by at most %.2e",
        Double.parseDouble(lines.get(0)),
        most);
  }
}
