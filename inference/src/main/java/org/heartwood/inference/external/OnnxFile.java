package org.heartwood.inference.external;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.heartwood.ingest.issue.InputException;

/**
 * Looks through an ONNX file (protocol buffers, {@code onnx.proto} of ONNX IR) before it is given
 * to native code: it must be a model with a graph, hold all its weights itself, and use no
 * operators but those that come with ONNX Runtime.
 *
 * <p>Field numbers: ModelProto ir_version 1, graph 7, functions 25; GraphProto node 1, initializer
 * 5, sparse_initializer 15 (values 1, indices 2); NodeProto attribute 5, domain 7; FunctionProto
 * node 7; AttributeProto t 5, g 6, tensors 10, graphs 11; TensorProto external_data 13,
 * data_location 14.
 */
final class OnnxFile {
  private static final Set<String> DOMAINS =
      Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc");
  private static final int DEEPEST = 32;

  private final byte[] bytes;
  private final Path file;
  private int irVersions;
  private int graphs;

  private OnnxFile(byte[] bytes, Path file) {
    this.bytes = bytes;
    this.file = file;
  }

  /**
   * @throws InputException if the bytes are no ONNX model, name files outside, or use operators of
   *     another library
   */
  static void require(byte[] bytes, Path file) {
    OnnxFile model = new OnnxFile(bytes, file);
    model.walk(0, bytes.length, Message.MODEL, 0);
    if (model.irVersions != 1 || model.graphs != 1) {
      throw model.notOnnx("it has " + model.graphs + " graphs");
    }
  }

  private InputException notOnnx(String why) {
    return new InputException(
        file + ": is not an ONNX model (" + why + "); export it with torch.onnx.export");
  }

  /** The kinds of message that can hold tensors or operators. */
  private enum Message {
    MODEL,
    GRAPH,
    FUNCTION,
    NODE,
    ATTRIBUTE,
    TENSOR,
    SPARSE_TENSOR
  }

  private void walk(int from, int to, Message message, int depth) {
    if (depth > DEEPEST) {
      throw notOnnx("its graphs are nested deeper than " + DEEPEST);
    }
    Cursor cursor = new Cursor(from, to);
    while (cursor.at < to) {
      long key = cursor.varint();
      int field = (int) (key >>> 3);
      switch ((int) (key & 7)) {
        case 0 -> number(message, field, cursor.varint());
        case 1 -> cursor.skip(8);
        case 2 -> {
          int length = cursor.length();
          int start = cursor.at;
          cursor.skip(length);
          nested(message, field, start, start + length, depth + 1);
        }
        case 5 -> cursor.skip(4);
        default -> throw notOnnx("it has a field of unknown type at byte " + cursor.at);
      }
    }
  }

  private void number(Message message, int field, long value) {
    if (message == Message.MODEL && field == 1) {
      irVersions++;
    } else if (message == Message.TENSOR && field == 14 && value != 0) {
      throw externalData();
    }
  }

  private InputException externalData() {
    return new InputException(
        file
            + ": keeps weights in other files (external data), which its digest does not cover;"
            + " export it with the weights inside, external_data=False");
  }

  private void nested(Message message, int field, int from, int to, int depth) {
    ObjIntConsumer<Message> into =
        (kind, wanted) -> {
          if (field == wanted) {
            walk(from, to, kind, depth);
          }
        };
    switch (message) {
      case MODEL -> {
        graphs += field == 7 ? 1 : 0;
        into.accept(Message.GRAPH, 7);
        into.accept(Message.FUNCTION, 25);
      }
      case GRAPH -> {
        into.accept(Message.NODE, 1);
        into.accept(Message.TENSOR, 5);
        into.accept(Message.SPARSE_TENSOR, 15);
      }
      case FUNCTION -> into.accept(Message.NODE, 7);
      case NODE -> {
        into.accept(Message.ATTRIBUTE, 5);
        if (field == 7) {
          requireOwnOperator(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
      }
      case ATTRIBUTE -> {
        into.accept(Message.TENSOR, 5);
        into.accept(Message.GRAPH, 6);
        into.accept(Message.TENSOR, 10);
        into.accept(Message.GRAPH, 11);
        into.accept(Message.SPARSE_TENSOR, 22);
        into.accept(Message.SPARSE_TENSOR, 23);
      }
      case TENSOR -> {
        if (field == 13) {
          throw externalData();
        }
      }
      case SPARSE_TENSOR -> {
        into.accept(Message.TENSOR, 1);
        into.accept(Message.TENSOR, 2);
      }
    }
  }

  private void requireOwnOperator(String domain) {
    if (!DOMAINS.contains(domain)) {
      throw new InputException(
          file
              + ": uses an operator of the library \""
              + domain
              + "\"; only the operators that come with ONNX Runtime are allowed");
    }
  }

  /** A position in the bytes. */
  private final class Cursor {
    private final int end;
    private int at;

    Cursor(int from, int end) {
      this.at = from;
      this.end = end;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at >= end) {
          throw notOnnx("it ends within a number");
        }
        byte next = bytes[at++];
        value |= (long) (next & 0x7F) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw notOnnx("it has a number of more than 64 bits at byte " + at);
    }

    int length() {
      long length = varint();
      if (length < 0 || length > end - at) {
        throw notOnnx("a field is longer than what holds it at byte " + at);
      }
      return (int) length;
    }

    void skip(int count) {
      if (count > end - at) {
        throw notOnnx("it ends within a field");
      }
      at += count;
    }
  }
}
