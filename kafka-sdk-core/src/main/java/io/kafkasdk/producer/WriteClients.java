package io.kafkasdk.producer;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.SdkThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka clients of one producer: one that writes with acks=all, and where the rules allow it one that writes with
 * acks=1.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class WriteClients implements PlainCalls {

    /** What the client.id of the second one has behind the producer's. */
    static final String LEADER_SUFFIX = ".leader";

    private static final Logger log = LoggerFactory.getLogger(GuardedProducer.class);

    private final String clientId;
    private final Duration maxBlock;
    private final Producer<Object, Object> all;
    private final @Nullable Producer<Object, Object> leader;
    private final RetryWatch retriesOfAll = new RetryWatch();
    private final RetryWatch retriesOfLeader = new RetryWatch();

    /** Takes the clients; {@code maxBlock} bounds what Kafka's own bound, a slice of it, cannot. */
    WriteClients(
            String clientId,
            Duration maxBlock,
            Producer<Object, Object> all,
            @Nullable Producer<Object, Object> leader) {
        this.clientId = clientId;
        this.maxBlock = maxBlock;
        this.all = all;
        this.leader = leader;
    }

    Producer<Object, Object> all() {
        return all;
    }

    @Nullable
    Producer<Object, Object> leader() {
        return leader;
    }

    /** Returns the clients by their client.id. */
    Map<String, Producer<Object, Object>> byClientId() {
        return leader == null ? Map.of(clientId, all) : Map.of(clientId, all, clientId + LEADER_SUFFIX, leader);
    }

    /** Returns whether this thread is the I/O thread of one of a producer's clients, by its name: there is no other way. */
    static boolean isIoThread(String clientId, Thread thread) {
        String all = KafkaProducer.NETWORK_THREAD_PREFIX + " | " + clientId;
        return thread.getName().equals(all) || thread.getName().equals(all + LEADER_SUFFIX);
    }

    /** Returns the topics for which a client repeated requests since the last call. */
    Set<String> retriedTopics() {
        Set<String> retried = new HashSet<>(retriesOfAll.risen(all.metrics()));
        if (leader != null) {
            retried.addAll(retriesOfLeader.risen(leader.metrics()));
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
        for (Producer<Object, Object> client : clients()) {
            while (!knows(client, topic)) {
                if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean knows(Producer<Object, Object> client, String topic) {
        try {
            client.partitionsFor(topic);
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
        clients().forEach(Producer::flush);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        Deadline deadline = Deadline.in(maxBlock);
        while (true) {
            try {
                return all.partitionsFor(topic);
            } catch (TimeoutException e) {
                if (deadline.hasPassed()) {
                    throw e;
                }
            }
        }
    }

    /** Returns the meters of the client with acks=all, which is the only one of most producers. */
    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return all.metrics();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        all.registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        all.unregisterMetricFromSubscription(metric);
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return all.clientInstanceId(timeout);
    }

    /** Closes both at the same time. Blocks up to the timeout, as far as Kafka keeps it. */
    void close(Duration timeout) {
        Producer<Object, Object> second = leader;
        if (second == null) {
            close(all, timeout);
            return;
        }
        Thread beside = SdkThreads.newThread("close", clientId + LEADER_SUFFIX, () -> close(second, timeout));
        beside.start();
        close(all, timeout);
        try {
            beside.join();
        } catch (InterruptedException e) {
            beside.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void close(Producer<Object, Object> client, Duration timeout) {
        try {
            client.close(timeout);
        } catch (KafkaException e) {
            // Interrupted, or a broken interceptor: give up what is left, so that no thread stays behind.
            log.warn("Producer '{}' was closed the hard way", clientId, e);
            client.close(Duration.ZERO);
        }
    }

    private List<Producer<Object, Object>> clients() {
        List<Producer<Object, Object>> clients = new ArrayList<>();
        clients.add(all);
        if (leader != null) {
            clients.add(leader);
        }
        return clients;
    }
}
