package io.kafkasdk.samples.quickstart;

import io.kafkasdk.acks.AcksVerdict;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the run at one instant.
 *
 * @param elapsed time since the start
 * @param phase what is going on, in some words
 * @param target records to send to the first topic
 * @param rates of the first topic
 * @param latency of the acknowledgements of the first topic
 * @param topics the topics, the main one first
 */
record Frame(Duration elapsed, String phase, int target, Rates rates, Latency latency, List<TopicState> topics) {

    /** Copies the list. */
    Frame {
        topics = List.copyOf(topics);
    }

    /**
     * Records a second, over the last second or so.
     *
     * @param sent given to the producer
     * @param acked acknowledged
     * @param consumed handled
     */
    record Rates(double sent, double acked, double consumed) {}

    /**
     * From {@code send} to the acknowledgement, over the last second or so.
     *
     * @param meanMillis NaN when there was none
     * @param maxMillis the longest of late, 0 when there was none
     */
    record Latency(double meanMillis, double maxMillis) {}

    /**
     * One topic.
     *
     * @param name its name
     * @param verdict what the guard found last, null before it looked
     * @param counts its books
     * @param lag records behind, empty while unknown
     */
    record TopicState(String name, @Nullable AcksVerdict verdict, Ledger.Counts counts, OptionalLong lag) {}

    /** Returns the state of the main topic. */
    TopicState main() {
        return topics.get(0);
    }

    /** Returns the states of the other topics. */
    List<TopicState> others() {
        return topics.subList(1, topics.size());
    }
}
