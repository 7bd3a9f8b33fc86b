package io.kafkasdk.test.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.Direction;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import io.kafkasdk.test.ledger.FaultLog;
import io.kafkasdk.test.ledger.FaultPeriod;
import io.kafkasdk.test.ledger.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a fault, nothing stays broken. */
@KafkaClusterTest(
        faultyLinks = true,
        users = "alice=alice-secret",
        properties = {"broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500"},
        sharing = Sharing.JVM)
class NemesisIT {
    private static final Duration WHOLE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final KafkaCluster cluster;
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private Ledger ledger;
    private FaultLog log;
    private Nemesis nemesis;

    NemesisIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        ledger = Ledger.in(directory);
        log = ledger.faults();
        nemesis = Nemesis.in(Arena.of(cluster).build(), log, progress::add);
    }

    @AfterEach
    void restore() {
        nemesis.close();
        log.close();
        cluster.restore();
        cluster.awaitWhole(WHOLE);
    }

    @Test
    void aPlanIsCarriedOutAndWrittenDownAndWhatTheArenaLacksIsLeftOut() throws Exception {
        FaultTimes times = new FaultTimes(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(100),
                Duration.ZERO,
                WHOLE);
        FaultPlan plan =
                FaultPlan.of(4, List.of(FaultKind.LINK_LATENCY, FaultKind.LINK_RESET, FaultKind.QUOTA), 2, times);

        assertThat(nemesis.run(plan)).isEqualTo(4);

        List<FaultPeriod> periods = ledger.evidence(List.of()).faults();
        assertThat(periods)
                .extracting(FaultPeriod::fault)
                .containsExactlyElementsOf(plan.steps().stream()
                        .filter(step -> step.kind() != FaultKind.QUOTA)
                        .map(step -> step.kind().label())
                        .toList());
        assertThat(periods).allSatisfy(period -> {
            assertThat(period.from()).isLessThan(period.healedAt());
            assertThat(period.healedAt()).isLessThan(period.until());
            assertThat(period.until()).isLessThan(Long.MAX_VALUE);
        });
        assertThat(progress)
                .filteredOn(line -> line.contains("quota") && line.contains("is left out"))
                .hasSize(2);
    }

    @Test
    void anInterruptStartsTheKilledBrokerAgain() throws Exception {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                nemesis.strike(
                        new Act(FaultKind.BROKER_KILL, "broker 2", cluster.broker(2)::kill, cluster.broker(2)::start),
                        LONG,
                        LONG,
                        WHOLE);
                ended.complete(new AssertionError("the fault ended by itself"));
            } catch (InterruptedException | RuntimeException e) {
                ended.complete(e);
            }
        });
        runner.start();
        await().until(() -> !cluster.broker(2).isRunning());

        runner.interrupt();

        assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(cluster.brokers()).allMatch(Broker::isRunning);
        FaultPeriod period = ledger.evidence(List.of()).faults().get(0);
        assertThat(period.until()).as("how long its effects last is not known").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFaultThatFailsHalfwayLeavesNothingBroken() throws Exception {
        Act halfDone = new Act(
                FaultKind.BROKER_PAUSE,
                "broker 1",
                () -> {
                    cluster.broker(1).pause();
                    cluster.broker(2).link().blackHole(Direction.BOTH);
                    throw new IllegalStateException("the second half");
                },
                () -> {
                    throw new IllegalStateException("nor healed");
                });

        assertThatThrownBy(() -> nemesis.strike(halfDone, LONG, LONG, WHOLE))
                .isInstanceOf(NemesisException.class)
                .hasMessageContaining("broker-pause on broker 1")
                .hasMessageContaining("the second half");

        assertThat(cluster.brokers()).allMatch(Broker::isRunning);
        for (Broker broker : cluster.brokers()) {
            try (RoundTrip trip = RoundTrip.open(broker.address())) {
                assertThat(trip.answer(Duration.ofSeconds(15))).isPositive();
            }
        }
    }

    @Test
    void closingHealsTheFaultOfTheMomentAndEndsTheRun() throws Exception {
        FaultTimes forever = new FaultTimes(Duration.ZERO, Duration.ZERO, LONG, LONG, LONG, LONG, WHOLE);
        FaultPlan plan = FaultPlan.of(1, List.of(FaultKind.LINK_BLACK_HOLE), 3, forever);
        CompletableFuture<Integer> struck = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                struck.complete(nemesis.run(plan));
            } catch (InterruptedException | RuntimeException e) {
                struck.completeExceptionally(e);
            }
        });
        runner.start();
        await().until(() -> progress.stream().anyMatch(line -> line.startsWith("link-black-hole on")));

        nemesis.close();

        assertThat(struck.get(60, TimeUnit.SECONDS)).isOne();
        for (Broker broker : cluster.brokers()) {
            try (RoundTrip trip = RoundTrip.open(broker.address())) {
                assertThat(trip.answer(Duration.ofSeconds(15))).isPositive();
            }
        }
    }

    @Test
    void aClusterThatIsNotWholeInTimeEndsTheRun() {
        Act neverHealed = new Act(FaultKind.BROKER_PAUSE, "broker 3", cluster.broker(3)::pause, () -> {});

        assertThatThrownBy(() -> nemesis.strike(neverHealed, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(NemesisException.class)
                .hasMessageContaining("broker-pause on broker 3")
                .hasMessageContaining("is down or paused");
    }

    @Test
    void theInjectorsDoWhatTheySay() {
        InjectorSelfTest.run(cluster, progress::add);

        assertThat(progress).hasSize(3).allMatch(line -> line.startsWith("self-test: broker"));
    }

    @Test
    void theSelfTestFailsWhenALinkDoesNotAnswer() {
        cluster.broker(2).link().down();

        assertThatThrownBy(() -> InjectorSelfTest.run(cluster, progress::add))
                .isInstanceOf(NemesisException.class)
                .hasMessageContaining("broker 2")
                .hasMessageContaining("does not answer when it should");
    }
}
