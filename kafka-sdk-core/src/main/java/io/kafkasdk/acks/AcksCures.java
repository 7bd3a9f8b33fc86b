package io.kafkasdk.acks;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.MinIsrCap;

/** What to change about a topic, as commands that the cluster's owner can paste ($BOOTSTRAP is one of the brokers). */
final class AcksCures {

    private static final int GOOD_REPLICATION = 3;

    private AcksCures() {}

    static String of(Kind kind, TopicFacts facts) {
        int replicas = facts.replicationFactor();
        String topic = facts.name();
        return switch (kind) {
            case SAFE, MIXED, UNKNOWN -> "";
            case NO_HEADROOM ->
                replicas >= GOOD_REPLICATION
                        ? configure(topic, "min.insync.replicas=" + (replicas - 1)) + " (no data moves)"
                        : raise(facts)
                                + "; acks=1 is no cure: its records would be acknowledged and invisible, and lost"
                                + " with the leader (KAFKA-15583)";
            case SINGLE_COPY ->
                replicas >= GOOD_REPLICATION
                        ? configure(topic, "min.insync.replicas=2") + " (no data moves)"
                        : raise(facts);
            case NO_REDUNDANCY -> raise(facts);
            case UNWRITABLE ->
                replicas >= GOOD_REPLICATION
                        ? configure(topic, "min.insync.replicas=" + (replicas - 1)) + " (no data moves)"
                        : raise(facts);
        };
    }

    static String ofMixed(TopicFacts facts) {
        return firstStep(facts) + "give every partition of '" + facts.name() + "' " + wantedReplication(facts)
                + " replicas with kafka-reassign-partitions.sh" + files(facts) + lastStep(facts);
    }

    /** Returns the command that changes a setting of a topic. */
    static String configure(String topic, String setting) {
        return "kafka-configs.sh --bootstrap-server $BOOTSTRAP --alter --entity-type topics --entity-name " + topic
                + " --add-config " + setting;
    }

    /** Returns how many replicas every partition should have. */
    static int wantedReplication(TopicFacts facts) {
        return Math.max(GOOD_REPLICATION, facts.largestReplicationFactor());
    }

    /** Returns the {@code min.insync.replicas} that is safe with the wanted replication; what is so now stays. */
    static int wantedMinInsyncReplicas(TopicFacts facts) {
        return Math.min(Math.max(facts.minInsyncReplicas(), 2), wantedReplication(facts) - 1);
    }

    /**
     * Returns the {@code min.insync.replicas} until the replicas are there. Kafka caps it at the number of replicas, and
     * counts new ones from the first moment of a reassignment, copied or not: where it is larger than what is there now,
     * the first copy has to end before an acks=all write is taken again. Brokers that do not cap take none as it is;
     * there nothing is asked below what shall be so in the end.
     */
    static int minInsyncReplicasMeanwhile(TopicFacts facts) {
        int most = Math.min(facts.minInsyncReplicas(), wantedMinInsyncReplicas(facts));
        return facts.minIsrCap() == MinIsrCap.ABSENT ? most : Math.min(most, Math.max(1, facts.replicationFactor()));
    }

    private static String raise(TopicFacts facts) {
        return firstStep(facts) + "raise the replication factor of '" + facts.name() + "' from "
                + facts.replicationFactor() + " to 3 with kafka-reassign-partitions.sh" + files(facts)
                + lastStep(facts);
    }

    private static String files(TopicFacts facts) {
        return " (KafkaSdk.cureFor(\"" + facts.name() + "\") makes its JSON and the rollback)";
    }

    private static String firstStep(TopicFacts facts) {
        int meanwhile = minInsyncReplicasMeanwhile(facts);
        return facts.minInsyncReplicas() == meanwhile
                ? ""
                : "first " + configure(facts.name(), "min.insync.replicas=" + meanwhile)
                        + " (new replicas count at once, copied or not, and would stop acks=all writes), then ";
    }

    private static String lastStep(TopicFacts facts) {
        int wanted = wantedMinInsyncReplicas(facts);
        return minInsyncReplicasMeanwhile(facts) == wanted
                ? " and keep min.insync.replicas=" + wanted
                : ", then " + configure(facts.name(), "min.insync.replicas=" + wanted);
    }
}
