package io.kafkasdk.transaction;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.FailureText;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why transactions of one producer fail, in words.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class FailureTexts {

    private static final Logger log = LoggerFactory.getLogger(TransactionalProducer.class);

    /** What brokers keep transactions in; its state explains why no coordinator answers. */
    private static final String COORDINATOR_LOG = "__transaction_state";

    private static final Duration LOOK = Duration.ofMillis(900);
    private static final Set<ErrorKind> OUTAGES =
            EnumSet.of(ErrorKind.SHORT_ISR, ErrorKind.NO_LEADER, ErrorKind.UNREACHABLE, ErrorKind.UNAUTHENTICATED);

    private final TransactionContext context;
    private final Recovery recovery;
    private final BooleanSupplier closing;

    FailureTexts(TransactionContext context, Recovery recovery, BooleanSupplier closing) {
        this.context = context;
        this.recovery = recovery;
        this.closing = closing;
    }

    /** Explains a transaction that is certainly not committed. Blocks up to 1 s, to look at the topic. */
    Diagnosis ofAborted(Trouble trouble) {
        return entitled(named() + " is aborted", because(trouble));
    }

    /** Explains a commit without an answer. Blocks up to 1 s. */
    Diagnosis ofUnknown(Trouble trouble) {
        Diagnosis reason = because(trouble);
        return entitled(
                named() + " may be committed or aborted, as a whole",
                new Diagnosis(
                        reason.kind(),
                        "the commit was asked for and not confirmed",
                        reason.cause(),
                        "find out before running it again, by the committed offsets of the group or by what"
                                + " read_committed consumers see; " + reason.cure()));
    }

    /** Explains a transaction that could not begin. Blocks up to 1 s. */
    Diagnosis ofStart(Trouble trouble) {
        return entitled(named() + " did not begin", because(trouble));
    }

    /** Returns null where the group is not the reason. */
    @Nullable
    Diagnosis ofOffsets(Throwable reason, String group) {
        if (isBehind(reason, GroupAuthorizationException.class)) {
            return new Diagnosis(
                    ErrorKind.UNAUTHORIZED,
                    "the offsets of group '" + group + "' were refused",
                    "this application's principal lacks the right Read on group '" + group + "'",
                    "ask the cluster's owner for: kafka-acls.sh --bootstrap-server $BOOTSTRAP --add --allow-principal"
                            + " User:<yours> --operation Read --group " + group);
        }
        boolean notAMember = isBehind(reason, CommitFailedException.class)
                || isBehind(reason, IllegalGenerationException.class)
                || isBehind(reason, UnknownMemberIdException.class)
                || isBehind(reason, FencedInstanceIdException.class);
        if (!notAMember) {
            return null;
        }
        return new Diagnosis(
                ErrorKind.FENCED,
                "the offsets of group '" + group + "' were refused",
                "the consumer is no longer part of the group's current generation, so that another member may have its"
                        + " partitions (" + said(reason) + ")",
                "poll again: whoever has the partitions now reads these records again; where it happens often, take"
                        + " fewer records per transaction or raise max.poll.interval.ms");
    }

    Diagnosis closed() {
        return new Diagnosis(
                ErrorKind.CLOSED,
                "the producer was closed",
                "transactional producer '" + context.clientId() + "' is closed",
                "run transactions before closing, or ask the KafkaSdk for the producer again");
    }

    Diagnosis interrupted() {
        return new Diagnosis(
                ErrorKind.UNEXPECTED,
                "its thread was interrupted",
                "the thread was interrupted before the commit",
                "run it again, unless the thread is meant to stop");
    }

    Diagnosis crowded() {
        return new Diagnosis(
                ErrorKind.OVERLOADED,
                "its turn did not come",
                "one transaction runs at a time, and those before it took " + seconds(context.transactionTimeout()),
                "do less in a transaction, or use several producers, each with a name or an instance of its own");
    }

    Diagnosis tooSlow() {
        return new Diagnosis(
                ErrorKind.TIMED_OUT,
                "it took too long",
                "it was open for longer than transactionTimeout (" + seconds(context.transactionTimeout())
                        + "), when the coordinator aborts it",
                "do less in a transaction, or raise transactionTimeout, up to the brokers' transaction.max.timeout.ms");
    }

    private Diagnosis because(Trouble trouble) {
        Throwable reason = trouble.reason();
        if (trouble.known() != null) {
            return trouble.known();
        }
        if (reason == null || (closing.getAsBoolean() && ErrorClassifier.kindOf(reason) == ErrorKind.UNEXPECTED)) {
            return closed();
        }
        if (reason instanceof KafkaSdkException ours) {
            return ours.diagnosis();
        }
        if (isBehind(reason, InterruptException.class) || reason instanceof InterruptedException) {
            return interrupted();
        }
        // Kafka says "fenced" for both: the coordinator fences a transaction that it aborts.
        boolean late = trouble.sinceBeginNanos() >= context.transactionTimeout().toNanos();
        if (late && !isOfTheRecord(reason)) {
            return tooSlow();
        }
        if (isFencing(reason)) {
            return fenced(reason);
        }
        if (trouble.topic() != null) {
            return ofRecord(trouble.topic(), trouble.partition(), reason, trouble.sinceBeginNanos());
        }
        return ofCoordinator(reason);
    }

    private static boolean isOfTheRecord(Throwable reason) {
        return ErrorClassifier.kindOf(reason) == ErrorKind.BAD_RECORD;
    }

    static boolean isFencing(Throwable reason) {
        return isBehind(reason, ProducerFencedException.class) || isBehind(reason, InvalidProducerEpochException.class);
    }

    private Diagnosis fenced(Throwable reason) {
        int times = recovery.fenced();
        String id = "transactional.id '" + context.transactionalId() + "'";
        if (times == 1) {
            return new Diagnosis(
                    ErrorKind.FENCED,
                    "another producer took over",
                    "another producer began with " + id + " (" + said(reason) + ")",
                    "nothing, where this instance was replaced; the next transaction takes the id back. Otherwise give"
                            + " each running copy of the application an instance of its own in"
                            + " TransactionSettings.named(...)");
        }
        return new Diagnosis(
                ErrorKind.FENCED,
                "another producer took over, " + times + " times within " + Recovery.FENCE_MEMORY.toMinutes() + " min",
                "two running producers share " + id + " and fence each other (" + said(reason) + ")",
                "give each running copy of the application an instance of its own in TransactionSettings.named(...), or"
                        + " stop the other one; until then each transaction waits longer before it takes the id back");
    }

    private Diagnosis ofRecord(String topic, int partition, Throwable reason, long ageNanos) {
        if (isOfTheRecord(reason)) {
            return new Diagnosis(
                    ErrorKind.BAD_RECORD,
                    "a record for topic '" + topic + "' cannot be written",
                    said(reason),
                    "correct the record");
        }
        Throwable telling = root(reason);
        observe(topic, telling);
        return context.guard().explain(topic, partition, telling, Duration.ofNanos(ageNanos));
    }

    private Diagnosis ofCoordinator(Throwable reason) {
        ErrorKind kind = ErrorClassifier.kindOf(reason);
        String what = "the transaction coordinator did not go along";
        if (isBehind(reason, TransactionalIdAuthorizationException.class)) {
            return new Diagnosis(
                    ErrorKind.UNAUTHORIZED,
                    what,
                    "this application's principal lacks the rights Write and Describe on transactional id '"
                            + context.transactionalId() + "'",
                    "ask the cluster's owner for: kafka-acls.sh --bootstrap-server $BOOTSTRAP --add --allow-principal"
                            + " User:<yours> --operation Write --operation Describe --transactional-id "
                            + context.transactionalId());
        }
        if (isBehind(reason, InvalidTxnTimeoutException.class)) {
            return new Diagnosis(
                    ErrorKind.MISCONFIGURED,
                    what,
                    "transactionTimeout (" + seconds(context.transactionTimeout())
                            + ") is longer than the brokers' transaction.max.timeout.ms",
                    "lower transactionTimeout");
        }
        if (kind != ErrorKind.TIMED_OUT && kind != ErrorKind.UNREACHABLE) {
            return new Diagnosis(
                    kind, what, said(reason), "run it again; the exception behind this one has the details");
        }
        observe(COORDINATOR_LOG, reason);
        Optional<Diagnosis> outage = context.guard().blockage(COORDINATOR_LOG).filter(d -> OUTAGES.contains(d.kind()));
        return outage.map(found -> new Diagnosis(found.kind(), what, said(reason) + ": " + found.cause(), found.cure()))
                .orElseGet(() -> new Diagnosis(
                        kind,
                        what,
                        said(reason),
                        "check the brokers that lead topic " + COORDINATOR_LOG
                                + ", or allow more time with bounds(...)"));
    }

    private void observe(String topic, Throwable reason) {
        if (AcksGuard.needsObservation(reason)) {
            try {
                context.guard().observe(List.of(topic), LOOK);
            } catch (RuntimeException e) {
                // The failure of the transaction is what the caller must hear of.
                log.debug("Topic '{}' could not be looked at", topic, e);
            }
        }
    }

    private String named() {
        return "A transaction of '" + context.transactionalId() + "'";
    }

    private static Diagnosis entitled(String title, Diagnosis reason) {
        return new Diagnosis(reason.kind(), title + ": " + reason.what(), reason.cause(), reason.cure());
    }

    private static String said(Throwable reason) {
        Throwable telling = root(reason);
        return telling.getClass().getSimpleName() + ": " + FailureText.of(telling);
    }

    /** Kafka wraps what happened in "Cannot execute transactional method because we are in an error state". */
    private static Throwable root(Throwable reason) {
        Throwable telling = reason;
        while (telling.getClass().equals(KafkaException.class) && telling.getCause() != null) {
            telling = telling.getCause();
        }
        return telling;
    }

    private static boolean isBehind(Throwable reason, Class<? extends Throwable> type) {
        for (Throwable each = reason; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
