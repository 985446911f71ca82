package org.heartwood.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.heartwood.inference.segment.ComputeDevice;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class TaskDeviceJobTest {
  @Test
  void outsideOfATaskNetworksRunOnTheCpu() {
    assertThat(TaskDeviceJob.device()).isEqualTo(ComputeDevice.CPU);
  }

  @Test
  void theFirstGpuOfATaskIsTaken() {
    assertThat(TaskDeviceJob.of(new String[] {"3", "4"}).gpu()).isEqualTo(Optional.of(3));
  }

  @Test
  void aGpuWithoutANumberIsRefused() {
    assertThatThrownBy(() -> TaskDeviceJob.of(new String[] {"GPU-8f3a"}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must name devices by number, such as 0, named GPU-8f3a");
  }
}
