package org.heartwood.verification.layer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A layer of a GeoPackage.
 *
 * @param name table name: as a column name, and not the start of a GeoPackage's own tables
 * @param description words for a person
 * @param shape what its features are; a single polygon, line or point may go into a layer of many
 * @param srs CRS of its features
 * @param columns attributes in order, names unique
 * @param features read once, in order
 * @param style how a GIS draws it when the file is opened
 */
public record VectorLayer(
    String name,
    String description,
    Shape shape,
    Srs srs,
    List<LayerColumn> columns,
    Iterable<VectorFeature> features,
    LayerStyle style) {

  /** What the features of a layer are. */
  public enum Shape {
    POINT,
    MULTIPOINT,
    LINESTRING,
    MULTILINESTRING,
    POLYGON,
    MULTIPOLYGON
  }

  public VectorLayer {
    columns = List.copyOf(columns);
    if (!LayerColumn.NAME.matcher(name).matches()
        || name.matches("(gpkg|rtree|sqlite)_.*|layer_styles")) {
      throw new IllegalArgumentException(
          "a layer name is a-z, 0-9 and _, starts with a letter, has at most 63 characters and is"
              + " no table of a GeoPackage's own, was '"
              + name
              + "'");
    }
    Set<String> names = new HashSet<>();
    for (LayerColumn column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "layer " + name + ": column " + column.name() + " occurs twice");
      }
    }
    if (style instanceof LayerStyle.Categorised categorised
        && !names.contains(categorised.attribute())) {
      throw new IllegalArgumentException(
          "layer "
              + name
              + ": its style needs a column '"
              + categorised.attribute()
              + "', has "
              + columns.stream().map(LayerColumn::name).toList());
    }
  }

  /** The column of a name, which must exist. */
  LayerColumn column(String columnName) {
    return columns.stream()
        .filter(column -> column.name().equals(columnName))
        .findFirst()
        .orElseThrow();
  }
}
