package org.heartwood.verification.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import org.heartwood.ingest.access.LocalBytes;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.project.Dossier.MapReference;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.project.Statements.ZonalClaim;
import org.heartwood.ingest.project.Statements.ZonalStatistic;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.tiff.TiffFile;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZonalStatistics;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.heartwood.ingest.zonal.ZoneStatistics;
import org.locationtech.jts.geom.MultiPolygon;

/**
 * What one map says inside a project's boundary, by the exact share of every pixel.
 *
 * @param map the map
 * @param problem why it could not be read; empty if it was
 * @param valueAreasHa hectares of every value of the file, for maps of codes, years and percent;
 *     empty for others
 * @param claims claimed numbers beside what the map holds
 */
public record MapReading(
    MapReference map,
    Optional<String> problem,
    SortedMap<Double, Double> valueAreasHa,
    List<Recomputed> claims) {
  private static final String NUMBERS = "count,mean,sum,area_ha";
  private static final String CODES = NUMBERS + ",histogram";

  public MapReading {
    valueAreasHa = Collections.unmodifiableSortedMap(new TreeMap<>(valueAreasHa));
    claims = List.copyOf(claims);
  }

  /**
   * A claimed number, computed again.
   *
   * @param exact the same statistic by exact coverage; absent where no pixel inside has data
   */
  public record Recomputed(ZonalClaim claim, Optional<Double> exact) {}

  /**
   * Reads every map of a dossier that a rule looks at. A map that cannot be read is one with a
   * problem, not the end.
   *
   * @param landLonLat the project's land
   */
  public static List<MapReading> of(DossierFile file, MultiPolygon landLonLat) {
    List<MapReading> readings = new ArrayList<>();
    for (MapReference map : file.dossier().sources().maps()) {
      List<ZonalClaim> claims =
          file.dossier().claims().stated().zonalClaims().stream()
              .filter(claim -> claim.map().equals(map.id()))
              .toList();
      if (hasCodes(map.product()) || !claims.isEmpty()) {
        readings.add(of(file, map, claims, landLonLat));
      }
    }
    return readings;
  }

  private static boolean hasCodes(Product product) {
    return product == Product.CUSTOM_CLASSES
        || product == Product.HANSEN_GFC
        || product == Product.JRC_TMF;
  }

  private static MapReading of(
      DossierFile file, MapReference map, List<ZonalClaim> claims, MultiPolygon landLonLat) {
    try {
      Path path = file.resolve(map.path());
      if (Files.isRegularFile(path)) {
        Sha256.ofMeant(path, map.sha256());
      }
      String crs;
      try (TiffFile tiff = TiffFile.open(LocalBytes.open(path))) {
        crs = tiff.grid().crs();
      }
      List<Operation> operations = Operation.parseList(hasCodes(map.product()) ? CODES : NUMBERS);
      ZoneStatistics inside =
          ZonalStatistics.compute(
                  () -> TiffFile.open(LocalBytes.open(path)).band(0),
                  List.of(new ZonePolygon("project", MapProjection.of(crs).project(landLonLat))),
                  operations,
                  1)
              .get(0);
      SortedMap<Double, Double> areas =
          hasCodes(map.product()) ? inside.classAreasHa() : new TreeMap<>();
      return new MapReading(
          map,
          Optional.empty(),
          areas,
          claims.stream()
              .map(claim -> new Recomputed(claim, exact(claim, inside, areas)))
              .toList());
    } catch (InputException e) {
      return new MapReading(
          map,
          Optional.of(Objects.requireNonNullElseGet(e.getMessage(), e::toString)),
          new TreeMap<>(),
          claims.stream().map(claim -> new Recomputed(claim, Optional.empty())).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Double> exact(
      ZonalClaim claim, ZoneStatistics inside, SortedMap<Double, Double> areasHa) {
    if (!(inside.value(operation("count")) > 0)) {
      return Optional.empty();
    }
    Integer code = claim.classCode();
    return Optional.of(
        switch (claim.statistic()) {
          case MEAN -> inside.value(operation("mean"));
          case SUM -> inside.value(operation("sum"));
          case AREA_HA -> inside.value(operation("area_ha"));
          case CLASS_AREA_HA ->
              areasHa.getOrDefault(
                  (double) Objects.requireNonNull(code, ZonalStatistic.CLASS_AREA_HA.name()), 0.0);
        });
  }

  private static Operation operation(String name) {
    return Operation.parseList(name).get(0);
  }

  /** Whether it holds a layer of a product and could be read. */
  boolean holds(Product product, String layer) {
    return problem.isEmpty() && map.product() == product && layer.equals(map.layer());
  }

  /** Hectares with data. */
  double dataHa() {
    return valueAreasHa.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Hectares of the values of one kind. */
  double areaHa(DoublePredicate values) {
    return valueAreasHa.entrySet().stream()
        .filter(entry -> values.test(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
