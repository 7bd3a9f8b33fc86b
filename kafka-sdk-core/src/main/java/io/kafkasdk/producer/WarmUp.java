package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.SdkThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Fetches the metadata of declared topics, so that the first send does not wait for it. */
final class WarmUp {

    private static final Duration LONGEST = Duration.ofSeconds(3);

    private WarmUp() {}

    /** Blocks up to 3 s. */
    static void run(AcksGuard guard, GuardedProducer<?, ?> producer, Collection<String> topics) {
        // Where the guard could not read the topic, waiting for its metadata would be in vain.
        List<String> readable = topics.stream()
                .filter(topic -> guard.safetyOf(topic).facts() != null)
                .toList();
        if (!readable.isEmpty() && producer instanceof KafkaGuardedProducer<?, ?> kafka) {
            // Kafka's wait has no bound but its own; a thread can be left behind.
            Deadline deadline = Deadline.in(LONGEST);
            Thread warmer =
                    SdkThreads.newThread("warm", producer.clientId(), () -> fetch(kafka.clients(), readable, deadline));
            warmer.start();
            if (!join(warmer, deadline)) {
                warmer.interrupt();
            }
        }
    }

    private static void fetch(WriteClients clients, List<String> topics, Deadline deadline) {
        for (String topic : topics) {
            if (!clients.warm(topic, deadline)) {
                return;
            }
        }
    }

    /** Returns whether the thread ended in time. */
    static boolean join(Thread thread, Deadline deadline) {
        try {
            thread.join(Math.max(1, deadline.remaining().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
