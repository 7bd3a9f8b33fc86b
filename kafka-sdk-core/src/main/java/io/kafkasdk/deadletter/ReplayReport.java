package io.kafkasdk.deadletter;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay did so far.
 *
 * @param dryRun whether it only looked: then {@code replayed} says how many would have been sent
 * @param read the records that were read from the dead letter topic
 * @param replayed the letters that are acknowledged in the topic they came from
 * @param filtered the letters that the filter did not choose
 * @param capped the letters that were brought back too often already
 * @param otherOrigin the letters of other groups or topics
 * @param foreign the records that are no dead letters of the SDK
 * @param failed the letters that could not be sent, or of which it is not known
 * @param positions the offset behind the last letter that is done, and all before it, by partition of the dead letter topic;
 *     committed when the replay ends, unless it was a dry run
 */
public record ReplayReport(
        boolean dryRun,
        long read,
        long replayed,
        long filtered,
        long capped,
        long otherOrigin,
        long foreign,
        long failed,
        Map<TopicPartition, Long> positions) {

    /** Copies the positions. */
    public ReplayReport {
        positions = Map.copyOf(positions);
    }

    /** Returns the whole report as one line. */
    public String text() {
        Map<String, Long> byName = new TreeMap<>();
        positions.forEach((partition, offset) -> byName.put(partition.toString(), offset));
        return read + " read, " + replayed + (dryRun ? " would be replayed (dry run), " : " replayed, ") + filtered
                + " filtered, " + capped + " replayed too often, " + otherOrigin + " of other groups or topics, "
                + foreign + " no dead letters, " + failed + " failed; positions " + byName;
    }
}
