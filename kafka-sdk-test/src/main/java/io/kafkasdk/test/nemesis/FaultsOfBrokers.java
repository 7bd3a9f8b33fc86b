package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.function.Consumer;

/** Brokers that crash, shut down, or stand still. */
final class FaultsOfBrokers {
    private static final Duration BETWEEN_RESTARTS = Duration.ofMinutes(2);

    private final KafkaCluster cluster;
    private final Targets targets;

    FaultsOfBrokers(Arena arena, Targets targets) {
        this.cluster = arena.cluster();
        this.targets = targets;
    }

    Fault kill(FaultStep step) {
        return down(step, Broker::kill);
    }

    Fault stop(FaultStep step) {
        return down(step, Broker::stop);
    }

    private Fault down(FaultStep step, Consumer<Broker> ending) {
        Targets.Hit hit = targets.broker(step);
        Broker broker = hit.broker();
        return new Act(step.kind(), hit.text(), () -> ending.accept(broker), () -> {
            if (!broker.isRunning()) {
                broker.start();
            }
        });
    }

    Fault pause(FaultStep step) {
        Targets.Hit hit = targets.broker(step);
        Broker broker = hit.broker();
        return new Act(step.kind(), hit.text(), broker::pause, () -> {
            if (!broker.isRunning()) {
                broker.resume();
            }
        });
    }

    Fault allDown() {
        return new Act(
                FaultKind.ALL_BROKERS_DOWN,
                "all brokers",
                () -> cluster.brokers().forEach(Broker::kill),
                cluster::startAll);
    }

    Fault rollingRestart() {
        return new Act(
                FaultKind.ROLLING_RESTART,
                "each broker in turn",
                () -> {
                    for (Broker broker : cluster.brokers()) {
                        broker.stop();
                        broker.start();
                        // As a careful operator does it: else the next one may hold the only replica that is in sync.
                        cluster.awaitWhole(BETWEEN_RESTARTS);
                    }
                },
                cluster::startAll);
    }
}
