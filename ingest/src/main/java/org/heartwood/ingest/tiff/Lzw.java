package org.heartwood.ingest.tiff;

import java.util.zip.DataFormatException;

/**
 * LZW as TIFF 6.0 section 13 has it: codes of 9 to 12 bits, most significant bit first, widened one
 * code early. A string of the table is kept as the place where it first came out, for each is the
 * string before it and the byte that followed.
 */
final class Lzw implements Codec {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST = 258;
  private static final int TABLE = 4096;

  private final int[] start = new int[TABLE];
  private final int[] length = new int[TABLE];

  @Override
  public int decode(byte[] in, int inCount, byte[] out, int wanted, int full)
      throws DataFormatException {
    if (inCount > 1 && in[0] == 0 && (in[1] & 1) == 1) {
      throw new DataFormatException("is LZW of before TIFF 6.0; rewrite it with gdal_translate");
    }
    int at = 0;
    int bits = 0;
    int held = 0;
    int width = 9;
    int next = FIRST;
    int previousLength = 0;
    int done = 0;
    while (done < wanted) {
      while (held < width) {
        if (at == inCount) {
          return done;
        }
        bits = (bits << 8) | (in[at++] & 0xFF);
        held += 8;
      }
      int code = (bits >>> (held - width)) & ((1 << width) - 1);
      held -= width;
      if (code == END) {
        return done;
      }
      if (code == CLEAR) {
        width = 9;
        next = FIRST;
        previousLength = 0;
        continue;
      }
      if (previousLength > 0 && next < TABLE) {
        start[next] = done - previousLength;
        length[next] = previousLength + 1;
        next++;
        if (next + 1 >= (1 << width) && width < 12) {
          width++;
        }
      }
      if (code >= next) {
        throw new DataFormatException("has code " + code + " of a table of " + next);
      }
      int count = code < CLEAR ? 1 : length[code];
      if (count > full - done) {
        throw new DataFormatException("holds more than its " + full + " bytes");
      }
      if (code < CLEAR) {
        out[done] = (byte) code;
      } else {
        // Byte by byte: the newest string may reach into what is being written.
        for (int i = 0, from = start[code]; i < count; i++) {
          out[done + i] = out[from + i];
        }
      }
      done += count;
      previousLength = count;
    }
    return done;
  }
}
