package org.heartwood.verification.detect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Bayesian updating of one pixel over several sensors, such as radar backscatter and two optical
 * indices. Every sensor has its own densities of forest and non-forest; their probabilities are
 * taken in order of date by the rule of {@link BayesChart}, which does not ask whose they are:
 *
 * <pre>
 * p_s = f_N,s / (f_F,s + f_N,s), cut to [0.1, 0.9]            one sensor on one day
 * p   = Π p_s / (Π p_s + Π (1 − p_s))                         sensors that saw the same day
 * P   = P₀ p / (P₀ p + (1 − P₀)(1 − p))                       flag, reject, confirm as there
 * </pre>
 *
 * <p>Scenes of one sensor on one day are averaged first. With one sensor the result is that of
 * {@link BayesChart}, bit for bit; neither the order of sensors nor that of scenes within a day
 * changes a bit of it. A flag that is not confirmed within {@code longestDays} is dropped (RADD:
 * 90).
 *
 * <p>Source: Reiche, de Bruin, Hoekman, Verbesselt and Herold 2015, doi:10.3390/rs70504973, section
 * 2.1; Reiche et al. 2021, doi:10.1088/1748-9326/abd0a8. Assumption: given the pixel's state, the
 * errors of sensors and days are independent; cloud shadow in two optical sensors of one day is
 * not.
 *
 * @param sensors densities of each, around its own forest level
 * @param chi probability that confirms, above 0.5 and below 1
 * @param longestDays days after which a flag that was not confirmed is dropped, > 0; infinite keeps
 *     it
 */
public record SensorFusion(List<SensorFusion.Sensor> sensors, double chi, double longestDays) {
  private static final double RADD_LOW = 0.85;

  /**
   * A sensor.
   *
   * @param name such as {@code Sentinel-1 VV}
   * @param forestSigma standard deviation of forest, in the sensor's unit, > 0
   * @param nonForestShift how far non-forest lies the way of a loss, in its unit, > 0
   * @param nonForestSigma standard deviation of non-forest, in its unit, > 0
   */
  public record Sensor(
      String name, double forestSigma, double nonForestShift, double nonForestSigma) {
    public Sensor {
      if (!(forestSigma > 0) || !(nonForestShift > 0) || !(nonForestSigma > 0)) {
        throw new IllegalArgumentException(
            name
                + ": forestSigma, nonForestShift and nonForestSigma must be > 0, were "
                + forestSigma
                + ", "
                + nonForestShift
                + ", "
                + nonForestSigma);
      }
    }
  }

  /**
   * What one scene shows of the pixel.
   *
   * @param sensor which of the sensors, from 0
   * @param day days since 1970-01-01
   * @param loss deviation from the pixel's forest level, the way of a loss positive, in the
   *     sensor's unit; NaN = no data
   */
  public record Observation(int sensor, double day, double loss) {}

  /**
   * What the series says.
   *
   * @param standing {@link Standing#NO_DATA} where no scene shows the pixel, no change, flagged or
   *     confirmed
   * @param flagged first day of the change
   * @param confirmed day that confirmed it
   * @param probability that forest is gone, 0–1; 0 without a flag
   * @param days that had data
   */
  public record Result(
      Standing standing,
      OptionalDouble flagged,
      OptionalDouble confirmed,
      double probability,
      int days) {}

  public SensorFusion {
    sensors = List.copyOf(sensors);
    if (sensors.isEmpty()) {
      throw new IllegalArgumentException("sensors must not be empty");
    }
    if (!(chi > 0.5 && chi < 1)) {
      throw new IllegalArgumentException("chi must be above 0.5 and below 1, was " + chi);
    }
    if (!(longestDays > 0)) {
      throw new IllegalArgumentException("longestDays must be > 0 days, was " + longestDays);
    }
  }

  /**
   * Runs a series up to its confirmation.
   *
   * @param observations in any order
   * @throws IllegalArgumentException if one belongs to no sensor, or has no finite day
   */
  public Result run(List<Observation> observations) {
    Map<Double, List<Observation>> byDay = new TreeMap<>();
    for (Observation each : observations) {
      if (each.sensor() < 0 || each.sensor() >= sensors.size() || !Double.isFinite(each.day())) {
        throw new IllegalArgumentException(
            "an observation needs a finite day and a sensor from 0 to "
                + (sensors.size() - 1)
                + ", was "
                + each);
      }
      if (!Double.isNaN(each.loss())) {
        byDay.merge(each.day(), List.of(each), SensorFusion::both);
      }
    }
    double[] state = new double[BayesChart.STATE];
    BayesChart.start(state, 0);
    double flagged = Double.NaN;
    double probability = 0;
    int days = 0;
    for (Map.Entry<Double, List<Observation>> day : byDay.entrySet()) {
      days++;
      if (day.getKey() - flagged > longestDays) {
        BayesChart.drop(state, 0);
        flagged = Double.NaN;
      }
      double p = nonForest(day.getValue());
      double reached = BayesChart.update(state, 0, p, chi);
      probability = BayesChart.posteriorOf(state, 0);
      flagged = !BayesChart.flagged(state, 0) ? Double.NaN : start(flagged, day.getKey());
      if (reached >= chi) {
        return new Result(
            Standing.CONFIRMED,
            OptionalDouble.of(flagged),
            OptionalDouble.of(day.getKey()),
            probability,
            days);
      }
    }
    if (Double.isNaN(flagged)) {
      return new Result(
          days == 0 ? Standing.NO_DATA : Standing.NO_CHANGE,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          0,
          days);
    }
    return new Result(
        Standing.FLAGGED, OptionalDouble.of(flagged), OptionalDouble.empty(), probability, days);
  }

  private static double start(double flagged, double day) {
    return Double.isNaN(flagged) ? day : flagged;
  }

  private static List<Observation> both(List<Observation> some, List<Observation> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** The non-forest probability of all that one day shows. */
  private double nonForest(List<Observation> day) {
    double[] parts =
        day.stream()
            .map(Observation::sensor)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .mapToDouble(sensor -> nonForest(sensor, day))
            .toArray();
    if (parts.length == 1) {
      return parts[0];
    }
    double lost = 1;
    double kept = 1;
    for (double part : parts) {
      lost *= part;
      kept *= 1 - part;
    }
    return lost / (lost + kept);
  }

  private double nonForest(int index, List<Observation> day) {
    double[] losses =
        day.stream()
            .filter(each -> each.sensor() == index)
            .mapToDouble(Observation::loss)
            .sorted()
            .toArray();
    double loss = losses.length == 1 ? losses[0] : Arrays.stream(losses).sum() / losses.length;
    Sensor sensor = sensors.get(index);
    return new BayesChart(
            sensor.forestSigma(), sensor.nonForestShift(), sensor.nonForestSigma(), chi)
        .nonForest(
            loss,
            sensor.forestSigma(),
            StrictMath.log(sensor.forestSigma() / sensor.nonForestSigma()));
  }

  /** How sure the alert is in RADD's words: low from 0.85 on, high once confirmed. */
  public static Optional<Confidence> radd(Result result) {
    if (result.standing() == Standing.CONFIRMED) {
      return Optional.of(Confidence.HIGH);
    }
    return result.standing() == Standing.FLAGGED && result.probability() >= RADD_LOW
        ? Optional.of(Confidence.LOW)
        : Optional.empty();
  }
}
