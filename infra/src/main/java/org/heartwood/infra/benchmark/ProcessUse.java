package org.heartwood.infra.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has taken so far. */
final class ProcessUse {
  private ProcessUse() {}

  /** Processor time of all threads, ns. */
  static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Resident memory, KiB; 0 where the system does not say. */
  static long residentKb() throws IOException {
    return statusKb("VmRSS");
  }

  /** The most resident memory so far, KiB; 0 where the system does not say. */
  static long peakKb() throws IOException {
    return statusKb("VmHWM");
  }

  private static long statusKb(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
