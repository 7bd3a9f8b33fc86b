package io.kafkasdk.test;

/**
 * The ports of one node, all on localhost.
 *
 * @param client where the broker listens for clients
 * @param advertised where clients are told to connect: {@code client}, or the faulty link in front of it
 * @param replication where the other brokers connect, never through a link
 * @param controller where the controller quorum talks
 */
record NodePorts(int client, int advertised, int replication, int controller) {}
