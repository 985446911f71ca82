package org.heartwood.inference.predict;

import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.heartwood.inference.segment.ComputeDevice;
import org.heartwood.ingest.issue.InputException;

/**
 * Where the networks of a Spark task run: on the GPU that Spark gave the task ({@code
 * spark.task.resource.gpu.amount}), else on the CPU.
 */
final class TaskDeviceJob {
  private static final String GPU = "gpu";

  private TaskDeviceJob() {}

  /** The device of the task that calls; the CPU outside of a task. */
  static ComputeDevice device() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(GPU);
    return gpus == null ? ComputeDevice.CPU : of(gpus.addresses());
  }

  /**
   * The first of a task's GPUs.
   *
   * @param addresses as Spark's discovery script named them
   * @throws InputException if it is not named by its number
   */
  static ComputeDevice of(String[] addresses) {
    if (addresses.length == 0 || !addresses[0].matches("\\d{1,4}")) {
      throw new InputException(
          "Spark's resource gpu must name devices by number, such as 0, named "
              + String.join(", ", addresses)
              + "; correct the discovery script");
    }
    return new ComputeDevice(
        Optional.of(Integer.parseInt(addresses[0])), ComputeDevice.Precision.SINGLE);
  }
}
