package org.heartwood.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;

/** The borders that the design draws. */
@AnalyzeClasses(packages = "org.heartwood", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule MODULES_DEPEND_IN_ONE_DIRECTION =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.heartwood..")
          .layer("ingest")
          .definedBy("org.heartwood.ingest..")
          .layer("inference")
          .definedBy("org.heartwood.inference..")
          .layer("verification")
          .definedBy("org.heartwood.verification..")
          .layer("infra")
          .definedBy("org.heartwood.infra..")
          .whereLayer("infra")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("verification")
          .mayOnlyBeAccessedByLayers("infra")
          .whereLayer("inference")
          .mayOnlyBeAccessedByLayers("verification", "infra");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("org.heartwood.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_NETWORKS_KNOW_THE_ENGINES =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.heartwood.inference.segment..",
              "org.heartwood.inference.series..",
              "org.heartwood.inference.train..",
              "org.heartwood.inference.external..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "ai.onnxruntime..");

  @ArchTest
  static final ArchRule NUMERICS_AND_VERDICTS_ARE_PLAIN_JAVA =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.heartwood.ingest.grid..",
              "org.heartwood.ingest.scene..",
              "org.heartwood.ingest.warp..",
              "org.heartwood.ingest.composite..",
              "org.heartwood.ingest.registration..",
              "org.heartwood.inference.segment..",
              "org.heartwood.inference.series..",
              "org.heartwood.inference.model..",
              "org.heartwood.inference.train..",
              "org.heartwood.inference.external..",
              "org.heartwood.verification.carbon..",
              "org.heartwood.verification.baseline..",
              "org.heartwood.verification.finding..",
              "org.heartwood.verification.additionality..",
              "org.heartwood.verification.leakage..",
              "org.heartwood.verification.reversal..",
              "org.heartwood.verification.standard..",
              "org.heartwood.verification.vintage..",
              "org.heartwood.verification.rule..",
              "org.heartwood.verification.portfolio..",
              "org.heartwood.verification.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.sedona..");

  @ArchTest
  static final ArchRule RESULTS_GO_THROUGH_THE_COMMAND =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.heartwood.infra.Heartwood")
          .and()
          .resideOutsideOfPackage("org.heartwood.infra.benchmark..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  /** These resolve XML entities, or run what they are given. */
  @ArchTest
  static final ArchRule NO_READER_THAT_TRUSTS_ITS_INPUT =
      noClasses()
          .that()
          // It reads what our own tasks shuffle, and of that only the classes that it lists.
          .haveNameNotMatching("org\\.heartwood\\.ingest\\.zonal\\.StatisticsBytes.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.locationtech.jts.io.kml..",
              "org.locationtech.jts.io.gml2..",
              "org.geotools.filter..",
              "org.geotools.xml..",
              "org.geotools.xsd..",
              "org.geotools.gml..",
              "org.geotools.gml2..",
              "org.geotools.gml3..",
              "org.geotools.kml..",
              "it.geosolutions.jaiext.jiffle..",
              "org.codehaus.janino..",
              "javax.script..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  HasName.Predicates.nameMatching("RS_MapAlgebra|ST_GeomFromKML|ST_GeomFromGML")));

  /** Text that is parsed as SQL could name those functions, or be put together from a user's. */
  @ArchTest
  static final ArchRule NO_SQL_IS_PUT_TOGETHER =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.heartwood.infra.benchmark..")
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  DescribedPredicate.and(
                      HasOwner.Predicates.With.<JavaClass>owner(
                          JavaClass.Predicates.resideInAPackage("org.apache.spark.sql..")),
                      HasName.Predicates.nameMatching(
                          "sql|expr|selectExpr|call_udf|callUDF|call_function"))));
}
