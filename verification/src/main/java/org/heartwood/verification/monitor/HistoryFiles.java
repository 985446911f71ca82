package org.heartwood.verification.monitor;

import java.time.LocalDate;
import java.util.List;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.boundary.Boundary;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.project.DossierFile;
import org.jspecify.annotations.Nullable;

/** The files that the forest's history is read from, opened and not yet cut to the project. */
interface HistoryFiles {
  /**
   * Opens what a dossier names.
   *
   * @throws org.heartwood.ingest.issue.InputException if it names nothing, or what cannot be used
   */
  static HistoryFiles open(DossierFile file, Boundary boundary, DataAccess access) {
    return file.dossier().sources().forestHistory() == null
        ? ImageFiles.open(file, boundary, access)
        : LossMapFile.open(file, access);
  }

  /** File or catalogue, as messages name it. */
  String name();

  /** All pixels that they can show, on the grid that the assessment keeps. */
  Grid grid();

  /**
   * The history around the project.
   *
   * @param analysis window of {@link #grid()} that is the analysis grid
   * @param asOf nothing after this day is used; null = all is
   * @param issues receives what could not be used
   * @throws org.heartwood.ingest.issue.InputException if too little is left
   */
  HistorySource around(PixelWindow analysis, @Nullable LocalDate asOf, List<DataIssue> issues);
}
