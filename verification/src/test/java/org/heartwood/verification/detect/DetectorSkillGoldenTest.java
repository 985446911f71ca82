package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ScoreTable;
import org.junit.jupiter.api.Test;

/** The figures that ship are those that the code gives. */
class DetectorSkillGoldenTest {
  @Test
  void theFiguresOnRecordAreMeasuredAgain() {
    List<ScoreTable> tables = DetectorSkill.evaluate(Path.of("..", "data-samples"));
    assertThat(DetectorSkill.recorded().differences(tables)).isEmpty();
    // What the README says of them: about as good as the rule, not better.
    ScoreTable bago = tables.get(0);
    assertThat(bago.value("MOSUM", "F1, threshold of other folds")).isGreaterThan(0.7);
  }

  @Test
  void anotherFigureIsNoticed() {
    DetectorSkill.Figures recorded = DetectorSkill.recorded();
    ScoreTable first = recorded.tables().get(0);
    ScoreTable.Row row = first.rows().get(0);
    List<Double> values = new ArrayList<>(row.values());
    values.set(3, values.get(3) + 0.01);
    List<ScoreTable.Row> rows = new ArrayList<>(first.rows());
    rows.set(0, new ScoreTable.Row(row.group(), values));
    List<ScoreTable> changed = new ArrayList<>(recorded.tables());
    changed.set(0, new ScoreTable(first.title(), first.columns(), rows));
    assertThat(recorded.differences(changed)).singleElement().asString().contains("AUC");
  }
}
