package org.heartwood.verification.standard;

import org.heartwood.verification.standard.StandardRule.Status;

/**
 * The map code of VMD0055 table 15 (F-11): forest (F) or not (N) at the start, the middle and the
 * end of the historical reference period. Forest that was not there at the middle but at the end
 * and the start (FNF) counts as deforested.
 */
public enum ThreeDateCode {
  /** Never forest. */
  NNN(1),
  /** Forest at the end only. */
  NNF(2),
  /** Forest at the middle only. */
  NFN(3),
  /** Forest from the middle on. */
  NFF(4),
  /** Always forest. */
  FFF(5),
  /** Lost in the first half. */
  FNN(6),
  /** Lost in the first half and back at the end. */
  FNF(7),
  /** Lost in the second half. */
  FFN(8);

  /** The rule. */
  public static final StandardRule RULE =
      new StandardRule(
          "F-11",
          "VCS VMD0055",
          "v1.1, table 15",
          "three-date map code",
          Status.VERIFIED,
          "two public implementations");

  private final int code;

  ThreeDateCode(int code) {
    this.code = code;
  }

  /** State of a pixel. */
  public enum Cover {
    FOREST,
    NOT_FOREST
  }

  /** The code of three states. */
  public static ThreeDateCode of(Cover start, Cover middle, Cover end) {
    return valueOf(letter(start) + letter(middle) + letter(end));
  }

  private static String letter(Cover cover) {
    return cover == Cover.FOREST ? "F" : "N";
  }

  /** The number in the map. */
  public int code() {
    return code;
  }

  /** Deforested in the historical reference period. */
  public boolean deforested() {
    return this == FNN || this == FNF || this == FFN;
  }

  /** Deforested in its first half, on which a risk map is calibrated. */
  public boolean deforestedForCalibration() {
    return this == FNN || this == FNF;
  }

  /** Deforested in its second half, on which it is confirmed. */
  public boolean deforestedForConfirmation() {
    return this == FFN;
  }
}
