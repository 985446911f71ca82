package org.heartwood.inference.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * Named float32 tensors of a network, kept in the safetensors format: eight bytes of header length,
 * a JSON header with name, shape and place of every tensor, then the numbers, all little-endian.
 * Nothing in such a file is ever executed, any language reads it, and its bytes depend on the
 * numbers alone. Format: <a
 * href="https://huggingface.co/docs/safetensors/index">huggingface.co/docs/safetensors</a>.
 */
public final class Weights {
  private static final int LENGTH_BYTES = 8;
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private final Map<String, List<Integer>> shapes;
  private final Map<String, float[]> values;

  /**
   * @param shapes shape by name, in storage order
   * @param values numbers by name, row-major, as many as the shape asks for
   */
  public Weights(Map<String, List<Integer>> shapes, Map<String, float[]> values) {
    if (!shapes.keySet().equals(values.keySet())) {
      throw new IllegalArgumentException(
          "shapes and values must name the same tensors, were "
              + shapes.keySet()
              + " and "
              + values.keySet());
    }
    values.forEach(
        (name, numbers) -> {
          List<Integer> shape = shapes.getOrDefault(name, List.of());
          if (size(shape) != numbers.length) {
            throw new IllegalArgumentException(
                name + " of shape " + shape + " must have " + size(shape) + " values");
          }
        });
    this.shapes = new LinkedHashMap<>(shapes);
    this.values = new LinkedHashMap<>(values);
  }

  /** The numbers of one tensor, row-major; the array itself, not a copy. */
  public float[] values(String name) {
    float[] found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no tensor is named " + name);
    }
    return found;
  }

  /** Shape by name, in storage order. */
  public Map<String, List<Integer>> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  /** Count of all numbers. */
  public long parameters() {
    return values.values().stream().mapToLong(array -> array.length).sum();
  }

  /** SHA-256 of {@link #toBytes()}, lower-case hexadecimal. */
  public String sha256() {
    return Sha256.of(toBytes());
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    Map<String, Entry> header = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, float[]> tensor : values.entrySet()) {
      long end = offset + (long) tensor.getValue().length * Float.BYTES;
      header.put(tensor.getKey(), new Entry("F32", shape(tensor.getKey()), List.of(offset, end)));
      offset = end;
    }
    byte[] json = padded(header);
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(LENGTH_BYTES + json.length + offset))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length).put(json);
    for (float[] tensor : values.values()) {
      for (float value : tensor) {
        out.putFloat(value);
      }
    }
    return out.array();
  }

  private List<Integer> shape(String name) {
    return Objects.requireNonNull(shapes.get(name));
  }

  private static byte[] padded(Map<String, Entry> header) {
    try {
      String json = new ObjectMapper().writeValueAsString(header);
      int padding = (LENGTH_BYTES - json.length() % LENGTH_BYTES) % LENGTH_BYTES;
      return (json + " ".repeat(padding)).getBytes(StandardCharsets.US_ASCII);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a header of names and numbers is always JSON", e);
    }
  }

  /**
   * Reads a file of exactly the tensors that are expected.
   *
   * @param file name of the file, for messages
   * @param expected shape by name, such as {@link Architecture#tensorShapes()}
   * @throws InputException if the bytes are no such file, or a tensor is missing, unexpected or of
   *     another shape
   */
  public static Weights read(byte[] bytes, String file, Map<String, List<Integer>> expected) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Entry> header = header(in, file);
    List<String> surplus = new ArrayList<>(header.keySet());
    surplus.removeAll(expected.keySet());
    if (!surplus.isEmpty()) {
      throw new InputException(
          file + ": holds the tensor " + surplus.get(0) + ", which the card's network has not");
    }
    ByteBuffer data = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, float[]> values = new LinkedHashMap<>();
    expected.forEach(
        (name, shape) -> {
          Entry entry = header.get(name);
          if (entry == null) {
            throw new InputException(
                file + ": lacks the tensor " + name + " " + shape + " of the card's network");
          }
          values.put(name, entry.read(data, file, name, shape));
        });
    return new Weights(expected, values);
  }

  private static Map<String, Entry> header(ByteBuffer in, String file) {
    if (in.remaining() < LENGTH_BYTES) {
      throw new InputException(
          file + ": is no safetensors file, it has only " + in.remaining() + " bytes");
    }
    long length = in.getLong();
    if (length < 2 || length > Math.min(MAX_HEADER_BYTES, in.remaining())) {
      throw new InputException(
          file
              + ": is no safetensors file, its header would be "
              + length
              + " bytes long, the limit is "
              + Math.min(MAX_HEADER_BYTES, in.remaining()));
    }
    byte[] json = new byte[(int) length];
    in.get(json);
    try {
      return new ObjectMapper()
          .readValue(json, new TypeReference<LinkedHashMap<String, Entry>>() {});
    } catch (IOException e) {
      throw new InputException(
          file + ": its safetensors header cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** One line of the header; offsets are bytes after the header, half-open. */
  private record Entry(
      @JsonProperty("dtype") String dtype,
      @JsonProperty("shape") List<Integer> shape,
      @JsonProperty("data_offsets") List<Long> dataOffsets) {
    float[] read(ByteBuffer data, String file, String name, List<Integer> expected) {
      int count = size(expected);
      if (!"F32".equals(dtype) || !expected.equals(shape)) {
        throw new InputException(
            file
                + ": tensor "
                + name
                + " must be F32 "
                + expected
                + " by the card, was "
                + dtype
                + " "
                + shape);
      }
      if (dataOffsets == null
          || dataOffsets.size() != 2
          || dataOffsets.get(0) < 0
          || dataOffsets.get(1) - dataOffsets.get(0) != (long) count * Float.BYTES
          || dataOffsets.get(1) > data.capacity()) {
        throw new InputException(
            file
                + ": tensor "
                + name
                + " must take "
                + (long) count * Float.BYTES
                + " bytes of the file's "
                + data.capacity()
                + ", was given "
                + dataOffsets);
      }
      float[] out = new float[count];
      data.slice(Math.toIntExact(dataOffsets.get(0)), count * Float.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(out);
      return out;
    }
  }
}
