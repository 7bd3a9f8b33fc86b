package io.kafkasdk.internal;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the open Kafka producers of a JVM, of all SDKs together: an SDK per request never meets the bound of one of them.
 * Where the SDK is loaded by several class loaders, each counts its own.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class OpenClients {

    /** Four times what one SDK may open: far more than an application needs, far fewer than a leak makes. */
    static final int MOST = 256;

    static final OpenClients IN_JVM = new OpenClients(MOST);

    private static final Logger log = LoggerFactory.getLogger(OpenClients.class);
    private static final int SHOWN = 5;
    private static final int MOST_REMEMBERED = 1_000;

    private final int most;
    private final Map<String, Integer> byClientId = new HashMap<>();
    /** The client.ids that the log names already. */
    private final Set<String> complained = new HashSet<>();

    private int open;

    OpenClients(int most) {
        this.most = most;
    }

    /** The place of one open producer; closing it twice is fine. */
    final class Place implements AutoCloseable {

        private final String clientId;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(String clientId) {
            this.clientId = clientId;
        }

        String clientId() {
            return clientId;
        }

        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                leave(clientId);
            }
        }
    }

    /**
     * Takes a place.
     *
     * @throws KafkaSdkException when all are taken
     */
    Place enter(String clientId) {
        if (enterNamed(clientId)) {
            log.warn(
                    "Two open producers of this JVM have the client.id '{}': quotas, broker logs and JMX cannot tell them"
                            + " apart, and it is what a leak of KafkaSdks looks like. Use one KafkaSdk per application and"
                            + " cluster, or another application name for the second one",
                    clientId);
        }
        return new Place(clientId);
    }

    /** Takes a place beside the one that this one is to replace: nobody has to be told of that. */
    Place succeed(String clientId) {
        take(clientId);
        return new Place(clientId);
    }

    private synchronized int take(String clientId) {
        if (open >= most) {
            throw full(clientId);
        }
        open++;
        return byClientId.merge(clientId, 1, Integer::sum);
    }

    /** Returns whether this one shares its name with another one, and nobody was told yet. */
    private synchronized boolean enterNamed(String clientId) {
        return take(clientId) > 1 && complained.size() < MOST_REMEMBERED && complained.add(clientId);
    }

    private synchronized void leave(String clientId) {
        open--;
        byClientId.computeIfPresent(clientId, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Returns how many producers of that name are open. */
    synchronized int open(String clientId) {
        return byClientId.getOrDefault(clientId, 0);
    }

    private KafkaSdkException full(String clientId) {
        String mostFrequent = byClientId.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.OVERLOADED,
                        "The Kafka client '" + clientId + "' could not be created",
                        open + " Kafka producers are open in this JVM, the most there may be; most often: "
                                + mostFrequent,
                        "make one KafkaSdk per application, share its producers, and close those that are done; one per"
                                + " request overloads the brokers"),
                null);
    }
}
