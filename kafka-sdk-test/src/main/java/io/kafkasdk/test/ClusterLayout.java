package io.kafkasdk.test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who is where in one cluster: the ports of each node, by id from 1. */
record ClusterLayout(String clusterId, List<NodePorts> nodes) {
    private static final int PLAIN_PORTS = 4;

    ClusterLayout {
        nodes = List.copyOf(nodes);
    }

    /** How many ports {@link #of} deals out. */
    static int ports(ClusterSpec spec) {
        return spec.brokers() * portsPerNode(spec);
    }

    /** Deals reserved ports out, the same number to each node. */
    static ClusterLayout of(String clusterId, List<Integer> ports, ClusterSpec spec) {
        List<NodePorts> nodes = new ArrayList<>();
        int each = portsPerNode(spec);
        for (int at = 0; at + each <= ports.size(); at += each) {
            int client = ports.get(at);
            int advertised = spec.faultyLinks() ? ports.get(at + 1) : client;
            Map<SecureListener, Integer> secured = secured(ports.subList(at + PLAIN_PORTS, at + each));
            nodes.add(new NodePorts(client, advertised, ports.get(at + 2), ports.get(at + 3), secured));
        }
        return new ClusterLayout(clusterId, nodes);
    }

    NodePorts node(int id) {
        return nodes.get(id - 1);
    }

    String bootstrapServers() {
        return nodes.stream().map(node -> "localhost:" + node.advertised()).collect(Collectors.joining(","));
    }

    String bootstrapServers(SecureListener listener) {
        return nodes.stream()
                .map(node -> "localhost:" + node.secured().get(listener))
                .collect(Collectors.joining(","));
    }

    /** Addresses that no faulty link is in front of. */
    String directServers(boolean faultyLinks) {
        return nodes.stream()
                .map(node -> "localhost:" + (faultyLinks ? node.replication() : node.client()))
                .collect(Collectors.joining(","));
    }

    String quorumVoters() {
        List<String> voters = new ArrayList<>();
        for (int id = 1; id <= nodes.size(); id++) {
            voters.add(id + "@localhost:" + node(id).controller());
        }
        return String.join(",", voters);
    }

    private static int portsPerNode(ClusterSpec spec) {
        return PLAIN_PORTS + (spec.security().enabled() ? SecureListener.values().length : 0);
    }

    private static Map<SecureListener, Integer> secured(List<Integer> ports) {
        Map<SecureListener, Integer> secured = new EnumMap<>(SecureListener.class);
        Iterator<Integer> next = ports.iterator();
        for (SecureListener listener : SecureListener.values()) {
            if (next.hasNext()) {
                secured.put(listener, next.next());
            }
        }
        return secured;
    }
}
