package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.RetryWatch;
import io.kafkasdk.internal.SdkThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka clients of one producer: one that writes with acks=all, and where the rules allow it one that writes with
 * acks=1.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class WriteClients implements PlainCalls {

    /** What the client.id of the second one has behind the producer's. */
    static final String LEADER_SUFFIX = ".leader";

    private final String clientId;
    private final Duration maxBlock;
    private final ReplaceableClient all;
    private final @Nullable ReplaceableClient leader;
    private final RetryWatch retriesOfAll = new RetryWatch();
    private final RetryWatch retriesOfLeader = new RetryWatch();

    /** Takes the clients; {@code maxBlock} bounds what Kafka's own bound, a slice of it, cannot. */
    WriteClients(String clientId, Duration maxBlock, ReplaceableClient all, @Nullable ReplaceableClient leader) {
        this.clientId = clientId;
        this.maxBlock = maxBlock;
        this.all = all;
        this.leader = leader;
    }

    /** Takes clients that stay. */
    WriteClients(
            String clientId,
            Duration maxBlock,
            Producer<Object, Object> all,
            @Nullable Producer<Object, Object> leader) {
        this(
                clientId,
                maxBlock,
                ReplaceableClient.fixed(clientId, all),
                leader == null ? null : ReplaceableClient.fixed(clientId, leader));
    }

    ReplaceableClient all() {
        return all;
    }

    @Nullable
    ReplaceableClient leader() {
        return leader;
    }

    /** Returns the clients by their client.id. */
    Map<String, ReplaceableClient> byClientId() {
        return leader == null ? Map.of(clientId, all) : Map.of(clientId, all, clientId + LEADER_SUFFIX, leader);
    }

    /** Has a client replaced that never sends again. Does not block; for one caller, once a second or so. */
    void look() {
        all.look();
    }

    /** Returns whether this thread is the I/O thread of one of a producer's clients, by its name: there is no other way. */
    static boolean isIoThread(String clientId, Thread thread) {
        String all = KafkaProducer.NETWORK_THREAD_PREFIX + " | " + clientId;
        return thread.getName().equals(all) || thread.getName().equals(all + LEADER_SUFFIX);
    }

    /** Returns the records that a client sent again since the last call. */
    List<RetriedRecords> retries() {
        List<RetriedRecords> retried = new ArrayList<>();
        retriesOfAll
                .risen(metrics(all))
                .forEach((topic, count) -> retried.add(new RetriedRecords(clientId, topic, count, Durability.ALL)));
        if (leader != null) {
            retriesOfLeader
                    .risen(metrics(leader))
                    .forEach((topic, count) ->
                            retried.add(new RetriedRecords(clientId, topic, count, Durability.LEADER)));
        }
        return retried;
    }

    /**
     * Fetches the metadata of a topic, so that the first send finds it. Blocks until that worked or the deadline has
     * passed: each call of Kafka's lasts as long as one slice of a send.
     *
     * @return whether it worked
     */
    boolean warm(String topic, Deadline deadline) {
        try {
            for (ReplaceableClient client : clients()) {
                while (!knows(client, topic)) {
                    if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
                        return false;
                    }
                }
            }
            return true;
        } catch (KafkaException | IllegalStateException e) {
            // Not authenticated, closed or replaced meanwhile: sends will say so.
            return false;
        }
    }

    private boolean knows(ReplaceableClient client, String topic) {
        try {
            client.ready(System.nanoTime() + CallerTime.sliceOf(maxBlock).toNanos())
                    .partitionsFor(topic);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void flush() {
        for (ReplaceableClient client : clients()) {
            Producer<Object, Object> open = client.current();
            // One that is being replaced has ended all it had.
            if (open != null) {
                open.flush();
            }
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        Deadline deadline = Deadline.in(maxBlock);
        while (true) {
            Producer<Object, Object> client = ready();
            try {
                return client.partitionsFor(topic);
            } catch (TimeoutException e) {
                if (deadline.hasPassed()) {
                    throw e;
                }
            } catch (KafkaException | IllegalStateException e) {
                // One that was replaced under our hands is closed.
                if (client == all.current() || deadline.hasPassed()) {
                    throw e;
                }
            }
        }
    }

    /** Returns the meters of the client with acks=all, which is the only one of most producers. */
    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return metrics(all);
    }

    /** Returns the meters of the clients together: the client.id among their tags keeps them apart. Never blocks. */
    Map<MetricName, ? extends Metric> metricsOfAll() {
        if (leader == null) {
            return metrics(all);
        }
        Map<MetricName, Metric> both = new HashMap<>(metrics(all));
        both.putAll(metrics(leader));
        return both;
    }

    private static Map<MetricName, ? extends Metric> metrics(ReplaceableClient client) {
        Producer<Object, Object> open = client.current();
        return open == null ? Map.of() : open.metrics();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        ready().registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        ready().unregisterMetricFromSubscription(metric);
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return ready().clientInstanceId(timeout);
    }

    private Producer<Object, Object> ready() {
        return all.ready(System.nanoTime() + maxBlock.toNanos());
    }

    /** Closes both at the same time. Blocks up to the timeout, as far as Kafka keeps it. */
    void close(Duration timeout) {
        ReplaceableClient second = leader;
        if (second == null) {
            all.close(timeout);
            return;
        }
        Thread beside = SdkThreads.newThread("close", clientId + LEADER_SUFFIX, () -> second.close(timeout));
        beside.start();
        all.close(timeout);
        try {
            beside.join();
        } catch (InterruptedException e) {
            beside.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private List<ReplaceableClient> clients() {
        List<ReplaceableClient> clients = new ArrayList<>();
        clients.add(all);
        if (leader != null) {
            clients.add(leader);
        }
        return clients;
    }
}
