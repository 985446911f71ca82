package org.heartwood.ingest.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackIndexTest {
  private final Path folder;

  StackIndexTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("bands.csv"), text);
  }

  private void refused(String text, int bands, String message) throws IOException {
    Path csv = csv(text);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> StackIndex.read(csv, bands))
        .withMessage(csv + message);
  }

  @Test
  void theKafaStackIsRead() {
    Path csv = Path.of(System.getProperty("heartwood.samples"), "kafa", "bands.csv");
    List<DatedImage> bands = StackIndex.read(csv, 166);
    assertThat(bands).hasSize(166);
    assertThat(bands.get(0))
        .isEqualTo(new DatedImage(0, LocalDate.of(1984, 6, 6), "LT51700551984158XXX01"));
    assertThat(bands).isSortedAccordingTo((a, b) -> a.date().compareTo(b.date()));
  }

  @Test
  void bandsComeInOrderOfDateWhateverTheColumnsAndLineEnds() throws IOException {
    Path csv = csv("\uFEFFscene, date ,note,band\r\nB,2001-03-01,x,1\r\n\r\nA,2000-03-01,,2\r\n");
    assertThat(StackIndex.read(csv, 3))
        .containsExactly(
            new DatedImage(1, LocalDate.of(2000, 3, 1), "A"),
            new DatedImage(0, LocalDate.of(2001, 3, 1), "B"));
  }

  @Test
  void aBadDateIsRefused() throws IOException {
    refused(
        "band,date,scene\n1,2001-02-29,A\n",
        3,
        ":2: expected a date such as 2001-02-28, found \"2001-02-29\"; correct it");
  }

  @Test
  void aMissingColumnIsRefused() throws IOException {
    refused(
        "band,day,scene\n1,2001-02-28,A\n",
        3,
        ":1: expected the columns band, date and scene, found [band, day, scene]; add date");
  }

  @Test
  void aBandOutOfRangeIsRefused() throws IOException {
    for (String band : List.of("0", "4", "-1", "x", "", "1.5", "99999999999")) {
      refused(
          "band,date,scene\n" + band + ",2001-02-28,A\n",
          3,
          ":2: expected a band from 1 to 3, as many as the GeoTIFF has, found \""
              + band
              + "\"; correct it");
    }
  }

  @Test
  void aRepeatedBandIsRefused() throws IOException {
    refused(
        "band,date,scene\n2,2001-02-28,A\n2,2001-03-28,B\n",
        3,
        ":3: expected each band once, found band 2 as in line 2; correct it");
  }

  @Test
  void aRepeatedSceneIsRefused() throws IOException {
    refused(
        "band,date,scene\n1,2001-02-28,A\n2,2001-03-28,A\n",
        3,
        ":3: expected each scene once, found \"A\" as in line 2; remove one of the two");
  }

  @Test
  void aLineWithoutItsFieldsIsRefused() throws IOException {
    refused(
        "band,date,scene\n1,2001-02-28\n",
        3,
        ":2: expected 3 fields as in the first line, found 2; correct the line");
    refused(
        "band,date,scene\n1,2001-02-28,\n",
        3,
        ":2: expected the name of a scene, found none; fill it in");
    refused(
        "band,date,scene\n1,2001-02-28,\"A\"\n",
        3,
        ":2: expected fields without quotes, found one; remove them");
  }

  @Test
  void aFileWithoutBandsIsRefused() throws IOException {
    refused("", 3, ": expected the columns band, date and scene, found an empty file; fill it in");
    refused("band,date,scene\n", 3, ": expected a line for each band, found none; fill them in");
    Files.write(csv(""), "b\u00e4nd".getBytes(StandardCharsets.ISO_8859_1));
    Path csv = folder.resolve("bands.csv");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> StackIndex.read(csv, 3))
        .withMessage(csv + ": expected text in UTF-8, found other bytes; save it as UTF-8");
    Path missing = folder.resolve("none.csv");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> StackIndex.read(missing, 3))
        .withMessage(missing + ": no such file; check bandsPath in the dossier's sources");
  }
}
