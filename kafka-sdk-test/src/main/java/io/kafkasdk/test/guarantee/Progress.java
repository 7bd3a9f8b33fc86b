package io.kafkasdk.test.guarantee;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How something went on during one fault.
 *
 * @param longest the longest time without any, while a record waited; zero when none waited
 * @param longestOfPartition the same for the worst partition
 * @param partition the worst partition; empty when none had a gap
 * @param recovery from the end of the fault's cause to the first one after it; empty when none came
 */
public record Progress(
        Duration longest,
        Duration longestOfPartition,
        Optional<TopicPartition> partition,
        Optional<Duration> recovery) {

    /** Nothing waited and nothing came. */
    public static final Progress NONE = new Progress(Duration.ZERO, Duration.ZERO, Optional.empty(), Optional.empty());
}
