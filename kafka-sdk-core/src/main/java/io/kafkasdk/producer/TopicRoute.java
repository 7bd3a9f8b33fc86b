package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.TopicSafety;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways on which the records of a topic go: a Kafka client, and what its acknowledgements are worth.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class TopicRoute {

    private final String topic;
    private final Durability durability;
    private final ReplaceableClient client;
    private final FlightSample sample;
    private final @Nullable DurabilitySwitch change;
    private final @Nullable LeaderAcks leaderAcks;

    /** Makes the way with acks=all; without a switch where there is no other one. */
    TopicRoute(String topic, ReplaceableClient client, FlightSample sample, @Nullable DurabilitySwitch change) {
        this.topic = topic;
        this.durability = Durability.ALL;
        this.client = client;
        this.sample = sample;
        this.change = change;
        this.leaderAcks = null;
    }

    /** Makes the way with acks=1. */
    TopicRoute(
            String topic,
            ReplaceableClient client,
            FlightSample sample,
            DurabilitySwitch change,
            LeaderAcks leaderAcks) {
        this.topic = topic;
        this.durability = Durability.LEADER;
        this.client = client;
        this.sample = sample;
        this.change = change;
        this.leaderAcks = leaderAcks;
    }

    String topic() {
        return topic;
    }

    ReplaceableClient client() {
        return client;
    }

    /** Notes that a record sets out. */
    void note(PendingSend send) {
        sample.offer(send, send.startNanos());
    }

    /** Notes that a record that had entered ended. */
    void leave() {
        if (change != null) {
            change.leave();
        }
    }

    /** Makes the receipt of a record that came through. */
    SendReceipt receipt(RecordMetadata metadata, TopicSafety safety) {
        int partition = metadata.partition();
        if (leaderAcks != null) {
            leaderAcks.note(partition, metadata.offset());
        }
        return new SendReceipt(
                topic,
                partition,
                metadata.offset(),
                metadata.timestamp(),
                safety.verdict().kind(),
                durability,
                Visibility.of(durability, safety, partition));
    }
}
