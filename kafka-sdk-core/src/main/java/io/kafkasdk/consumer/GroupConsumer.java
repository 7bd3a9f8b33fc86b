package io.kafkasdk.consumer;

import io.kafkasdk.lag.LagSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * A member of a consumer group in this process, whoever polls it: a {@link ManagedConsumer} or an {@link AdoptedConsumer}.
 *
 * <p><b>Threads:</b> all methods may be called from any thread, and never block.
 */
public interface GroupConsumer {

    /** Returns the consumer group. */
    String group();

    /** Returns the client.id. */
    String clientId();

    /** Returns where it is in its life. */
    ConsumerState state();

    /**
     * Returns how many records of one topic are fetched and not finished.
     *
     * @param topic the topic; 0 for one that is not read
     */
    int inFlight(String topic);

    /** Returns how far behind the owned partitions are, as last sampled; never asks the cluster. */
    LagSnapshot lag();

    /** Returns the time lag that is declared as the most that is acceptable; empty where none is. */
    Optional<Duration> lagObjective();

    /** Returns the longest time between two polls before the group gives its partitions to others; empty while unknown. */
    Optional<Duration> pollLimit();

    /** Returns the metrics of its Kafka client, a live view; empty where there is none. */
    Map<MetricName, ? extends Metric> kafkaMetrics();
}
