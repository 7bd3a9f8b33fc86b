package io.kafkasdk.test;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client's connection through a link: a socket to each side and a lane for each direction. */
final class LinkConnection {
    private final Socket client;
    private final Socket broker;
    private final LinkLane toBroker;
    private final LinkLane toClient;
    private final Consumer<LinkConnection> closed;
    private final AtomicInteger openLanes = new AtomicInteger(2);
    private volatile boolean damaged;

    LinkConnection(Ends ends, LinkFaults toBroker, LinkFaults toClient, Consumer<LinkConnection> closed) {
        this.client = ends.client();
        this.broker = ends.broker();
        this.toBroker = new LinkLane(ends.name() + "-to-broker", client, broker, toBroker, this);
        this.toClient = new LinkLane(ends.name() + "-to-client", broker, client, toClient, this);
        this.closed = closed;
    }

    /** The two sockets that a connection joins. */
    record Ends(String name, Socket client, Socket broker) {}

    void start() {
        toBroker.start();
        toClient.start();
    }

    /** Some bytes of a stream were swallowed, so the connection must not go on when the link is healed. */
    void damage() {
        damaged = true;
    }

    boolean isDamaged() {
        return damaged;
    }

    void halfClose(Direction direction) {
        damage();
        try {
            if (direction != Direction.TO_CLIENT) {
                toBroker.halfClose();
            }
            if (direction != Direction.TO_BROKER) {
                toClient.halfClose();
            }
        } catch (IOException e) {
            reset(); // the other side was faster and closed all of it
        }
    }

    /** Called by each lane at the end of its stream; the second one closes the sockets in peace. */
    void laneEnded() {
        if (openLanes.decrementAndGet() == 0) {
            close();
        }
    }

    /** Breaks the connection: both sides see "Connection reset". */
    void reset() {
        try {
            client.setSoLinger(true, 0);
            broker.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        close();
    }

    private void close() {
        closeSocket(client);
        closeSocket(broker);
        toBroker.interrupt();
        toClient.interrupt();
        closed.accept(this);
    }

    private static void closeSocket(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
