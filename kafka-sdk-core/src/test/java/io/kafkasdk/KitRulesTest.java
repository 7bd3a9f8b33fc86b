package io.kafkasdk;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The shape of {@code kafka-sdk-test}, seen from here because here are both: the referee must not share code with what it
 * judges.
 */
@AnalyzeClasses(packages = "io.kafkasdk.test", importOptions = ImportOption.DoNotIncludeTests.class)
class KitRulesTest {

    private static final String KIT = "io.kafkasdk.test";
    private static final String LEDGER = KIT + ".ledger..";
    private static final String GUARANTEE = KIT + ".guarantee..";
    private static final String NEMESIS = KIT + ".nemesis..";
    private static final String TRIAL = KIT + ".trial..";

    @ArchTest
    static final ArchRule KNOWS_NOTHING_OF_THE_SDK = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.kafkasdk..")
                    .and(resideInAPackage(KIT + "..").negate()));

    @ArchTest
    static final ArchRule CLUSTERS_KNOW_NO_LEDGER = noClasses()
            .that()
            .resideInAPackage(KIT)
            .should()
            .dependOnClassesThat(resideInAnyPackage(LEDGER, GUARANTEE, NEMESIS, TRIAL));

    @ArchTest
    static final ArchRule FACTS_KNOW_NO_JUDGEMENT = noClasses()
            .that()
            .resideInAPackage(LEDGER)
            .should()
            .dependOnClassesThat(resideInAnyPackage(KIT, GUARANTEE, NEMESIS, TRIAL));

    @ArchTest
    static final ArchRule CHECKS_READ_THE_LEDGER_ONLY = noClasses()
            .that()
            .resideInAPackage(GUARANTEE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(KIT, NEMESIS, TRIAL));

    @ArchTest
    static final ArchRule THE_NEMESIS_DOES_NOT_JUDGE = noClasses()
            .that()
            .resideInAPackage(NEMESIS)
            .should()
            .dependOnClassesThat(resideInAnyPackage(GUARANTEE, TRIAL));

    @ArchTest
    static final ArchRule NO_SETTERS = methods().that().arePublic().should().haveNameNotMatching("set[A-Z].*");

    @ArchTest
    static final ArchRule CLOSED_TO_INHERITANCE = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotAnnotations()
            .and()
            .areNotEnums()
            .and()
            .areNotAnonymousClasses()
            .and()
            .areNotAssignableTo(Exception.class)
            .should()
            .haveModifier(JavaModifier.FINAL);
}
