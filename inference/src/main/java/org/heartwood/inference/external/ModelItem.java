package org.heartwood.inference.external;

import static org.heartwood.inference.external.ExternalModel.TensorShape.ANY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.product.CommonBand;
import org.heartwood.ingest.product.SpectralIndex;

/**
 * A STAC item with the Machine Learning Model extension (MLM,
 * https://github.com/stac-extensions/mlm, v1.4 and v1.5) and the file extension, checked for
 * everything that Heartwood acts on. What Heartwood needs and MLM has no field for stands in
 * properties of its own:
 *
 * <table>
 * <caption>Heartwood's properties</caption>
 * <tr><td>{@code heartwood:bands}</td><td>for every band of {@code mlm:input}, in that order: {@code
 * name}, {@code measures} (a STAC common band name, or a spectral index in lower case), {@code
 * unit}, {@code minimum}, {@code maximum}; outside the range there is no data</td></tr>
 * <tr><td>{@code heartwood:no_data_fill}</td><td>what the network is given where a band has no data,
 * after scaling</td></tr>
 * <tr><td>{@code heartwood:tiling}</td><td>{@code stride_px} (sides of windows are multiples of it),
 * {@code halo_px} (how far from a window's edge predictions are thrown away), and, if wanted, {@code
 * blend_px} (across how many pixels neighbouring windows are averaged; without it {@value #BLEND_PX},
 * fewer if the network takes one small size only)</td></tr>
 * <tr><td>{@code heartwood:imagery}</td><td>what taught the model: {@code sensor}, {@code acquired}
 * (date of the last image), {@code season}, {@code pixel_size_m}</td></tr>
 * <tr><td>{@code heartwood:targets}</td><td>what is read from the output: {@code name}, {@code unit},
 * {@code minimum}, {@code maximum}, {@code channel}, {@code activation} ({@code none}, {@code
 * sigmoid}, {@code softmax}), {@code offset}, {@code scale}, {@code standard_error} (null, or {@code
 * form} {@code constant} with {@code value}, or {@code standard-deviation} or {@code log-variance}
 * with {@code channel})</td></tr>
 * </table>
 */
final class ModelItem {
  /** The item's name in a model's folder. */
  static final String FILE = "item.json";

  /** That a network sees no further than its halo is for its maker to say. */
  private static final int BLEND_PX = 16;

  private static final long LARGEST_ITEM_BYTES = 16L << 20;
  private static final List<String> DIMENSIONS = List.of("batch", "channel", "height", "width");
  private static final Set<String> CHANNELS = Set.of("channel", "class", "classes", "bands");
  private static final Set<String> PROPERTIES =
      Set.of(
          "heartwood:bands",
          "heartwood:imagery",
          "heartwood:no_data_fill",
          "heartwood:tiling",
          "heartwood:targets");
  private static final String CUSTOM = "put it into the network when you export it";

  private final ItemNode item;
  private final ItemNode properties;
  private final Path folder;

  private ModelItem(ItemNode item, Path folder) {
    this.item = item;
    this.properties = item.object("properties");
    this.folder = folder;
  }

  /** A checked item and the file that it describes, whose digest is the item's. */
  record Described(ExternalModel model, NetworkFile network) {}

  /**
   * Reads a model's folder; nothing of the network runs.
   *
   * @throws InputException naming the field or file and what is wrong with it
   */
  static Described read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + ": no such file; a model's folder holds a STAC item and the file that it names");
    }
    try {
      if (Files.size(file) > LARGEST_ITEM_BYTES) {
        throw new InputException(
            file
                + ": an item has at most "
                + LARGEST_ITEM_BYTES
                + " bytes, was "
                + Files.size(file));
      }
      ItemNode item = ItemNode.read(Files.readAllBytes(file), file.toString());
      return new ModelItem(item, folder).described();
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private Described described() {
    requireExtension();
    for (String field : properties.fields()) {
      if (field.startsWith("heartwood:") && !PROPERTIES.contains(field)) {
        throw properties.refusal(
            "unknown field " + field + "; Heartwood knows " + sorted(PROPERTIES));
      }
    }
    ItemNode asset = modelAsset();
    NetworkFormat format = format(asset);
    ItemNode input = only("mlm:input", "input");
    ItemNode output = only("mlm:output", "output");
    ExternalModel.TensorShape inputShape = shape(input, "input");
    ExternalModel.Tiling tiling = tiling(inputShape);
    ExternalModel.TensorShape outputShape = shape(output, "result");
    requireSizes(input, inputShape, output, outputShape, tiling);
    output.requireNull("post_processing_function", CUSTOM);
    output.texts("tasks");
    requireClasses(output, outputShape);
    ExternalModel model =
        new ExternalModel(
            properties.text("mlm:name"),
            properties.optionalText("version").orElse(""),
            properties.text("mlm:architecture"),
            properties.texts("mlm:tasks"),
            licence(),
            properties.optionalText("description").orElse(""),
            format,
            bands(input, inputShape, asset),
            properties.number("heartwood:no_data_fill"),
            imagery(),
            tiling,
            inputShape,
            outputShape,
            targets(outputShape));
    return new Described(model, network(asset, format));
  }

  private void requireExtension() {
    if (!item.text("type").equals("Feature")) {
      throw item.refusal("type must be Feature, as a STAC item's, was " + item.text("type"));
    }
    List<String> extensions = item.texts("stac_extensions");
    if (extensions.stream()
        .noneMatch(uri -> uri.matches(".*/mlm/v1\\.[45]\\.\\d+/schema\\.json"))) {
      throw item.refusal(
          "stac_extensions must list the Machine Learning Model extension, version 1.4 or 1.5"
              + " (https://stac-extensions.github.io/mlm/v1.5.0/schema.json), were "
              + extensions);
    }
  }

  private String licence() {
    if (!properties.has("license")) {
      throw properties.refusal(
          "field license is missing; say under which licence the weights may be used");
    }
    return properties.text("license");
  }

  private ItemNode modelAsset() {
    ItemNode assets = item.object("assets");
    List<ItemNode> models =
        assets.fields().stream()
            .map(assets::object)
            .filter(asset -> asset.has("roles") && asset.texts("roles").contains("mlm:model"))
            .toList();
    if (models.size() != 1) {
      throw assets.refusal(
          "exactly one asset must have the role mlm:model, had it " + models.size());
    }
    return models.get(0);
  }

  private NetworkFormat format(ItemNode asset) {
    String framework = properties.text("mlm:framework");
    String type = asset.text("mlm:artifact_type");
    for (NetworkFormat format : NetworkFormat.values()) {
      if (format.framework().equalsIgnoreCase(framework) && format.artifactType().equals(type)) {
        return format;
      }
    }
    throw asset.refusal(
        "mlm:framework and mlm:artifact_type must be "
            + Arrays.stream(NetworkFormat.values())
                .map(format -> format.framework() + " and " + format.artifactType())
                .collect(Collectors.joining(", or "))
            + ", were "
            + framework
            + " and "
            + type);
  }

  private NetworkFile network(ItemNode asset, NetworkFormat format) {
    NetworkFile network = NetworkFile.read(file(asset), NetworkFile.LARGEST_BYTES);
    if (asset.has("file:size") && asset.size("file:size") != network.bytes().length) {
      throw new InputException(
          network.file()
              + ": has "
              + network.bytes().length
              + " bytes, the item says "
              + asset.size("file:size")
              + "; restore the file that belongs to the item");
    }
    String stated = NetworkFile.digestOfMultihash(asset);
    if (!stated.equals(network.sha256())) {
      throw new InputException(
          network.file()
              + ": its SHA-256 is "
              + network.sha256()
              + ", the item says "
              + stated
              + "; restore the file that belongs to the item");
    }
    network.require(format);
    return network;
  }

  /** The asset's file, which must lie in the folder: no address, no way out of it, no link. */
  private Path file(ItemNode asset) {
    String href = asset.text("href");
    if (href.matches("[A-Za-z][A-Za-z0-9+.-]*:.*") || href.startsWith("//")) {
      throw asset.refusal(
          "href must be a file beside the item, was "
              + href
              + "; models are not fetched: get the file yourself, check it and name it here");
    }
    try {
      Path root = folder.toAbsolutePath().normalize();
      Path file = root.resolve(href).normalize();
      if (!file.startsWith(root) || file.equals(root)) {
        throw asset.refusal("href must stay in the item's folder, was " + href);
      }
      if (Files.exists(file) && !file.toRealPath().startsWith(root.toRealPath())) {
        throw asset.refusal("href is a link out of the item's folder: " + href);
      }
      return file;
    } catch (InvalidPathException | IOException e) {
      throw asset.refusal("href is no usable path: " + href, e);
    }
  }

  private ItemNode only(String field, String what) {
    List<ItemNode> all = properties.list(field);
    if (all.size() != 1) {
      throw properties.refusal(
          field + " must describe one " + what + " (several are not supported), was " + all.size());
    }
    return all.get(0);
  }

  private ModelCard.Imagery imagery() {
    ItemNode imagery = properties.object("heartwood:imagery");
    imagery.requireKnown(Set.of("sensor", "acquired", "season", "pixel_size_m"));
    double pixelSizeM = imagery.number("pixel_size_m");
    if (!(pixelSizeM > 0)) {
      throw imagery.refusal("pixel_size_m must be > 0 m, was " + pixelSizeM);
    }
    try {
      return new ModelCard.Imagery(
          imagery.text("sensor"),
          LocalDate.parse(imagery.text("acquired")),
          imagery.text("season"),
          pixelSizeM);
    } catch (DateTimeParseException e) {
      throw imagery.refusal("acquired must be a date such as 2020-06-30", e);
    }
  }

  private ExternalModel.Tiling tiling(ExternalModel.TensorShape input) {
    ItemNode tiling = properties.object("heartwood:tiling");
    tiling.requireKnown(Set.of("stride_px", "halo_px", "blend_px"));
    int haloPx = tiling.integer("halo_px");
    try {
      return new ExternalModel.Tiling(
          tiling.integer("stride_px"),
          haloPx,
          tiling.has("blend_px")
              ? tiling.integer("blend_px")
              : Math.min(BLEND_PX, largestBlendPx(input, haloPx)));
    } catch (IllegalArgumentException e) {
      throw tiling.refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private static ExternalModel.TensorShape shape(ItemNode holder, String field) {
    ItemNode structure = holder.object(field);
    String type = structure.text("data_type");
    if (!type.equals("float32")) {
      throw structure.refusal("data_type must be float32, was " + type + "; " + CUSTOM);
    }
    List<String> dimensions = structure.texts("dim_order");
    boolean image =
        dimensions.size() == DIMENSIONS.size()
            && dimensions.get(0).equals(DIMENSIONS.get(0))
            && (field.equals("input")
                ? dimensions.get(1).equals(DIMENSIONS.get(1))
                : CHANNELS.contains(dimensions.get(1)))
            && dimensions.subList(2, 4).equals(DIMENSIONS.subList(2, 4));
    if (!image) {
      throw structure.refusal("dim_order must be " + DIMENSIONS + ", was " + dimensions);
    }
    List<Integer> sizes = structure.integers("shape");
    if (sizes.size() != DIMENSIONS.size()
        || sizes.stream().anyMatch(size -> size != ANY && size <= 0)) {
      throw structure.refusal("shape must have four sizes, each > 0 or -1 for any, was " + sizes);
    }
    if (sizes.get(1) == ANY) {
      throw structure.refusal("shape must say how many channels there are, was " + sizes);
    }
    return new ExternalModel.TensorShape(sizes.get(0), sizes.get(1), sizes.get(2), sizes.get(3));
  }

  /** More would overlap three pieces of a network of one size. */
  private static int largestBlendPx(ExternalModel.TensorShape input, int haloPx) {
    return IntStream.of(input.rows(), input.cols())
        .filter(side -> side != ANY)
        .map(side -> Math.max(0, side / 2 - haloPx))
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private static void requireSizes(
      ItemNode input,
      ExternalModel.TensorShape in,
      ItemNode output,
      ExternalModel.TensorShape out,
      ExternalModel.Tiling tiling) {
    input.requireNull("resize_type", "windows are cut to the network's size, never resampled");
    input.requireNull("pre_processing_function", CUSTOM);
    for (int side : new int[] {in.rows(), in.cols()}) {
      if (side != ANY && side % tiling.stridePx() != 0) {
        throw input.refusal(
            "input.shape must have sides that are multiples of stride_px, "
                + tiling.stridePx()
                + ", was "
                + in);
      }
      if (side != ANY && side <= 2 * tiling.haloPx()) {
        throw input.refusal(
            "input.shape must have sides > twice halo_px, " + tiling.haloPx() + ", was " + in);
      }
    }
    if (tiling.blendPx() > largestBlendPx(in, tiling.haloPx())) {
      throw input.refusal(
          "input.shape must have sides of at least twice halo_px and blend_px together, "
              + tiling.haloPx()
              + " and "
              + tiling.blendPx()
              + ", was "
              + in);
    }
    if (out.batch() != in.batch() || out.rows() != in.rows() || out.cols() != in.cols()) {
      throw output.refusal(
          "result.shape must have the input's batch, rows and columns, "
              + in
              + ", was "
              + out
              + "; a network whose output is smaller than its input must be exported with an"
              + " interpolation at its end");
    }
  }

  private static void requireClasses(ItemNode output, ExternalModel.TensorShape shape) {
    if (output.has("classification:classes")) {
      int classes = output.list("classification:classes").size();
      if (classes != shape.channels()) {
        throw output.refusal(
            "classification:classes must name one class a channel, "
                + shape.channels()
                + ", named "
                + classes);
      }
    }
  }

  private List<ExternalModel.Band> bands(
      ItemNode input, ExternalModel.TensorShape shape, ItemNode asset) {
    List<String> names = new ArrayList<>();
    for (ItemNode band : input.list("bands")) {
      if (band.isText()) {
        names.add(band.text());
      } else {
        band.requireNull("expression", "compute the band before, or " + CUSTOM);
        names.add(band.text("name"));
      }
    }
    if (names.size() != shape.channels()) {
      throw input.refusal(
          "bands must be as many as the channels of input.shape, "
              + shape.channels()
              + ", were "
              + names.size()
              + " "
              + names);
    }
    requireDefined(input, names, asset);
    List<ValueScaling> scalings = scalings(input, names.size());
    List<ItemNode> described = properties.list("heartwood:bands");
    List<String> describedNames = described.stream().map(band -> band.text("name")).toList();
    if (!describedNames.equals(names)) {
      throw properties.refusal(
          "heartwood:bands must describe the bands of mlm:input in their order, "
              + names
              + ", described "
              + describedNames);
    }
    List<ExternalModel.Band> bands = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      bands.add(band(described.get(i), scalings.get(i)));
    }
    return bands;
  }

  /** Bands that are defined in the item, in any of the ways MLM allows, must be the ones used. */
  private void requireDefined(ItemNode input, List<String> names, ItemNode asset) {
    Set<String> defined = new HashSet<>();
    for (ItemNode holder : List.of(properties, asset)) {
      for (String field : List.of("bands", "eo:bands", "raster:bands")) {
        if (holder.has(field)) {
          holder.list(field).forEach(band -> defined.add(band.text("name")));
        }
      }
    }
    for (String name : names) {
      if (!defined.isEmpty() && !defined.contains(name)) {
        throw input.refusal(
            "band " + name + " is not defined in the item, which defines " + sorted(defined));
      }
    }
  }

  private static List<ValueScaling> scalings(ItemNode input, int bands) {
    if (!input.states("value_scaling")) {
      throw input.refusal(
          "field value_scaling is missing; null says that the network takes the bands' own values");
    }
    if (!input.has("value_scaling")) {
      return Stream.generate(() -> ValueScaling.NONE).limit(bands).toList();
    }
    List<ValueScaling> stated =
        input.list("value_scaling").stream().map(ValueScaling::read).toList();
    if (stated.size() == 1) {
      return Stream.generate(() -> stated.get(0)).limit(bands).toList();
    }
    if (stated.size() != bands) {
      throw input.refusal(
          "value_scaling must have one entry, or one a band, " + bands + ", had " + stated.size());
    }
    return stated;
  }

  private static ExternalModel.Band band(ItemNode node, ValueScaling scaling) {
    node.requireKnown(Set.of("name", "measures", "unit", "minimum", "maximum"));
    String measures = node.text("measures");
    Set<String> known =
        Stream.concat(
                Arrays.stream(CommonBand.values()).map(CommonBand::key),
                Arrays.stream(SpectralIndex.values())
                    .map(index -> index.name().toLowerCase(Locale.ROOT)))
            .collect(Collectors.toSet());
    if (!known.contains(measures)) {
      throw node.refusal("measures must be one of " + sorted(known) + ", was \"" + measures + "\"");
    }
    try {
      return new ExternalModel.Band(
          node.text("name"),
          measures,
          node.text("unit"),
          node.number("minimum"),
          node.number("maximum"),
          scaling);
    } catch (IllegalArgumentException e) {
      throw node.refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private List<Target> targets(ExternalModel.TensorShape output) {
    List<ItemNode> nodes = properties.list("heartwood:targets");
    if (nodes.isEmpty()) {
      throw properties.refusal("heartwood:targets must name at least one target");
    }
    Set<String> names = new HashSet<>();
    List<Target> targets = new ArrayList<>();
    for (ItemNode node : nodes) {
      Target target = target(node, output.channels());
      if (!names.add(target.name())) {
        throw node.refusal("two targets are named " + target.name());
      }
      targets.add(target);
    }
    return targets;
  }

  private static Target target(ItemNode node, int channels) {
    node.requireKnown(
        Set.of(
            "name",
            "unit",
            "minimum",
            "maximum",
            "channel",
            "activation",
            "offset",
            "scale",
            "standard_error"));
    try {
      return new Target(
          node.text("name"),
          node.text("unit"),
          node.number("minimum"),
          node.number("maximum"),
          channel(node, channels),
          choice(node, "activation", List.of(Target.Activation.values())),
          node.number("offset"),
          node.number("scale"),
          standardError(node, channels));
    } catch (IllegalArgumentException e) {
      throw node.refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private static Target.StandardError standardError(ItemNode target, int channels) {
    if (!target.states("standard_error")) {
      throw target.refusal("field standard_error is missing; null says that it is not known");
    }
    if (!target.has("standard_error")) {
      return new Target.StandardError(Target.ErrorForm.UNKNOWN, 0, 0);
    }
    ItemNode node = target.object("standard_error");
    Target.ErrorForm form =
        choice(
            node,
            "form",
            List.of(
                Target.ErrorForm.CONSTANT,
                Target.ErrorForm.STANDARD_DEVIATION,
                Target.ErrorForm.LOG_VARIANCE));
    if (form != Target.ErrorForm.CONSTANT) {
      node.requireKnown(Set.of("form", "channel"));
      return new Target.StandardError(form, channel(node, channels), 0);
    }
    node.requireKnown(Set.of("form", "value"));
    if (!(node.number("value") > 0)) {
      throw node.refusal("value must be > 0, was " + node.number("value"));
    }
    return new Target.StandardError(form, 0, node.number("value"));
  }

  private static int channel(ItemNode node, int channels) {
    int channel = node.integer("channel");
    if (channel < 0 || channel >= channels) {
      throw node.refusal(
          "channel must be 0 to " + (channels - 1) + ", as the output's, was " + channel);
    }
    return channel;
  }

  private static <E extends Enum<E>> E choice(ItemNode node, String field, List<E> choices) {
    String text = node.text(field);
    return choices.stream()
        .filter(choice -> key(choice).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                node.refusal(
                    field
                        + " must be one of "
                        + choices.stream().map(ModelItem::key).toList()
                        + ", was \""
                        + text
                        + "\""));
  }

  private static String key(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
