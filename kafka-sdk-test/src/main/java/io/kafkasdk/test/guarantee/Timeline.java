package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.FaultPeriod;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** When something happened and when it was waited for, in total and for each partition. */
final class Timeline {

    private final WaitingLine total = new WaitingLine();
    private final Map<TopicPartition, WaitingLine> partitions = new HashMap<>();

    void event(TopicPartition partition, long at) {
        total.event(at);
        line(partition).event(at);
    }

    void waited(TopicPartition partition, long from, long until) {
        total.waited(from, until);
        line(partition).waited(from, until);
    }

    void waited(long from, long until) {
        total.waited(from, until);
    }

    /**
     * Returns what a fault did to progress.
     *
     * @param next when the next fault began, {@link Long#MAX_VALUE} when none did
     */
    Progress progress(FaultPeriod fault, long next) {
        long worst = 0;
        TopicPartition worstPartition = null;
        for (Map.Entry<TopicPartition, WaitingLine> entry : partitions.entrySet()) {
            long gap = entry.getValue().longestGap(fault, next);
            if (gap > worst) {
                worst = gap;
                worstPartition = entry.getKey();
            }
        }
        OptionalLong first = total.firstFrom(fault.healedAt());
        return new Progress(
                Duration.ofNanos(total.longestGap(fault, next)),
                Duration.ofNanos(worst),
                Optional.ofNullable(worstPartition),
                first.isPresent()
                        ? Optional.of(Duration.ofNanos(first.getAsLong() - fault.healedAt()))
                        : Optional.empty());
    }

    private WaitingLine line(TopicPartition partition) {
        return partitions.computeIfAbsent(partition, p -> new WaitingLine());
    }
}
