package io.kafkasdk;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.TopicCure;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.cluster.ClusterSnapshot;
import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.consumer.AdoptedConsumer;
import io.kafkasdk.consumer.AsyncHandler;
import io.kafkasdk.consumer.BatchHandler;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.deadletter.ReplayFailedException;
import io.kafkasdk.deadletter.ReplayReport;
import io.kafkasdk.deadletter.ReplaySettings;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.metrics.OpenClient;
import io.kafkasdk.producer.AdoptedProducer;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.ShareSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.share.SharedConsumer;
import io.kafkasdk.transaction.TransactionalProducer;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import io.kafkasdk.tuning.TuningReport;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * The entry to the SDK for one application on one cluster: makes producers and consumers, watches over them, and closes
 * all it made.
 *
 * <pre>{@code
 * try (KafkaSdk sdk = KafkaSdk.builder()
 *         .cluster(ClusterSettings.of("localhost:9092"))
 *         .application("order-service")
 *         .meterRegistry(registry)
 *         .build()) {
 *     GuardedProducer<String, Order> orders = sdk.producer(ProducerSettings.named("orders", keys, values));
 *     orders.send("orders", order.id(), order).thenAccept(receipt -> log.info("{}", receipt));
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> one for the life of the application. Connects with the first producer or consumer. Closing it
 * closes consumers first, then producers, so that what handlers send still goes out.
 */
public final class KafkaSdk implements AutoCloseable {

    private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final String application;
    private final TuningProfile profile;
    private final Assembly assembly;

    KafkaSdk(String application, TuningProfile profile, Assembly assembly) {
        this.application = application;
        this.profile = profile;
        this.assembly = assembly;
    }

    /** Returns a builder with all defaults. */
    public static KafkaSdkBuilder builder() {
        return new KafkaSdkBuilder();
    }

    /** Returns the application's name. */
    public String application() {
        return application;
    }

    /** Returns the alias of its cluster, as in the settings: the tag {@code cluster} of all meters. */
    public String cluster() {
        return assembly.cluster();
    }

    /** Returns where its clients find the cluster, as in the settings: each one {@code host:port}. */
    public List<String> bootstrapServers() {
        return assembly.bootstrapServers();
    }

    /**
     * Returns the producer of that name; makes it the first time. Blocks up to 8 s when the settings declare topics, while
     * the guard looks at them and their metadata is fetched; otherwise it does not block. An unreachable cluster is no error here: sends say so.
     *
     * @param settings what it is for; the same name with other settings is an error while the first one is open
     * @return shared by all who ask for this name
     * @throws InvalidSettingsException when the settings contradict each other
     * @throws UnsafeTopicException when the rules refuse a declared topic
     * @throws KafkaSdkException when the name is taken by other settings, the client cannot be made, such as for a
     *     bootstrap host that does not resolve, or the SDK is closed
     */
    public <K, V> GuardedProducer<K, V> producer(ProducerSettings<K, V> settings) {
        assembly.watch();
        return opened(assembly.producers().open(settings, profile.producer()));
    }

    /**
     * Returns the producer of that name like {@link #producer}, but does not wait for the topics that the settings declare:
     * they are looked at meanwhile. Call {@link #awaitPreflight} before the application takes on work. For frameworks that
     * start while the cluster may be away. Blocks only while the bootstrap hosts are resolved; where none resolves, sends fail
     * until one does, unless the rules allow {@link io.kafkasdk.acks.Durability#LEADER}, which needs a host at once.
     *
     * @param settings what it is for; the same name with other settings is an error while the first one is open
     * @return shared by all who ask for this name
     * @throws InvalidSettingsException when the settings contradict each other
     * @throws KafkaSdkException when the name is taken by other settings, the client cannot be made, or the SDK is closed
     */
    public <K, V> GuardedProducer<K, V> openProducer(ProducerSettings<K, V> settings) {
        assembly.watch();
        GuardedProducer<K, V> producer = opened(assembly.producers().openAtOnce(settings, profile.producer()));
        assembly.preflight().begin(assembly.producers(), producer, new LinkedHashSet<>(settings.topics()));
        return producer;
    }

    /**
     * Waits until the declared topics of all producers that {@link #openProducer} made are looked at. Blocks up to 8 s
     * while the cluster answers, and else no longer than the patience: a cluster that does not answer refuses nothing now,
     * and topics that turn out unsafe later are refused record by record.
     *
     * @param patience how long to wait until some bootstrap address answers, counted from this call; 100 ms are enough for
     *     a cluster nearby, because it was asked when the first of the producers was made
     * @return whether the topics were looked at
     * @throws UnsafeTopicException when the rules refuse a declared topic; names all that are refused
     */
    public boolean awaitPreflight(Duration patience) {
        return assembly.preflight().await(patience);
    }

    private <K, V> GuardedProducer<K, V> opened(GuardedProducer<K, V> producer) {
        assembly.metrics().producerOpened(producer.clientId(), producer::inFlight, producer::kafkaMetrics);
        return producer;
    }

    /**
     * Returns the transactional producer of that name; makes it the first time. Blocks up to 5 s when the settings declare
     * topics, while the guard looks at them; connects with the first transaction. Records go out with acks=all, whatever
     * is declared for other producers.
     *
     * @param settings what it is for; the same name with other settings is an error while the first one is open
     * @return shared by all who ask for this name
     * @throws InvalidSettingsException when the settings contradict each other
     * @throws UnsafeTopicException when the rules refuse a declared topic
     * @throws KafkaSdkException when the name is taken by other settings, too many are open, or the SDK is closed
     */
    public <K, V> TransactionalProducer<K, V> transactionalProducer(TransactionSettings<K, V> settings) {
        assembly.watch();
        TransactionalProducer<K, V> producer = assembly.transactions().open(settings, profile.producer());
        assembly.metrics()
                .clientOpened(producer.clientId(), OpenClient.TRANSACTIONAL_PRODUCER, "", producer::kafkaMetrics);
        return producer;
    }

    /**
     * Makes a consumer; call {@link ManagedConsumer#start()} on it. Does not block, connects to nothing yet.
     *
     * @param settings what it reads
     * @param handler does the work for each record
     * @throws InvalidSettingsException when the settings name no topic, want virtual threads on a JVM without, or contradict
     *     those of a live consumer of the group
     * @throws KafkaSdkException when the SDK is closed
     */
    public <K, V> ManagedConsumer consumer(ConsumerSettings<K, V> settings, RecordHandler<K, V> handler) {
        assembly.watch();
        return opened(assembly.consumers().open(settings, handler, profile.consumer()));
    }

    /**
     * Makes a consumer that handles many records at once; otherwise like {@link #consumer}.
     *
     * @param settings what it reads
     * @param handler does the work for batches
     * @throws InvalidSettingsException when the settings name no topic, or contradict each other
     * @throws KafkaSdkException when the SDK is closed
     */
    public <K, V> ManagedConsumer batchConsumer(ConsumerSettings<K, V> settings, BatchHandler<K, V> handler) {
        assembly.watch();
        return opened(assembly.consumers().openForBatches(settings, handler, profile.consumer()));
    }

    /**
     * Makes a consumer whose handler completes later; otherwise like {@link #consumer}.
     *
     * @param settings what it reads
     * @param handler starts the work for each record
     * @throws InvalidSettingsException when the settings name no topic, or contradict each other
     * @throws KafkaSdkException when the SDK is closed
     */
    public <K, V> ManagedConsumer asyncConsumer(ConsumerSettings<K, V> settings, AsyncHandler<K, V> handler) {
        assembly.watch();
        return opened(assembly.consumers().openAsync(settings, handler, profile.consumer()));
    }

    private ManagedConsumer opened(ManagedConsumer consumer) {
        assembly.metrics()
                .clientOpened(consumer.clientId(), OpenClient.CONSUMER, consumer.group(), consumer::kafkaMetrics);
        return consumer;
    }

    /**
     * Makes a member of a share group (KIP-932); call {@link SharedConsumer#start()} on it. Does not block, connects to
     * nothing yet. Members of a share group share the records of a topic without any order; see {@link SharedConsumer} for
     * what holds.
     *
     * @param settings what it reads
     * @param handler does the work for each record; the same that a consumer takes
     * @throws InvalidSettingsException when the settings name no topic, or contradict each other
     * @throws KafkaSdkException when the SDK is closed, or the settings want virtual threads on a JVM without
     */
    public <K, V> SharedConsumer sharedConsumer(ShareSettings<K, V> settings, RecordHandler<K, V> handler) {
        assembly.watch();
        SharedConsumer consumer = assembly.shares().open(settings, handler, profile.consumer());
        assembly.metrics().clientOpened(consumer.clientId(), OpenClient.SHARE_CONSUMER, consumer.group());
        return consumer;
    }

    /**
     * Takes a Kafka producer of the application's own under the guard, and its sends into the SDK's series
     * {@code kafka.sdk.producer.*}. Does not block, and changes nothing of the client: it stays the application's to close,
     * with the configuration that it has. Closing the SDK leaves it open.
     *
     * <pre>{@code
     * Producer<String, Order> orders = sdk.adopt(new KafkaProducer<>(config), config);
     * }</pre>
     *
     * <p><b>Guarantee:</b> a topic that the rules refuse takes no record: future and callback get a
     * {@link org.apache.kafka.common.errors.PolicyViolationException}, and a transaction with such a record cannot be
     * committed. All else that the application sees is the client's own. How records are acknowledged stays as the client
     * was configured: {@code AcksPolicy.LEADER_ACK} and breakers are for producers of the SDK only.
     *
     * @param client one that nobody uses yet; it should write to the cluster of this SDK
     * @param config all that it was made with: acks and client.id are read, and the client itself tells nobody its acks
     * @return to be used instead of the client; the same where it was adopted before or is one of the SDK's own
     */
    public <K, V> Producer<K, V> adopt(Producer<K, V> client, Map<String, ?> config) {
        assembly.watch();
        return assembly.adoptedProducers().adopt(client, config);
    }

    /**
     * Takes the lag, polls, commits and rebalances of a Kafka consumer of the application's own into the SDK's series
     * {@code kafka.sdk.consumer.*}. Does not block, and changes nothing of the client: it stays the application's to poll
     * and to close.
     *
     * <p>What a poll returned counts as finished when the application polls again, or commits a higher offset; what it
     * sought back does not. A poll loop that does not come round within half of max.poll.interval.ms, while records wait,
     * has the status STOP.
     *
     * <p><b>Limits:</b> work on other threads, and what is put back without a seek, counts as finished too early; what the
     * last poll before {@code close} returned is never counted. Commits by enable.auto.commit and by
     * {@code sendOffsetsToTransaction} are not seen, so the committed lag is unknown then. With group.protocol=consumer
     * partitions are given up only when the poll thread comes round, as with every rebalance listener.
     *
     * @param client one that nobody uses yet, read from the cluster of this SDK
     * @param config all that it was made with: group.id, isolation.level and max.poll.interval.ms are read, and the client
     *     itself tells nobody but its group
     * @return to be used instead of the client; the same where it has no group or was adopted before
     */
    public <K, V> Consumer<K, V> adopt(Consumer<K, V> client, Map<String, ?> config) {
        assembly.watch();
        return assembly.adoptedConsumers().adopt(client, config);
    }

    /** Returns the producers that were adopted and not closed; a copy. */
    public Collection<AdoptedProducer> adoptedProducers() {
        return assembly.adoptedProducers().producers();
    }

    /** Returns the consumers that were adopted and not closed; a copy. */
    public Collection<AdoptedConsumer> adoptedConsumers() {
        return assembly.adoptedConsumers().consumers();
    }

    /** Returns the members of share groups that were made and not closed; a copy. */
    public Collection<SharedConsumer> sharedConsumers() {
        return assembly.shares().consumers();
    }

    /** Returns the producers that were made and not closed; a copy. Those that write dead letters are among them. */
    public Collection<GuardedProducer<?, ?>> producers() {
        return assembly.producers().producers();
    }

    /** Returns the transactional producers that were made and not closed; a copy. */
    public Collection<TransactionalProducer<?, ?>> transactionalProducers() {
        return assembly.transactions().producers();
    }

    /** Returns what the last look at each open producer found, and what AUTO did; see {@link TuningOptions}. Never blocks. */
    public Collection<TuningReport> tuningReports() {
        return assembly.tuning().reports();
    }

    /** Returns the consumers that were made and not closed; a copy. */
    public Collection<ManagedConsumer> consumers() {
        return assembly.consumers().consumers();
    }

    /**
     * Returns what the brokers last said of whole consumer groups: members in any process, lag of all partitions, and
     * partitions that nobody owns. One member of each group asks, every 30 s, so only some processes have an answer: those
     * with the owner of partition 0 of the group's alphabetically first topic. Never blocks; at most about 30 s old; a copy.
     */
    public Collection<GroupSnapshot> groups() {
        return assembly.groups().snapshots();
    }

    /** Returns what the guard found about the topics that producers use, in no order; a copy. */
    public Collection<AcksVerdict> verdicts() {
        return assembly.guard().verdicts();
    }

    /**
     * Works out how acknowledged writes to a topic become safe, for the cluster's owner to paste: the settings to change,
     * or a file for {@code kafka-reassign-partitions.sh} that adds replicas, each with the way back. Only asks; changes
     * nothing. Blocks up to 5 s.
     *
     * <pre>{@code
     * System.out.println(sdk.cureFor("orders").text());
     * }</pre>
     *
     * @param topic any topic of the cluster, in use or not
     * @return a plan, or why none is needed or possible
     * @throws KafkaSdkException when the topic does not exist, a right is missing, the cluster does not answer, or the SDK
     *     is closed
     */
    public TopicCure cureFor(String topic) {
        return assembly.guard().cureFor(topic);
    }

    /**
     * Brings dead letters back to the topic they came from, for the group that gave them up and for no other one. Blocks its
     * caller until the letters are through that were there at the beginning, however long that takes; an interrupt stops it
     * within 20 s, and stays set. Run one at a time for a group. docs/dead-letters.md tells how to go about it.
     *
     * <p><b>Guarantee:</b> at least once: a letter is passed for good only when the topic acknowledged its record, or the
     * settings left it out.
     *
     * <pre>{@code
     * ReplaySettings letters = ReplaySettings.of("payments", "orders", "orders.payments.dlt");
     * System.out.println(sdk.replay(letters.asDryRun()).text());
     * }</pre>
     *
     * @param settings which letters, where to, how fast
     * @return what became of the letters
     * @throws ReplayFailedException when it stopped before its end; says why, and what was done by then
     * @throws UnsafeTopicException when the rules refuse the topic to write to
     * @throws KafkaSdkException when a replay for this group is running, the clients cannot be made, or the SDK is closed
     */
    public ReplayReport replay(ReplaySettings settings) {
        return assembly.replays().run(settings, this::untraced);
    }

    private <K, V> GuardedProducer<K, V> untraced(ProducerSettings<K, V> settings) {
        assembly.watch();
        return opened(assembly.producers().openUntraced(settings, profile.producer()));
    }

    /**
     * Asks the cluster who it is. Blocks up to 5 s, and 3 s more to find out why nobody answers. For start-up checks and
     * readiness probes.
     *
     * @throws KafkaSdkException when it cannot be used: the diagnosis tells for each address what answers there; or when
     *     the SDK is closed
     */
    public ClusterSnapshot verifyConnection() {
        return assembly.inspector().snapshot();
    }

    /** Closes within 30 s; see {@link #close(Duration)}. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_TIMEOUT);
    }

    /**
     * Closes consumers, then producers, then the rest, and removes the meters. Twice is fine.
     *
     * @param timeout the longest time to take; consumers get up to two thirds of it
     */
    public void close(Duration timeout) {
        assembly.close(Deadline.in(timeout));
    }
}
