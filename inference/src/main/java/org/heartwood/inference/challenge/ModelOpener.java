package org.heartwood.inference.challenge;

import java.nio.file.Path;
import org.heartwood.inference.segment.Segmenter;

/** Opens models as challenges and submissions name them. */
@FunctionalInterface
public interface ModelOpener {
  /**
   * Opens a model; the caller closes it.
   *
   * @param model name of a built-in model, or a folder
   * @param folder what the folder is relative to
   */
  Segmenter open(String model, Path folder);
}
