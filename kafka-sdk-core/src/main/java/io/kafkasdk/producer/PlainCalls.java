package io.kafkasdk.producer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;

/** What Kafka's producer interface offers beyond {@link GuardedProducer}: calls that go straight to the Kafka client. */
interface PlainCalls {

    /** Sends what waits, and blocks until the client has ended it all; a failure may still wait for its explanation. */
    void flush();

    /** Blocks up to maxBlock for the metadata of the topic. */
    List<PartitionInfo> partitionsFor(String topic);

    Map<MetricName, ? extends Metric> metrics();

    void registerMetricForSubscription(KafkaMetric metric);

    void unregisterMetricFromSubscription(KafkaMetric metric);

    /** Blocks up to the timeout for the id that the broker gives. */
    Uuid clientInstanceId(Duration timeout);
}
