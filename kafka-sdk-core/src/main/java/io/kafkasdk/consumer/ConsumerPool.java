package io.kafkasdk.consumer;

import io.kafkasdk.deadletter.DeadLetterWriter;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.VirtualThreads;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LogBounds;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.StartPosition;
import io.kafkasdk.settings.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.IsolationLevel;

/**
 * All consumers of one application on one cluster; {@code KafkaSdk} is the door for users.
 *
 * <p><b>Threads:</b> all methods may be called from any thread.
 *
 * <p><b>Lifecycle:</b> consumers that were closed leave the pool by themselves. One that failed stays, to be seen, until it
 * is closed or another one of its group is made.
 */
public final class ConsumerPool {

    private final ClusterSettings cluster;
    private final String application;
    private final ConsumerListener listener;
    private final Patience patience;
    private final Surroundings surroundings;
    private final ProtocolQuestion protocols;
    private final List<GroupMember<?, ?>> members = new ArrayList<>();
    private final LagQuestions questions = new LagQuestions();
    private boolean closed;

    /**
     * Makes an empty pool that does not know what the cluster offers: its consumers speak the classic group protocol,
     * unless they name another, and write no dead letters.
     *
     * @param cluster where the consumers connect to
     * @param application the first part of every client.id
     * @param listener told what the consumers do
     */
    public ConsumerPool(ClusterSettings cluster, String application, ConsumerListener listener) {
        this(cluster, application, listener, Patience.DEFAULT);
    }

    ConsumerPool(ClusterSettings cluster, String application, ConsumerListener listener, Patience patience) {
        this(
                cluster,
                application,
                listener,
                new Surroundings(ConsumerPool::noDeadLetters, Map::of, TopicLives.UNKNOWN, HandlerTracing.NONE),
                patience);
    }

    /**
     * What consumers need beside the cluster.
     *
     * @param deadLetters makes the writer of a group's dead letters
     * @param features returns the finalized level of each feature of the cluster, or throws a KafkaSdkException; asked
     *     when a consumer starts, so it must answer within seconds
     * @param lives tells topics from others of the same name that were made later
     * @param tracing put around handlers
     */
    public record Surroundings(
            Function<String, DeadLetterWriter> deadLetters,
            Supplier<Map<String, Integer>> features,
            TopicLives lives,
            HandlerTracing tracing) {}

    /**
     * Makes an empty pool.
     *
     * @param cluster where the consumers connect to
     * @param application the first part of every client.id
     * @param listener told what the consumers do
     * @param surroundings what consumers need beside the cluster
     */
    public ConsumerPool(
            ClusterSettings cluster, String application, ConsumerListener listener, Surroundings surroundings) {
        this(cluster, application, listener, surroundings, Patience.DEFAULT);
    }

    ConsumerPool(
            ClusterSettings cluster,
            String application,
            ConsumerListener listener,
            Surroundings surroundings,
            Patience patience) {
        this.surroundings = surroundings;
        this.cluster = cluster;
        this.application = application;
        this.listener = listener;
        this.patience = patience;
        this.protocols = new ProtocolQuestion(surroundings.features(), System::nanoTime);
    }

    private static DeadLetterWriter noDeadLetters(String group) {
        return new DeadLetterWriter(group, () -> {
            throw new IllegalStateException("there is no producer for dead letters of group '" + group + "'");
        });
    }

    /**
     * Makes a consumer that is not started: no thread and no connection yet. A second one of a group shares the group's
     * partitions with the first and has {@code -2} at the end of its client.id.
     *
     * @param settings what to read
     * @param handler does the work
     * @param profileDefault the tuning where the settings name none
     * @throws InvalidSettingsException when no topic is named, or a live consumer of this group reads other topics or has
     *     the same instance
     * @throws KafkaSdkException of kind CLOSED when the pool is closed
     */
    public <K, V> ManagedConsumer open(
            ConsumerSettings<K, V> settings, RecordHandler<K, V> handler, ClientTuning profileDefault) {
        return open(settings, new Handling.Each<>(handler), profileDefault);
    }

    /** Like {@link #open}, for a handler of batches. */
    public <K, V> ManagedConsumer openForBatches(
            ConsumerSettings<K, V> settings, BatchHandler<K, V> handler, ClientTuning profileDefault) {
        return open(settings, new Handling.Batches<>(handler), profileDefault);
    }

    /** Like {@link #open}, for an asynchronous handler. */
    public <K, V> ManagedConsumer openAsync(
            ConsumerSettings<K, V> settings, AsyncHandler<K, V> handler, ClientTuning profileDefault) {
        return open(settings, new Handling.Asynchronous<>(handler), profileDefault);
    }

    private synchronized <K, V> ManagedConsumer open(
            ConsumerSettings<K, V> settings, Handling<K, V> handling, ClientTuning profileDefault) {
        if (closed) {
            throw new KafkaSdkException(
                    new Diagnosis(
                            ErrorKind.CLOSED,
                            "No consumer can be made for group '" + settings.group() + "'",
                            "the SDK is closed",
                            "make consumers before closing it"),
                    null);
        }
        // Whoever failed is replaced by a new one: it keeps neither its name nor a say about topics.
        members.removeIf(member -> member.group().equals(settings.group()) && member.isOver());
        List<GroupMember<?, ?>> sameGroup = live().stream()
                .filter(member -> member.group().equals(settings.group()))
                .filter(member -> member.state() != ConsumerState.FAILED)
                .toList();
        check(settings, sameGroup);
        String clientId = freeClientId(settings.group(), sameGroup);
        GroupConfig.Wishes wishes = new GroupConfig.Wishes(cluster, settings, profileDefault, clientId);
        StartConfig config = new StartConfig(offer -> GroupConfig.of(wishes, offer), protocols::ask);
        DeadLetterWriter deadLetters = surroundings.deadLetters().apply(settings.group());
        GroupMember<K, V> member = new GroupMember<>(
                settings,
                handling.traced(surroundings.tracing(), settings.group(), clientId),
                new GroupMember.Place(config, clientId, listener, deadLetters, surroundings.lives(), patience));
        members.add(member);
        return member;
    }

    /** Returns the consumers that are not closed, in the order they were made; failed ones until they are replaced. */
    public synchronized Collection<ManagedConsumer> consumers() {
        return List.copyOf(live());
    }

    /**
     * A consumer with what it reads.
     *
     * @param consumer the consumer
     * @param topics the topics that it reads, at least one
     * @param start where its group starts in a partition without a commit
     * @param isolation which records it reads
     */
    public record Subscriber(
            ManagedConsumer consumer, Set<String> topics, StartPosition start, IsolationLevel isolation) {

        /** Copies the set. */
        public Subscriber {
            topics = Set.copyOf(topics);
        }
    }

    /** Returns the consumers that are not closed, with what they read; a copy. */
    public synchronized Collection<Subscriber> subscribers() {
        return live().stream().map(ConsumerPool::subscriber).toList();
    }

    private static Subscriber subscriber(GroupMember<?, ?> member) {
        ConsumerSettings<?, ?> settings = member.settings();
        return new Subscriber(
                member,
                Set.copyOf(settings.topics()),
                settings.startPosition(),
                member.lagTracker().isolation());
    }

    /**
     * Asks for the bounds of logs that consumers cannot learn by fetching: the ends where a partition is paused, idle or
     * without a leader, the starts where records wait; to be called every second or two. Blocks as long as the questions
     * do; asks nothing when nothing is stale. A question that fails is logged, once a minute, and leaves the lag to become
     * unknown.
     *
     * @param logs answers
     */
    public void refreshLag(LogBounds logs) {
        List<LagTracker> trackers;
        synchronized (this) {
            trackers = live().stream().<LagTracker>map(GroupMember::lagTracker).toList();
        }
        questions.ask(trackers, logs);
    }

    /** Looks how the consumption of all consumers goes; to be called every few seconds. Does not block. */
    public void lookAtLag() {
        List<GroupMember<?, ?>> looked;
        synchronized (this) {
            looked = live();
        }
        looked.forEach(GroupMember::lookAtLag);
    }

    /** Looks whether the poll threads of all consumers come round; to be called every second or so. Does not block. */
    public void lookForStalls() {
        List<GroupMember<?, ?>> looked;
        synchronized (this) {
            looked = live();
        }
        looked.forEach(GroupMember::lookForStall);
    }

    /**
     * Closes all consumers at the same time and makes no more. Handlers that run are left alone for the drain timeout of
     * their consumer, or for what the timeout allows with time left to commit.
     *
     * @param timeout the longest time to take for all together; negative counts as 0, more than a year as a year
     */
    public void close(Duration timeout) {
        Duration bounded = Deadline.bounded(timeout);
        Deadline deadline = Deadline.in(bounded);
        List<GroupMember<?, ?>> leaving;
        synchronized (this) {
            closed = true;
            leaving = live();
        }
        leaving.forEach(member -> member.requestClose(bounded));
        leaving.forEach(member -> member.close(deadline.remaining()));
    }

    private List<GroupMember<?, ?>> live() {
        members.removeIf(member -> member.state() == ConsumerState.CLOSED);
        return List.copyOf(members);
    }

    private static void check(ConsumerSettings<?, ?> settings, List<GroupMember<?, ?>> sameGroup) {
        List<Violation> violations = new ArrayList<>();
        if (settings.topics().isEmpty()) {
            violations.add(new Violation("topics", "[]", "needs at least one topic", "name it with topics(...)"));
        }
        if (settings.threads() == HandlerThreads.VIRTUAL && !VirtualThreads.areHere()) {
            violations.add(new Violation(
                    "threads",
                    "VIRTUAL",
                    "needs Java 21 or later, this is Java " + Runtime.version().feature(),
                    "run on a newer Java, or choose HandlerThreads.PLATFORM"));
        }
        Set<String> topics = new HashSet<>(settings.topics());
        for (GroupMember<?, ?> other : sameGroup) {
            if (!topics.equals(new HashSet<>(other.settings().topics()))) {
                violations.add(new Violation(
                        "topics",
                        settings.topics().toString(),
                        "must be the same for all consumers of a group: " + other.clientId() + " reads "
                                + other.settings().topics() + ", and each would wait for the other's partitions",
                        "use another group, or the same topics"));
            }
        }
        String instance = settings.instance();
        sameGroup.stream()
                .filter(other ->
                        instance != null && instance.equals(other.settings().instance()))
                .forEach(other -> violations.add(new Violation(
                        "instance",
                        "'" + instance + "'",
                        "is the name of one live consumer of a group, and " + other.clientId() + " has it",
                        "close that one first, or give each its own name with instance(...)")));
        if (!violations.isEmpty()) {
            throw new InvalidSettingsException("consumer group '" + settings.group() + "'", violations);
        }
    }

    private String freeClientId(String group, List<GroupMember<?, ?>> sameGroup) {
        Set<String> taken = sameGroup.stream().map(GroupMember::clientId).collect(Collectors.toSet());
        String first = application + "." + group;
        String candidate = first;
        for (int number = 2; taken.contains(candidate); number++) {
            candidate = first + "-" + number;
        }
        return candidate;
    }
}
