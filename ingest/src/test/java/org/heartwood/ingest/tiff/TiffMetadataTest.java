package org.heartwood.ingest.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiffMetadataTest {
  @Test
  void itemsAndUnitsAreFoundAsGdalWritesThem(@TempDir Path folder) throws IOException {
    String text =
        """
        <GDALMetadata>
          <Item name="MODEL">a &amp;amp; b</Item>
          <Item name="UNITTYPE" sample="1" role="unittype">per cent</Item>
          <Item name="DESCRIPTION" sample="0" role="description">cover</Item>
          <Item name="INTERLEAVE" domain="IMAGE_STRUCTURE">PIXEL</Item>
        </GDALMetadata>
        """;
    try (TiffFile tiff = TiffBuilder.tile().text(42112, text).open(folder)) {
      assertThat(tiff.metadata().items()).containsExactly(java.util.Map.entry("MODEL", "a & b"));
      assertThat(tiff.metadata().units()).containsExactly(java.util.Map.entry(1, "per cent"));
    }
    try (TiffFile tiff = TiffBuilder.tile().open(folder)) {
      assertThat(tiff.metadata().items()).isEmpty();
    }
  }

  @Test
  void entitiesAndDoctypesAreNothingSpecial() {
    String text =
        "<!DOCTYPE a [<!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
            + "<GDALMetadata><Item name=\"X\">&b;&c;</Item><Item name=\"Y\">no end";
    assertThat(TiffMetadata.of(text).items()).containsExactly(java.util.Map.entry("X", "&b;&c;"));
  }
}
