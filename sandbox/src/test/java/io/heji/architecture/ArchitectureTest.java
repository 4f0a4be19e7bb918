package io.heji.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The directions of docs/architecture.md, checked on the compiled classes of every module. */
class ArchitectureTest {
  private static final List<String> MODULES =
      List.of(
          "crypto",
          "protocol",
          "policies",
          "link",
          "store",
          "gateway",
          "tokeniser",
          "platform-agent",
          "bank-client",
          "bank-app",
          "member-app",
          "sandbox");

  /** Generated from the .proto file. */
  private static final String FRAMES = "io.heji.protocol.frame..";

  private static JavaClasses classes;

  @BeforeAll
  static void importAll() {
    List<Path> roots = new ArrayList<>();
    for (String module : MODULES) {
      Path root = Path.of("..", module, "target", "classes");
      // Without this a module that is not built would pass every rule.
      assertThat(Files.isDirectory(root)).as("compiled classes of " + module).isTrue();
      roots.add(root);
    }
    classes = new ClassFileImporter().importPaths(roots.toArray(Path[]::new));
    assertThat(classes).hasSizeGreaterThan(200);
  }

  @TestFactory
  List<DynamicTest> modulesDependOnlyInTheAllowedDirections() {
    return List.of(
        may("crypto.."),
        may("protocol..", "crypto.."),
        may("policy..", "crypto..", "protocol.."),
        may("link..", "crypto..", "protocol.."),
        may("bank..", "crypto..", "protocol.."),
        may("member..", "crypto..", "protocol.."),
        may("store..", "crypto..", "protocol..", "policy.."),
        may("gateway..", "crypto..", "protocol..", "policy..", "link..", "store.."),
        may("tokeniser..", "crypto..", "protocol..", "policy..", "link..", "store.."),
        may("agent..", "crypto..", "protocol..", "policy..", "link..", "store.."),
        may("sandbox..", "crypto..", "protocol..", "policy..", "bank..", "member.."));
  }

  private static DynamicTest may(String module, String... others) {
    List<String> allowed = new ArrayList<>(List.of("io.heji." + module));
    for (String other : others) {
      allowed.add("io.heji." + other);
    }
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("io.heji." + module)
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.heji..")
                    .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))));
    return DynamicTest.dynamicTest(
        module + " depends on " + List.of(others), () -> rule.check(classes));
  }

  @TestFactory
  List<DynamicTest> noPackageCycles() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String module :
        List.of(
            "crypto",
            "protocol",
            "policy",
            "link",
            "store",
            "gateway",
            "tokeniser",
            "agent",
            "bank",
            "member",
            "sandbox")) {
      ArchRule rule = slices().matching("io.heji." + module + ".(*)..").should().beFreeOfCycles();
      tests.add(DynamicTest.dynamicTest(module, () -> rule.allowEmptyShould(true).check(classes)));
    }
    return tests;
  }

  /**
   * Rules must be drivable without a server: frameworks stay in classes whose name or package says
   * so.
   */
  @Test
  void frameworksStayAtTheEdge() {
    DescribedPredicate<JavaClass> framework =
        resideInAnyPackage(
            "io.quarkus..",
            "io.vertx..",
            "io.smallrye..",
            "jakarta..",
            "org.eclipse.microprofile..",
            "org.jboss.resteasy..");
    classes()
        .that(dependOn(framework))
        .should()
        .haveNameMatching(".*(Resource|Link|Store|Config|Filter|Mapper)(\\$.*)?")
        .orShould()
        .resideInAPackage("..app..")
        // The link is the transport itself; DatabaseStore and its exception path are named for it.
        .orShould()
        .resideInAPackage("io.heji.link..")
        // In front of TLS and HTTP there is nothing but the framework.
        .orShould()
        .resideInAPackage("io.heji.gateway.connection")
        // Takes the platform's pool of connections once and hands it to PlatformTablesStore.
        .orShould()
        .haveFullyQualifiedName("io.heji.agent.source.PlatformSource")
        // Reads the SQLSTATE from the driver's exception, the one part of it that may be told.
        .orShould()
        .haveFullyQualifiedName("io.heji.store.StoreFailedException")
        .check(classes);
  }

  private static DescribedPredicate<JavaClass> dependOn(DescribedPredicate<JavaClass> targets) {
    return DescribedPredicate.describe(
        "depend on a framework",
        origin ->
            origin.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> targets.test(dependency.getTargetClass())));
  }

  @Test
  void clocksAndRandomnessComeInThroughConstructors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..app..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callConstructor(java.security.SecureRandom.class)
        .check(classes);
  }

  /** Waiting is for an event or an injected timer; only an app's own timer may sleep. */
  @Test
  void nobodySleepsButTheTimersOfTheApps() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..app..")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .check(classes);
  }

  @Test
  void nobodyUsesWhatIsBanned() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackages("..app..")
        .should()
        .accessField(System.class, "out")
        .check(classes);
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhatItIs() {
    List<String> unmarked =
        classes.stream()
            .filter(type -> !resideInAPackage(FRAMES).test(type))
            .map(JavaClass::getPackage)
            .distinct()
            .filter(type -> !type.isAnnotatedWith(NullMarked.class))
            .map(type -> type.getName())
            .sorted()
            .toList();

    assertThat(unmarked).isEmpty();
  }
}
