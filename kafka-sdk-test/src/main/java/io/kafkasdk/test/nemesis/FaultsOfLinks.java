package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.Direction;
import io.kafkasdk.test.FaultyLink;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.List;

/** The network between clients and brokers. */
final class FaultsOfLinks {
    private static final Duration SHORTEST_LIFE = Duration.ofMillis(500);
    private static final Duration LONGEST_LIFE = Duration.ofMillis(1500);
    private static final Duration BETWEEN_RESETS = Duration.ofMillis(500);
    private static final List<Duration> LATENCIES =
            List.of(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2));

    private final KafkaCluster cluster;
    private final Targets targets;

    FaultsOfLinks(Arena arena, Targets targets) {
        this.cluster = arena.cluster();
        this.targets = targets;
    }

    Fault blackHole(FaultStep step) {
        Targets.Hit hit = targets.broker(step);
        FaultyLink link = hit.broker().link();
        return new Act(step.kind(), hit.text(), () -> link.blackHole(Direction.BOTH), link::heal);
    }

    Fault reset(FaultStep step) {
        Targets.Hit hit = targets.broker(step);
        return new Resets(hit.text(), hit.broker().link());
    }

    Fault shortConnections(FaultStep step) {
        return new Act(
                step.kind(),
                "links of all brokers",
                () -> cluster.brokers()
                        .forEach(broker ->
                                broker.link().shortLived(SHORTEST_LIFE, LONGEST_LIFE, step.luck() + broker.id())),
                this::healAll);
    }

    Fault latency(FaultStep step) {
        Duration latency = LATENCIES.get(step.luck() % LATENCIES.size());
        return new Act(
                step.kind(),
                "links of all brokers, " + latency.toMillis() + " ms",
                () -> cluster.brokers()
                        .forEach(broker -> broker.link().latency(Direction.TO_CLIENT, latency, latency.dividedBy(2))),
                this::healAll);
    }

    private void healAll() {
        cluster.brokers().stream().map(Broker::link).forEach(FaultyLink::heal);
    }

    /** Connections are broken, come back, and are broken again. */
    private record Resets(String target, FaultyLink link) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.LINK_RESET;
        }

        @Override
        public void begin() {
            link.reset();
        }

        @Override
        public Duration rhythm() {
            return BETWEEN_RESETS;
        }

        @Override
        public void again() {
            link.reset();
        }

        @Override
        public void heal() {
            link.heal();
        }
    }
}
