package io.kafkasdk.test;

import java.util.Map;

/**
 * The ports of one node, all on localhost.
 *
 * @param client where the broker listens for clients
 * @param advertised where clients are told to connect: {@code client}, or the faulty link in front of it
 * @param replication where the other brokers connect, never through a link
 * @param controller where the controller quorum talks
 * @param secured where the broker listens for clients with TLS or SASL, never through a link; empty unless asked for
 */
record NodePorts(int client, int advertised, int replication, int controller, Map<SecureListener, Integer> secured) {
    NodePorts {
        secured = Map.copyOf(secured);
    }
}
