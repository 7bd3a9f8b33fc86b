package io.kafkasdk.reliability.subject;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.test.ledger.HandlingLog;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes down what the SDK tells of its consumers.
 *
 * @param logs by group
 */
record MemberTold(Map<String, HandlingLog> logs) implements ConsumerListener {

    @Override
    public void assigned(String group, Collection<TopicPartition> partitions) {
        write(group, log -> log.assigned(partitions));
    }

    @Override
    public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
        write(group, log -> {
            if (lost) {
                log.lost(partitions);
            } else {
                log.revoked(partitions);
            }
        });
    }

    @Override
    public void offsetsSkipped(String group, SkippedRange range) {
        write(group, log -> log.skipped(range.partition(), range.from(), range.to()));
    }

    private void write(String group, Consumer<HandlingLog> what) {
        HandlingLog log = logs.get(group);
        if (log != null) {
            what.accept(log);
        }
    }
}
