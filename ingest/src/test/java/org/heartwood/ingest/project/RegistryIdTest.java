package org.heartwood.ingest.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.heartwood.ingest.project.RegistryId.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryIdTest {
  @ParameterizedTest
  @CsvSource({
    "VCS934,VERRA,VCS934",
    "VCS 934,VERRA,VCS934",
    "VCS-934,VERRA,VCS934",
    "vcs_0934,VERRA,VCS934",
    "' Verra 934 ',VERRA,VCS934",
    "Verra VCS 934,VERRA,VCS934",
    "ACR260,ACR,ACR260",
    "ACR 260,ACR,ACR260",
    "CAR1183,CAR,CAR1183",
    "CAR 1183,CAR,CAR1183",
    "GS4210,GOLD_STANDARD,GS4210",
    "GS 4210,GOLD_STANDARD,GS4210",
    "Gold Standard 4210,GOLD_STANDARD,GS4210",
    "ART101,ART,ART101",
    "ART TREES 101,ART,ART101",
    "PV-2015-017,PLAN_VIVO,PV-2015-017",
    "PV_2015_017,PLAN_VIVO,PV-2015-017",
    "CAFR5029,CALIFORNIA,CAFR5029",
    "CAFR0213,CALIFORNIA,CAFR0213"
  })
  void usualSpellingsHaveOneForm(String written, Registry registry, String canonical) {
    assertThat(RegistryId.parse(written)).isEqualTo(new RegistryId(registry, canonical));
    assertThat(RegistryId.parse(canonical)).isEqualTo(RegistryId.parse(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DEMO-KAFA",
        "ARC360",
        "CARF5095",
        "VCS",
        "VCS934A",
        "VCS 9 3 4",
        "",
        "934",
        "=cmd()",
        "VCS\u0000934",
        "ACR-1-2",
        "../VCS934"
      })
  void whatBelongsToNoRegistryStaysAsItIs(String written) {
    assertThat(RegistryId.parse(written)).isEqualTo(new RegistryId(null, written));
  }

  @ParameterizedTest
  @CsvSource({
    "VCS934,Gold Standard,true",
    "ACR260,Climate Action Reserve (CAR),true",
    "VCS934,Verra (VCS),false",
    "VCS934,Verra and Gold Standard,false",
    "ACR260,California Air Resources Board,false",
    "CAFR5029,American Carbon Registry,false",
    "VCS934,my own list,false",
    "DEMO-KAFA,Verra,false"
  })
  void anIdentifierAndTheNameOfItsRegistryAreCompared(String id, String name, boolean contradict) {
    assertThat(RegistryId.parse(id).contradicts(name)).isEqualTo(contradict);
  }

  @Test
  void longTextTakesNoTime() {
    String text = "PV-" + "1-".repeat(1_000_000);

    assertThat(RegistryId.parse(text).registry()).isNull();
  }
}
