package org.heartwood.ingest.tiff;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses blocks. No codec writes beyond the size that the header gives the block, whatever
 * the payload says.
 */
interface Codec extends Closeable {
  /**
   * Decompresses the start of a block.
   *
   * @param in compressed bytes, from index 0
   * @param inCount how many
   * @param out receives the block's bytes; has room for {@code full}
   * @param wanted bytes that are needed; the codec may stop there
   * @param full bytes of the whole block
   * @return bytes written; less than {@code wanted} if the payload ends early
   * @throws DataFormatException if the payload is broken or holds more than {@code full}
   */
  int decode(byte[] in, int inCount, byte[] out, int wanted, int full) throws DataFormatException;

  /** Frees what it holds outside the heap. */
  @Override
  default void close() {}

  /** The codec of a compression. Only some hold memory outside the heap; close all. */
  static Codec of(Compression compression) {
    return switch (compression) {
      case NONE -> new Stored();
      case LZW -> new Lzw();
      case DEFLATE -> new Deflate();
      case PACK_BITS -> new PackBits();
      case ZSTD -> new Zstd();
    };
  }

  /** Bytes as they are. */
  final class Stored implements Codec {
    @Override
    public int decode(byte[] in, int inCount, byte[] out, int wanted, int full) {
      int count = Math.min(inCount, wanted);
      System.arraycopy(in, 0, out, 0, count);
      return count;
    }
  }

  /** zlib streams (RFC 1950); the checksum is verified where the whole block is wanted. */
  final class Deflate implements Codec {
    private final Inflater inflater = new Inflater();
    private final byte[] spare = new byte[1];

    @Override
    public int decode(byte[] in, int inCount, byte[] out, int wanted, int full)
        throws DataFormatException {
      inflater.reset();
      inflater.setInput(in, 0, inCount);
      int done = 0;
      while (done < wanted) {
        int count = inflater.inflate(out, done, wanted - done);
        if (count == 0) {
          return done;
        }
        done += count;
      }
      if (done == full && inflater.inflate(spare) > 0) {
        throw new DataFormatException("holds more than its " + full + " bytes");
      }
      return done;
    }

    @Override
    public void close() {
      inflater.end();
    }
  }

  /** PackBits (TIFF 6.0 section 9). */
  final class PackBits implements Codec {
    @Override
    public int decode(byte[] in, int inCount, byte[] out, int wanted, int full)
        throws DataFormatException {
      int at = 0;
      int done = 0;
      while (done < wanted && at < inCount) {
        int run = in[at++];
        if (run == -128) {
          continue; // No operation.
        }
        int count = 1 + Math.abs(run);
        if (count > full - done) {
          throw new DataFormatException("holds more than its " + full + " bytes");
        }
        int source = run < 0 ? 1 : count;
        if (source > inCount - at) {
          return done;
        }
        if (run < 0) {
          Arrays.fill(out, done, done + count, in[at]);
        } else {
          System.arraycopy(in, at, out, done, count);
        }
        at += source;
        done += count;
      }
      return done;
    }
  }

  /** Zstandard frames (RFC 8878), decompressed whole: the output is the only window it needs. */
  final class Zstd implements Codec {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    @Override
    public int decode(byte[] in, int inCount, byte[] out, int wanted, int full)
        throws DataFormatException {
      try {
        return context.decompressByteArray(out, 0, full, in, 0, inCount);
      } catch (ZstdException e) {
        throw (DataFormatException) new DataFormatException(e.getMessage()).initCause(e);
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
