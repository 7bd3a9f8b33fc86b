package io.kafkasdk.cluster;

import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.settings.NearestName;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster about itself, read only. Every answer is bounded in time, and what could not be read is said, never
 * guessed.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; every method blocks, so none belongs on an I/O thread.
 *
 * <p><b>Lifecycle:</b> the Admin client stays its owner's; nothing to close.
 *
 * <p><b>Guarantee:</b> a method returns within its stated time, whatever the brokers do.
 */
public final class ClusterInspector {

    /** The longest time that any call of the inspector waits. */
    public static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);

    private final Supplier<Admin> admin;
    private final BootstrapProbe probe;
    private final Duration callTimeout;
    private final AccessCures access;
    private final TopicReader reader;
    private final TimedCalls calls;

    /**
     * Makes an inspector; asks nothing yet.
     *
     * @param admin gives the Admin client, the same one each time; may throw a {@link KafkaSdkException}
     * @param probe says why no broker answers
     * @param callTimeout the longest time of one call, at most 5 s: a longer one is cut to that
     */
    public ClusterInspector(Supplier<Admin> admin, BootstrapProbe probe, Duration callTimeout) {
        this(admin, probe, callTimeout, CallListener.NONE);
    }

    /**
     * Makes an inspector as the other constructor does.
     *
     * @param listener told of every question; what {@link #unreachable} does is none
     */
    public ClusterInspector(Supplier<Admin> admin, BootstrapProbe probe, Duration callTimeout, CallListener listener) {
        this.admin = admin;
        this.calls = new TimedCalls(listener, System::nanoTime);
        this.probe = probe;
        this.access = probe.access();
        this.reader = new TopicReader(access);
        this.callTimeout = callTimeout.compareTo(LONGEST_CALL) > 0 ? LONGEST_CALL : callTimeout;
    }

    /**
     * Looks at topics, each on its own: one that cannot be read does not spoil the others. Blocks up to the limit.
     *
     * @param names the topics
     * @param limit the longest time to block; cut to the call timeout
     * @return an answer for each name, in the order given
     */
    public Map<String, TopicLookup> topics(Collection<String> names, Duration limit) {
        Set<String> distinct = new LinkedHashSet<>(names);
        if (distinct.isEmpty()) {
            return Map.of();
        }
        return calls.time(
                "describeTopics",
                () -> read(distinct, limit),
                answers -> answers.values().stream().anyMatch(answer -> !(answer instanceof TopicLookup.Unreadable)));
    }

    private Map<String, TopicLookup> read(Set<String> distinct, Duration limit) {
        try {
            return reader.read(admin.get(), distinct, Deadline.in(shorter(limit)));
        } catch (KafkaSdkException noClient) {
            Map<String, TopicLookup> answers = new LinkedHashMap<>();
            distinct.forEach(name -> answers.put(name, new TopicLookup.Unreadable(name, noClient.diagnosis())));
            return answers;
        }
    }

    /**
     * Asks for the ids of topics, which tell a topic from one of the same name that was made later (KIP-516). Never blocks,
     * needs no right but DESCRIBE on the topics.
     *
     * @param names the topics
     * @return ends within the call timeout, on a thread of the Admin client. Fails when nothing could be read of any topic
     * @throws KafkaSdkException when there is no Admin client
     */
    public CompletionStage<TopicIdentities> topicIds(Collection<String> names) {
        return names.isEmpty()
                ? CompletableFuture.completedStage(TopicIdentities.NONE)
                : calls.timeStage("describeTopics", () -> TopicIds.ask(admin.get(), names, millis(callTimeout)));
    }

    /**
     * Returns the end of each partition: the offset that the next record gets, or with READ_COMMITTED the last stable
     * offset. Blocks up to the call timeout.
     *
     * @param partitions the partitions to ask about
     * @param isolation which end
     * @return the ends that are known; a partition that does not exist, has no leader or did not answer is absent
     * @throws KafkaSdkException when none could be read for another reason: unreachable, or a right is missing
     */
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, IsolationLevel isolation) {
        return endOffsets(partitions, isolation, callTimeout);
    }

    /**
     * As {@link #endOffsets(Collection, IsolationLevel)}, but blocks up to the limit.
     *
     * @param limit the longest time to block; cut to the call timeout
     */
    public Map<TopicPartition, Long> endOffsets(
            Collection<TopicPartition> partitions, IsolationLevel isolation, Duration limit) {
        return offsets(partitions, OffsetSpec.latest(), new ListOffsetsOptions(isolation), limit);
    }

    /**
     * Returns the first offset that retention has left of each partition; otherwise as
     * {@link #endOffsets(Collection, IsolationLevel, Duration)}.
     *
     * @param partitions the partitions to ask about
     * @param limit the longest time to block; cut to the call timeout
     */
    public Map<TopicPartition, Long> startOffsets(Collection<TopicPartition> partitions, Duration limit) {
        return offsets(partitions, OffsetSpec.earliest(), new ListOffsetsOptions(), limit);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec spec, ListOffsetsOptions options, Duration limit) {
        return partitions.isEmpty() ? Map.of() : calls.time("listOffsets", () -> ask(partitions, spec, options, limit));
    }

    private Map<TopicPartition, Long> ask(
            Collection<TopicPartition> partitions, OffsetSpec spec, ListOffsetsOptions options, Duration limit) {
        Duration bound = shorter(limit);
        Deadline deadline = Deadline.in(bound);
        Map<TopicPartition, OffsetSpec> specs = new LinkedHashMap<>();
        partitions.forEach(partition -> specs.put(partition, spec));
        ListOffsetsResult result = admin.get().listOffsets(specs, options.timeoutMs(millis(bound)));
        Map<TopicPartition, Long> found = new HashMap<>();
        Diagnosis refused = null;
        for (TopicPartition partition : specs.keySet()) {
            try {
                found.put(
                        partition,
                        AdminCalls.await(result.partitionResult(partition), deadline)
                                .offset());
            } catch (ExecutionException | TimeoutException e) {
                Diagnosis why =
                        AdminCalls.diagnose(access, "listOffsets", "Describe", AdminCalls.topic(partition.topic()), e);
                refused = absent(why.kind()) ? refused : why;
            }
        }
        if (found.isEmpty() && refused != null) {
            throw new KafkaSdkException(refused, null);
        }
        return found;
    }

    /**
     * Returns which brokers there are. Blocks up to the call timeout, and 3 s more to find out why nobody answers.
     *
     * @throws KafkaSdkException when the cluster does not answer or does not accept us, with the reason per bootstrap
     *     address
     */
    public ClusterSnapshot snapshot() {
        return calls.time("describeCluster", () -> snapshot(callTimeout, PROBE_LIMIT));
    }

    /**
     * Returns which brokers there are. Blocks up to the limit; does not look into why nobody answers.
     *
     * @param limit the longest time to block; cut to the call timeout
     * @throws KafkaSdkException when the cluster does not answer in time or does not accept us
     */
    public ClusterSnapshot snapshot(Duration limit) {
        return calls.time("describeCluster", () -> snapshot(shorter(limit), Duration.ZERO));
    }

    private ClusterSnapshot snapshot(Duration limit, Duration probeLimit) {
        Deadline deadline = Deadline.in(limit);
        DescribeClusterResult result =
                admin.get().describeCluster(new DescribeClusterOptions().timeoutMs(millis(limit)));
        try {
            Collection<Node> nodes = AdminCalls.await(result.nodes(), deadline);
            List<Broker> brokers = nodes.stream()
                    .map(node -> new Broker(node.id(), node.host(), node.port(), node.rack()))
                    .sorted(Comparator.comparingInt(Broker::id))
                    .toList();
            return new ClusterSnapshot(AdminCalls.await(result.clusterId(), deadline), brokers);
        } catch (ExecutionException | TimeoutException e) {
            Diagnosis diagnosis = AdminCalls.diagnose(access, "describeCluster", "no right", "the cluster", e);
            if (diagnosis.kind() == ErrorKind.UNREACHABLE && !probeLimit.isZero()) {
                diagnosis = unreachable(probeLimit).orElse(diagnosis);
            }
            throw new KafkaSdkException(diagnosis, e);
        }
    }

    /**
     * Returns which features the cluster has switched on, such as {@code group.version}; needs no right. Blocks up to the
     * limit.
     *
     * @param limit the longest time to block; cut to the call timeout
     * @return the finalized level of each feature; a feature that is off is absent
     * @throws KafkaSdkException when the cluster does not answer in time or does not accept us
     */
    public Map<String, Integer> features(Duration limit) {
        return calls.time("describeFeatures", () -> finalized(limit));
    }

    private Map<String, Integer> finalized(Duration limit) {
        Duration bound = shorter(limit);
        DescribeFeaturesOptions options = new DescribeFeaturesOptions().timeoutMs(millis(bound));
        try {
            Map<String, FinalizedVersionRange> finalized = AdminCalls.await(
                            admin.get().describeFeatures(options).featureMetadata(), Deadline.in(bound))
                    .finalizedFeatures();
            Map<String, Integer> levels = new HashMap<>();
            finalized.forEach((feature, range) -> levels.put(feature, (int) range.maxVersionLevel()));
            return levels;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaSdkException(
                    AdminCalls.diagnose(access, "describeFeatures", "no right", "the cluster", e), e);
        }
    }

    /**
     * Says what is wrong with the bootstrap addresses. Blocks up to the limit.
     *
     * @param limit the longest time to block
     * @return what each address answers, or empty when at least one answers as the Kafka listener we expect
     */
    public Optional<Diagnosis> unreachable(Duration limit) {
        return probe.run(limit);
    }

    /**
     * Asks some brokers whether they answer: connects to the addresses that they advertise, 8 at a time, sends no secret
     * and trusts no certificate. Blocks up to the limit; a port that refuses is known within milliseconds.
     *
     * @param ids the ids of the brokers; where they are is known from the topics they hold, or asked for
     * @param limit the longest time to block; cut to the call timeout. A broker that has not answered by then is silent if
     *     it had a second or more, else nothing is known about it
     * @return by id empty for a broker that answers, and for a silent one its address and what that does instead, such as
     *     {@code host:9092 refuses the connection}; a broker that the cluster does not list as alive counts as silent. One
     *     that there was no time to ask is absent. Silent means from here: other hosts may reach it
     * @throws KafkaSdkException when the cluster does not say where its brokers are
     */
    public Map<Integer, Optional<String>> askBrokers(Set<Integer> ids, Duration limit) {
        return ids.isEmpty() ? Map.of() : calls.time("connect", () -> ask(ids, limit));
    }

    private Map<Integer, Optional<String>> ask(Set<Integer> ids, Duration limit) {
        Deadline deadline = Deadline.in(shorter(limit));
        // The last look at the topics told where their brokers are: one call less to a cluster that is in trouble.
        Map<Integer, Optional<String>> addresses = new HashMap<>(reader.addresses());
        if (!addresses.keySet().containsAll(ids)) {
            nodes(deadline).forEach(node -> addresses.put(node.id(), TopicReader.address(node)));
        }
        // In the order of the question: where time is short, the last ones are left out.
        Map<Integer, String> listed = new LinkedHashMap<>();
        Map<Integer, Optional<String>> answers = new TreeMap<>();
        for (int id : ids) {
            addresses
                    .getOrDefault(id, Optional.empty())
                    .ifPresentOrElse(
                            address -> listed.put(id, address),
                            () -> answers.put(id, Optional.of("the cluster does not list it as alive")));
        }
        answers.putAll(BrokerProbe.ask(listed, probe.expectation(), deadline));
        return answers;
    }

    private Collection<Node> nodes(Deadline deadline) {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(millis(deadline.remaining()));
        try {
            return AdminCalls.await(admin.get().describeCluster(options).nodes(), deadline);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaSdkException(
                    AdminCalls.diagnose(access, "describeCluster", "no right", "the cluster", e), e);
        }
    }

    /**
     * Finds the topic that a misspelt name was probably meant to be, among those we may see.
     *
     * @param misspelt a name that does not exist
     * @param limit the longest time to block; cut to the call timeout
     * @return the nearest name, or empty when none is near or the cluster does not say
     */
    public Optional<String> nearestTopic(String misspelt, Duration limit) {
        return calls.time("listTopics", () -> nearest(misspelt, limit));
    }

    private Optional<String> nearest(String misspelt, Duration limit) {
        Duration bound = shorter(limit);
        try {
            Set<String> names = AdminCalls.await(
                    admin.get()
                            .listTopics(new ListTopicsOptions().timeoutMs(millis(bound)))
                            .names(),
                    Deadline.in(bound));
            return Optional.ofNullable(nearest(misspelt, names));
        } catch (ExecutionException | TimeoutException | KafkaSdkException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String nearest(String misspelt, Set<String> names) {
        Set<String> others =
                names.stream().filter(name -> !name.equals(misspelt)).collect(Collectors.toSet());
        return NearestName.of(misspelt, others);
    }

    private static boolean absent(ErrorKind kind) {
        return kind == ErrorKind.TOPIC_MISSING || kind == ErrorKind.NO_LEADER;
    }

    private Duration shorter(Duration limit) {
        return limit.compareTo(callTimeout) < 0 ? limit : callTimeout;
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, duration.toMillis());
    }
}
