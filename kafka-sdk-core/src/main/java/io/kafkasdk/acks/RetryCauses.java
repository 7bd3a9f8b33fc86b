package io.kafkasdk.acks;

import io.kafkasdk.acks.LiveLooks.Look;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicLookup;
import org.jspecify.annotations.Nullable;

/** Finds in the state of a topic why its records are sent again. */
final class RetryCauses {

    private RetryCauses() {}

    static RetryCause of(@Nullable Look look, Durability durability) {
        if (look == null || look.lookup() instanceof TopicLookup.Unreadable) {
            return RetryCause.UNKNOWN;
        }
        if (!(look.lookup() instanceof TopicLookup.Found found)) {
            return RetryCause.TOPIC_MISSING;
        }
        TopicFacts facts = found.facts();
        // By what the cluster says: for a replica that is only silent the leader waits, and refuses nothing.
        boolean refuses = facts.partitions().stream().anyMatch(p -> p.leader() >= 0 && facts.headroom(p) < 0);
        if (refuses && durability == Durability.ALL) {
            return RetryCause.NOT_ENOUGH_REPLICAS;
        }
        if (facts.partitions().stream().anyMatch(p -> p.leader() < 0)) {
            return RetryCause.NO_LEADER;
        }
        return look.silence().isEmpty() ? RetryCause.UNKNOWN : RetryCause.BROKER_SILENT;
    }
}
