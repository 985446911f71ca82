package org.heartwood.inference.biomass;

import java.nio.file.*;
import java.util.*;
import org.heartwood.inference.model.StrictJson;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void scratch() throws Exception {
    StringBuilder o = new StringBuilder();
    Path folder = Path.of("../data-samples/amazon-inventories");
    HeightPlotsSpec spec =
        StrictJson.read(
            Files.readAllBytes(folder.resolve("training.json")),
            "training.json",
            HeightPlotsSpec.class);
    long t0 = System.nanoTime();
    List<TreeList> lists =
        spec.inventories().stream().map(i -> TreeListReader.read(folder, i)).toList();
    PlotAssembly a = PlotAssembly.of(lists);
    for (TreeList l : a.lists())
      o.append(
          l.spec().site()
              + " rows "
              + l.rows()
              + " trees "
              + l.trees().size()
              + " plots "
              + l.plots().size()
              + " "
              + l.leftOut()
              + " strip "
              + l.spec().design().stripWidthM()
              + " measured "
              + StripWidth.measuredM(l)
              + "\n");
    o.append("pooled " + a.pooled() + "\n");
    a.curves()
        .forEach(
            (s, c) ->
                o.append(
                    s
                        + " "
                        + c.form()
                        + " "
                        + c.origin()
                        + " sd "
                        + c.logDeviation()
                        + " loo "
                        + c.leaveOneOutLogError()
                        + " off "
                        + c.offset()
                        + " offsd "
                        + c.offsetDeviation()
                        + " H10 "
                        + c.meanHeightM(10)
                        + " H20 "
                        + c.meanHeightM(20)
                        + " H50 "
                        + c.meanHeightM(50)
                        + " H100 "
                        + c.meanHeightM(100)
                        + "\n"));
    for (TreeList l : a.lists()) {
      List<HeightCurveFit.Pairing> p =
          l.trees().stream()
              .filter(t -> t.heightM().isPresent())
              .map(t -> new HeightCurveFit.Pairing(t.diameterCm(), t.heightM().getAsDouble()))
              .toList();
      if (p.size() > 10)
        for (var f : HeightCurve.Form.values())
          o.append(
              l.spec().site()
                  + " "
                  + f
                  + " "
                  + HeightCurveFit.fit(f, p).map(c -> "" + c.leaveOneOutLogError()).orElse("none")
                  + "\n");
    }
    o.append("read " + (System.nanoTime() - t0) / 1e9 + "\n");
    List<PlotDraws> all =
        PlotSimulation.of(a.plots(), spec.simulation(), EnumSet.allOf(ErrorSource.class));
    EnumSet<ErrorSource> own = EnumSet.noneOf(ErrorSource.class);
    for (var e : ErrorSource.values()) if (!e.shared()) own.add(e);
    List<PlotDraws> owns = PlotSimulation.of(a.plots(), spec.simulation(), own);
    o.append("sim " + (System.nanoTime() - t0) / 1e9 + "\n");
    List<PlotDraws> none = PlotSimulation.of(a.plots(), spec.simulation(), Set.of());
    List<PlotEstimate> es = new ArrayList<>();
    for (int i = 0; i < a.plots().size(); i++) {
      Plot p = a.plots().get(i);
      es.add(
          new PlotEstimate(
              p.site(),
              p.name(),
              p.trees().size(),
              all.get(i).meanHeightM(),
              all.get(i).deviationHeightM(),
              all.get(i).meanTonnesPerHa(),
              all.get(i).deviationTonnesPerHa(),
              owns.get(i).deviationTonnesPerHa(),
              p.measuredHeightShare()));
      if (i % 15 == 0)
        o.append(
            es.get(i)
                + " none "
                + none.get(i).meanTonnesPerHa()
                + " "
                + none.get(i).meanHeightM()
                + "\n");
    }
    StringBuilder csv = new StringBuilder();
    for (var e : es)
      csv.append(
          e.site()
              + ","
              + e.plot()
              + ","
              + e.trees()
              + ","
              + e.heightM()
              + ","
              + e.heightDeviationM()
              + ","
              + e.tonnesPerHa()
              + ","
              + e.deviationTonnesPerHa()
              + ","
              + e.ownDeviationTonnesPerHa()
              + ","
              + e.measuredHeightShare()
              + "\n");
    Files.writeString(Path.of("/tmp/bio_plots.csv"), csv);
    HeightPowerLaw m = HeightPowerLawFit.fit(es, 25);
    o.append(m + "\n");
    HeightValidation v = new HeightValidation(es, 25);
    o.append("factor " + v.intervalFactor() + " " + (System.nanoTime() - t0) / 1e9 + "\n");
    for (var held : List.of(v.bySite(), v.atRandom(1))) {
      double se = 0, b = 0, c = 0, cc = 0, y = 0;
      for (var h : held) {
        se += h.errorTonnesPerHa() * h.errorTonnesPerHa();
        b += h.errorTonnesPerHa();
        y += h.plot().tonnesPerHa();
        c += h.score() <= 1.645 ? 1 : 0;
        cc += h.score() <= h.factor() ? 1 : 0;
      }
      int n = held.size();
      o.append(
          "n "
              + n
              + " rmse "
              + Math.sqrt(se / n)
              + " bias "
              + b / n
              + " mean "
              + y / n
              + " cov "
              + c / n
              + " conf "
              + cc / n
              + "\n");
    }
    o.append("val " + (System.nanoTime() - t0) / 1e9 + "\n");
    CanopyCells cc =
        CanopyCells.read(
            folder.resolve(spec.canopy().before()),
            folder.resolve(spec.canopy().after()),
            50,
            5,
            10);
    o.append(
        cc.gapsBefore()
            + " "
            + cc.gapsAfter()
            + " "
            + cc.fallen()
            + " "
            + cc.meanBeforeM()
            + " "
            + cc.meanAfterM()
            + " cells "
            + cc.cells().size()
            + "\n");
    HeightPowerLaw mm = m.calibrated(v.intervalFactor());
    for (var sh : BiomassChange.Sharing.values())
      o.append(sh + " " + BiomassChange.of(mm, cc.cells(), .05, sh, 2000, 1) + "\n");
    for (double h : new double[] {10, 15, 20, 25, 30, 35, 40})
      o.append(h + " " + mm.predict(h) + "\n");
    o.append("end " + (System.nanoTime() - t0) / 1e9 + "\n");
    Files.writeString(Path.of("/tmp/bio_scratch.txt"), o);
  }
}
