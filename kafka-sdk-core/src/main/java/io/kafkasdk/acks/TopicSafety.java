package io.kafkasdk.acks;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.error.Diagnosis;
import org.jspecify.annotations.Nullable;

/**
 * What the guard knows about a topic, and what follows from it.
 *
 * @param verdict what was found; {@link AcksVerdict.Kind#UNKNOWN} before the first look
 * @param policy what the guard does about it
 * @param durability how the topic is to be written now
 * @param facts the facts behind the verdict, or null where there are none; a broker that does not answer while sends wait for it
 *     is not in sync here, though the cluster still counts it
 * @param refusal why the topic must not be written to, or null where it may
 */
public record TopicSafety(
        AcksVerdict verdict,
        AcksPolicy policy,
        Durability durability,
        @Nullable TopicFacts facts,
        @Nullable Diagnosis refusal) {

    /**
     * Returns whether the brokers acknowledge acks=1 records of a partition now, but hide them from consumers: its ISR is
     * smaller than {@code min.insync.replicas}, so the high watermark stands still (KAFKA-15583); that is so too while a
     * dead replica still counts as in sync. False where nothing is known, or no longer. Never blocks and does not allocate.
     *
     * @param partition the number of the partition
     */
    public boolean hidesLeaderAcks(int partition) {
        if (facts == null
                || !VerdictRules.refuses(verdict)
                || partition >= facts.partitions().size()) {
            return false;
        }
        return facts.headroom(facts.partitions().get(partition)) < 0;
    }
}
