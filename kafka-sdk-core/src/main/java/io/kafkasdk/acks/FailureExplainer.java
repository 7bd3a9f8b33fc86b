package io.kafkasdk.acks;

import io.kafkasdk.acks.LiveLooks.Look;
import io.kafkasdk.acks.LiveLooks.PastShortage;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.FailureText;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins a failed write with what the cluster says about its topic: Kafka's own text is mostly "timed out". */
final class FailureExplainer {

    private FailureExplainer() {}

    /** Returns whether the state of the topic says more about such a failure than the failure itself. */
    static boolean needsLook(ErrorKind kind) {
        return switch (kind) {
            // A full buffer is mostly a matter of records that cannot be written, not of too many of them.
            case UNREACHABLE, TOPIC_MISSING, SHORT_ISR, NO_LEADER, TIMED_OUT, OVERLOADED -> true;
            case MISCONFIGURED,
                    UNAUTHENTICATED,
                    UNAUTHORIZED,
                    UNSAFE_TOPIC,
                    BAD_RECORD,
                    FENCED,
                    CLOSED,
                    HANDLER_FAILED,
                    UNEXPECTED -> false;
        };
    }

    /**
     * Explains a failure.
     *
     * @param topic the topic written to
     * @param partition the partition, or -1 where it was not yet known
     * @param failure what the client said
     * @param look what the cluster says, or null where nothing is known
     * @param shortage a short ISR of the partition that was seen during the life of the record, or null
     */
    static Diagnosis explain(
            String topic, int partition, Throwable failure, @Nullable Look look, @Nullable PastShortage shortage) {
        ErrorKind kind = ErrorClassifier.kindOf(failure);
        String what = "The record for " + name(topic, partition) + " was not acknowledged";
        return switch (kind) {
            case UNAUTHORIZED ->
                new Diagnosis(
                        kind,
                        "The broker refuses writes to topic '" + topic + "'",
                        "this application's principal lacks the right Write or Describe on topic '" + topic + "' ("
                                + FailureText.of(failure) + ")",
                        "ask the cluster's owner for: kafka-acls.sh --bootstrap-server $BOOTSTRAP --add --allow-principal"
                                + " User:<yours> --operation Write --operation Describe --topic " + topic);
            case UNAUTHENTICATED ->
                new Diagnosis(
                        kind,
                        what,
                        "the broker does not accept who we are: " + FailureText.of(failure),
                        "check user, password, mechanism and certificates in ClusterSettings.security(...)");
            case UNREACHABLE, TOPIC_MISSING, SHORT_ISR, NO_LEADER, TIMED_OUT ->
                look == null
                        ? new Diagnosis(
                                kind,
                                what,
                                FailureText.of(failure),
                                "check the cluster: its state could not be read in time")
                        : join(new Failed(topic, partition, kind, what, FailureText.of(failure), shortage), look);
            default -> new Diagnosis(kind, what, FailureText.of(failure), "see the cause of this exception");
        };
    }

    /**
     * Says why a topic takes no writes, for a record that the client had no room for.
     *
     * @return null where the look gives no such reason
     */
    static @Nullable Diagnosis blockage(String topic, String what, Look look) {
        Failed failed = new Failed(topic, -1, ErrorKind.OVERLOADED, what, "the producer's buffer is full", null);
        Diagnosis found = join(failed, look);
        return found.kind() == ErrorKind.OVERLOADED ? null : found;
    }

    private record Failed(
            String topic,
            int partition,
            ErrorKind kind,
            String what,
            String said,
            @Nullable PastShortage shortage) {}

    private static Diagnosis join(Failed failed, Look look) {
        if (look.lookup() instanceof TopicLookup.Found found) {
            return join(failed, found.facts(), look.silence());
        }
        if (look.lookup() instanceof TopicLookup.Missing) {
            String hint = look.nearest() == null ? "" : "did you mean '" + look.nearest() + "'? Otherwise ";
            return new Diagnosis(
                    ErrorKind.TOPIC_MISSING,
                    failed.what(),
                    "topic '" + failed.topic() + "' does not exist, or this application has no right to see it",
                    hint + "create it with replication factor 3 and min.insync.replicas=2");
        }
        Diagnosis why = ((TopicLookup.Unreadable) look.lookup()).diagnosis();
        if (why.kind() == ErrorKind.UNAUTHORIZED) {
            return new Diagnosis(
                    failed.kind(), failed.what(), failed.said() + "; no more is known: " + why.cause(), why.cure());
        }
        return new Diagnosis(why.kind(), failed.what(), why.what() + ": " + why.cause(), why.cure());
    }

    private static Diagnosis join(Failed failed, TopicFacts facts, Silence silence) {
        if (failed.partition() >= facts.partitions().size()) {
            return new Diagnosis(
                    ErrorKind.BAD_RECORD,
                    failed.what(),
                    "topic '" + facts.name() + "' has " + facts.partitions().size()
                            + " partitions, from 0, so there is no " + failed.partition(),
                    "leave the partition to the key, or name an existing one");
        }
        Optional<PartitionFacts> found = failed.partition() < 0
                ? facts.partitions().stream().min(Comparator.comparingInt(p -> silence.headroom(facts, p)))
                : facts.partitions().stream()
                        .filter(p -> p.partition() == failed.partition())
                        .findFirst();
        return found.map(partition -> join(failed, facts, partition, silence.in(partition)))
                .orElseGet(() -> timedOut(failed, "its state is not known"));
    }

    private static Diagnosis join(Failed failed, TopicFacts facts, PartitionFacts partition, Silence silence) {
        String isr = LiveState.isr(facts.name(), partition) + ", min.insync.replicas is " + facts.minInsyncReplicas();
        String bringBack = LiveState.cure(partition, silence);
        if (partition.leader() < 0) {
            return new Diagnosis(
                    ErrorKind.NO_LEADER, failed.what(), isr + ", and no leader" + missing(partition), bringBack);
        }
        if (facts.headroom(partition) < 0) {
            return new Diagnosis(ErrorKind.SHORT_ISR, failed.what(), isr + missing(partition), cure(bringBack, facts));
        }
        if (!silence.isEmpty()) {
            return unheard(failed, facts, partition, silence);
        }
        if (failed.shortage() != null) {
            return overcome(failed, failed.shortage(), facts, isr);
        }
        return timedOut(failed, "by now " + isr + ", leader is broker " + partition.leader());
    }

    /** The cluster still counts every replica that it needs, but one of them does not answer from here. */
    private static Diagnosis unheard(Failed failed, TopicFacts facts, PartitionFacts partition, Silence silence) {
        String cause = LiveState.whoIsSilent(facts.name(), partition, silence) + ", min.insync.replicas is "
                + facts.minInsyncReplicas();
        String bringBack = LiveState.cure(partition, silence);
        if (silence.brokers().containsKey(partition.leader())) {
            return new Diagnosis(ErrorKind.NO_LEADER, failed.what(), cause, cure(bringBack, facts));
        }
        if (silence.headroom(facts, partition) < 0) {
            return new Diagnosis(ErrorKind.SHORT_ISR, failed.what(), cause, cure(bringBack, facts));
        }
        return new Diagnosis(
                ErrorKind.TIMED_OUT,
                failed.what(),
                cause + "; acks=all waits for every replica that counts as in sync",
                bringBack
                        + "; to outlast such a wait, which ends when the cluster takes a dead broker out of the ISR after"
                        + " about 10 s, allow more time with deliveryTimeout(...)");
    }

    private static String cure(String now, TopicFacts facts) {
        String lasting = VerdictRules.lasting(facts).cure();
        if (now.isEmpty() || lasting.isEmpty()) {
            return now + lasting;
        }
        return now + ". To survive the next loss: " + lasting;
    }

    /** The record met a short ISR that is over by now: it expired while its retries went through. */
    private static Diagnosis overcome(Failed failed, PastShortage past, TopicFacts facts, String isrNow) {
        String then = past.silence().isEmpty()
                ? LiveState.isr(facts.name(), past.partition()) + missing(past.partition())
                : LiveState.whoIsSilent(facts.name(), past.partition(), past.silence());
        return new Diagnosis(
                ErrorKind.SHORT_ISR,
                failed.what(),
                "seen " + past.ago().toSeconds() + " s ago: " + then + "; by now " + isrNow,
                cure(
                        "writes are taken again: once more works; where the outcome is unknown, only if a duplicate does no harm",
                        facts));
    }

    private static Diagnosis timedOut(Failed failed, String state) {
        return new Diagnosis(
                failed.kind(),
                failed.what(),
                failed.said() + "; " + state,
                "check the leader's load and the network to it, or allow more time with deliveryTimeout(...)");
    }

    private static String missing(PartitionFacts partition) {
        return switch (partition.out().size()) {
            case 0 -> "";
            case 1 -> ", the replica on broker " + partition.out().get(0) + " is out";
            default -> ", the replicas on brokers " + partition.out() + " are out";
        };
    }

    private static String name(String topic, int partition) {
        return partition < 0 ? "topic '" + topic + "'" : "topic '" + topic + "', partition " + partition + ",";
    }
}
