package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs fixture classes by a JUnit engine of its own and looks at what they were given. */
class KafkaClusterExtensionIT {
    private static final List<KafkaCluster> GIVEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        GIVEN.clear();
    }

    @Test
    void everyPlaceInAClassGetsTheSameRunningClusterAndItIsClosedAfterwards() {
        EngineExecutionResults results = run(EveryPlace.class);

        results.testEvents().assertStatistics(events -> events.succeeded(2).failed(0));
        assertThat(GIVEN).hasSize(8).doesNotContainNull();
        assertThat(Set.copyOf(GIVEN)).hasSize(1);
        assertThat(GIVEN.get(0).brokers()).noneMatch(Broker::isRunning);
    }

    @Test
    void aClassWithOneInstanceForAllTestsGetsItsClusterInTheConstructor() {
        run(OneInstance.class).testEvents().assertStatistics(events -> events.succeeded(1));

        assertThat(GIVEN).hasSize(1);
    }

    @Test
    void classesHaveClustersOfTheirOwnUnlessTheyShare() {
        run(SharedA.class, SharedB.class, SharedWithOtherProperties.class, Own.class)
                .testEvents()
                .assertStatistics(events -> events.succeeded(4).failed(0));

        assertThat(GIVEN.get(0)).isSameAs(GIVEN.get(1));
        assertThat(Set.copyOf(GIVEN)).hasSize(3);
        assertThat(GIVEN).allSatisfy(cluster -> assertThat(cluster.brokers()).noneMatch(Broker::isRunning));
    }

    @Test
    void aSharedClusterThatAClassLeftBrokenFailsTheNextOneWithTheReason() {
        EngineExecutionResults results = run(SharedBreaker.class, SharedB.class);

        assertThat(failures(results))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("broker 1")
                        .hasMessageContaining("Sharing.JVM")
                        .hasMessageContaining("Sharing.CLASS"));
    }

    @Test
    void aFailingTestNamesTheBrokersLogs() {
        EngineExecutionResults results = run(Failing.class);

        assertThat(failures(results))
                .singleElement()
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .asString()
                        .contains("brokers' logs are in " + GIVEN.get(0).logDirectory()));
    }

    @Test
    void aPropertyThatIsNoneIsRefused() {
        assertThat(failures(run(WrongProperty.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("\"novalue\") is not name=value"));
    }

    @Test
    void aUserWithoutAPasswordIsRefusedAndNotRepeated() {
        assertThat(failures(run(WrongUser.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("(users) is not name=password")
                        .hasMessageNotContaining("onlysecret"));
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new))
                .execute();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents()
                .finished()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }

    private static void given(KafkaCluster cluster) {
        assertThat(cluster.brokers()).allMatch(Broker::isRunning);
        GIVEN.add(cluster);
    }

    @KafkaClusterTest(brokers = 1)
    static class EveryPlace {
        private static KafkaCluster staticField;
        private KafkaCluster field;

        EveryPlace(KafkaCluster parameter) {
            given(parameter);
        }

        @BeforeAll
        static void before(KafkaCluster parameter) {
            given(parameter);
            given(staticField);
        }

        @Test
        void test(KafkaCluster parameter) {
            given(parameter);
            given(field);
        }

        @AfterAll
        static void after(KafkaCluster parameter) {
            given(parameter);
        }

        @Nested
        class Inner {
            @Test
            void test(KafkaCluster parameter) {
                given(parameter);
            }
        }
    }

    @KafkaClusterTest(brokers = 1)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {
        private final KafkaCluster cluster;

        OneInstance(KafkaCluster cluster) {
            this.cluster = cluster;
        }

        @Test
        void test() {
            given(cluster);
        }
    }

    @KafkaClusterTest(brokers = 1, sharing = Sharing.JVM)
    static class SharedA {
        @Test
        void test(KafkaCluster cluster) {
            given(cluster);
        }
    }

    @KafkaClusterTest(brokers = 1, sharing = Sharing.JVM)
    static class SharedB {
        @Test
        void test(KafkaCluster cluster) {
            given(cluster);
        }
    }

    @KafkaClusterTest(brokers = 1, sharing = Sharing.JVM, properties = "log.retention.ms=1000")
    static class SharedWithOtherProperties {
        @Test
        void test(KafkaCluster cluster) {
            given(cluster);
        }
    }

    @KafkaClusterTest(brokers = 1)
    static class Own {
        @Test
        void test(KafkaCluster cluster) {
            given(cluster);
        }
    }

    @KafkaClusterTest(brokers = 1, sharing = Sharing.JVM)
    static class SharedBreaker {
        @Test
        void test(KafkaCluster cluster) {
            cluster.broker(1).kill();
        }
    }

    @KafkaClusterTest(brokers = 1)
    static class Failing {
        @Test
        void test(KafkaCluster cluster) {
            given(cluster);
            fail("on purpose");
        }
    }

    @KafkaClusterTest(brokers = 1, properties = "novalue")
    static class WrongProperty {
        @Test
        void test(KafkaCluster cluster) {
            given(cluster);
        }
    }

    @KafkaClusterTest(brokers = 1, users = "onlysecret")
    static class WrongUser {
        @Test
        void test(KafkaCluster cluster) {
            given(cluster);
        }
    }
}
