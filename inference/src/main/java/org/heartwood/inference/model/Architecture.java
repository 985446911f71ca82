package org.heartwood.inference.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The shape of a model: it fixes the name and the shape of every weight. In JSON the property
 * {@code kind} tells which one it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = UNet.class, name = UNet.KIND),
  @JsonSubTypes.Type(value = HeightPowerLaw.class, name = HeightPowerLaw.KIND)
})
public interface Architecture extends Serializable {
  /** Shape of every weight by name, in the order they are stored. */
  Map<String, List<Integer>> tensorShapes();
}
