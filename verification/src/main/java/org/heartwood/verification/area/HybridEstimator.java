package org.heartwood.verification.area;

import java.util.List;
import org.heartwood.verification.carbon.Estimate;

/**
 * Mean of a quantity that a model predicts for sampled footprints, which come in clusters such as
 * the tracks of a satellite lidar. Nothing is measured at the footprints, so that the model's own
 * uncertainty is added to that of sampling.
 *
 * <pre>
 *   μ̂ = Σ t / Σ m over clusters         V = V(ratio of clusters) + ḡᵀ Cov(β) ḡ
 * </pre>
 *
 * with ḡ the mean over all footprints of the model's derivatives by its parameters β (Ståhl et al.
 * 2016, doi:10.1186/s40663-016-0064-9; Patterson et al. 2019, doi:10.1088/1748-9326/ab18df). The
 * scatter of single footprints around the model is not in V; over many footprints it averages out.
 * The interval takes Student's t with as many degrees of freedom as clusters less one.
 */
public final class HybridEstimator {
  private HybridEstimator() {}

  /**
   * The mean and the two parts of its variance.
   *
   * @param mean mean, standard error and 90 % interval
   * @param samplingVariance of the choice of clusters
   * @param modelVariance of the model's parameters
   */
  public record Result(Estimate mean, double samplingVariance, double modelVariance) {}

  /**
   * The mean.
   *
   * @param clusters sums of predictions, and numbers of footprints
   * @param gradient mean derivative of a prediction by each parameter, over all footprints
   * @param covariance covariance of the parameters, one row a parameter
   */
  public static Outcome<Result> mean(
      List<Cluster> clusters, List<Double> gradient, List<List<Double>> covariance) {
    if (covariance.size() != gradient.size()
        || covariance.stream().anyMatch(row -> row.size() != gradient.size())) {
      throw new IllegalArgumentException(
          "covariance must be " + gradient.size() + " × " + gradient.size());
    }
    Outcome<Estimate> sampled = RatioEstimator.mean(clusters, 0);
    if (!(sampled instanceof Outcome.Known<Estimate> known)) {
      return new Outcome.CannotTell<>(sampled.remarks().get(0));
    }
    double model = 0;
    for (int i = 0; i < gradient.size(); i++) {
      for (int j = 0; j < gradient.size(); j++) {
        model += gradient.get(i) * covariance.get(i).get(j) * gradient.get(j);
      }
    }
    double sampling = Math.pow(known.value().standardError(), 2);
    return new Outcome.Known<>(
        new Result(
            StudentT.estimate(known.value().mean(), sampling + model, clusters.size() - 1),
            sampling,
            model),
        List.of());
  }
}
