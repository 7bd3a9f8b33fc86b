package io.kafkasdk.test.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import io.kafkasdk.test.ledger.FaultLog;
import io.kafkasdk.test.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of links break what they say, and all brokers answer when they are healed. */
@KafkaClusterTest(
        faultyLinks = true,
        users = "alice=alice-secret",
        properties = {"broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500"},
        sharing = Sharing.JVM)
class FaultsOfLinksIT {
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaCluster cluster;
    private FaultLog log;

    FaultsOfLinksIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        log = Ledger.in(directory).faults();
    }

    @AfterEach
    void restore() {
        log.close();
        cluster.restore();
    }

    @Test
    void aBlackHoleSilencesOneBrokerThatIsAlive() throws Exception {
        cluster.createTopic("led-by-1", Map.of(0, List.of(1, 2, 3)), Map.of());
        Fault fault = fault(arena().topics("led-by-1"), FaultKind.LINK_BLACK_HOLE, Aim.LEADER, 0);

        fault.begin();
        try (RoundTrip swallowed = RoundTrip.open(cluster.broker(1).address());
                RoundTrip other = RoundTrip.open(cluster.broker(2).address())) {
            assertThat(swallowed.isSilent(SILENCE)).isTrue();
            assertThat(other.answer(PATIENCE)).isPositive();
        }
        assertThat(cluster.broker(1).isRunning()).isTrue();

        healed(fault);
    }

    @Test
    void connectionsAreResetAgainAndAgain() throws Exception {
        Fault fault = fault(arena(), FaultKind.LINK_RESET, Aim.ANY, 0);
        assertThat(fault.rhythm()).isPositive();
        try (RoundTrip before = RoundTrip.open(cluster.broker(1).address())) {
            before.answer(PATIENCE);
            fault.begin();
            assertThat(before.isBroken(PATIENCE)).isTrue();
        }
        try (RoundTrip later = RoundTrip.open(cluster.broker(1).address())) {
            later.answer(PATIENCE);
            fault.again();
            assertThat(later.isBroken(PATIENCE)).isTrue();
        }

        healed(fault);
    }

    @Test
    void connectionsToAllBrokersLiveShortly() throws Exception {
        Fault fault = fault(arena(), FaultKind.SHORT_CONNECTIONS, Aim.ANY, 0);

        fault.begin();
        for (Broker broker : cluster.brokers()) {
            try (RoundTrip trip = RoundTrip.open(broker.address())) {
                assertThat(trip.isBroken(PATIENCE)).isTrue();
            }
        }

        healed(fault);
    }

    @Test
    void answersOfAllBrokersAreLate() throws Exception {
        Fault fault = fault(arena(), FaultKind.LINK_LATENCY, Aim.ANY, 1);
        assertThat(fault.target()).endsWith("500 ms");

        fault.begin();
        for (Broker broker : cluster.brokers()) {
            try (RoundTrip trip = RoundTrip.open(broker.address())) {
                assertThat(trip.answer(PATIENCE)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
            }
        }

        healed(fault);
    }

    private Arena.Builder arena() {
        return Arena.of(cluster);
    }

    private Fault fault(Arena.Builder arena, FaultKind kind, Aim aim, int luck) {
        return new Faults(arena.build(), log, line -> {})
                .of(new FaultStep(1, kind, aim, luck, Duration.ZERO, Duration.ZERO));
    }

    /** Heals it, twice, after which all brokers answer at once. */
    private void healed(Fault fault) throws IOException {
        fault.heal();
        fault.heal();
        for (Broker broker : cluster.brokers()) {
            try (RoundTrip trip = RoundTrip.open(broker.address())) {
                assertThat(trip.isFasterThan(Duration.ofMillis(200), PATIENCE)).isTrue();
            }
        }
    }
}
