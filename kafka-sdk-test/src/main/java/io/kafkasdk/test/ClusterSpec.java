package io.kafkasdk.test;

import java.util.List;
import java.util.Map;

/** What a cluster was asked to be; equal specifications may share one cluster. */
record ClusterSpec(
        int brokers,
        boolean faultyLinks,
        Backend backend,
        SecuritySpec security,
        Map<String, String> properties,
        Map<Integer, List<String>> jvmOptions) {
    ClusterSpec {
        if (brokers < 1 || brokers > 9) {
            throw new IllegalArgumentException("brokers must be 1 to 9, not " + brokers);
        }
        properties = Map.copyOf(properties);
        jvmOptions = Map.copyOf(jvmOptions);
        for (int id : jvmOptions.keySet()) {
            if (id < 1 || id > brokers) {
                throw new IllegalArgumentException(
                        "JVM options are for broker " + id + ", but ids go from 1 to " + brokers);
            }
        }
        BrokerProperties.refuseReserved(properties.keySet());
        if (security.enabled()) {
            SecurityProperties.refuseReserved(properties.keySet());
        }
    }
    /** Whether the brokers must be processes of this machine, because files of it are named. */
    boolean needsProcesses() {
        return security.enabled() || !jvmOptions.isEmpty();
    }
}
