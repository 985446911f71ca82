package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.heartwood.ingest.product.LandClass;
import org.heartwood.ingest.product.LandClass.Cover;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.project.Statements.ForestOrigin;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/**
 * Plantations inside forest that is claimed to be natural, by a map that tells the two apart. The
 * evenness of a canopy in yearly images is not taken as evidence: even-aged natural forest, old
 * plantations and shade crops look alike in it, and no map of known plantations stands behind a
 * limit.
 */
public final class PlantationRule implements Rule {
  private static final double MAX_SHARE = 0.05;

  private static final RuleCard CARD =
      new RuleCard(
          "X17",
          "1.0",
          "plantation counted as natural forest",
          Question.ELIGIBILITY,
          CauseClass.PROJECT,
          List.of(
              "claims.statements.forestOrigin",
              "sources.maps: CUSTOM_CLASSES with a class whose cover is PLANTATION"),
          "plantations above 5 % of the forest of a map, where it is claimed to be natural",
          "errors of forest type in credited area: Tsao et al. 2023; classes of the map");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    ForestOrigin origin = project.stated().forestOrigin();
    List<MapReading> maps =
        project.maps().stream()
            .filter(reading -> reading.map().product() == Product.CUSTOM_CLASSES)
            .filter(reading -> !codes(reading, Set.of(Cover.PLANTATION)).isEmpty())
            .toList();
    if (origin == ForestOrigin.PLANTED || (origin == null && maps.isEmpty())) {
      return Optional.empty();
    }
    Optional<String> broken =
        maps.stream().map(MapReading::problem).flatMap(Optional::stream).findFirst();
    List<MapReading> read = maps.stream().filter(reading -> forestHa(reading) > 0).toList();
    if (read.isEmpty()) {
      return Optional.of(
          CARD.lacks(
              broken
                  .map(problem -> "a map of plantations that can be read (" + problem + ")")
                  .orElse("a map of plantations with forest inside the boundary"),
              "A map that tells plantations from natural forest, as CUSTOM_CLASSES in"
                  + " sources.maps."));
    }
    return Optional.of(judge(project, origin == ForestOrigin.NATURAL, read));
  }

  private static Finding judge(
      CheckedProject project, boolean claimedNatural, List<MapReading> read) {
    MapReading worst =
        read.stream().max(Comparator.comparingDouble(PlantationRule::share)).orElseThrow();
    List<Quantity> quantities = new ArrayList<>();
    for (MapReading reading : read) {
      String source = "sources.maps, " + reading.map().id();
      quantities.add(
          Quantity.exact(
              "plantations",
              "ha",
              reading.areaHa(codes(reading, Set.of(Cover.PLANTATION))::contains),
              source));
      quantities.add(
          Quantity.exact("plantations, of all forest", "%", 100 * share(reading), source));
    }
    double share = share(worst);
    String words =
        String.format(
            Locale.ROOT,
            "Plantations are %.1f %% of the forest inside the boundary (map %s).",
            100 * share,
            worst.map().id());
    if (share <= MAX_SHARE) {
      return CARD.noFlag(
          words, "That is at most 5 %. The map's own errors are not known.", quantities);
    }
    return claimedNatural
        ? CARD.flag(
            words,
            "The forest is claimed to be natural. The map's own errors are not known.",
            project.issuedOn(
                "credits on plantations, by area",
                new Estimate(share, 0, share, share),
                "claims, sources.maps"),
            quantities)
        : CARD.cannotTell(
            words,
            "The dossier does not say whether the forest is claimed to be natural.",
            "The project's statement of it, as claims.statements.forestOrigin.",
            quantities);
  }

  private static double share(MapReading reading) {
    return reading.areaHa(codes(reading, Set.of(Cover.PLANTATION))::contains) / forestHa(reading);
  }

  private static double forestHa(MapReading reading) {
    return reading.areaHa(codes(reading, Set.of(Cover.PLANTATION, Cover.FOREST))::contains);
  }

  private static Set<Double> codes(MapReading reading, Set<Cover> covers) {
    List<LandClass> legend = reading.map().legend();
    return legend == null
        ? Set.of()
        : legend.stream()
            .filter(each -> covers.contains(each.cover()))
            .map(each -> (double) each.code())
            .collect(Collectors.toSet());
  }
}
