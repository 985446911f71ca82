package org.heartwood.verification.report;

import java.util.List;
import java.util.stream.Collectors;
import org.heartwood.verification.carbon.CarbonSum;

/** What makes a carbon total uncertain: shares of its variance as one bar, with a line for each. */
final class VarianceBar {
  private static final double WIDTH = 680;
  private static final double LEFT = 14;
  private static final double RIGHT = WIDTH - 14;
  private static final double TOP = 14;
  private static final double BAR = 26;
  private static final double ROW = 24;
  private static final int TONES = 6;

  private VarianceBar() {}

  static String of(List<CarbonSum.Share> shares) {
    Svg svg =
        new Svg(
            "variance-shares",
            WIDTH,
            TOP + BAR + 16 + ROW * shares.size(),
            "Shares of the variance of the carbon in lost forest",
            inWords(shares));
    double total = shares.stream().mapToDouble(CarbonSum.Share::fraction).sum();
    double x = LEFT;
    for (int i = 0; i < shares.size(); i++) {
      double width = (RIGHT - LEFT) * shares.get(i).fraction() / total;
      box(svg, x, TOP, width, BAR, i);
      x += width;
      double y = TOP + BAR + 16 + ROW * i;
      box(svg, LEFT, y, 14, 14, i);
      svg.text(LEFT + 24, y + 12, "start", "label", shares.get(i).label());
      svg.text(LEFT + 300, y + 12, "end", "tick", NumberText.percent(shares.get(i).fraction()));
    }
    return svg.finish();
  }

  private static void box(Svg svg, double x, double y, double width, double height, int tone) {
    svg.shape(
        "rect",
        "x",
        Svg.px(x),
        "y",
        Svg.px(y),
        "width",
        Svg.px(width),
        "height",
        Svg.px(height),
        "class",
        "share share-" + tone % TONES);
  }

  private static String inWords(List<CarbonSum.Share> shares) {
    return shares.stream()
        .map(share -> share.label() + " " + NumberText.percent(share.fraction()))
        .collect(Collectors.joining(", ", "", "."));
  }
}
