package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * A Kafka producer of the application's own whose sends the SDK guards and meters. The application closes it.
 *
 * <p><b>Threads:</b> all methods may be called from any thread, and never block.
 *
 * <p><b>Lifecycle:</b> made by {@code KafkaSdk.adopt}; gone when the application closes the producer.
 */
public interface AdoptedProducer {

    /** Returns the client.id. */
    String clientId();

    /** Returns what its acknowledgements are worth, by its {@code acks}; LEADER also for acks=0, which has none. */
    Durability durability();

    /** Returns whether it writes in transactions: after its {@code initTransactions()}. */
    boolean isTransactional();

    /** Returns the metrics of its Kafka client, a live view. */
    Map<MetricName, ? extends Metric> kafkaMetrics();
}
