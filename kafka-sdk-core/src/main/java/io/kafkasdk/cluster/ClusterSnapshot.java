package io.kafkasdk.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which brokers the cluster has at one instant. The controller is left out on purpose: under KRaft the client is told a
 * random broker instead (KIP-500).
 *
 * @param clusterId the id of the cluster
 * @param brokers the live brokers, by id
 */
public record ClusterSnapshot(String clusterId, List<Broker> brokers) {

    /** Copies the list. */
    public ClusterSnapshot {
        brokers = List.copyOf(brokers);
    }

    /**
     * One broker.
     *
     * @param id its number
     * @param host where clients reach it
     * @param port where clients reach it
     * @param rack the rack or zone it stands in, or null where none is set
     */
    public record Broker(
            int id, String host, int port, @Nullable String rack) {}
}
