package org.heartwood.inference.segment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a network of images as an ONNX model (ONNX IR version 8, operators of version 17), node by
 * node: every method adds one operator and gives the name of its result.
 *
 * <p>Field numbers are those of {@code onnx.proto}, https://github.com/onnx/onnx.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATORS_VERSION = 17;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;
  private static final int ATTRIBUTE_INTS = 7;

  private final Message graph = new Message();
  private int nodes;

  /** A graph whose input is {@code batch × channels × rows × columns}, all but channels any. */
  OnnxGraph(String input, int channels) {
    graph.text(2, "network").message(11, image(input, channels));
  }

  private static Message image(String name, int channels) {
    Message shape =
        new Message()
            .message(1, new Message().text(2, "batch"))
            .message(1, new Message().number(1, channels))
            .message(1, new Message().text(2, "rows"))
            .message(1, new Message().text(2, "cols"));
    Message tensor = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** Convolution with a bias; the size stays. */
  String convolution(String in, int kernel, int channelsIn, float[] weights, float[] bias) {
    String name = "conv" + nodes;
    int channelsOut = bias.length;
    tensor(name + ".weight", weights, channelsOut, channelsIn, kernel, kernel);
    tensor(name + ".bias", bias, channelsOut);
    int pad = kernel / 2;
    return node(
        "Conv",
        List.of(in, name + ".weight", name + ".bias"),
        integers("kernel_shape", kernel, kernel),
        integers("pads", pad, pad, pad, pad));
  }

  /** The greater of a value and 0. */
  String relu(String in) {
    return node("Relu", List.of(in));
  }

  /** Maxima of 2 × 2 pixels. */
  String halved(String in) {
    return node("MaxPool", List.of(in), integers("kernel_shape", 2, 2), integers("strides", 2, 2));
  }

  /** Every pixel 2 × 2 times. */
  String doubled(String in) {
    String scales = "scales" + nodes;
    tensor(scales, new float[] {1, 1, 2, 2}, 4);
    return node(
        "Resize",
        List.of(in, "", scales),
        text("mode", "nearest"),
        text("coordinate_transformation_mode", "asymmetric"),
        text("nearest_mode", "floor"));
  }

  /** The channels of both. */
  String joined(String first, String second) {
    return node("Concat", List.of(first, second), integer("axis", 1));
  }

  /** Values clipped to a range of each channel's own. */
  String clipped(String in, float[] minima, float[] maxima) {
    String name = "clip" + nodes;
    tensor(name + ".min", minima, 1, minima.length, 1, 1);
    tensor(name + ".max", maxima, 1, maxima.length, 1, 1);
    String above = node("Max", List.of(in, name + ".min"));
    return node("Min", List.of(above, name + ".max"));
  }

  /** The whole model with one output. */
  byte[] model(String output, int channels) {
    graph.message(12, image(output, channels));
    return new Message()
        .number(1, IR_VERSION)
        .text(2, "heartwood")
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, OPERATORS_VERSION))
        .bytes();
  }

  private String node(String operator, List<String> inputs, Message... attributes) {
    Message node = new Message();
    inputs.forEach(in -> node.text(1, in));
    String result = operator + nodes++;
    node.text(2, result).text(4, operator);
    for (Message attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return result;
  }

  private void tensor(String name, float[] values, int... sizes) {
    ByteBuffer raw =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    Message tensor = new Message();
    for (int size : sizes) {
      tensor.number(1, size);
    }
    graph.message(5, tensor.number(2, FLOAT).text(8, name).raw(9, raw.array()));
  }

  private static Message integer(String name, int value) {
    return new Message().text(1, name).number(3, value).number(20, ATTRIBUTE_INT);
  }

  private static Message integers(String name, int... values) {
    Message attribute = new Message().text(1, name);
    for (int value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, ATTRIBUTE_INTS);
  }

  private static Message text(String name, String value) {
    return new Message().text(1, name).text(4, value).number(20, ATTRIBUTE_STRING);
  }

  /** A protocol buffer under construction. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      key(field, VARINT);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return raw(field, value.bytes());
    }

    Message raw(int field, byte[] value) {
      key(field, LENGTH_DELIMITED);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void key(int field, int type) {
      varint(((long) field << 3) | type);
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7FL) != 0) {
        out.write((int) ((left & 0x7F) | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }
  }
}
