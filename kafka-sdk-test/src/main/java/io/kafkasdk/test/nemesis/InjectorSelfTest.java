package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.Direction;
import io.kafkasdk.test.FaultyLink;
import io.kafkasdk.test.KafkaCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Shows before a run that the injectors do what they say: that latency delays, a black hole swallows, a reset resets,
 * short-lived connections die and a paused broker is silent, and that all works again when it is healed. Without it, a run
 * that found nothing may be a run that broke nothing.
 *
 * <p>Asks one broker after another by plain sockets, no Kafka client. Takes some seconds. What the cluster has no links for
 * is left out.
 */
public final class InjectorSelfTest {
    private static final Duration LATENCY = Duration.ofMillis(400);
    private static final Duration SILENCE = Duration.ofMillis(600);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LIFE = Duration.ofMillis(100);

    private final Broker broker;

    private InjectorSelfTest(Broker broker) {
        this.broker = broker;
    }

    /**
     * Runs it; the cluster has to be whole, and is afterwards.
     *
     * @param progress gets a line for each broker
     * @throws NemesisException when an injector does not do what it says
     */
    public static void run(KafkaCluster cluster, Consumer<String> progress) {
        for (Broker broker : cluster.brokers()) {
            InjectorSelfTest test = new InjectorSelfTest(broker);
            try {
                test.pause();
                if (broker.hasLink()) {
                    test.links(broker.link());
                }
            } catch (IOException e) {
                throw new NemesisException(
                        "Self-test of the injectors: " + broker + " does not answer when it should", e);
            }
            progress.accept("self-test: " + broker + " is silent when paused"
                    + (broker.hasLink() ? ", and its link delays, swallows, resets and ends connections" : ""));
        }
    }

    private void links(FaultyLink link) throws IOException {
        try {
            latency(link);
            blackHole(link);
            reset(link);
            shortLives(link);
        } finally {
            link.heal();
        }
        try (RoundTrip healed = open()) {
            healed.answer(PATIENCE);
        }
    }

    private void pause() throws IOException {
        try (RoundTrip trip = open()) {
            trip.answer(PATIENCE);
            broker.pause();
            try {
                expect(trip.isSilent(SILENCE), "a paused broker answers");
            } finally {
                broker.resume();
            }
            trip.awaitLateAnswer(PATIENCE);
        }
    }

    private void latency(FaultyLink link) throws IOException {
        try (RoundTrip trip = open()) {
            trip.answer(PATIENCE);
            link.latency(Direction.TO_CLIENT, LATENCY);
            Duration late = trip.answer(PATIENCE);
            expect(late.compareTo(LATENCY) >= 0, "with a latency of " + LATENCY + " it answers after " + late);
            link.heal();
            expect(trip.isFasterThan(LATENCY, PATIENCE), "the latency of " + LATENCY + " stays after it is healed");
        }
    }

    private void blackHole(FaultyLink link) throws IOException {
        try (RoundTrip trip = open()) {
            trip.answer(PATIENCE);
            link.blackHole(Direction.BOTH);
            expect(trip.isSilent(SILENCE), "an answer comes through a black hole");
            link.heal();
            expect(trip.isBroken(PATIENCE), "a connection that lost bytes in a black hole goes on");
        }
    }

    private void reset(FaultyLink link) throws IOException {
        try (RoundTrip trip = open()) {
            trip.answer(PATIENCE);
            link.reset();
            expect(trip.isBroken(PATIENCE), "a connection outlives a reset");
        }
    }

    private void shortLives(FaultyLink link) throws IOException {
        try (RoundTrip before = open()) {
            before.answer(PATIENCE);
            link.shortLived(LIFE, LIFE.multipliedBy(2), broker.id());
            expect(before.isBroken(PATIENCE), "a connection outlives the time of short-lived ones");
        }
        try (RoundTrip after = open()) {
            expect(after.isBroken(PATIENCE), "a new connection outlives the time of short-lived ones");
        }
        link.heal();
    }

    private RoundTrip open() throws IOException {
        return RoundTrip.open(broker.address());
    }

    private void expect(boolean kept, String otherwise) {
        if (!kept) {
            throw new NemesisException(
                    "Self-test of the injectors, " + broker + ": " + otherwise + "; a run with it would prove nothing");
        }
    }
}
