package org.heartwood.inference.challenge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A pointer decision list ready to run. The list is defined newest node first, a repair node going
 * on in an older version; the same values come from walking it oldest first and keeping what every
 * version predicts, which costs one step a node and pixel whatever the pointers are.
 */
final class CompiledDecisions implements AutoCloseable {
  private final List<CompiledSubmission> accepted = new ArrayList<>();
  private final List<DecisionNode> nodes;

  /**
   * @param folder the registry, which files of submissions are relative to
   */
  CompiledDecisions(
      Decisions decisions,
      Path folder,
      List<String> variables,
      LayerStack layers,
      ModelCard.Output output,
      ModelOpener opener) {
    this.nodes = decisions.nodes();
    for (Submission submission : decisions.accepted()) {
      accepted.add(new CompiledSubmission(submission, folder, variables, layers, output, opener));
    }
  }

  /**
   * What every version of the list says of a window.
   *
   * @param predictions one array a version, the base first
   * @param members one array an accepted submission: which pixels are of its group
   */
  record Versions(List<double[]> predictions, List<boolean[]> members) {}

  Versions run(PixelWindow window, List<FloatRaster> layers, double[] base) {
    List<double[]> versions = new ArrayList<>(List.of(base));
    List<boolean[]> members = new ArrayList<>();
    for (DecisionNode node : nodes) {
      double[] pointed = versions.get(node.version());
      double[] inGroup =
          switch (node.kind()) {
            case UPDATE -> {
              CompiledSubmission update = accepted.get(node.group());
              members.add(update.members(window, layers, pointed));
              yield update.proposed(window, layers, pointed);
            }
            case REPAIR -> pointed;
          };
      double[] next = versions.get(versions.size() - 1).clone();
      boolean[] group = members.get(node.group());
      for (int i = 0; i < next.length; i++) {
        if (group[i]) {
          next[i] = inGroup[i];
        }
      }
      versions.add(next);
    }
    return new Versions(versions, members);
  }

  @Override
  public void close() {
    accepted.forEach(CompiledSubmission::close);
  }
}
