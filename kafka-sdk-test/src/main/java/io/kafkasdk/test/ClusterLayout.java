package io.kafkasdk.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Who is where in one cluster: the ports of each node, by id from 1. */
record ClusterLayout(String clusterId, List<NodePorts> nodes) {
    static final int PORTS_PER_NODE = 4;

    ClusterLayout {
        nodes = List.copyOf(nodes);
    }

    /** Deals reserved ports out, {@value #PORTS_PER_NODE} to each node. */
    static ClusterLayout of(String clusterId, List<Integer> ports, boolean faultyLinks) {
        List<NodePorts> nodes = new ArrayList<>();
        for (int at = 0; at + PORTS_PER_NODE <= ports.size(); at += PORTS_PER_NODE) {
            int client = ports.get(at);
            int advertised = faultyLinks ? ports.get(at + 1) : client;
            nodes.add(new NodePorts(client, advertised, ports.get(at + 2), ports.get(at + 3)));
        }
        return new ClusterLayout(clusterId, nodes);
    }

    NodePorts node(int id) {
        return nodes.get(id - 1);
    }

    String bootstrapServers() {
        return nodes.stream().map(node -> "localhost:" + node.advertised()).collect(Collectors.joining(","));
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
}
