package io.kafkasdk.spring.boot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/** The house rules of the starter. */
@AnalyzeClasses(packages = "io.kafkasdk.spring.boot", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    @ArchTest
    static final ArchRule autoConfigurationsArePublicAndFinal = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .because("Boot names them by class, and nobody extends them");

    @ArchTest
    static final ArchRule autoConfigurationsHaveNoPublicMethods = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .notBePublic()
            .because("their beans are the API, not their methods");

    @ArchTest
    static final ArchRule autoConfigurationsHaveNoPublicConstructors = constructors()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .notBePublic()
            .because("only Spring makes them");

    @ArchTest
    static final ArchRule classesAreFinal = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotAnonymousClasses()
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("we compose and do not inherit");

    @ArchTest
    static final ArchRule nobodyDeclaresASetter =
            noMethods().should().haveNameMatching("set[A-Z].*").because("properties are records");

    @ArchTest
    static final ArchRule nobodyUsesInternalsOfTheCore = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kafkasdk.internal..")
            .because("what the starter needs, users need too: it belongs in the core's API");

    @ArchTest
    static final ArchRule springKafkaIsNotNeeded = noClasses()
            .that()
            .resideOutsideOfPackages("io.kafkasdk.spring.boot.springkafka..", "io.kafkasdk.spring.boot.connection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.kafka..", "org.springframework.boot.kafka..")
            .because("the starter works without it");

    @ArchTest
    static final ArchRule theConnectionPackageIsTheLowest = noClasses()
            .that()
            .resideInAPackage("io.kafkasdk.spring.boot.connection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.kafkasdk.spring.boot",
                    "io.kafkasdk.spring.boot.handler..",
                    "io.kafkasdk.spring.boot.actuate..",
                    "io.kafkasdk.spring.boot.springkafka..")
            .because("the root package reads the connection details, and a cycle can only be changed as one lump");
}
