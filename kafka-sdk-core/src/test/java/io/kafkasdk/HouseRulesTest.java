package io.kafkasdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.kafkasdk.error.KafkaSdkException;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The house rules of docs/design.md, as checks. */
@AnalyzeClasses(
        packages = "io.kafkasdk",
        importOptions = {ImportOption.DoNotIncludeTests.class, CoreClasses.class})
class HouseRulesTest {

    /** Lowest first: a package may use only packages listed before it. The root package may use all. */
    private static final List<String> RANKS = List.of(
            "error",
            "settings",
            "internal",
            "cluster",
            "resilience",
            "acks",
            "producer",
            "transaction",
            "lag",
            "deadletter",
            "consumer",
            "share",
            "tuning",
            "events",
            "metrics",
            "tracing");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("io.kafkasdk.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a cycle of packages can only be understood and changed as one lump");

    @ArchTest
    static final ArchRule packagesOnlyLookDown =
            classes().should(onlyUseLowerRanks()).because("the order " + RANKS + " is how a stranger finds the way");

    @ArchTest
    static final ArchRule everyPackageHasItsPlaceInTheOrder = classes()
            .should(liveInARankedPackage())
            .because("a new package is a decision: give it a rank here and in docs/design.md");

    @ArchTest
    static final ArchRule classesAreFinalOrSealed = classes()
            .that(areOrdinaryClasses())
            .and()
            .doNotBelongToAnyOf(KafkaSdkException.class)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .orShould()
            .haveModifier(JavaModifier.ABSTRACT)
            .because("we compose and do not inherit; exceptions are the exception");

    @ArchTest
    static final ArchRule classesHaveAtMostTenInstanceFields = classes()
            .that(areOrdinaryClasses())
            .should(haveAtMostInstanceFields(10))
            .because("a class with more state than that does two jobs");

    @ArchTest
    static final ArchRule nobodyDeclaresASetter = noMethods()
            .should()
            .haveNameMatching("set[A-Z].*")
            .because("settings are immutable and objects are complete when they are made");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().should(liveInANullMarkedPackage()).because("null is allowed only where @Nullable says so");

    @ArchTest
    static final ArchRule coreDoesNotSeeSpring = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..")
            .because("core is for applications without Spring too");

    @ArchTest
    static final ArchRule onlyMetricsTracingAndTheRootSeeMicrometer = noClasses()
            .that()
            .resideOutsideOfPackages("io.kafkasdk", "io.kafkasdk.metrics..", "io.kafkasdk.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..")
            .because("features publish events, metrics listen");

    @ArchTest
    static final ArchRule onlyResilienceSeesResilience4j = noClasses()
            .that()
            .resideOutsideOfPackage("io.kafkasdk.resilience..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.resilience4j..")
            .because("the library behind it must stay replaceable");

    @ArchTest
    static final ArchRule onlyInternalCreatesKafkaClients = noClasses()
            .that()
            .resideOutsideOfPackage("io.kafkasdk.internal..")
            .should()
            .callConstructorWhere(DescribedPredicate.describe(
                    "constructs a Kafka client",
                    call -> call.getTargetOwner().isEquivalentTo(KafkaProducer.class)
                            || call.getTargetOwner().isEquivalentTo(KafkaConsumer.class)
                            || call.getTargetOwner().isEquivalentTo(KafkaShareConsumer.class)))
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "creates an Admin",
                    call -> call.getTargetOwner().isEquivalentTo(Admin.class)
                            && call.getName().equals("create")))
            .because("what is created in one place is counted, named and closed in one place");

    @ArchTest
    static final ArchRule onlyInternalCreatesThreads = noClasses()
            .that()
            .resideOutsideOfPackage("io.kafkasdk.internal..")
            .should()
            .callConstructorWhere(DescribedPredicate.describe(
                    "constructs a thread", call -> call.getTargetOwner().isEquivalentTo(Thread.class)))
            .because("every thread carries a name that tells its role and its owner");

    @ArchTest
    static final ArchRule exceptionsAreOfOneFamily = classes()
            .that()
            .areAssignableTo(Throwable.class)
            .should()
            .beAssignableTo(KafkaSdkException.class)
            .andShould()
            .haveSimpleNameEndingWith("Exception")
            .because("a caller catches one type and reads one diagnosis");

    @ArchTest
    static final ArchRule fieldsAreNotPublic =
            fields().that().areNotStatic().should().notBePublic().because("state is reached through methods");

    private static DescribedPredicate<JavaClass> areOrdinaryClasses() {
        return DescribedPredicate.describe(
                "are ordinary classes",
                type -> !type.isInterface()
                        && !type.isEnum()
                        && !type.isRecord()
                        && !type.isAnonymousClass()
                        && !type.isNestedClass()
                        && !type.getSimpleName().equals("package-info"));
    }

    private static ArchCondition<JavaClass> haveAtMostInstanceFields(int most) {
        return new ArchCondition<>("have at most " + most + " instance fields") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long count = type.getFields().stream()
                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                        .count();
                events.add(new SimpleConditionEvent(type, count <= most, type.getName() + " has " + count));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInARankedPackage() {
        return new ArchCondition<>("live in a package of the order") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(type, rank(type) >= 0, type.getName() + " has no rank"));
            }
        };
    }

    private static ArchCondition<JavaClass> onlyUseLowerRanks() {
        return new ArchCondition<>("only use packages of a lower rank") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int own = rank(type);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> rank(dependency.getTargetClass()) > own)
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
            }
        };
    }

    /** -1 outside the SDK and for packages without a rank, RANKS.size() for the root package. */
    private static int rank(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals("io.kafkasdk")) {
            return RANKS.size();
        }
        return name.startsWith("io.kafkasdk.")
                ? RANKS.indexOf(name.substring("io.kafkasdk.".length()).split("\\.", 2)[0])
                : -1;
    }
}
