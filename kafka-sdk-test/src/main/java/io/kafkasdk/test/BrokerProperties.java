package io.kafkasdk.test;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The properties of one combined broker and controller: what the cluster needs, what suits tests, what the user wants. */
final class BrokerProperties {
    private static final List<String> RESERVED = List.of(
            "process.roles",
            "node.id",
            "broker.id",
            "broker.rack",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "controller.listener.names",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "log.dir",
            "log.dirs",
            "metadata.log.dir");

    private BrokerProperties() {}

    /** {@code security} is what the secured listeners need besides their addresses; empty when there are none. */
    static Map<String, String> of(ClusterSpec spec, ClusterLayout layout, int id, Map<String, String> security) {
        Map<String, String> properties = new LinkedHashMap<>(suitedToTests(spec.brokers()));
        properties.putAll(security);
        properties.putAll(spec.properties());
        properties.putAll(identity(layout, id));
        return properties;
    }

    static String rack(int id) {
        return "rack-" + id;
    }

    static void refuseReserved(Collection<String> names) {
        for (String name : names) {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException(
                        "Broker property " + name
                                + " is set by the cluster itself, because ids, ports and directories depend on it; leave it out");
            }
        }
    }

    private static Map<String, String> identity(ClusterLayout layout, int id) {
        NodePorts ports = layout.node(id);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(id));
        properties.put("broker.rack", rack(id));
        properties.put("controller.quorum.voters", layout.quorumVoters());
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "REPLICATION");
        StringBuilder protocols = new StringBuilder("CLIENT:PLAINTEXT,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT");
        StringBuilder secured = new StringBuilder();
        for (SecureListener listener : new TreeSet<>(ports.secured().keySet())) {
            protocols.append(",%s:%s".formatted(listener, listener.securityProtocol()));
            secured.append(
                    ",%s://localhost:%d".formatted(listener, ports.secured().get(listener)));
        }
        properties.put("listener.security.protocol.map", protocols.toString());
        properties.put(
                "listeners",
                "CLIENT://localhost:%d,REPLICATION://localhost:%d,CONTROLLER://localhost:%d"
                                .formatted(ports.client(), ports.replication(), ports.controller())
                        + secured);
        properties.put(
                "advertised.listeners",
                "CLIENT://localhost:%d,REPLICATION://localhost:%d".formatted(ports.advertised(), ports.replication())
                        + secured);
        return properties;
    }

    private static Map<String, String> suitedToTests(int brokers) {
        String replicas = Integer.toString(Math.min(3, brokers));
        String minInSync = brokers >= 3 ? "2" : "1";
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("default.replication.factor", replicas);
        properties.put("min.insync.replicas", minInSync);
        properties.put("auto.create.topics.enable", "false");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            properties.put(topic + ".replication.factor", replicas);
            properties.put(topic + ".num.partitions", "6");
        }
        properties.put("transaction.state.log.min.isr", minInSync);
        properties.put("share.coordinator.state.topic.min.isr", minInSync);
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.streams.initial.rebalance.delay.ms", "0");
        // Sized for a heap of a few hundred MB; the default dedupe buffer alone is 128 MB.
        properties.put("log.cleaner.dedupe.buffer.size", "4194304");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "4");
        return properties;
    }
}
