package org.heartwood.inference.train;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Training and validation loss by epoch, as a picture. */
final class LossCurves {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int MARGIN = 48;
  private static final int TICKS = 4;

  private final double low;
  private final double high;
  private final int epochs;

  private LossCurves(double low, double high, int epochs) {
    this.low = low;
    this.high = high;
    this.epochs = epochs;
  }

  /** One solid line a member for validation, one dashed for training; a dot marks the best. */
  static String svg(List<Checkpoint.History> members) {
    double[] finite =
        members.stream()
            .flatMap(member -> member.epochs().stream())
            .flatMapToDouble(epoch -> DoubleStream.of(epoch.trainingLoss(), epoch.validationLoss()))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double low = finite.length == 0 ? 0 : finite[0];
    double high = finite.length == 0 ? 1 : finite[finite.length - 1];
    int epochs = members.stream().mapToInt(member -> member.epochs().size()).max().orElse(1);
    return new LossCurves(low, high > low ? high : low + 1, epochs).draw(members);
  }

  private String draw(List<Checkpoint.History> members) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n<rect width=\"100%%\""
                + " height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            HEIGHT));
    for (int tick = 0; tick <= TICKS; tick++) {
      double loss = low + (high - low) * tick / TICKS;
      out.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#ddd\"/><text"
                  + " x=\"%4$d\" y=\"%5$.1f\" text-anchor=\"end\">%6$.3g</text>%n",
              MARGIN,
              WIDTH - 8,
              y(loss),
              MARGIN - 4,
              y(loss) + 4,
              loss));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\">loss by epoch (1 to %d): validation solid, training dashed,"
                + " dot = kept</text>%n",
            MARGIN,
            HEIGHT - 12,
            epochs));
    for (int i = 0; i < members.size(); i++) {
      String colour = "hsl(" + 360 * i / Math.max(1, members.size()) + ",60%,40%)";
      Checkpoint.History member = members.get(i);
      line(out, member, Checkpoint.EpochLosses::validationLoss, colour, "none");
      line(out, member, Checkpoint.EpochLosses::trainingLoss, colour, "4 3");
      int best = member.bestEpoch();
      if (best > 0) {
        out.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
                x(best),
                y(member.epochs().get(best - 1).validationLoss()),
                colour));
      }
    }
    return out.append("</svg>\n").toString();
  }

  private void line(
      StringBuilder out,
      Checkpoint.History member,
      ToDoubleFunction<Checkpoint.EpochLosses> loss,
      String colour,
      String dashes) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < member.epochs().size(); i++) {
      double value = loss.applyAsDouble(member.epochs().get(i));
      if (Double.isFinite(value)) {
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i + 1), y(value)));
      }
    }
    out.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-dasharray=\"%s\"/>%n",
            points.toString().strip(),
            colour,
            dashes));
  }

  private double x(int epoch) {
    return MARGIN + (WIDTH - MARGIN - 8.0) * (epoch - 1) / Math.max(1, epochs - 1);
  }

  private double y(double loss) {
    return HEIGHT - MARGIN - (HEIGHT - MARGIN - 12.0) * (loss - low) / (high - low);
  }
}
