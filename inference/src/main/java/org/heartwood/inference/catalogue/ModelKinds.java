package org.heartwood.inference.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.inference.biomass.HeightPlotsKind;
import org.heartwood.inference.canopy.CanopySceneKind;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.issue.InputException;

/** Finds the kind of model that a training file makes. */
public final class ModelKinds {
  private static final List<ModelKind> KINDS =
      List.of(new CanopySceneKind(), new HeightPlotsKind());

  private ModelKinds() {}

  /**
   * The kind that a training file names.
   *
   * @throws InputException if the file cannot be read or names none that is known
   */
  public static ModelKind of(Path trainingFile) {
    String kind = StrictJson.read(trainingFile, JsonNode.class).path("kind").asText();
    return KINDS.stream()
        .filter(known -> known.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    trainingFile
                        + ": kind must be one of "
                        + KINDS.stream().map(ModelKind::kind).toList()
                        + ", was \""
                        + kind
                        + "\""));
  }
}
