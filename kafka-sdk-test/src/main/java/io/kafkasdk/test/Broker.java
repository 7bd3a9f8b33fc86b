package io.kafkasdk.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker of a {@link KafkaCluster}: a combined KRaft broker and controller that can be broken and mended.
 *
 * <p>Each node also votes in the controller quorum, so a cluster of three makes no metadata change and elects no leader
 * while two of them are down or paused.
 *
 * <p><b>Threads</b>: safe for use by many threads; one operation on a broker at a time, the others wait.
 *
 * <p><b>Lifecycle</b>: running when the cluster is built; down after {@link #kill()}, {@link #stop()} or a crash, until
 * {@link #start()}; paused between {@link #pause()} and {@link #resume()}.
 */
public final class Broker {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final BrokerNode node;
    private final Readiness readiness;
    private final int quorum;
    private final @Nullable FaultyLink link;

    Broker(BrokerNode node, Readiness readiness, int quorum, @Nullable FaultyLink link) {
        this.node = node;
        this.readiness = readiness;
        this.quorum = quorum;
        this.link = link;
    }

    /** The node id, from 1. */
    public int id() {
        return node.id();
    }

    /** {@code rack-<id>}: every broker has a rack of its own. */
    public String rack() {
        return BrokerProperties.rack(node.id());
    }

    /** Host and port where clients reach it: those of the {@link #link()} when the cluster has faulty links. */
    public String address() {
        return "localhost:" + node.ports().advertised();
    }

    /** Its log file, which grows over restarts and outlives the cluster. */
    public Path log() {
        return node.log();
    }

    /** True when its process lives and is not paused. */
    public boolean isRunning() {
        return node.isRunning();
    }

    /**
     * Ends it at once by SIGKILL, as a crash would, running or paused. Blocks until the process is gone, some
     * milliseconds. The cluster notices after {@code broker.session.timeout.ms}, 9 s by default.
     *
     * @throws IllegalStateException when it is down already
     */
    public void kill() {
        synchronized (node) {
            if (!node.runtime().isAlive()) {
                throw notPossible("kill", "is down already", "start() it first, or ask isRunning()");
            }
            node.runtime().kill();
        }
    }

    /**
     * Shuts it down by SIGTERM: it hands its partitions over first. Blocks until the process has ended, usually 1 to 6 s;
     * after 30 s, which happens when the others have no quorum to hand over to, it is killed.
     *
     * @throws IllegalStateException when it is not running
     */
    public void stop() {
        synchronized (node) {
            if (node.isPaused()) {
                throw notPossible("stop", "is paused and cannot shut down", "resume() it first, or kill() it");
            }
            if (!node.isRunning()) {
                throw notPossible("stop", "is down already", "start() it first, or ask isRunning()");
            }
            if (!node.runtime().terminate(STOP_LIMIT)) {
                LOG.warn(
                        "Broker {} did not shut down within {} s and is killed; its log: {}",
                        node.id(),
                        STOP_LIMIT.toSeconds(),
                        node.log());
                node.runtime().kill();
            }
        }
    }

    /**
     * Freezes it by SIGSTOP, as a long garbage collection or a stalled machine would: its connections stay open and
     * nothing answers. Returns at once.
     *
     * @throws IllegalStateException when it is not running
     */
    public void pause() {
        synchronized (node) {
            if (!node.isRunning()) {
                throw notPossible(
                        "pause",
                        node.isPaused() ? "is paused already" : "is down",
                        node.isPaused() ? "resume() it first" : "start() it first");
            }
            node.pause();
        }
    }

    /**
     * Lets a paused broker go on by SIGCONT. Returns at once; the broker may need seconds to rejoin when it was away
     * longer than its session.
     *
     * @throws IllegalStateException when it is not paused
     */
    public void resume() {
        synchronized (node) {
            if (!node.isPaused()) {
                throw notPossible("resume", "is not paused", "pause() it first, or start() it when it is down");
            }
            node.resume();
        }
    }

    /**
     * Starts it again with the same id, ports and data. Blocks until it and all running brokers see each other
     * registered and unfenced, at most 90 s. Usually that is 3 s plus what is left of its last session, which is up to
     * 9 s right after a {@link #kill()} or {@link #stop()}; {@code broker.session.timeout.ms} makes it shorter.
     *
     * @throws IllegalStateException when it is up, or when too few brokers would run to form a quorum; use
     *     {@link KafkaCluster#startAll()} then
     * @throws KafkaClusterException when it ends or is not ready in time
     */
    public void start() {
        synchronized (node) {
            if (node.runtime().isAlive()) {
                throw notPossible(
                        "start", node.isPaused() ? "is paused" : "is running", "resume(), kill() or stop() it");
            }
            int running = readiness.running().size() + 1;
            if (running < quorum) {
                throw notPossible(
                        "start",
                        "would be " + running + " of the " + quorum + " nodes that the controller quorum needs",
                        "use KafkaCluster.startAll()");
            }
            node.launch();
            readiness.awaitRegistered(List.of(node), START_LIMIT);
        }
    }

    /**
     * The TCP link between clients and this broker, where faults are injected. Replication does not pass through it.
     *
     * @throws IllegalStateException when the cluster was built without faulty links
     */
    public FaultyLink link() {
        if (link == null) {
            throw new IllegalStateException("Clients reach broker " + node.id()
                    + " directly; build the cluster with withFaultyLinks() or @KafkaClusterTest(faultyLinks = true)");
        }
        return link;
    }

    /** True when clients reach it through a {@link #link()}. */
    public boolean hasLink() {
        return link != null;
    }

    void healLink() {
        if (link != null) {
            link.heal();
        }
    }

    @Override
    public String toString() {
        return "broker " + node.id() + " at " + address();
    }

    private IllegalStateException notPossible(String operation, String why, String cure) {
        return new IllegalStateException("Cannot " + operation + " broker " + node.id() + ": it " + why + "; " + cure);
    }
}
