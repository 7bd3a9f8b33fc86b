package io.kafkasdk.samples.monitoring;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets happen, every five minutes, what the alerts are for. */
final class Trouble implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    private static final int EVERY_SECONDS = 300;
    private static final int CLICK_PARTITIONS = 3;

    private final KafkaSdk sdk;
    private final KafkaCluster cluster;
    private final Readers readers;
    private final ScheduledExecutorService timer;

    private Trouble(KafkaSdk sdk, KafkaCluster cluster, Readers readers, ScheduledExecutorService timer) {
        this.sdk = sdk;
        this.cluster = cluster;
        this.readers = readers;
        this.timer = timer;
    }

    /** Makes the plan; the first trouble comes after 20 s. */
    static Trouble begin(KafkaSdk sdk, KafkaCluster cluster, Readers readers) {
        Trouble trouble = new Trouble(
                sdk, cluster, readers, Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "trouble")));
        Broker victim = cluster.broker(cluster.brokers().size());
        trouble.every(20, "A member joins and leaves", trouble::extraMember);
        trouble.every(
                25, "The readers of clicks pause", () -> readers.analytics().pause());
        trouble.every(50, "Clicks are deleted that nobody has read", trouble::deleteUnread);
        trouble.every(
                52, "The readers of clicks go on", () -> readers.analytics().resume());
        trouble.every(55, "Reports are read again", trouble::readAgain);
        trouble.every(57, "Another copy takes the transactional.id", trouble::fence);
        trouble.every(60, "A broker is killed", victim::kill);
        trouble.every(90, "The broker comes back", victim::start);
        return trouble;
    }

    private interface Step {
        void run() throws Exception;
    }

    private void every(int firstSeconds, String what, Step step) {
        timer.scheduleAtFixedRate(
                () -> {
                    LOG.info("{}", what);
                    try {
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (Exception e) {
                        LOG.warn("{}: that did not work", what, e);
                    }
                },
                firstSeconds,
                EVERY_SECONDS,
                TimeUnit.SECONDS);
    }

    private void extraMember() {
        ManagedConsumer extra = Readers.billing(sdk);
        extra.start();
        timer.schedule(() -> extra.close(), 15, TimeUnit.SECONDS);
    }

    /** As a second copy of the application does that was given the same instance. */
    private void fence() {
        try (KafkaSdk other = Application.sdk(cluster.bootstrapServers(), "other", new SimpleMeterRegistry())) {
            other.transactionalProducer(Load.invoices()).run(transaction -> {
                transaction.send(Topics.INVOICES, "invoice", "of the other copy");
                return true;
            });
        }
    }

    /** As retention does when a group is too far behind. */
    private void deleteUnread() throws Exception {
        cluster.admin()
                .deleteRecords(clicks(end -> end).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> RecordsToDelete.beforeOffset(entry.getValue()))))
                .all()
                .get();
    }

    private Map<TopicPartition, Long> clicks(LongUnaryOperator of) throws Exception {
        Map<TopicPartition, OffsetSpec> question = java.util.stream.IntStream.range(0, CLICK_PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(Topics.CLICKS, partition), partition -> OffsetSpec.latest()));
        return cluster.admin().listOffsets(question).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> of.applyAsLong(entry.getValue().offset())));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void readAgain() {
        readers.reporting().seek(java.time.Instant.now().minusSeconds(15));
    }

    /** Nothing further happens; what was broken stays so. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
