package org.heartwood.ingest.boundary;

import java.util.regex.Pattern;
import org.heartwood.ingest.issue.JsonFault;
import org.jspecify.annotations.Nullable;

/**
 * Text of KML's {@code coordinates}, which comes in pieces of any size: tuples {@code
 * longitude,latitude[,altitude]} with blanks between. Blanks around a comma are against the rule
 * and common; they do not end a tuple.
 */
final class KmlCoordinates {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_TUPLE = 3;

  private final RawRing ring;
  private final StringBuilder number = new StringBuilder();
  private final double[] tuple = new double[LONGEST_TUPLE];
  private int count;
  private boolean blankSeen;
  private boolean commaSeen;
  private RawRing.@Nullable Misread misread;

  KmlCoordinates(RawRing ring) {
    this.ring = ring;
  }

  void append(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      char c = text[i];
      if (c == ',') {
        comma();
      } else if (Character.isWhitespace(c) || c == '\u00a0') {
        blankSeen = true;
      } else {
        if (blankSeen && !commaSeen) {
          endTuple();
        }
        blankSeen = false;
        commaSeen = false;
        if (number.length() <= LONGEST_NUMBER) {
          number.append(c);
        }
      }
    }
  }

  void end() {
    endTuple();
  }

  private void comma() {
    if (commaSeen || (count == 0 && number.isEmpty())) {
      misread("a comma without a number before it");
    }
    endNumber();
    commaSeen = true;
    blankSeen = false;
  }

  private void endNumber() {
    if (number.isEmpty()) {
      return;
    }
    double value = Double.NaN;
    if (number.length() <= LONGEST_NUMBER && NUMBER.matcher(number).matches()) {
      value = Double.parseDouble(number.toString());
    }
    if (!Double.isFinite(value)) {
      misread("the text " + JsonFault.quoted(number.toString()));
    }
    if (count < LONGEST_TUPLE) {
      tuple[count] = value;
    }
    count++;
    number.setLength(0);
  }

  private void endTuple() {
    endNumber();
    if (count == 0 && misread == null) {
      return;
    }
    if (count < 2) {
      misread("one number");
    } else if (count > LONGEST_TUPLE) {
      misread(count + " numbers between commas");
    }
    if (count == LONGEST_TUPLE && tuple[2] != 0) {
      ring.dropHeights();
    }
    if (misread == null) {
      ring.add(tuple[0], tuple[1]);
    } else {
      ring.add(misread);
    }
    count = 0;
    misread = null;
    commaSeen = false;
  }

  private void misread(String found) {
    if (misread == null) {
      misread =
          new RawRing.Misread(
              "expected longitude,latitude or longitude,latitude,altitude, found " + found,
              "write numbers with a decimal point, commas inside a position and blanks between"
                  + " positions");
    }
  }
}
