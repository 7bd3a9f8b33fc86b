package io.kafkasdk.test;

import java.util.Map;

/** What a cluster was asked to be; equal specifications may share one cluster. */
record ClusterSpec(
        int brokers, boolean faultyLinks, Backend backend, SecuritySpec security, Map<String, String> properties) {
    ClusterSpec {
        if (brokers < 1 || brokers > 9) {
            throw new IllegalArgumentException("brokers must be 1 to 9, not " + brokers);
        }
        properties = Map.copyOf(properties);
        BrokerProperties.refuseReserved(properties.keySet());
        if (security.enabled()) {
            SecurityProperties.refuseReserved(properties.keySet());
        }
    }
}
