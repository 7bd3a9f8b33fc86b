package io.kafkasdk.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The TCP link between clients and one broker, with faults to inject, named as Toxiproxy names them.
 *
 * <pre>{@code
 * FaultyLink link = cluster.broker(1).link();
 * link.latency(Direction.BOTH, Duration.ofMillis(100));
 * link.blackHole(Direction.TO_CLIENT);   // the broker gets the requests, the client no answer
 * link.heal();
 * }</pre>
 *
 * <p>Faults add up until {@link #heal()}. Latency, bandwidth, black hole and short lives also hold for later connections;
 * reset and half-close strike those of the moment.
 *
 * <p><b>Threads</b>: safe for use by many threads. No method blocks for longer than a socket takes to close.
 *
 * <p><b>Lifecycle</b>: opened and closed with its cluster.
 *
 * <p><b>Guarantee</b>: bytes are delivered in order and unchanged, or not at all. A connection that lost bytes is reset
 * by {@link #heal()}, because a TCP stream with a hole must not go on. Not covered: lost or reordered packets, and a
 * black hole for connection attempts, which the kernel accepts before this link can swallow them.
 */
public final class FaultyLink implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final String name;
    private final int targetPort;
    private final LinkFaults toBroker = new LinkFaults();
    private final LinkFaults toClient = new LinkFaults();
    private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();
    private final ShortLives shortLives = new ShortLives(connections);
    private final AtomicLong accepted = new AtomicLong();
    private final int port;
    private @Nullable ServerSocket listener;
    private @Nullable Thread accepting;

    private FaultyLink(String name, ServerSocket listener, int targetPort) {
        this.name = name;
        this.targetPort = targetPort;
        this.port = listener.getLocalPort();
        this.listener = listener;
    }

    /** Opens a link; port 0 means any. */
    static FaultyLink listen(String name, int port, int targetPort) {
        ServerSocket listener = bind(port);
        FaultyLink link = new FaultyLink(name, listener, targetPort);
        link.acceptFrom(listener);
        return link;
    }

    /** Host and port where clients connect. */
    public String address() {
        return "localhost:" + port;
    }

    /** Delays all data by a time, without limiting how much is on its way up to 4 MB per connection. */
    public void latency(Direction direction, Duration latency) {
        latency(direction, latency, Duration.ZERO);
    }

    /**
     * Delays each piece of data by {@code latency} plus or minus up to {@code jitter}, evenly spread; order is kept.
     *
     * @throws IllegalArgumentException when a time is negative or the jitter is larger than the latency
     */
    public void latency(Direction direction, Duration latency, Duration jitter) {
        if (latency.isNegative() || jitter.isNegative() || jitter.compareTo(latency) > 0) {
            throw new IllegalArgumentException(
                    "Latency " + latency + " with jitter " + jitter + ": neither is negative, jitter is not larger");
        }
        faults(direction).forEach(faults -> faults.latency(latency, jitter));
    }

    /**
     * Limits each connection to a rate; what exceeds it waits, so that the sender feels back-pressure.
     *
     * @param bytesPerSecond at least 1
     */
    public void bandwidth(Direction direction, long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("Bandwidth must be at least 1 byte per second, not " + bytesPerSecond);
        }
        faults(direction).forEach(faults -> faults.bandwidth(bytesPerSecond));
    }

    /** Swallows all data and keeps the connections open: the other side is silent and nobody is told. */
    public void blackHole(Direction direction) {
        faults(direction).forEach(LinkFaults::blackHole);
    }

    /**
     * Breaks every connection, also those of later, when it has lived for a time; those that are open live that long from
     * now on. Lives end up to some 10 ms late. Asked again, it holds for the connections that come then.
     *
     * @param from the shortest life
     * @param to the longest life; in between they are evenly spread
     * @param seed the same seed draws the same lives, one after another
     * @throws IllegalArgumentException when a life would be shorter than a millisecond or the first is the longer one
     */
    public void shortLived(Duration from, Duration to, long seed) {
        if (from.toMillis() < 1 || from.compareTo(to) > 0) {
            throw new IllegalArgumentException(
                    "Connections live from " + from + " to " + to + ": at least 1 ms, the shorter first");
        }
        shortLives.begin(from, to, seed);
    }

    /** Breaks all live connections: both sides see "Connection reset". New ones are accepted. */
    public void reset() {
        connections.forEach(LinkConnection::reset);
    }

    /** Breaks all live connections and refuses new ones ("Connection refused") until {@link #heal()}. */
    public synchronized void down() {
        closeListener();
        reset();
    }

    /** Ends one direction of all live connections: the receiver sees the end of the stream, the other goes on. */
    public void halfClose(Direction direction) {
        connections.forEach(connection -> connection.halfClose(direction));
    }

    /** Ends all faults. Data that was only delayed goes on at once; connections that lost bytes are reset. */
    public synchronized void heal() {
        shortLives.end();
        faults(Direction.BOTH).forEach(LinkFaults::heal);
        connections.stream().filter(LinkConnection::isDamaged).forEach(LinkConnection::reset);
        if (listener == null) {
            listener = bind(port);
            acceptFrom(listener);
        }
    }

    /** Breaks all connections and listens no more; twice is fine. */
    @Override
    public void close() {
        shortLives.end();
        down();
    }

    private Stream<LinkFaults> faults(Direction direction) {
        return switch (direction) {
            case TO_BROKER -> Stream.of(toBroker);
            case TO_CLIENT -> Stream.of(toClient);
            case BOTH -> Stream.of(toBroker, toClient);
        };
    }

    private static ServerSocket bind(int port) {
        try {
            return new ServerSocket(port, 50, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException("A faulty link cannot listen on port " + port, e);
        }
    }

    private void acceptFrom(ServerSocket listening) {
        accepting = startThread("accept", () -> {
            while (!listening.isClosed()) {
                try {
                    Socket client = listening.accept();
                    startThread("connect", () -> connect(listening, client));
                } catch (IOException e) {
                    // closed by down() or close(), which ends the loop
                }
            }
        });
    }

    /** In a thread of its own, because a paused broker with a full backlog keeps one waiting here. */
    private void connect(ServerSocket listening, Socket client) {
        Socket broker = new Socket();
        LinkConnection.Ends ends = new LinkConnection.Ends(name + "-" + accepted.incrementAndGet(), client, broker);
        LinkConnection connection = new LinkConnection(ends, toBroker, toClient, connections::remove);
        connections.add(connection);
        try {
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            broker.connect(new InetSocketAddress("localhost", targetPort), CONNECT_TIMEOUT_MS);
            connection.start();
        } catch (IOException e) {
            connection.reset(); // nobody listens there: the client learns it as a reset
        }
        if (listening.isClosed()) {
            connection.reset(); // down() came between accept and here
        }
    }

    private Thread startThread(String role, Runnable work) {
        Thread thread = new Thread(work, "kafka-sdk-link-" + role + "-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void closeListener() {
        if (listener == null) {
            return;
        }
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A faulty link cannot close port " + port, e);
        } finally {
            listener = null;
        }
        awaitLastAccept();
    }

    /** While a thread is inside accept, the kernel keeps the closed socket open, and it takes connections. */
    private void awaitLastAccept() {
        if (accepting == null) {
            return;
        }
        try {
            accepting.join(CONNECT_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
