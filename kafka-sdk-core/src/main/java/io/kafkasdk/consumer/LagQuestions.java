package io.kafkasdk.consumer;

import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LogBounds;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster for the bounds of logs that consumers cannot learn by fetching.
 *
 * <p><b>Threads:</b> for the monitor thread.
 */
final class LagQuestions {

    private static final Logger log = LoggerFactory.getLogger(ConsumerPool.class);

    private final LogLimiter unanswered = new LogLimiter(Duration.ofMinutes(1), System::nanoTime);

    /**
     * Asks for what is stale, and nothing where nothing is. A question that fails is logged, once a minute, and leaves the
     * lag to become unknown.
     */
    void ask(Collection<LagTracker> trackers, LogBounds logs) {
        for (IsolationLevel isolation : IsolationLevel.values()) {
            List<LagTracker> alike =
                    trackers.stream().filter(t -> t.isolation() == isolation).toList();
            Set<TopicPartition> stale =
                    alike.stream().flatMap(t -> t.staleEnds().stream()).collect(Collectors.toSet());
            if (!stale.isEmpty()) {
                attempt(() -> {
                    Map<TopicPartition, Long> ends = logs.ends(stale, isolation);
                    alike.forEach(tracker -> tracker.endOffsets(ends));
                });
            }
        }
        Set<TopicPartition> stale =
                trackers.stream().flatMap(t -> t.staleStarts().stream()).collect(Collectors.toSet());
        if (!stale.isEmpty()) {
            attempt(() -> {
                Map<TopicPartition, Long> starts = logs.starts(stale);
                trackers.forEach(tracker -> tracker.startOffsets(starts));
            });
        }
    }

    private void attempt(Runnable question) {
        try {
            question.run();
        } catch (KafkaSdkException e) {
            unanswered.log(note -> log.warn(
                    "The ends or starts of partitions that lag could not be asked for, so their lag becomes "
                            + "unknown; it is tried again: {}{}",
                    e.getMessage(),
                    note));
        }
    }
}
