package io.kafkasdk.share;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.HandlerTracing;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.deadletter.DeadLetterWriter;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ShareSettings;
import io.kafkasdk.settings.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * All members of share groups of one application on one cluster; {@code KafkaSdk} is the door for users.
 *
 * <p><b>Threads:</b> all methods may be called from any thread.
 *
 * <p><b>Lifecycle:</b> consumers that were closed leave the pool by themselves. One that failed stays, to be seen, until it
 * is closed or another one of its group is made.
 */
public final class SharePool {

    private final ClusterSettings cluster;
    private final String application;
    private final ConsumerListener listener;
    private final Surroundings surroundings;
    private final List<SharedMember<?, ?>> members = new ArrayList<>();
    private boolean closed;

    /**
     * Makes an empty pool.
     *
     * @param cluster where the consumers connect to
     * @param application the first part of every client.id
     * @param listener told what the consumers do
     * @param surroundings what consumers need beside the cluster
     */
    public SharePool(
            ClusterSettings cluster, String application, ConsumerListener listener, Surroundings surroundings) {
        this.cluster = cluster;
        this.application = application;
        this.listener = listener;
        this.surroundings = surroundings;
    }

    /**
     * What consumers need beside the cluster.
     *
     * @param admin asks about groups; the same client each time
     * @param deadLetters makes the writer of a group's dead letters
     * @param tracing put around handlers
     */
    public record Surroundings(
            Supplier<Admin> admin, Function<String, DeadLetterWriter> deadLetters, HandlerTracing tracing) {}

    /**
     * Makes a member that is not started: no thread and no connection yet. A second one of a group has {@code -2} at the end
     * of its client.id.
     *
     * @param settings what to read
     * @param handler does the work
     * @param profileDefault the tuning where the settings name none
     * @throws InvalidSettingsException when no topic is named
     * @throws KafkaSdkException when the pool is closed, or virtual threads are wanted on a JVM without
     */
    public synchronized <K, V> SharedConsumer open(
            ShareSettings<K, V> settings, RecordHandler<K, V> handler, ClientTuning profileDefault) {
        if (closed) {
            throw new KafkaSdkException(
                    new Diagnosis(
                            ErrorKind.CLOSED,
                            "No consumer can be made for share group '" + settings.group() + "'",
                            "the SDK is closed",
                            "make consumers before closing it"),
                    null);
        }
        if (settings.topics().isEmpty()) {
            throw new InvalidSettingsException(
                    "share group '" + settings.group() + "'",
                    List.of(new Violation("topics", "[]", "needs at least one topic", "name it with topics(...)")));
        }
        members.removeIf(member -> member.group().equals(settings.group()) && member.isOver());
        String clientId = freeClientId(settings.group());
        SharedMember<K, V> member = new SharedMember<>(
                settings,
                surroundings.tracing().ofRecords(handler, settings.group(), clientId),
                new SharedMember.Place(
                        clientId,
                        ShareConfig.of(cluster, settings, profileDefault, clientId),
                        new GroupLook(settings.group(), settings.failures(), surroundings.admin()),
                        new ShareEvents(settings.group(), listener, System::nanoTime),
                        surroundings.deadLetters().apply(settings.group())::write),
                new ShareWorkers(settings.threads(), clientId, settings.concurrency()));
        members.add(member);
        return member;
    }

    /** Returns the consumers that are not closed, in the order they were made; failed ones until they are replaced. */
    public synchronized Collection<SharedConsumer> consumers() {
        return List.copyOf(live());
    }

    /**
     * Closes all consumers at the same time and makes no more.
     *
     * @param timeout the longest time to take for all together; negative counts as 0, more than a year as a year
     */
    public void close(Duration timeout) {
        Duration bounded = Deadline.bounded(timeout);
        Deadline deadline = Deadline.in(bounded);
        List<SharedMember<?, ?>> leaving;
        synchronized (this) {
            closed = true;
            leaving = live();
        }
        leaving.forEach(member -> member.requestClose(bounded));
        leaving.forEach(member -> member.close(deadline.remaining()));
    }

    private List<SharedMember<?, ?>> live() {
        members.removeIf(member -> member.state() == ConsumerState.CLOSED);
        return List.copyOf(members);
    }

    private String freeClientId(String group) {
        Set<String> taken = live().stream().map(SharedMember::clientId).collect(Collectors.toSet());
        // A consumer group may have the same name in this application: its client.id has no ending.
        String first = application + "." + group + ".share";
        String candidate = first;
        for (int number = 2; taken.contains(candidate); number++) {
            candidate = first + "-" + number;
        }
        return candidate;
    }
}
