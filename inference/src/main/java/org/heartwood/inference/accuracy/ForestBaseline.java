package org.heartwood.inference.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * A random forest of cover on the inputs, pixel by pixel (Breiman 2001,
 * doi:10.1023/A:1010933404324; 60 trees, a third of the inputs tried at a split, leaves of at least
 * 5): the usual way to map cover, which a model must beat too.
 */
public final class ForestBaseline {
  private static final int TREES = 60;
  private static final int MAX_DEPTH = 24;
  private static final float LEAST_IN_LEAF = 5;

  /** Of one input alone a third would be none. */
  private static final float ONE_OF_ONE = 0.99f;

  private static final Logger LOG = Logger.getLogger("org.tribuo");
  private static final String TARGET = "cover";

  private final Model<Regressor> forest;
  private final String[] names;

  private ForestBaseline(Model<Regressor> forest, String[] names) {
    this.forest = forest;
    this.names = names;
  }

  /**
   * Grows a forest.
   *
   * @param pixels inputs of each pixel
   * @param coverPct cover of each, per cent
   * @param seed seed of samples and inputs tried
   */
  public static ForestBaseline grow(List<double[]> pixels, List<Double> coverPct, long seed) {
    LOG.setLevel(Level.WARNING); // it tells of every tree
    int inputs = pixels.get(0).length;
    String[] names = new String[inputs];
    for (int i = 0; i < inputs; i++) {
      names[i] = "x" + i;
    }
    RegressionFactory factory = new RegressionFactory();
    MutableDataset<Regressor> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("pixels", factory), factory);
    for (int i = 0; i < pixels.size(); i++) {
      data.add(new ArrayExample<>(new Regressor(TARGET, coverPct.get(i)), names, pixels.get(i)));
    }
    CARTRegressionTrainer tree =
        new CARTRegressionTrainer(
            MAX_DEPTH,
            LEAST_IN_LEAF,
            0,
            inputs == 1 ? ONE_OF_ONE : 1f / 3,
            false,
            new MeanSquaredError(),
            seed);
    return new ForestBaseline(
        new RandomForestTrainer<>(tree, new AveragingCombiner(), TREES, seed).train(data), names);
  }

  /** Cover where the inputs have these values, per cent. */
  public double coverPct(double[] inputs) {
    return forest
        .predict(new ArrayExample<>(new Regressor(TARGET, Double.NaN), names, inputs))
        .getOutput()
        .getValues()[0];
  }

  /** Cover of many pixels, in their order; pixels are independent and may run at once. */
  public List<Double> coverPct(List<double[]> pixels) {
    return new ArrayList<>(pixels.parallelStream().map(this::coverPct).toList());
  }
}
