package io.kafkasdk.share;

import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.FailurePlace;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.resilience.Backoff;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.share.Results.Broken;
import io.kafkasdk.share.Results.Finished;
import io.kafkasdk.share.Results.Held;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a record whose handler or deserializer threw. The brokers count deliveries and drop a record at
 * their limit without a word, so that the policy's end comes at the latest with the last delivery.
 *
 * <p><b>Threads:</b> workers, and whoever completes dead letters.
 */
final class ShareFailures {

    private static final Logger log = LoggerFactory.getLogger(ShareFailures.class);

    /** The member gets no new records while it holds one back, so this is short. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);

    private final FailurePolicy policy;
    private final int deliveryLimit;
    private final ShareEvents events;
    private final Results results;
    private final DeadLetters deadLetters;
    private final Executor workers;
    private final Backoff backoff;
    private final LongSupplier nanoClock;
    private final LogLimiter limiter;

    /**
     * Where the outcomes go.
     *
     * @param events the listener
     * @param results the poll thread
     * @param deadLetters the dead letter topics
     * @param workers run what may block
     */
    record Outlets(ShareEvents events, Results results, DeadLetters deadLetters, Executor workers) {}

    ShareFailures(FailurePolicy policy, int deliveryLimit, Outlets outlets, LongSupplier nanoClock) {
        this.policy = policy;
        this.deliveryLimit = deliveryLimit;
        this.events = outlets.events();
        this.results = outlets.results();
        this.deadLetters = outlets.deadLetters();
        this.workers = outlets.workers();
        this.backoff = new Backoff(shorter(policy.delay()), shorter(policy.maxDelay()));
        this.nanoClock = nanoClock;
        this.limiter = new LogLimiter(Duration.ofSeconds(5), nanoClock);
    }

    private static Duration shorter(Duration delay) {
        return delay.compareTo(LONGEST_HOLD) < 0 ? delay : LONGEST_HOLD;
    }

    /** A handler threw. */
    void failed(Taken taken, Throwable failure) {
        boolean spent = taken.delivery() >= attempts() || isHopeless(failure);
        settle(taken, failure, spent);
    }

    /** A deserializer threw: another attempt cannot help. */
    void unreadable(Taken taken, Throwable failure) {
        settle(taken, failure, true);
    }

    private void settle(Taken taken, Throwable failure, boolean spent) {
        events.handlerFailed(taken, failure);
        if (policy instanceof FailurePolicy.RetryForEver) {
            retry(taken, failure);
        } else if (!spent) {
            hold(taken, failure);
        } else if (policy instanceof FailurePolicy.DeadLetterTopic ends) {
            deadLetter(taken, failure, ends.topicFor(taken.record().topic(), events.group()), 1);
        } else if (policy instanceof FailurePolicy.Skip) {
            tell("gave up", taken, failure, "it is rejected by the declared policy");
            events.skipped(taken, failure);
            results.add(new Finished(taken, AcknowledgeType.REJECT));
        } else {
            results.add(new Finished(taken, AcknowledgeType.RELEASE));
            results.add(new Broken(stopped(taken, failure)));
        }
    }

    /** Before the last delivery of a group whose member must stop in front of the record: the release needs one. */
    private int attempts() {
        int wanted = retries().attempts();
        int most = policy instanceof FailurePolicy.Stop ? deliveryLimit - 1 : deliveryLimit;
        return Math.min(wanted, Math.max(1, most));
    }

    private Retries retries() {
        if (policy instanceof FailurePolicy.DeadLetterTopic ends) {
            return ends.retries();
        }
        if (policy instanceof FailurePolicy.Skip ends) {
            return ends.retries();
        }
        return policy instanceof FailurePolicy.Stop ends ? ends.retries() : Retries.DEFAULT;
    }

    private boolean isHopeless(Throwable failure) {
        Set<Class<? extends Throwable>> hopeless = retries().hopeless();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 20; depth++) {
            Throwable one = at;
            if (hopeless.stream().anyMatch(type -> type.isInstance(one))) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private void retry(Taken taken, Throwable failure) {
        if (taken.delivery() < deliveryLimit) {
            hold(taken, failure);
            return;
        }
        tell(
                "failed for the last time",
                taken,
                failure,
                "the brokers deliver a record of this group at most "
                        + deliveryLimit
                        + " times and now drop it, whatever RetryForEver says; raise share.delivery.count.limit of "
                        + "the group, or use FailurePolicy.DEAD_LETTER");
        events.skipped(taken, failure);
        results.add(new Finished(taken, AcknowledgeType.RELEASE));
    }

    /** The brokers deliver a released record at once: whoever wants a wait must hold it meanwhile. */
    private void hold(Taken taken, Throwable failure) {
        Duration wait = backoff.delay(taken.delivery());
        tell("failed", taken, failure, "it is given back to the group in " + wait.toMillis() + " ms");
        results.add(new Held(
                taken,
                nanoClock.getAsLong() + wait.toNanos(),
                () -> results.add(new Finished(taken, AcknowledgeType.RELEASE))));
    }

    private void deadLetter(Taken taken, Throwable failure, String topic, int attempt) {
        write(taken, new GivenUp(topic, taken.delivery(), failure)).whenComplete((receipt, refused) -> {
            if (refused == null) {
                events.deadLettered(taken, topic);
                results.add(new Finished(taken, AcknowledgeType.ACCEPT));
                return;
            }
            Duration wait = backoff.delay(attempt);
            tell(
                    "cannot be written to " + topic + " and waits",
                    taken,
                    refused,
                    "tried again in " + wait.toMillis() + " ms");
            events.deadLetterFailed(taken, topic, refused);
            results.add(new Held(
                    taken,
                    nanoClock.getAsLong() + wait.toNanos(),
                    () -> workers.execute(() -> deadLetter(taken, failure, topic, attempt + 1))));
        });
    }

    private CompletionStage<?> write(Taken taken, GivenUp reason) {
        try {
            return deadLetters.write(taken.record(), reason);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private KafkaSdkException stopped(Taken taken, Throwable failure) {
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.BAD_RECORD,
                        "Share group '" + events.group() + "' stopped: " + taken + " cannot be handled (delivery "
                                + taken.delivery() + ")",
                        FailurePlace.of(failure),
                        "correct the handler or the record, then start the application again; the record was given back, "
                                + "and another member may get it meanwhile"),
                failure);
    }

    private void tell(String what, Taken taken, Throwable failure, String then) {
        limiter.log(note -> log.warn(
                "Share group '{}': {} {}, delivery {}, with {}; {}{}",
                events.group(),
                taken,
                what,
                taken.delivery(),
                FailurePlace.of(failure),
                then,
                note));
    }
}
