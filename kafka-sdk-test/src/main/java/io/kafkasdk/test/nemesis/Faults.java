package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.ledger.FaultLog;
import java.util.function.Consumer;

/** Makes the faults of the steps of a plan. */
final class Faults {
    private final FaultsOfBrokers ofBrokers;
    private final FaultsOfLinks ofLinks;
    private final FaultsOfTopics ofTopics;
    private final FaultsOfRights ofRights;
    private final FaultsOfMembers ofMembers;

    Faults(Arena arena, FaultLog log, Consumer<String> progress) {
        Targets targets = new Targets(arena);
        this.ofBrokers = new FaultsOfBrokers(arena, targets);
        this.ofLinks = new FaultsOfLinks(arena, targets);
        this.ofTopics = new FaultsOfTopics(arena, log, progress);
        this.ofRights = new FaultsOfRights(arena);
        this.ofMembers = new FaultsOfMembers(arena, targets, progress);
    }

    /** Looks up the target; breaks nothing yet. */
    Fault of(FaultStep step) {
        return switch (step.kind()) {
            case BROKER_KILL -> ofBrokers.kill(step);
            case BROKER_STOP -> ofBrokers.stop(step);
            case ROLLING_RESTART -> ofBrokers.rollingRestart();
            case ALL_BROKERS_DOWN -> ofBrokers.allDown();
            case ISR_BELOW_MIN -> ofTopics.isrBelowMin(step);
            case BROKER_PAUSE -> ofBrokers.pause(step);
            case LINK_BLACK_HOLE -> ofLinks.blackHole(step);
            case LINK_RESET -> ofLinks.reset(step);
            case SHORT_CONNECTIONS -> ofLinks.shortConnections(step);
            case LINK_LATENCY -> ofLinks.latency(step);
            case QUOTA -> ofRights.quota();
            case ACL_REVOKED -> ofRights.revoked();
            case TOPIC_RECREATED -> ofTopics.recreated();
            case PARTITIONS_ADDED -> ofTopics.partitionsAdded();
            case RETENTION_PASSED -> ofTopics.retentionPassed(step);
            case REBALANCE_STORM -> ofMembers.storm(step);
            case CONSUMER_KILL -> ofMembers.kill(step);
            case CONSUMER_PAUSE -> ofMembers.pause(step);
            case CONSUMER_STOP -> ofMembers.stop(step);
        };
    }
}
